"""LibreOffice gives the printed pages, survives what kills it, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import layout_documents as documents
import pytest
from docx import Document
from waiting import eventually

from iomreport.diagnostics.finding import Diagnostic
from iomreport.layout import libreoffice
from iomreport.layout.engine import LayoutError
from iomreport.layout.libreoffice import Installation, LibreOffice, find_office


def office() -> Installation:
    found = find_office()
    documents.require(not isinstance(found, Diagnostic), "LibreOffice with its bridge to Python")
    assert isinstance(found, Installation)
    return found


@pytest.fixture(scope="module")
def engine() -> Iterator[LibreOffice]:
    started = LibreOffice(office())
    yield started
    started.close()


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files, where nothing else runs."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def offices(profile: Path) -> list[int]:
    """The processes that use a profile."""
    found: list[int] = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if str(profile).encode() in entry.read_bytes():
                found.append(int(entry.parent.name))
        except OSError:
            continue
    return found


def test_it_names_itself_with_its_version(engine: LibreOffice) -> None:
    assert engine.name.startswith("LibreOffice ")
    assert engine.name[-1].isdigit()


def test_pages_are_numbered_as_their_section_prints_them(engine: LibreOffice) -> None:
    document, names = documents.report()
    assert list(engine.pages(document, names).values()) == documents.expected()


def test_a_document_that_ends_with_a_table_has_pages(engine: LibreOffice) -> None:
    document, names = documents.report(2, table=True)
    opened = Document(BytesIO(document))
    last = opened.element.body.p_lst[-1]
    if last.getnext() is not None and not last.r_lst:
        last.getparent().remove(last)
    assert list(engine.pages(documents.saved(opened), names).values())[:-1] == documents.expected(2)


def test_a_bookmark_that_is_not_there_is_named_with_the_document(engine: LibreOffice) -> None:
    document, names = documents.report(1)
    with pytest.raises(LayoutError) as caught:
        engine.pages(document, [*names, "_Toc9"], "output/albania.docx")
    (finding,) = caught.value.diagnostics
    assert (finding.code, str(finding.location)) == ("L103", "output/albania.docx")


@pytest.mark.parametrize("content", [b"", b"plain text"])
def test_what_is_no_document_is_a_finding(engine: LibreOffice, content: bytes) -> None:
    with pytest.raises(LayoutError) as caught:
        engine.pages(content, ["a"], "letter.docx")
    assert caught.value.diagnostics[0].code == "L101"


def test_the_pdf_is_tagged_and_says_what_it_follows(engine: LibreOffice) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    with pikepdf.open(BytesIO(engine.pdf(documents.report(2)[0]))) as pdf:
        metadata = bytes(pdf.Root.Metadata.read_bytes())
        assert bool(pdf.Root.MarkInfo.Marked)
    assert b"<pdfaid:part>2</pdfaid:part>" in metadata
    assert b"pdfuaid:part" in metadata


def test_the_pages_of_the_pdf_are_those_that_were_said(engine: LibreOffice) -> None:
    pypdf = pytest.importorskip("pypdf")
    document, _ = documents.report(6)
    texts = [page.extract_text() for page in pypdf.PdfReader(BytesIO(engine.pdf(document))).pages]
    first = next(index for index, text in enumerate(texts) if "Chapter 1" in text)
    assert all(f"Chapter {number + 1}" in texts[first + number] for number in range(6))


def test_an_engine_that_crashed_is_started_again_and_the_document_laid_out(scratch: Path) -> None:
    engine = LibreOffice(office())
    document, names = documents.report(1)
    try:
        engine.pages(document, names)
        (profile,) = scratch.iterdir()
        for process in offices(profile):
            os.kill(process, signal.SIGKILL)
        assert list(engine.pages(document, names).values()) == documents.expected(1)
    finally:
        engine.close()


def test_an_engine_that_hangs_is_killed_and_the_document_named(scratch: Path) -> None:
    engine = LibreOffice(office(), patience=0.01)
    with pytest.raises(LayoutError) as caught:
        engine.pages(documents.report(1)[0], ["a"], "output/albania.docx")
    (finding,) = caught.value.diagnostics
    assert (finding.code, str(finding.location)) == ("L102", "output/albania.docx")
    assert "did not answer" in finding.message
    assert list(scratch.iterdir()) == []


def pipes() -> set[Path]:
    return set(Path("/tmp").glob("OSL_PIPE_*"))


def test_nothing_is_left_of_a_closed_engine(scratch: Path) -> None:
    engine = LibreOffice(office())
    document, names = documents.report(1)
    engine.pages(document, names)
    (profile,) = scratch.iterdir()
    assert offices(profile)
    own = {
        pipe for pipe in pipes() if any(name in pipe.name for name in libreoffice.pipe_names(profile / profile.name))
    }
    assert len(own) == 2
    engine.close()
    assert not own & pipes()
    assert list(scratch.iterdir()) == []
    assert eventually(lambda: not offices(profile))
