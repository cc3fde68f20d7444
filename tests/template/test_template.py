"""Every mistake in a template or a value is said with its place and what was most likely meant; nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest
from compare import by_engine, members
from corpus.package import SECTION, document, note, note_reference, p, r, tbl, tc, tr
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from iomreport.diagnostics.codes.templates import UNKNOWN_FIELD
from iomreport.diagnostics.finding import Diagnostic, TemplateError
from iomreport.strategy.model.country import Country, Names
from iomreport.template.render import TemplateStore

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VALUES = {
    "country": Country(slug="albania", names=Names(short="Albania", long="Albania"), code="AL"),
    "person": {"name": "Ana"},
    "items": ["a", "b"],
}


def finding(template: bytes, values: dict[str, Any] | None = None) -> Diagnostic:
    with pytest.raises(TemplateError) as stop:
        by_engine(template, VALUES if values is None else values)
    (found,) = stop.value.diagnostics
    assert found.location is not None
    assert found.location.path == "templates/t.docx"
    return found


WRONG = "{{ country.nmes.long }}"
PLACES = [
    (document("a", p("b"), f"c {WRONG}"), f'paragraph 3 "c {WRONG}"'),
    (document(p(r("c "), r("{{ country", "<w:b/>"), r(".nmes.long }}"))), f'paragraph 1 "c {WRONG}"'),
    (document("a", tbl(tr("x", "y"), tr("z", f"in {WRONG}"))), f'table 1, row 2, cell 2 "in {WRONG}"'),
    (document(tbl(tr("x")), tbl(tr(tc(tbl(tr("a", WRONG)))))), f'table 3, row 1, cell 2 "{WRONG}"'),
    (document("{%p for x in items %}", "{{ x }}", WRONG, "{%p endfor %}"), f'paragraph 3 "{WRONG}"'),
    (document("{{ person.name }} {{ country.names.long }} " + WRONG), "paragraph 1"),
    (document("{% if country.nmes.long %}x{% endif %}"), "paragraph 1"),
    (document("{%p for x in country.nmes %}", "x", "{%p endfor %}"), "paragraph 1"),
    (document("a", tbl(tr("{%tr for x in country.nmes %}"), tr("x"), tr("{%tr endfor %}"))), "table 1, row 1, cell 1"),
    (document("a", headers=("x", f"h {WRONG}")), f'word/header2.xml, paragraph 1 "h {WRONG}"'),
    (document("a", footers=(tbl(tr("x", WRONG)),)), "word/footer1.xml, table 1, row 1, cell 2"),
    (document("a", footnotes=(note(1, "x"), note(2, WRONG))), f'word/footnotes.xml, paragraph 2 "{WRONG}"'),
    (document("a", core={"title": "x", "subject": WRONG}), 'document property "subject"'),
    (document("{% macro m() %}" + WRONG + "{% endmacro %}", "b", "{{ m() }}"), "paragraph 1"),
]


@pytest.mark.parametrize(("template", "place"), PLACES, ids=[place for _, place in PLACES])
def test_an_undefined_name_is_found_at_its_place(template: bytes, place: str) -> None:
    found = finding(template)
    assert (found.code, found.message, found.fix) == ("T101", 'Country has no field "nmes"', "did you mean names?")
    assert found.location is not None
    assert found.location.place.startswith(place)


@pytest.mark.parametrize(
    ("tag", "message", "fix"),
    [
        ("{{ contry.code }}", 'nothing is called "contry"', ""),
        ("{{ person.nmae }}", 'there is no "nmae" among name', "did you mean name?"),
        ("{{ country['cod'] }}", 'Country has no field "cod"', "did you mean code?"),
        ("{{ country.names.shrt }}", 'Names has no field "shrt"', "did you mean short?"),
        ("{{ country.zzzzz }}", 'Country has no field "zzzzz"', ""),
        ("{{ items.zzzzz }}", 'list has no field "zzzzz"', ""),
        ("{{ nothing() }}", 'nothing is called "nothing"', ""),
        ("{{ nothing + 1 }}", 'nothing is called "nothing"', ""),
        ("{{ nothing | upper }}", 'nothing is called "nothing"', ""),
        ("{{ 'a' in nothing }}", 'nothing is called "nothing"', ""),
        ("{% for x in nothing %}{% endfor %}", 'nothing is called "nothing"', ""),
        ("{% if nothing %}{% endif %}", 'nothing is called "nothing"', ""),
        ("{% if nothing == 1 %}{% endif %}", 'nothing is called "nothing"', ""),
    ],
)
def test_what_is_done_with_an_undefined_name_is_an_error(tag: str, message: str, fix: str) -> None:
    found = finding(document("a", tag))
    assert (found.code, found.message, found.fix) == ("T101", message, fix or UNKNOWN_FIELD.fix)


@pytest.mark.parametrize(
    ("template", "place"),
    [
        (document("a", "{{ x", "b"), "paragraph 2"),
        (document("a", "{{ x }", "b", "{{ y }}"), "paragraph 2"),
        (document("a", "{% if x %}"), ""),
        (document("a", "b", "{% endif %}"), "paragraph 3"),
        (document("a", tbl(tr("x", "{{ a b }}"))), "table 1, row 1, cell 2"),
        (document("a", "{% frobnicate %}"), "paragraph 2"),
        (document("a", "{{ person.name | frobnicate }}"), "paragraph 2"),
        (document("a", "{{ 1 is frobnicated }}"), "paragraph 2"),
        (document("a", headers=("{{ a b }}",)), "paragraph 1"),
        (document("a", core={"title": "{{ a b }}"}), 'document property "title"'),
    ],
)
def test_a_tag_that_cannot_be_read_is_found_at_its_place(template: bytes, place: str) -> None:
    found = finding(template)
    assert found.code == "T002"
    assert found.location is not None
    assert found.location.place.startswith(place)


def test_all_mistakes_of_a_template_are_found_at_once() -> None:
    template = document("{{ a b }}", headers=("{% endif %}",), footers=("{{ c d }}",), core={"title": "{{ e f }}"})
    with pytest.raises(TemplateError) as stop:
        TemplateStore().open_bytes(template, "t.docx")
    assert [found.code for found in stop.value.diagnostics] == ["T002"] * 4


@pytest.mark.parametrize(
    "tag",
    ["{{ 1 / 0 }}", "{{ 'a' + 1 }}", "{{ [1] | sum('a') }}", "{{ {}[[]] }}", "{{ -'a' }}"],
)
def test_a_tag_that_fails_is_found_at_its_place(tag: str) -> None:
    found = finding(document("a", tag))
    assert found.code in ("T101", "T103", "T002")
    assert found.location is not None
    assert found.location.place.startswith("paragraph 2")


@pytest.mark.parametrize("tag", ["{{p x }}", "{%p if x %}", "{%p endif %}", "{#p gone #}"])
def test_a_paragraph_tag_where_a_section_ends_is_refused(tag: str) -> None:
    with pytest.raises(TemplateError) as stop:
        by_engine(document("a", p(tag, properties=SECTION), "b"), VALUES)
    found = stop.value.diagnostics[0]
    assert found.code == "T105"
    assert found.location is not None
    assert found.location.place.startswith("paragraph 2")
    assert by_engine(document("a", p("{{ x }}", properties=SECTION), "b"), {"x": 1})


@examples(1 / 4)
@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\n\t"), max_size=30))
def test_a_value_comes_out_as_it_is_or_is_refused(value: str) -> None:
    tag = "{{ value }}"
    template = document(p(r(tag), note_reference(1)), tbl(tr(tag)), headers=(tag,), footnotes=(note(1, tag),))
    if any(ord(character) < 32 or character in "\ufffe\uffff" for character in value):
        assert finding(template, {"value": value}).code == "T107"
        return
    made = members(by_engine(template, {"value": value}))
    for name, count in (("document", 2), ("header1", 1), ("footnotes", 1)):
        texts = [each.text or "" for each in etree.fromstring(made[f"word/{name}.xml"]).iter(f"{W}t")]
        assert texts == [value] * count


def test_a_value_may_hold_what_stands_for_places_in_other_steps() -> None:
    value = "".join(map(chr, (*range(0xFDD0, 0xFDD8), 0xE000, 0xE003, 0x10FFFC, 0x10FFFD)))
    template = document(tbl(tr("{%tc for x in [1, 2, 3] %}", "{{ value }}", "{%tc endfor %}")))
    assert members(by_engine(template, {"value": value}))["word/document.xml"].decode().count(value) == 3
