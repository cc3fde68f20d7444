"""The embedded engine gives the printed page of every bookmark, wherever it stands."""

from __future__ import annotations

import re
from io import BytesIO

import layout_documents as documents
import pypdf
import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from iomreport.layout.embedded import EmbeddedEngine
from iomreport.layout.engine import LayoutError
from iomreport.optional import is_installed


@pytest.fixture(scope="module")
def engine() -> EmbeddedEngine:
    documents.require(is_installed("rdocx"), "rdocx")
    return EmbeddedEngine()


def test_it_names_itself_with_its_version(engine: EmbeddedEngine) -> None:
    assert re.fullmatch(r"rdocx \d+\.\d+\.\d+", engine.name)


def test_pages_are_numbered_as_their_section_prints_them(engine: EmbeddedEngine) -> None:
    document, names = documents.report()
    pages = engine.pages(document, names)
    assert list(pages.values()) == documents.expected()
    assert pages.count == len(pypdf.PdfReader(BytesIO(engine.pdf(document))).pages)


def test_no_bookmarks_need_no_pages(engine: EmbeddedEngine) -> None:
    assert engine.pages(documents.report(1)[0], []) == {}


def test_a_heading_inside_a_content_control_has_a_page(engine: EmbeddedEngine) -> None:
    document = Document(BytesIO(documents.report(3)[0]))
    body = document.element.body
    for paragraph in list(body)[-7:-1]:
        control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtPr/><w:sdtContent/></w:sdt>")
        paragraph.addprevious(control)
        control[1].append(paragraph)
    names = documents.report(3)[1]
    assert list(engine.pages(documents.saved(document), names).values()) == documents.expected(3)


def test_a_bookmark_deep_in_a_long_table_stands_on_the_page_of_its_row(engine: EmbeddedEngine) -> None:
    document, names = documents.report(2, table=True)
    pages = engine.pages(document, names)
    assert list(pages.values())[:-1] == documents.expected(2)
    assert int(pages["in_table"]) > 3


def test_a_bookmark_at_the_end_of_a_paragraph_of_several_pages_stands_on_the_last(engine: EmbeddedEngine) -> None:
    document = Document()
    documents.bookmark(document.add_paragraph(documents.WORDS * 200), "first", 1)
    document.add_paragraph(documents.WORDS * 200).add_run("the end")
    long = document.element.body.p_lst[-1]
    long.r_lst[-1].addprevious(parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="2" w:name="last"/>'))
    long.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="2"/>'))
    pages = engine.pages(documents.saved(document), ["first", "last"])
    assert pages["first"] == "1"
    assert int(pages["last"]) > 5


def test_a_bookmark_that_is_not_there_is_named_with_the_document(engine: EmbeddedEngine) -> None:
    document, names = documents.report(1)
    with pytest.raises(LayoutError) as caught:
        engine.pages(document, [*names, "_Toc9"], "output/albania.docx")
    (finding,) = caught.value.diagnostics
    assert (finding.code, str(finding.location)) == ("L103", "output/albania.docx")
    assert "_Toc9" in finding.message


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"plain text", documents.report(1)[0][:-200]])
def test_what_is_no_document_is_a_finding(engine: EmbeddedEngine, content: bytes) -> None:
    with pytest.raises(LayoutError) as caught:
        engine.pages(content, ["a"], "letter.docx")
    assert caught.value.diagnostics[0].code == "L101"


def test_the_pages_of_the_pdf_are_those_that_were_said(engine: EmbeddedEngine) -> None:
    pypdf = pytest.importorskip("pypdf")
    document, _ = documents.report(family="Noto Sans")
    reader = pypdf.PdfReader(BytesIO(engine.pdf(document)))
    texts = [page.extract_text() for page in reader.pages]
    first = next(index for index, text in enumerate(texts) if "Chapter 1" in text)
    for number in range(12):
        assert f"Chapter {number + 1}" in texts[first + number]


def test_fonts_of_the_machine_decide_the_pages(engine: EmbeddedEngine) -> None:
    documents.require_font("Noto Sans")
    documents.require_font("Carlito")
    ends: dict[str, int] = {}
    for family in ("Carlito", "Noto Sans"):
        document = Document()
        documents.set_font(document, family)
        for _ in range(60):
            document.add_paragraph(documents.WORDS * 6)
        documents.bookmark(document.add_paragraph("The end"), "end", 1)
        ends[family] = int(engine.pages(documents.saved(document), ["end"])["end"])
    assert ends["Noto Sans"] > ends["Carlito"]
