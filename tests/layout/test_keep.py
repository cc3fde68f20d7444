"""No document is laid out twice, and one that differs is laid out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import layout_documents as documents
import pytest
from docx import Document

from iomreport.layout.engine import Pages
from iomreport.layout.keep import KeepingEngine


@dataclass
class Counting:
    """An engine that counts what it is asked."""

    name: str = "counting 1"
    asked: list[str] = field(default_factory=list[str])
    closed: bool = False

    def pages(self, document: bytes, bookmarks: Sequence[str], called: str = "") -> Pages:
        self.asked.append(called)
        return Pages({name: str(number) for number, name in enumerate(bookmarks, 1)}, 7)

    def close(self) -> None:
        self.closed = True


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("IOMREPORT_CACHE", str(tmp_path))
    return tmp_path


def retitled(document: bytes, title: str) -> bytes:
    opened = Document(BytesIO(document))
    opened.core_properties.title = title
    return documents.saved(opened)


def test_a_document_is_laid_out_once(cache: Path) -> None:
    engine = Counting()
    keeping = KeepingEngine(engine)
    document, names = documents.report(1)
    first = keeping.pages(document, names, "a")
    again = keeping.pages(document, names, "b")
    assert again == first
    assert again.count == first.count == 7
    assert engine.asked == ["a"]


def test_a_layout_outlives_the_run(cache: Path) -> None:
    engine = Counting()
    document, names = documents.report(1)
    first = KeepingEngine(engine).pages(document, names, "a")
    again = KeepingEngine(engine).pages(document, names, "b")
    assert again == first
    assert again.count == 7
    assert engine.asked == ["a"]


def test_properties_change_no_page(cache: Path) -> None:
    engine = Counting()
    keeping = KeepingEngine(engine)
    document, names = documents.report(1)
    keeping.pages(retitled(document, "One"), names, "a")
    keeping.pages(retitled(document, "Two"), names, "b")
    assert engine.asked == ["a"]


def test_another_text_another_engine_and_other_bookmarks_are_laid_out(cache: Path) -> None:
    engine = Counting()
    keeping = KeepingEngine(engine)
    document, names = documents.report(1)
    keeping.pages(document, names, "text")
    keeping.pages(documents.report(2)[0], names, "other text")
    keeping.pages(document, names[:1], "other bookmarks")
    engine.name = "counting 2"
    keeping.pages(document, names, "other engine")
    assert engine.asked == ["text", "other text", "other bookmarks", "other engine"]


def test_a_kept_layout_cannot_be_spoiled_by_its_reader(cache: Path) -> None:
    keeping = KeepingEngine(Counting())
    document, names = documents.report(1)
    keeping.pages(document, names).clear()
    assert len(keeping.pages(document, names)) == len(names)


def test_a_spoiled_file_is_laid_out_anew(cache: Path) -> None:
    engine = Counting()
    document, names = documents.report(1)
    KeepingEngine(engine).pages(document, names, "a")
    for path in cache.iterdir():
        path.write_text("{", "utf-8")
    assert KeepingEngine(engine).pages(document, names, "b")["_Toc200000001"] == "1"
    assert engine.asked == ["a", "b"]


def test_nothing_is_kept_on_disk_where_the_user_wants_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IOMREPORT_CACHE", "")
    document, names = documents.report(1)
    assert KeepingEngine(Counting()).pages(document, names)


def test_closing_closes_the_engine(cache: Path) -> None:
    engine = Counting()
    KeepingEngine(engine).close()
    assert engine.closed
