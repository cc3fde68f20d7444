"""A template sees plain data: whatever else it asks for is refused, with the place."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from compare import by_engine, members
from corpus.package import document
from lxml import etree
from markupsafe import Markup

from iomreport.diagnostics.finding import TemplateError
from iomreport.markup.nodes import Item, Link, Note, OrderedList, Paragraph, Prose, Text
from iomreport.strategy.model.country import Country, Names
from iomreport.template.values import Placeholder

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COUNTRY = Country(slug="albania", names=Names(short="Albania", long="Albania"), code="AL")


def values() -> dict[str, Any]:
    return {
        "country": COUNTRY,
        "items": [1, 2],
        "mapping": {"a": 1, "_hidden": 2},
        "text": "text",
        "day": date(2006, 1, 31),
        "prose": Prose((Paragraph((Text("words & more"),)),)),
        "function": print,
        "module": date,
    }


def text(tag: str, **more: Any) -> str:
    root = etree.fromstring(members(by_engine(document(tag), {**values(), **more}))["word/document.xml"])
    return "".join(root.find(f"{W}body").itertext())  # type: ignore[union-attr]


def codes(tag: str) -> set[str]:
    with pytest.raises(TemplateError) as stop:
        by_engine(document("before", tag), values())
    assert "paragraph 2" in str(stop.value)
    return {found.code for found in stop.value.diagnostics}


REFUSED = [
    "{{ ''.__class__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ().__class__.__mro__ }}",
    "{{ text['__class__'] }}",
    "{{ text | attr('__class__') }}",
    "{{ [text] | map(attribute='__class__') | list }}",
    "{{ '{0.__class__}'.format(text) }}",
    "{{ '{0.__class__.__mro__}'.format_map({'0': text}) }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ joiner.__init__ }}",
    "{{ namespace.__init__ }}",
    "{{ range.__class__ }}",
    "{{ self.__init__ }}",
    "{{ self.__class__ }}",
    "{{ self._TemplateReference__context }}",
    "{% for x in items %}{{ loop.__class__ }}{% endfor %}",
    "{% macro m() %}{% endmacro %}{{ m.__globals__ }}{{ m._func.__globals__ }}",
    "{{ function('x') }}",
    "{{ module.today() }}",
    "{{ items.append(3) }}",
    "{{ items.clear() }}",
    "{{ items.pop() }}",
    "{{ mapping.update({'b': 2}) }}",
    "{{ mapping.setdefault('c', 3) }}",
    "{{ country.model_dump() }}",
    "{{ country.model_dump_json }}",
    "{{ country.parse_file('/etc/passwd') }}",
    "{{ country.parse_raw('{}') }}",
    "{{ country.construct() }}",
    "{{ country.copy() }}",
    "{{ country.__dict__ }}",
    "{{ country.__class__ }}",
    "{{ country.model_fields }}",
    "{{ country | attr('model_dump') }}",
    "{{ country['model_dump'] }}",
    "{{ [country] | map(attribute='model_dump') | list }}",
    "{{ country.places }}",
    "{{ country.remarks }}",
    "{{ country | attr('slug\x1f<w:b>\x1f<w:p>\x1f') }}",
    "{{ country['slug\x1f<w:b>\x1f<w:p>\x1f'] }}",
    "{{ text.format.__self__ }}",
]


@pytest.mark.parametrize("tag", [tag.replace("\x1f", r"\x1f") for tag in REFUSED])
def test_refused(tag: str) -> None:
    before = values()
    assert codes(tag) <= {"T101", "T102", "T103"}
    assert before == values()


@pytest.mark.parametrize("tag", ["{{ range(10 ** 9) }}", "{% for x in range(999999) %}{% endfor %}"])
def test_ranges_are_bounded(tag: str) -> None:
    assert codes(tag) == {"T103"}


@pytest.mark.parametrize(
    "tag", ["{% include 'x' %}", "{% import 'x' as y %}", "{% from 'x' import y %}", "{% extends 'x' %}"]
)
def test_no_template_reads_another(tag: str) -> None:
    assert codes(tag) == {"T103"}


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("{{ country.names.short }} {{ country.code }} {{ country['code'] }}", "Albania AL AL"),
        (
            "{{ mapping.a }}{{ mapping['a'] }}{{ mapping.get('b', 'none') }}{{ mapping.items() | list | length }}",
            "11none2",
        ),
        ("{{ text.upper() }} {{ text.replace('t', 'd') }} {{ '{} {:.2f}'.format(text, 1) }}", "TEXT dexd text 1.00"),
        ("{{ day.year }} {{ day.strftime('%d %B %Y') }} {{ day.isoformat() }}", "2006 31 January 2006 2006-01-31"),
        ("{{ items.index(2) }}{{ items.count(1) }}", "11"),
        ("{% set ns = namespace(a=1) %}{% set ns.a = 2 %}{{ ns.a }}{{ dict(b=3).b }}", "23"),
        ("{% set c = cycler(1, 2) %}{{ c.next() }}{{ c.current }}{{ c.reset() }}", "12None"),
        (
            "{% macro m(x) %}[{{ x }}{{ caller() if caller is defined }}]{% endmacro %}"
            "{{ m(1) }}{% call m(2) %}!{% endcall %}",
            "[1][2!]",
        ),
        ("{% block b %}x{% endblock %}{{ self.b() }}", "xx"),
        ("{{ range(3) | list }}", "[0, 1, 2]"),
        ("{{ text is defined }}{{ nothing is defined }}{{ nothing | default('d') }}", "TrueFalsed"),
    ],
)
def test_allowed(tag: str, expected: str) -> None:
    assert text(tag) == expected


def test_values_are_escaped_once_whatever_their_way() -> None:
    hostile = "<w:p>&amp; \"q\" 'a' {{ 7*7 }} {% x %}"
    ways = (
        "{{ v }}",
        "{% set x = v %}{{ x }}",
        "{% set x %}{{ v }}{% endset %}{{ x }}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(v) }}",
        "{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}{{ v }}{% endcall %}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ [m(v)] | first }}",
        "{% filter trim %}{{ v }}{% endfilter %}",
        "{{ [v] | join(', ') }}",
        "{{ v ~ '' }}",
        "{{ '%s' | format(v) }}",
        "{{ '{}'.format(v) }}",
        "{% with x = v %}{{ x }}{% endwith %}",
        "{{ v | string }}",
        "{{ {'k': v}.k }}",
        "{% for x in [v] %}{{ x }}{% endfor %}",
        "{{ v if true }}",
        "{% block b %}{{ v }}{% endblock %}",
    )
    for way in ways:
        assert text(way, v=hostile) == hostile, way


PASSING = Prose(
    (Paragraph((Text("words "), Note("n", (Paragraph((Text("note"),)),)), Link("https://x.org", (Text("go"),)))),)
)
STYLES = ("footnote text", "footnote reference", "Hyperlink")


@pytest.mark.parametrize(
    "tags",
    [
        ("{%p macro m(x) %}", "{{p x }}", "{%p endmacro %}", "{{p m(prose) }}"),
        ("{%p macro m() %}", "{{p caller() }}", "{%p endmacro %}", "{%p call m() %}", "{{p prose }}", "{%p endcall %}"),
        ("{%p set x %}", "{{p prose }}", "{%p endset %}", "{{p x }}"),
        ("{%p for x in [prose] recursive %}", "{{p x }}", "{{p loop([]) }}", "{%p endfor %}"),
    ],
)
def test_prose_passes_through_macros_and_blocks(tags: tuple[str, ...]) -> None:
    def made(*blocks: str) -> str:
        return members(by_engine(document(*blocks, styles=STYLES), {"prose": PASSING}))["word/document.xml"].decode()

    assert made(*tags) == made("{{p prose }}")


def test_prose_that_a_filter_changed_is_refused() -> None:
    template = document("{%p set x %}", "{{p prose }}", "{%p endset %}", "{{ x | upper }}", styles=STYLES)
    with pytest.raises(TemplateError, match=r"paragraph 4 .*cannot be joined, filtered or cut"):
        by_engine(template, {"prose": PASSING})


@pytest.mark.parametrize(
    "tag",
    [
        r"{{ '\x01n0\x02' }}",
        r"{{ '%cn0%c' | format(1, 2) | safe }}",
        r"{% set x | replace('a', '\x01') %}a{% endset %}{{ x }}",
        r"{% filter replace('a', '\x01') %}a{% endfilter %}",
        r"{% call '\x01n0\x02'.format() %}{% endcall %}",
        r"{% macro m() %}a{% endmacro %}{{ m() | replace('a', '\x01n0\x02') }}",
        r"{% macro m() %}a{% endmacro %}{{ m() ~ '\x01n0\x02' }}",
        r"{% macro m() %}a{% endmacro %}{{ m() + '\x01n0\x02' }}",
        r"{% macro m() %}a{% endmacro %}{{ m().replace('a', '\x01n0\x02') }}",
        r"{{ ('a' | e) | replace('a', '\x01n0\x02') }}",
        r"{{ ['\x01'] | map('string') | join }}",
    ],
)
def test_no_marker_can_be_forged(tag: str) -> None:
    assert codes(tag) <= {"T103", "T107"}


def test_a_style_that_contents_need_is_missed() -> None:
    with pytest.raises(TemplateError, match="“TOC Heading”"):
        text("{{p contents }}", contents=Placeholder("contents"))


def test_a_numbering_that_a_list_needs_is_missed() -> None:
    prose = Prose((OrderedList((Item((Paragraph((Text("item"),)),)),)),))
    with pytest.raises(TemplateError, match=r"paragraph 1 .*“List Number” with a numbering"):
        by_engine(document("{{p prose }}", styles=("List Number",)), {"prose": prose})


@pytest.mark.parametrize("tag", ["{{ country }}", "{{ country.names }}", "{{ [nothing] }}", "{{ {'a': nothing} }}"])
def test_what_has_no_words_is_not_printed_as_a_computer_writes_it_down(tag: str) -> None:
    assert codes(tag) <= {"T101", "T103"}


def test_markup_of_a_caller_is_placed_as_it_is() -> None:
    assert text("a{{ v }}b", v=Markup("</w:t></w:r><w:r><w:t>mid")) == "amidb"
