"""Page labels, whatever sections do, and where the places of a PDF are."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pytest

from iomreport.pdf.contents_numbers import Section

pikepdf = pytest.importorskip("pikepdf")
pages = pytest.importorskip("iomreport.pdf.pages")
engine = pytest.importorskip("iomreport.layout.engine")


def labels(count: int, sections: Sequence[tuple[int, Section]], printed: dict[str, str] | None = None) -> list[str]:
    """The labels of a PDF of so many pages; each section with the page that it begins on."""
    with pikepdf.new() as pdf:
        for _ in range(count):
            pdf.add_blank_page()
        places = {section.bookmark: page for page, section in sections if section.bookmark}
        pages.label_pages(pdf, [section for _, section in sections], places, printed or {})
        content = BytesIO()
        pdf.save(content)
    with pikepdf.open(content) as pdf:
        return [page.label for page in pdf.pages]


COVER = Section("", "decimal", None, shown=False)
FRONT = Section("front", "lowerRoman", 1, shown=True)
BODY = Section("body", "decimal", 1, shown=True)


def test_cover_front_matter_and_body() -> None:
    assert labels(6, [(0, COVER), (1, FRONT), (3, BODY)]) == ["A", "i", "ii", "1", "2", "3"]


def test_a_section_without_a_number_of_its_own_continues() -> None:
    more = Section("more", "decimal", None, shown=True)
    assert labels(4, [(0, Section("", "decimal", 7, shown=True)), (2, more)]) == ["7", "8", "9", "10"]


def test_the_style_changes_while_the_count_goes_on() -> None:
    more = Section("more", "upperRoman", None, shown=True)
    assert labels(4, [(0, Section("", "decimal", None, shown=True)), (2, more)]) == ["1", "2", "III", "IV"]


def test_a_cover_at_the_end_is_lettered_on() -> None:
    back = Section("back", "decimal", None, shown=False)
    assert labels(4, [(0, COVER), (1, BODY), (3, back)]) == ["A", "1", "2", "B"]


def test_numbers_that_pdf_has_no_style_for_are_written_out() -> None:
    assert labels(3, [(0, Section("", "numberInDash", 1, shown=True))]) == ["- 1 -", "- 2 -", "- 3 -"]


def test_a_section_that_is_nowhere_or_begins_within_a_page_changes_nothing() -> None:
    nowhere, within = Section("nowhere", "decimal", 50, shown=True), Section("within", "decimal", 90, shown=True)
    assert labels(2, [(0, Section("", "decimal", 4, shown=True)), (9, nowhere), (0, within)]) == ["4", "5"]


def test_an_odd_page_that_the_engine_began_is_believed() -> None:
    body = Section("body", "decimal", None, shown=True)
    assert labels(3, [(0, Section("", "decimal", None, shown=True)), (1, body)], {"body": "3"}) == ["1", "3", "4"]


def test_an_engine_that_shows_digits_only_is_believed() -> None:
    assert labels(3, [(0, COVER), (1, FRONT)], {"front": "1"}) == ["A", "1", "2"]


def test_bookmarks_become_named_destinations_by_their_own_names() -> None:
    with pikepdf.new() as pdf:
        for _ in range(2):
            pdf.add_blank_page()
        target = pikepdf.Array([pdf.pages[1].obj, pikepdf.Name.XYZ, 0, 0, 0])
        pdf.Root.Dests = pikepdf.Dictionary({"/5FToc1": target, "/C3BCber": target, "/Other": target})
        found = pages.name_places(pdf, ["_Toc1", "gone", "_iomsection1"], engine.Printout(b""))
        assert found == {"_Toc1": 1}
        content = BytesIO()
        pdf.save(content)
    assert pages.printed_pages(content.getvalue(), ["_Toc1", "gone"]) == {"_Toc1": "2"}
    assert pages.page_count(content.getvalue()) == 2
    assert pages.outline(content.getvalue()) == []
