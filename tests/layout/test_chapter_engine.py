"""Numbers by chapter are those of the whole document laid out in one piece, and no chapter is laid out twice."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import layout_documents as documents
import pytest
from project_documents import REPOSITORY, Laid, changed, documents_of, specimen_of
from specimen import put

from iomreport.layout.chapter_engine import ChapterEngine
from iomreport.layout.embedded import EmbeddedEngine
from iomreport.layout.engine import LayoutEngine, LayoutError, Pages
from iomreport.layout.parts import MAIN, stored
from iomreport.publish.targets import all_targets
from iomreport.strategy.load.loader import load
from iomreport.word.package import read_package, write_package

USUAL = ("strategy", "albania", "kosovo", "romania", "theme:research")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Laid]:
    """Documents of every kind, and those of the specimen."""
    specimen = specimen_of(tmp_path_factory.mktemp("specimen"))
    of_specimen = documents_of(specimen, *(target.name for target in all_targets(load(specimen))))
    return documents_of(REPOSITORY, *USUAL) | {f"specimen {name}": laid for name, laid in of_specimen.items()}


@pytest.fixture(scope="module")
def all_made() -> dict[str, Laid]:
    return documents_of(REPOSITORY, *(target.name for target in all_targets(load(REPOSITORY))))


@pytest.fixture(scope="module")
def embedded() -> EmbeddedEngine:
    documents.require(importlib.util.find_spec("rdocx"), "rdocx")
    return EmbeddedEngine()


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own, so that it finds nothing laid out."""
    monkeypatch.setenv("IOMREPORT_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@dataclass
class Refusing:
    """An engine for what is laid out in one piece, where nothing should be."""

    name: str = "refusing 1"
    given: list[str] = field(default_factory=list[str])

    def pages(self, document: bytes, bookmarks: Sequence[str], called: str = "") -> Pages:
        raise AssertionError(f"{called} is laid out in one piece")

    def close(self) -> None:
        pass


@dataclass
class Counting:
    """rdocx, and what it was given."""

    engine: LayoutEngine
    given: list[bytes] = field(default_factory=list[bytes])

    @property
    def name(self) -> str:
        return self.engine.name

    def pages(self, document: bytes, bookmarks: Sequence[str], called: str = "") -> Pages:
        self.given.append(document)
        return self.engine.pages(document, bookmarks, called)

    def close(self) -> None:
        pass


def differing(engine: LayoutEngine, made: dict[str, Laid], whole: LayoutEngine | None = None) -> dict[str, object]:
    """What is numbered in another way by chapter than in one piece, by document."""
    by_chapter = ChapterEngine(engine, whole=whole)
    found: dict[str, object] = {}
    for called, (document, bookmarks) in made.items():
        expected, pages = engine.pages(document, bookmarks, called), by_chapter.pages(document, bookmarks, called)
        if pages != expected:
            found[called] = {name: (expected[name], pages[name]) for name in expected if expected[name] != pages[name]}
        elif expected.count not in (None, pages.count):
            found[called] = (expected.count, pages.count)
    return found


def test_rdocx_numbers_every_kind_of_document_the_same(embedded: EmbeddedEngine, made: dict[str, Laid]) -> None:
    assert differing(embedded, made, Refusing()) == {}


@pytest.mark.parametrize("seed", range(8))
def test_rdocx_numbers_changed_documents_the_same(embedded: EmbeddedEngine, made: dict[str, Laid], seed: int) -> None:
    name = ("albania", "kosovo", "romania")[seed % 3]
    assert differing(embedded, {name: changed(made[name], seed)}) == {}


@pytest.mark.soak
def test_rdocx_numbers_all_documents_the_same(embedded: EmbeddedEngine, all_made: dict[str, Laid]) -> None:
    assert differing(embedded, all_made, Refusing()) == {}


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(200))
def test_many_changed_documents_are_numbered_the_same(
    embedded: EmbeddedEngine, made: dict[str, Laid], seed: int
) -> None:
    names = ("albania", "kosovo", "romania", "theme:research", "strategy")
    name = names[seed % len(names)] if seed % 20 == 4 else names[seed % 4]
    assert differing(embedded, {name: changed(made[name], seed)}) == {}


def test_a_changed_paragraph_lays_out_one_chapter(embedded: EmbeddedEngine, tmp_path: Path) -> None:
    project = specimen_of(tmp_path / "project")
    engine = Counting(embedded)
    (before,) = documents_of(project, "strategy").values()
    ChapterEngine(engine, Refusing()).pages(*before)
    file = "content/countries/kosovo/chapter.md"
    put(project, file, (project / file).read_text("utf-8").replace("Trafficking text.", "Trafficking text. " * 3))
    (after,) = documents_of(project, "strategy").values()
    engine.given.clear()
    again = ChapterEngine(engine, Refusing())
    assert again.pages(*after) == embedded.pages(*after)
    assert len(engine.given) == 1
    again.pages(*after)
    assert len(engine.given) == 1


def test_chapters_behind_contents_that_grow_are_not_laid_out_again(embedded: EmbeddedEngine) -> None:
    engine = Counting(embedded)
    by_chapter = ChapterEngine(engine)
    short, names = documents.report(3)
    by_chapter.pages(short, names)
    # The front matter gains a page; what it pushes on is known.
    long = retyped(short, "A strategy", "A strategy" + "</w:t><w:br/><w:t>" * 90)
    engine.given.clear()
    assert by_chapter.pages(long, names) == embedded.pages(long, names)
    assert (by_chapter.pages(long, names).count or 0) > (embedded.pages(short, names).count or 0)
    assert len(engine.given) == 1


def test_roman_front_matter_and_a_body_that_begins_at_one(embedded: EmbeddedEngine) -> None:
    content, names = documents.report(3)
    assert list(ChapterEngine(embedded, whole=Refusing()).pages(content, names).values()) == documents.expected(3)


def test_more_bookmarks_of_a_known_chapter_are_found(embedded: EmbeddedEngine, cache: Path) -> None:
    content, names = documents.report(4)
    expected = embedded.pages(content, names)
    ChapterEngine(embedded).pages(content, names[:2])
    assert ChapterEngine(embedded).pages(content, names) == expected
    engine = Counting(embedded)
    assert ChapterEngine(engine).pages(content, names) == expected
    assert ChapterEngine(engine).pages(content, names[:2]) == {name: expected[name] for name in names[:2]}
    assert engine.given == []


def test_several_threads_find_the_same(embedded: EmbeddedEngine, made: dict[str, Laid]) -> None:
    content, names = made["albania"]
    expected = ChapterEngine(embedded).pages(content, names)
    assert ChapterEngine(embedded, threads=4).pages(content, names) == expected


def test_a_layout_that_cannot_be_read_is_made_anew(embedded: EmbeddedEngine, cache: Path) -> None:
    content, names = documents.report(2)
    expected = ChapterEngine(embedded).pages(content, names)
    for path in cache.glob("chapter-*"):
        path.write_text("{", "utf-8")
    assert ChapterEngine(embedded).pages(content, names) == expected


def test_a_bookmark_that_is_not_there_is_named_with_the_document(embedded: EmbeddedEngine) -> None:
    content, names = documents.report(1)
    with pytest.raises(LayoutError, match=r"report\.docx: .*the bookmark \"elsewhere\""):
        ChapterEngine(embedded).pages(content, [*names, "elsewhere"], "report.docx")


def retyped(document: bytes, words: str, others: str) -> bytes:
    """A document with other words in the place of some."""
    members = read_package(document)
    text = members[MAIN].content().decode()
    assert text.count(words) == 1
    members[MAIN] = stored(MAIN, text.replace(words, others))
    return write_package(members.values())
