"""What Jinja itself offers: macros, assignments, filters, tests and scopes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from corpus.cases import case
from corpus.package import document, p, r, tbl, tr


def macros() -> bytes:
    return document(
        "{%p macro line(person, mark='*') %}",
        p("{{ mark }} {{ person.name }}", properties='<w:pStyle w:val="BodyText"/>'),
        "{%p endmacro %}",
        "{%p for person in people %}",
        "{{p line(person) }}",
        "{{p line(person, mark='#') }}",
        "{%p endfor %}",
        "{% macro inline(x) %}<{{ x }}>{% endmacro %}{{ inline(title) }} and {{ inline(3) }}",
        "{% macro around() %}[{{ caller() }}]{% endmacro %}{% call around() %}{{ title }}{% endcall %}",
    )


def assignments() -> bytes:
    return document(
        "{% set total = people | length %}{{ total }}",
        "{% set both = title ~ ' of ' ~ people | length %}{{ both }}",
        "{% set block %}in a {{ title }} block{% endset %}{{ block }}",
        "{% set ns = namespace(count=0) %}{% for x in people %}{% set ns.count = ns.count + x.age %}{% endfor %}"
        "{{ ns.count }}",
        "{% with a = 1, b = title %}{{ a }}{{ b }}{% endwith %}",
        "{%p set late = 'late' %}",
        "{{ late }}",
    )


def filters() -> bytes:
    return document(
        "{{ title | upper }} {{ title | title }} {{ title | replace('a', '<b>') }} {{ title | default('none') }}",
        "{{ people | map(attribute='name') | join(', ') }} {{ people | map(attribute='name') | join(' & ') }}",
        "{{ missing | default('not there') }} {{ title | length }} {{ title | e }} {{ 'a b' | safe }}",
        "{{ [3, 1, 2] | sort | join }} {{ 3.14159 | round(2) }} {{ '%05.1f' | format(2.5) }} {{ number | int }}",
        "{{ people | selectattr('age', '>', 3) | list | length }} {{ people | groupby('age') | length }}",
        "{{ title | truncate(5) }} {{ 'a b c' | wordcount }} {{ title | first }} {{ 5 | string }}",
        "{% filter upper %}loud {{ number }}{% endfilter %}",
        "{{ 'x' * 3 }} {{ 7 // 2 }} {{ 7 % 4 }} {{ 2 ** 5 }} {{ not title }} {{ title[1:3] }} {{ [1, 2] + [3] }}",
    )


def kinds_of_values() -> bytes:
    return document(
        "{{ none }} {{ true }} {{ number }} {{ 0.1 + 0.2 }} {{ big }} {{ day }} {{ day.year }} {{ amount }}",
        "{{ [1, 'two', none] }} {{ {'k': 'v & w'} }} {{ (1, 2) }}",
        "{{ day.strftime('%d %B %Y') }} {{ title.split(' ') | length }} {{ title.replace('a', 'b') }}",
    )


def tests_and_loops() -> bytes:
    return document(
        "{% for x in people if x.age > 3 %}{{ loop.index0 }}/{{ loop.length }}{{ loop.cycle('a', 'b') }} {% endfor %}",
        "{% for k, v in mapping.items() %}{{ k }}={{ v }};{% endfor %}"
        "{% for k in mapping | dictsort %}{{ k[0] }}{% endfor %}",
        "{% for x in range(3) %}{% for y in range(2) %}{{ loop.index }}{% endfor %}{{ loop.revindex }} {% endfor %}",
        "{% for x in people %}{% if loop.changed(x.age) %}{{ x.age }}{% endif %}{% endfor %}",
        "{% for x in people recursive %}{{ x.name }}{% if x.children %}({{ loop(x.children) }}){% endif %}{% endfor %}",
        "{{ missing is defined }} {{ title is string }} {{ number is divisibleby 3 }} {{ 'a' in title }}",
        "{% set c = cycler('odd', 'even') %}{{ c.next() }}{{ c.next() }}{{ c.next() }}",
        "{% set j = joiner(', ') %}{% for x in people %}{{ j() }}{{ x.name }}{% endfor %}",
        "{% autoescape true %}{{ title }}{% endautoescape %}",
    )


def blocks() -> bytes:
    return document(
        "{% block intro %}A block with {{ title }}{% endblock %} and {{ self.intro() }}",
        tbl(tr("{% if people %}{{ people[0].name }}{% endif %}", "{{ people[-1].age if people else 0 }}")),
        p(r("{% do_nothing = 1 %}".replace("do_nothing", "set nothing"))),
    )


PEOPLE = [
    {"name": "Ana", "age": 30, "children": [{"name": "Cid", "age": 1, "children": []}]},
    {"name": "Bo & <Co>", "age": 4, "children": []},
]
CONTEXTS = (
    {
        "people": PEOPLE,
        "title": "a tale of & <x>",
        "number": 9,
        "big": 10**20,
        "day": date(2006, 1, 31),
        "amount": Decimal("1.50"),
        "mapping": {"b": 2, "a": "<1>"},
    },
    {
        "people": PEOPLE[::-1],
        "title": "“Ünï” ça",
        "number": "12",
        "big": -1,
        "day": date(1999, 12, 1),
        "amount": Decimal("0"),
        "mapping": {},
    },
)
CASES = (
    *tuple(
        case(template.__name__, template, *CONTEXTS)
        for template in (macros, assignments, filters, kinds_of_values, blocks)
    ),
    case("tests_and_loops", tests_and_loops, CONTEXTS[0]),
)
