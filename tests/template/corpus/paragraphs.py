"""Values in paragraphs, and tags that stand for whole paragraphs."""

from __future__ import annotations

from corpus.cases import case
from corpus.package import document, p, r

PEOPLE = [{"name": "Ana", "age": 30, "tags": ["x", "y"]}, {"name": "Bo & Co <b>", "age": 4, "tags": []}]


def values() -> bytes:
    return document(
        "Dear {{ name }},",
        p(r("Your number is ", "<w:b/>"), r("{{ number }}", "<w:i/>"), r(". Thank you.")),
        "{{ a.b.c }}{{ a['b']['c'] }}{{ a.b.c | upper }}",
        "No tag at all & nothing < to > do",
        "{{name}}{{name}} {{   name   }}",
        p(""),
    )


def loops() -> bytes:
    return document(
        "{%p for person in people %}",
        "{{ loop.index }}. {{ person.name }} is {{ person.age }}",
        "{%p for tag in person.tags %}",
        p("{{ tag }} of {{ person.name }}", properties='<w:pStyle w:val="BodyText"/>'),
        "{%p endfor %}",
        "{%p endfor %}",
        "The end",
    )


def loop_with_else() -> bytes:
    return document(
        "{%p for person in people %}",
        "{{ person.name }}{% if not loop.last %},{% endif %}",
        "{%p else %}",
        "Nobody",
        "{%p endfor %}",
    )


def conditions() -> bytes:
    return document(
        "{%p if number > 10 %}",
        "many",
        "{%p elif number > 5 %}",
        "some",
        "{%p else %}",
        "few",
        "{%p endif %}",
        "{% if number %}yes{% else %}no{% endif %} in one line, {{ 'odd' if number is odd else 'even' }}",
        "{% if name == “Ana” and number >= 3 %}typographic quotes{% endif %}",
        "{% if ‘a’ in name and number < 100 %}single ones{% endif %}",
    )


def merged_paragraphs() -> bytes:
    return document(
        "My favourite is",
        "{%- if number > 5 -%}",
        "a great",
        "{%- else -%}",
        "a small",
        "{%- endif -%}",
        "number.",
    )


def merged_in_loop() -> bytes:
    return document(
        "Names: ",
        "{%- for person in people %}{{ person.name }}; {% endfor -%}",
        " and that is all.",
        p(r("a "), r("{%- if number %}", "<w:b/>"), r("b"), r("{% endif -%}"), r(" c")),
    )


def whitespace_control() -> bytes:
    return document(
        "before   {{- name -}}   after",
        "before   {{- name }}   after",
        "before   {{ name -}}   after",
        p(r("before  "), r("{{- name -}}"), r("  after")),
        "{%+ if number %} plus {%+ endif %}",
        "{# a comment -#}   after",
    )


def comments() -> bytes:
    return document(
        "a{# a comment #}b",
        "{#p the paragraph goes #}",
        p(r("split {"), r("# com", "<w:b/>"), r("ment #"), r("} here")),
        "{# {{ nothing }} #}end",
    )


def raw_and_escapes() -> bytes:
    return document(
        "{% raw %}{{ not a tag }} and {% nor this %}{% endraw %}",
        "{_{ written braces }_} {_% and percent %_}",
        "{{ '{' }}{{ '}' }} { { single } }",
        "{{ '{{' }} {{ '}' ~ '}' }} {{ '{%' }}",
        "{{ {'a': {'b': 1}}['a']['b'] }} {{ {'a': number}.a }}",
        "100 % {of} #them#",
    )


def paragraph_properties() -> bytes:
    return document(
        p("{{ name }}", properties='<w:pStyle w:val="heading1"/><w:keepNext/>'),
        '<w:p w14:paraId="00000001" w:rsidR="00A1"><w:pPr/><w:r w:rsidR="00A2"><w:t>{{ name }}</w:t></w:r></w:p>',
        '<w:p w14:paraId="00000002"><w:r><w:t>{%p if number %}</w:t></w:r></w:p>',
        "shown",
        "<w:p><w:r><w:t>{%p endif %}</w:t></w:r></w:p>",
        '<w:p><w:bookmarkStart w:id="7" w:name="kept"/><w:r><w:t>{{ name }}</w:t></w:r><w:bookmarkEnd w:id="7"/></w:p>',
    )


_ANA = {"name": "Ana", "number": 7, "a": {"b": {"c": "deep"}}, "people": PEOPLE}
_ODD = {"name": "A & B <c> \"d\" 'e' é 😀 \u202bعرب\u202c", "number": 0, "a": {"b": {"c": ""}}, "people": []}
_MANY = {
    "name": "",
    "number": 12,
    "a": {"b": {"c": 3.5}},
    "people": [{"name": n, "age": n, "tags": ["q"] * n} for n in range(4)],
}

CASES = tuple(
    case(template.__name__, template, _ANA, _ODD, _MANY)
    for template in (
        values,
        loops,
        loop_with_else,
        conditions,
        merged_paragraphs,
        merged_in_loop,
        whitespace_control,
        comments,
        raw_and_escapes,
        paragraph_properties,
    )
)
