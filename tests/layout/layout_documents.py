"""Documents to lay out: headings with bookmarks over many pages, roman front matter, a body that begins at 1."""

from __future__ import annotations

import os
import shutil
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from iomreport.layout.fonts import installed_fonts

WORDS = "Regional dialogue on migration brings ministries, missions and partners to one table every year. "


def require(found: object, what: str) -> None:
    """Skip a test whose program or package is missing; in continuous integration nothing may be missing."""
    if found:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing", pytrace=False)
    pytest.skip(f"{what} is not installed")


def require_libreoffice() -> None:
    require(shutil.which("soffice") and Path("/usr/lib/python3/dist-packages/uno.py").exists(), "LibreOffice with UNO")


def require_font(family: str) -> None:
    require(installed_fonts().find(family), f"the font {family}")


def bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Put a bookmark around the words of a paragraph."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    end.set(qn("w:id"), str(number))
    element = paragraph._p  # noqa: SLF001 - python-docx has no public way to a paragraph's element
    element.insert(0 if element.pPr is None else 1, start)
    element.append(end)


def number_pages(section: object, style: str, start: int | None = None) -> None:
    """Set how a section numbers its pages (17.6.12)."""
    element = OxmlElement("w:pgNumType")
    element.set(qn("w:fmt"), style)
    if start is not None:
        element.set(qn("w:start"), str(start))
    properties = section._sectPr  # noqa: SLF001 - as above
    properties.find(qn("w:cols")).addprevious(element)


def set_font(document: WordDocument, family: str) -> None:
    """Set every paragraph and heading in one family."""
    for style in document.styles:
        fonts = style.element.find(qn("w:rPr") + "/" + qn("w:rFonts")) if style.element.tag == qn("w:style") else None
        if fonts is not None:
            fonts.attrib.clear()
            fonts.set(qn("w:ascii"), family)
            fonts.set(qn("w:hAnsi"), family)
    document.styles["Normal"].font.name = family


def report(chapters: int = 12, family: str = "Carlito", table: bool = False) -> tuple[bytes, list[str]]:
    """A report with two pages of front matter in roman numerals and a chapter a page, and its bookmarks in order."""
    document = Document()
    set_font(document, family)
    names: list[str] = []

    def heading(text: str, level: int = 1, new_page: bool = True) -> None:
        paragraph = document.add_heading(text, level)
        paragraph.paragraph_format.page_break_before = new_page
        names.append(f"_Toc2{len(names) + 1:08d}")
        bookmark(paragraph, names[-1], len(names))

    document.add_paragraph("A strategy", style="Title")
    document.add_section(WD_SECTION.NEW_PAGE)
    for number, title in enumerate(("Foreword", "Summary")):
        heading(title, new_page=number > 0)
        document.add_paragraph(WORDS * 5)
    document.add_section(WD_SECTION.NEW_PAGE)
    for number in range(chapters):
        heading(f"Chapter {number + 1}", new_page=number > 0)
        document.add_paragraph(WORDS * 8)
        heading(f"Background {number + 1}", 2, new_page=False)
        document.add_paragraph(WORDS * 4)
    if table:
        grid = document.add_table(rows=60, cols=1)
        for row in grid.rows:
            row.cells[0].text = WORDS * 2
        last = grid.rows[59].cells[0].paragraphs[0]
        names.append("in_table")
        bookmark(last, names[-1], len(names))
    number_pages(document.sections[1], "lowerRoman", 1)
    number_pages(document.sections[2], "decimal", 1)
    return saved(document), names


def expected(chapters: int = 12) -> list[str]:
    """The printed pages of a report's headings."""
    return ["i", "ii", *(str(number + 1) for number in range(chapters) for _ in range(2))]


def saved(document: WordDocument) -> bytes:
    content = BytesIO()
    document.save(content)
    return content.getvalue()
