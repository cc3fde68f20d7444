"""The printer: what its PDFs hold and claim, many documents through few engines, and engines that crash or hang."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any

import pdf_documents as documents
import pytest
from docx.enum.section import WD_SECTION
from pdf_documents import office, require

from iomreport.diagnostics.finding import Findings
from iomreport.layout.embedded import EmbeddedEngine
from iomreport.layout.engine import LayoutError
from iomreport.layout.libreoffice import LibreOffice
from iomreport.optional import is_installed
from iomreport.pdf import printer as printing
from iomreport.pdf.metadata import is_as_built
from iomreport.pdf.pages import printed_pages
from iomreport.pdf.printer import PdfPrinter, open_printer

pikepdf = pytest.importorskip("pikepdf")


@pytest.fixture(scope="module")
def printer() -> Iterator[PdfPrinter]:
    office()
    opened = open_printer("libreoffice", Findings(), 2)
    yield opened
    opened.close()


@pytest.fixture
def findings(printer: PdfPrinter) -> Findings:
    """What the printer says in one test."""
    printer.findings = Findings()
    return printer.findings


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files, where nothing else runs."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def chapter(title: str) -> bytes:
    document = documents.new(title)
    document.add_heading(title, 1)
    document.add_paragraph(documents.WORDS * 3)
    return documents.saved(document)


def elements(pdf: Any, kind: str) -> list[Any]:
    """The structure elements of a kind, in the order of the tree."""
    found: list[Any] = []

    def walk(element: Any) -> None:
        if element.get("/S") == kind:
            found.append(element)
        for each in element.get("/K", ()) if isinstance(element.get("/K"), pikepdf.Array) else ():
            if isinstance(each, pikepdf.Dictionary):
                walk(each)

    walk(pdf.Root.StructTreeRoot)
    return found


def first_page(content: bytes) -> str:
    command = ["pdftotext", "-l", "1", "-", "-"]
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()


def metadata(pdf: Any) -> str:
    return pdf.Root.Metadata.read_bytes().decode()


def test_it_names_its_engine(printer: PdfPrinter) -> None:
    assert printer.name.startswith("LibreOffice ")


def test_many_documents_go_through_few_engines(printer: PdfPrinter, findings: Findings) -> None:
    made = [chapter(f"Chapter {number}") for number in range(6)]
    with ThreadPoolExecutor(4) as pool:
        pdfs = list(pool.map(lambda document: printer.print(document, "a chapter"), made))
    titles: list[str] = []
    for pdf in pdfs:
        with pikepdf.open(BytesIO(pdf)) as opened:
            titles.append(str(opened.docinfo["/Title"]))
    assert titles == [f"Chapter {number}" for number in range(6)]
    assert [printer.print(document, "a chapter") for document in reversed(made)] == list(reversed(pdfs))
    assert findings.items == []


def test_pictures_keep_their_words_and_decoration_says_nothing(printer: PdfPrinter, findings: Findings) -> None:
    document = documents.new()
    document.add_heading("Offices", 1)
    documents.add_picture(document, "A map of all offices")
    documents.add_picture(document, decorative=True)
    with pikepdf.open(BytesIO(printer.print(documents.saved(document), "x"))) as pdf:
        (figure,) = elements(pdf, "/Figure")
        content = pdf.pages[0].Contents.read_bytes()
        parents = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
        assert str(figure.Alt) == "A map of all offices"
        assert b"/Figure<</MCID %d>>BDC" % int(figure.K[0]) in content
        assert parents[int(figure.K[0])].objgen == figure.objgen
        assert content.count(b"/Figure<<") == 1
        assert content.count(b" Do") == 2
    assert findings.items == []


def test_words_in_another_language_are_said_to_be(printer: PdfPrinter, findings: Findings) -> None:
    document = documents.new(language="fr-FR")
    document.add_heading("Aide", 1)
    documents.add_foreign(document, "Vasa prava", "bs-BA")
    with pikepdf.open(BytesIO(printer.print(documents.saved(document), "x"))) as pdf:
        assert str(pdf.Root.Lang) == "fr-FR"
        assert [str(each.get("/Lang")) for each in elements(pdf, "/Span")] == ["bs-BA"]
        assert "<rdf:li>fr-FR</rdf:li>" in metadata(pdf)
    assert findings.items == []


def test_what_cannot_be_kept_is_not_claimed(printer: PdfPrinter, findings: Findings) -> None:
    document = documents.new("", language="")
    document.add_heading("A heading of the second level", 2)
    documents.add_picture(document)
    with pikepdf.open(BytesIO(printer.print(documents.saved(document), "output/x.pdf"))) as pdf:
        assert "pdfuaid" not in metadata(pdf)
        assert "<pdfaid:part>2<" in metadata(pdf)
        assert "/Lang" not in pdf.Root
    said = [item.message.partition(": ")[2] for item in findings.items]
    assert said == [
        "a heading of level 2 follows none",
        "a figure has no alternative text",
        "the document does not say its language",
        "the document has no title",
    ]
    assert {item.code for item in findings.items} == {"L104"}
    assert [str(item.location) for item in findings.items] == [
        "output/x.pdf, page A (1 of 1)",
        "output/x.pdf, page A (1 of 1)",
        "output/x.pdf",
        "output/x.pdf",
    ]
    for item, part in zip(findings.items, ("level 1", "Alt Text", "Proofing Language", "strategy.yaml"), strict=True):
        assert part in item.fix


def test_pages_are_numbered_by_section(printer: PdfPrinter, findings: Findings) -> None:
    document = documents.new()
    document.add_heading("Cover", 1)
    documents.add_section(document, shown=False)
    for word in ("One", "Two"):
        document.add_paragraph(word).paragraph_format.page_break_before = word == "Two"
    documents.add_section(document, "lowerRoman", 1)
    document.add_paragraph("Body")
    documents.finish_section(document, "decimal", 5)
    content = printer.print(documents.saved(document), "x")
    with pikepdf.open(BytesIO(content)) as pdf:
        assert [page.label for page in pdf.pages] == ["A", "i", "ii", "5"]
    assert printed_pages(content, ["_iomsection1"]) == {}


@pytest.mark.parametrize("content", [b"", b"plain text"])
def test_what_is_no_document_is_a_finding(printer: PdfPrinter, content: bytes) -> None:
    with pytest.raises(LayoutError) as caught:
        printer.print(content, "letter.docx")
    assert [(item.code, str(item.location)) for item in caught.value.diagnostics] == [("L101", "letter.docx")]


def test_an_engine_that_crashes_is_started_again(scratch: Path) -> None:
    printer = PdfPrinter([LibreOffice(office())], Findings())
    try:
        before = printer.print(chapter("One"), "one")
        (profile,) = scratch.iterdir()
        for entry in Path("/proc").glob("[0-9]*/cmdline"):
            if str(profile).encode() in entry.read_bytes():
                os.kill(int(entry.parent.name), signal.SIGKILL)
        assert printer.print(chapter("One"), "one") == before
    finally:
        printer.close()
    assert list(scratch.iterdir()) == []


def test_an_engine_that_hangs_is_given_up_and_the_next_document_printed(scratch: Path) -> None:
    engine = LibreOffice(office(), patience=0.01)
    printer = PdfPrinter([engine], Findings())
    try:
        with pytest.raises(LayoutError) as caught:
            printer.print(chapter("One"), "output/albania.pdf")
        (finding,) = caught.value.diagnostics
        assert (finding.code, str(finding.location)) == ("L102", "output/albania.pdf")
        assert "did not answer" in finding.message
        assert finding.message.endswith("twice")
        engine.patience = 120
        assert is_as_built(printer.print(chapter("Two"), "output/croatia.pdf"))
    finally:
        printer.close()


def test_the_embedded_engine_prints_without_tags_and_claims_nothing() -> None:
    require(is_installed("rdocx"), "rdocx")
    findings = Findings()
    printer = open_printer("embedded", findings, 2)
    document = documents.new(language="sq-AL")
    document.add_heading("Cover", 1)
    documents.add_section(document, "lowerRoman", 3)
    document.add_paragraph("Body")
    documents.finish_section(document, "decimal", 1)
    content = printer.print(documents.saved(document), "x")
    assert [item.code for item in findings.items] == ["L008"]
    assert "tags" in findings.items[0].message
    assert content == printer.print(documents.saved(document), "x")
    assert is_as_built(content)
    with pikepdf.open(BytesIO(content)) as pdf:
        assert "/StructTreeRoot" not in pdf.Root
        assert "/MarkInfo" not in pdf.Root
        assert str(pdf.Root.Lang) == "sq-AL"
        assert str(pdf.docinfo["/Title"]) == "A strategy"
        assert not {"pdfaid", "pdfuaid"} & set(metadata(pdf).replace(":", " ").split())
        assert [page.label for page in pdf.pages] == ["iii", "1"]
    assert printer.name == EmbeddedEngine().name


def test_without_pikepdf_no_pdf_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "is_installed", lambda name: name != "pikepdf")
    with pytest.raises(LayoutError) as caught:
        open_printer("auto", Findings())
    assert [item.code for item in caught.value.diagnostics] == ["L007"]


def test_numbers_of_pages_are_put_in_when_the_document_is_laid_out(printer: PdfPrinter, findings: Findings) -> None:
    document = documents.new()
    contents = document.add_paragraph()
    for name in ("foreword", "far"):
        documents.refer_to_page(contents, name, f"Contents {name}")
        documents.refer_to_page(contents, name)
    documents.add_section(document, shown=False)
    document.add_paragraph("Before")
    documents.add_place(document, "Foreword", "foreword").paragraph_format.page_break_before = True
    documents.add_section(document, "lowerRoman", 3)
    document.add_paragraph("Body")
    for number in range(11):
        documents.add_place(document, f"Chapter {number}", "far" if number == 10 else f"c{number}")
        document.paragraphs[-1].paragraph_format.page_break_before = True
    documents.finish_section(document, "decimal", 1)
    content = printer.print(documents.saved(document), "x")
    with pikepdf.open(BytesIO(content)) as pdf:
        links = [link for link in pdf.pages[0].obj.get("/Annots", ()) if link.Subtype == "/Link"]
        assert sorted(str(link.Contents) for link in links) == ["12", "iv"]
    assert re.sub(r"\s+", " ", first_page(content)) == "Contents foreword iv; iv; Contents far 12; 12; "
    assert printed_pages(content, ["foreword", "far"]) == {"foreword": "iv", "far": "12"}
    assert findings.items == []


def test_a_page_that_is_left_out_is_counted(printer: PdfPrinter, findings: Findings) -> None:
    document = documents.new()
    documents.refer_to_page(document.add_paragraph(), "two", "See")
    documents.finish_section(document)
    document.add_section(WD_SECTION.ODD_PAGE)
    documents.add_place(document, "Two", "two")
    documents.finish_section(document)
    content = printer.print(documents.saved(document), "x")
    with pikepdf.open(BytesIO(content)) as pdf:
        assert [page.label for page in pdf.pages] == ["1", "3"]
    assert "See 3;" in first_page(content)
    assert findings.items == []
