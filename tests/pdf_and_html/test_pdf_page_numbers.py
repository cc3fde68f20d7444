"""Page numbers that a document prints of its own pages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from iomreport.pdf.contents_numbers import Numbers, Section, begin_sections, mark_fields, number_of
from iomreport.word.oxml import W, field

FRONT = Section("", "lowerRoman", None, shown=True)
BODY = Section("body", "decimal", 1, shown=True)


def body(inside: str) -> etree._Element:
    return etree.fromstring(f'<w:body xmlns:w="{W}"><w:p>{inside}</w:p></w:body>')


def text(element: etree._Element) -> str:
    return etree.tostring(element, encoding="unicode")


def linked(inside: str) -> str:
    return f'<w:hyperlink w:anchor="_Toc1">{inside}</w:hyperlink>'


RESULT = "<w:r><w:rPr><w:b/></w:rPr><w:t>7</w:t></w:r><w:r><w:t>8</w:t></w:r>"


def test_a_field_in_a_link_becomes_words_in_its_own_style() -> None:
    paragraph = body(linked("<w:r><w:t>see </w:t></w:r>" + field("PAGEREF _Toc1 \\h", RESULT)))
    assert mark_fields(paragraph, "all") == ({"~0": "_Toc1"}, {})
    written = text(paragraph)
    assert "fldChar" not in written
    assert written.endswith("<w:r><w:rPr><w:b/></w:rPr><w:t>~0</w:t></w:r></w:hyperlink></w:p></w:body>")


@pytest.mark.parametrize("result", ["", "<w:r><w:t></w:t></w:r>", "<w:r><w:t>?</w:t></w:r>"])
def test_whatever_the_field_shows_is_replaced(result: str) -> None:
    paragraph = body(linked(field("PAGEREF a", result)))
    assert mark_fields(paragraph, "all") == ({"~0": "a"}, {})
    assert text(paragraph).count("<w:t>") == 1


def test_numbers_that_are_there_stay_until_they_are_found_wrong() -> None:
    there = linked(field("PAGEREF a", RESULT)) + linked(field("PAGEREF b", "<w:r><w:t>ii</w:t></w:r>"))
    assert mark_fields(body(there), "missing") == ({}, {"a": "78", "b": "ii"})
    assert mark_fields(body(there), "all") == ({"~0": "a", "~1": "b"}, {})
    assert mark_fields(body(there + linked(field("PAGEREF c", ""))), "missing")[0].keys() == {"~0", "~1", "~2"}
    assert mark_fields(body(there), "never") == ({}, {})


def test_the_words_in_its_place_occur_nowhere_else() -> None:
    inside = "".join(linked(field(f"PAGEREF p{number}", RESULT)) for number in range(11))
    paragraph = body(f"<w:r><w:t>~00 and ~~</w:t></w:r>{inside}")
    assert mark_fields(paragraph, "all")[0] == {f"~~~{number:02}": f"p{number}" for number in range(11)}


@pytest.mark.parametrize(
    "inside",
    [
        field("PAGEREF a \\h", "<w:r><w:t>1</w:t></w:r>"),
        linked(field("REF a \\h", "<w:r><w:t>words</w:t></w:r>")),
        linked(field("PAGE", "<w:r><w:t>1</w:t></w:r>")),
        linked("<w:r><w:instrText> PAGEREF a </w:instrText></w:r>"),
        linked('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGEREF a </w:instrText></w:r>'),
        linked(field("PAGEREF a", field("PAGE", "<w:r><w:t>1</w:t></w:r>"))),
    ],
)
def test_other_fields_and_broken_ones_are_left_alone(inside: str) -> None:
    paragraph = body(inside)
    before = text(paragraph)
    assert mark_fields(paragraph, "all") == ({}, {})
    assert text(paragraph) == before


def test_numbers_are_those_of_the_section_of_the_page() -> None:
    numbers = Numbers((FRONT, BODY), {"one": "foreword", "two": "chapter", "three": "gone"})
    pages = {"body": 4, "foreword": 2, "chapter": 6}
    assert numbers.asked == ("body", "foreword", "chapter", "gone")
    assert numbers.texts(pages) == {"one": "ii", "two": "3", "three": ""}
    assert replace(numbers, known={"chapter": "4"}).texts(pages)["two"] == "4"
    assert replace(numbers, known={"foreword": "ii", "chapter": "4", "gone": ""}).asked == ("body",)
    assert Numbers((FRONT, BODY), shown={"chapter": "4"}).asked == ()
    assert Numbers((FRONT, replace(BODY, turns=True)), shown={"chapter": "4"}).asked == ("body",)
    assert numbers.begins(pages) == {"body": "1"}


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 40) | st.none()), max_size=6))
def test_within_a_section_numbers_follow_each_other(lengths: list[tuple[int, int | None]]) -> None:
    sections, places, page = [FRONT], dict[str, int](), 2
    for index, (length, start) in enumerate(lengths):
        sections.append(Section(f"s{index}", "decimal", start, shown=True))
        places[f"s{index}"] = page
        page += length
    begun = begin_sections(sections, places)
    assert [each.page for each in begun] == [0, *places.values()]
    for index, (length, start) in enumerate(lengths):
        first = places[f"s{index}"]
        shown = [int(number_of(first + offset, begun)) for offset in range(length)]
        assert shown == list(range(shown[0], shown[0] + length))
        before = number_of(first - 1, begun)
        assert shown[0] == (start if start is not None else int(before if before.isdigit() else len(before)) + 1)
