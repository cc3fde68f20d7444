"""A heading above a table goes with the table's first row, as it does in Word."""

from __future__ import annotations

import layout_documents as documents
import pytest
from docx import Document
from docx.oxml import OxmlElement
from lxml import etree

from iomreport.layout.embedded import EmbeddedEngine
from iomreport.layout.rdocx_workarounds import Layout, PlacedBlock, with_kept_heads
from iomreport.optional import is_installed
from iomreport.word.oxml import W
from iomreport.word.styles import Styles

STYLES = (
    f'<w:styles xmlns:w="{W}">'
    '<w:style w:styleId="Base"><w:pPr><w:keepNext/></w:pPr></w:style>'
    '<w:style w:styleId="Heading1"><w:basedOn w:val="Base"/></w:style>'
    '<w:style w:styleId="Loose"><w:basedOn w:val="Base"/><w:pPr><w:keepNext w:val="0"/></w:pPr></w:style></w:styles>'
)
PLAIN = "<w:p><w:r><w:t>words</w:t></w:r></w:p>"
BREAK = "<w:pageBreakBefore/>"


def styled(style: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr></w:p>'


def table(header: str = "<w:trPr><w:tblHeader/></w:trPr>", style: str = "Heading1") -> str:
    return f"<w:tbl><w:tr>{header}<w:tc>{styled(style)}</w:tc></w:tr><w:tr><w:tc>{PLAIN}</w:tc></w:tr></w:tbl>"


def body(*blocks: str) -> str:
    return f'<w:document xmlns:w="{W}"><w:body>{"".join(blocks)}</w:body></w:document>'


def pieces(*heights: float) -> list[PlacedBlock]:
    return [PlacedBlock(page, page, height) for page, height in enumerate(heights, 1)]


class Engine:
    """Lays the table in two pieces until something above it begins a page."""

    def __init__(self, block: int, first: float = 20, rest: float = 100, whole: float = 100) -> None:
        self.block, self.first, self.rest, self.whole = block, first, rest, whole
        self.asked = 0

    def __call__(self, text: str) -> Layout:
        self.asked += 1
        return {self.block: pieces(self.whole) if BREAK in text else pieces(self.first, self.rest)}


def test_the_first_of_the_paragraphs_that_stay_with_the_table_begins_a_page() -> None:
    engine = Engine(3)
    text = body(PLAIN, styled("Heading1"), styled("Base"), table())
    settled, layout = with_kept_heads(text, Styles(etree.fromstring(STYLES)), engine)
    heading = '<w:pPr><w:pStyle w:val="Heading1"/>'
    assert settled == text.replace(heading, heading + BREAK, 1)
    assert layout[3] == pieces(100)


@pytest.mark.parametrize(
    ("blocks", "first"),
    [
        ((PLAIN, table()), 20),
        ((styled("Loose"), table()), 20),
        ((styled("Heading1"), table(header="")), 20),
        ((styled("Heading1"), table(style="Loose")), 20),
        ((styled("Heading1"), table()), 60),
    ],
    ids=["nothing stays with it", "let loose", "no header row", "header row let loose", "more than the header row"],
)
def test_nothing_else_is_moved(blocks: tuple[str, ...], first: float) -> None:
    engine = Engine(1, first)
    settled, layout = with_kept_heads(body(*blocks), Styles(etree.fromstring(STYLES)), engine)
    assert (settled, engine.asked) == (body(*blocks), 1)
    assert layout[1] == pieces(first, 100)


def test_a_table_whose_first_row_was_there_goes_back() -> None:
    engine = Engine(1, first=35, rest=80, whole=100)
    text = body(styled("Heading1"), table())
    settled, layout = with_kept_heads(text, Styles(etree.fromstring(STYLES)), engine)
    assert settled == text
    assert layout[1] == pieces(35, 80)


def test_wherever_the_page_ends_the_heading_is_where_the_first_row_is() -> None:
    documents.require(is_installed("rdocx"), "rdocx")
    engine = EmbeddedEngine()
    for lines in range(20, 26):
        document = Document()
        documents.set_font(document, "Carlito")
        for _ in range(lines):
            document.add_paragraph("A line")
        documents.bookmark(document.add_heading("Contact", 1), "heading", 1)
        grid = document.add_table(rows=4, cols=1)
        for number, row in enumerate(grid.rows):
            row.cells[0].text = documents.WORDS * 2 if number else "Mission"
            row.cells[0].paragraphs[0].paragraph_format.keep_with_next = number == 0
            properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no public way to a row's element
            properties.append(OxmlElement("w:cantSplit"))
            if number == 0:
                properties.append(OxmlElement("w:tblHeader"))
        documents.bookmark(grid.rows[1].cells[0].paragraphs[0], "row", 2)
        pages = engine.pages(documents.saved(document), ["heading", "row"])
        assert pages["heading"] == pages["row"], f"behind {lines} lines"
