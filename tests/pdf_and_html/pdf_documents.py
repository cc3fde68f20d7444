"""Documents to print: with what a PDF must keep, mend or leave unsaid."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.text.paragraph import Paragraph

from iomreport.diagnostics.finding import Diagnostic
from iomreport.layout.libreoffice import Installation, find_office
from iomreport.word.oxml import W, field

PIXEL = Path(__file__).resolve().parent.parent / "publish" / "pixel.png"
WORDS = "Regional dialogue on migration brings ministries, missions and partners to one table every year. "
DECORATIVE = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative'
    ' xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)


def require(found: object, what: str) -> None:
    """Skip a test whose program is missing; in continuous integration nothing may be missing."""
    if found:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing", pytrace=False)
    pytest.skip(f"{what} is not installed")


def office() -> Installation:
    """The LibreOffice that prints."""
    found = find_office()
    require(not isinstance(found, Diagnostic), "LibreOffice with its bridge to Python")
    assert isinstance(found, Installation)
    return found


def new(title: str = "A strategy", language: str = "en-GB") -> WordDocument:
    """A document with a title and a language, in a font that is installed."""
    document = Document()
    document.core_properties.title = title
    document.core_properties.language = language
    document.core_properties.author = "A publisher"
    default = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:lang')}")
    if language:
        default.set(qn("w:val"), language)
    else:
        default.getparent().remove(default)
    return document


def saved(document: WordDocument) -> bytes:
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def add_foreign(document: WordDocument, words: str, language: str) -> None:
    """A paragraph with some words in another language."""
    paragraph = document.add_paragraph("The association ")
    run = paragraph.add_run(words)
    element = OxmlElement("w:lang")
    element.set(qn("w:val"), language)
    run._r.get_or_add_rPr().append(element)  # noqa: SLF001 - python-docx has no public way to a run's language
    paragraph.add_run(" gives legal aid.")


def add_picture(document: WordDocument, description: str = "", *, decorative: bool = False) -> None:
    """A picture with an alternative text, said to be decorative, or neither."""
    shape = document.add_picture(str(PIXEL), width=Cm(3))
    properties = shape._inline.docPr  # noqa: SLF001 - python-docx has no public way to a picture's description
    if description:
        properties.set("descr", description)
    if decorative:
        properties.append(parse_xml(DECORATIVE))


def add_section(document: WordDocument, style: str = "", start: int | None = None, *, shown: bool = True) -> None:
    """End the last section with a footer that shows page numbers, or does not; begin another."""
    finish_section(document, style, start, shown=shown)
    document.add_section(WD_SECTION.NEW_PAGE)


def finish_section(document: WordDocument, style: str = "", start: int | None = None, *, shown: bool = True) -> None:
    """Say how the last section numbers its pages (17.6.12)."""
    section = document.sections[-1]
    section.footer.is_linked_to_previous = False
    paragraph = section.footer.paragraphs[0]
    if shown:
        for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
            run = paragraph.add_run()
            if kind:
                element = OxmlElement("w:fldChar")
                element.set(qn("w:fldCharType"), kind)
            else:
                element = OxmlElement("w:instrText")
                element.text = text
            run._r.append(element)  # noqa: SLF001 - python-docx has no fields
    properties = section._sectPr  # noqa: SLF001 - nor page numbers
    for each in properties.findall(qn("w:pgNumType")):
        properties.remove(each)
    if style or start is not None:
        element = OxmlElement("w:pgNumType")
        if style:
            element.set(qn("w:fmt"), style)
        if start is not None:
            element.set(qn("w:start"), str(start))
        properties.find(qn("w:cols")).addprevious(element)


def add_place(document: WordDocument, words: str, name: str) -> Paragraph:
    """A paragraph with a bookmark in it."""
    paragraph = document.add_paragraph()
    number = str(len(document.element.body.findall(f".//{qn('w:bookmarkStart')}")))
    for kind in ("bookmarkStart", "bookmarkEnd"):
        element = OxmlElement(f"w:{kind}")
        element.set(qn("w:id"), number)
        if kind == "bookmarkStart":
            element.set(qn("w:name"), name)
        paragraph._p.append(element)  # noqa: SLF001 - python-docx has no bookmarks
        if kind == "bookmarkStart":
            paragraph.add_run(words)
    return paragraph


def refer_to_page(paragraph: Paragraph, name: str, words: str = "") -> None:
    """The page of a bookmark, as a field that nobody has filled in yet; with words, in a link as contents have it."""
    runs = field(f"PAGEREF {name} \\h", "<w:r><w:t>?</w:t></w:r>")
    if words:
        text = f'<w:r><w:t xml:space="preserve">{words} </w:t></w:r>'
        runs = f'<w:hyperlink w:anchor="{name}" w:history="1">{text}{runs}</w:hyperlink>'
    for each in parse_xml(f'<w:p xmlns:w="{W}">{runs}<w:r><w:t xml:space="preserve">; </w:t></w:r></w:p>'):
        paragraph._p.append(each)  # noqa: SLF001 - nor fields
