"""Page numbers by chapter: each is laid out once, kept, and a document's numbers are the sums of its chapters' pages.

A chapter is kept by all that the engine is given of it, with the engine's name and the fonts that it has for it. So a
chapter that stands in several documents is laid out once for all of them, and one that moves, because a chapter before
it grew, is not laid out again. A document that cannot be cut is laid out in one piece.
"""

from __future__ import annotations

import json
import os
import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from typing import Final

from iomreport.cache import cache_key, read_cache, write_cache
from iomreport.layout.chapters import END, Chapter, Cutting, cut
from iomreport.layout.embedded import EmbeddedEngine
from iomreport.layout.engine import A_DOCUMENT, LayoutEngine, LayoutError, Pages, complete
from iomreport.layout.field_results import Uncuttable
from iomreport.layout.fonts import fingerprint, fonts_of
from iomreport.layout.keep import KeepingEngine
from iomreport.layout.libreoffice import LibreOffice
from iomreport.layout.page_numbers import page_label
from iomreport.layout.parts import MAIN, NUMBERING, SETTINGS, STYLES, stored
from iomreport.layout.sections import Frame
from iomreport.word.package import Member, PackageError, read_package, write_package

_IN_MEMORY: Final = 4_096
THEME: Final = "word/theme/theme1.xml"
_OF_STYLES = (STYLES, THEME, NUMBERING, SETTINGS, "word/fontTable.xml")
_FONTS = re.compile(r"<w:rFonts\b[^>]*>")
_STYLE_IDS = re.compile(r'w:styleId="([^"]*)"')


def with_kept_layouts(engine: EmbeddedEngine | LibreOffice) -> LayoutEngine:
    """An engine that lays nothing out twice: rdocx a chapter, LibreOffice a document.

    What LibreOffice makes of a page while it loads a document depends on the pages before, and on how busy the machine
    is; rdocx makes the same of the same chapter always.
    """
    if isinstance(engine, EmbeddedEngine):
        return ChapterEngine(engine, KeepingEngine(engine), os.cpu_count() or 1)
    return KeepingEngine(engine)


@dataclass(frozen=True, slots=True)
class ChapterLayout:
    """How many pages a chapter has, and on which of them, counted from 1, each of some places in its text stands."""

    count: int
    pages: Mapping[int, int]

    def encoded(self) -> bytes:
        return json.dumps({"count": self.count, "pages": self.pages}).encode()

    @staticmethod
    def decoded(content: bytes) -> ChapterLayout:
        """A kept layout."""
        kept = json.loads(content)
        return ChapterLayout(kept["count"], {int(place): page for place, page in kept["pages"].items()})


@dataclass(slots=True)
class ChapterEngine:
    """An engine that is asked only for the chapters that it has not laid out yet.

    `whole` lays out what cannot be cut; `threads` is how many chapters the engine lays out at a time.
    """

    engine: LayoutEngine
    whole: LayoutEngine | None = None
    threads: int = 1
    _known: OrderedDict[str, ChapterLayout] = field(
        default_factory=lambda: OrderedDict[str, ChapterLayout](), init=False
    )
    _fitting: dict[Frame, bool] = field(default_factory=dict[Frame, bool], init=False)
    _pool: ThreadPoolExecutor | None = field(default=None, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)

    @property
    def name(self) -> str:
        return self.engine.name

    def pages(self, document: bytes, bookmarks: Sequence[str], called: str = A_DOCUMENT) -> Pages:
        """The printed page number of each bookmark. Raises `LayoutError`."""
        try:
            pages = self._summed(cut(read_package(document)), frozenset(bookmarks))
        except (PackageError, Uncuttable, LayoutError):
            # Whatever is wrong with a part of it, the whole is what is asked for.
            return (self.whole or self.engine).pages(document, bookmarks, called)
        return complete(pages, bookmarks, called)

    def close(self) -> None:
        """End the engine."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None
        (self.whole or self.engine).close()

    def _summed(self, cutting: Cutting, asked: frozenset[str]) -> Pages:
        self._check_frames(cutting)
        chapters = cutting.chapters
        layouts = self._layouts([(chapter, _places(chapter, asked)) for chapter in chapters])
        pages: dict[str, str] = {}
        count = number = 0
        for chapter, layout in zip(chapters, layouts, strict=True):
            if chapter.first is not None:
                number = chapter.first - 1
            for bookmark in chapter.bookmarks:
                if bookmark.name in asked:
                    pages.setdefault(bookmark.name, page_label(number + layout.pages[bookmark.place], bookmark.style))
            number += layout.count
            count += layout.count
        return Pages(pages, count)

    def _check_frames(self, cutting: Cutting) -> None:
        """Raise `Uncuttable` where a header or a footer takes room from the text of its page."""
        frames = dict.fromkeys(frame for chapter in cutting.chapters for frame in chapter.frames)
        unknown = [frame for frame in frames if frame not in self._fitting]
        probes = [cutting.probe(frame) for frame in unknown]
        layouts = self._layouts([(each, [bookmark.place for bookmark in each.bookmarks]) for each in probes])
        for frame, layout in zip(unknown, layouts, strict=True):
            self._fitting[frame] = layout.count == 1
        if not all(self._fitting[frame] for frame in frames):
            raise Uncuttable("a header or a footer of it takes room from the text")

    def _layouts(self, chapters: Sequence[tuple[Chapter, Sequence[int]]]) -> list[ChapterLayout]:
        """The layouts of chapters that are known, or are made now; each with the pages of some places."""
        keys = [self._key(chapter) for chapter, _ in chapters]
        wanted: dict[str, tuple[Chapter, set[int]]] = {}
        for key, (chapter, places) in zip(keys, chapters, strict=True):
            wanted.setdefault(key, (chapter, set()))[1].update(places)
        kept = {key: self._kept(key, places) for key, (_, places) in wanted.items()}
        found = {key: layout for key, layout in kept.items() if layout is not None}
        missing = {key: each for key, each in wanted.items() if key not in found}
        if self.threads > 1 and len(missing) > 1:
            if self._pool is None:
                self._pool = ThreadPoolExecutor(self.threads)
            made = self._pool.map(self._laid_out, missing, missing.values())
        else:
            made = map(self._laid_out, missing, missing.values())
        found |= dict(zip(missing, made, strict=True))
        return [found[key] for key in keys]

    def _kept(self, key: str, places: Set[int]) -> ChapterLayout | None:
        """A layout with the pages of some places, from memory or from the store."""
        layout = self._known.get(key)
        if layout is None or not layout.pages.keys() >= places:
            kept = read_cache(key)
            layout = layout if kept is None else ChapterLayout.decoded(kept)
        if layout is not None:
            self._remember(key, layout)
        return layout if layout is not None and layout.pages.keys() >= places else None

    def _laid_out(self, key: str, wanted: tuple[Chapter, Set[int]]) -> ChapterLayout:
        chapter, places = wanted
        # Another process may have laid it out since.
        kept = self._kept(key, places)
        if kept is not None:
            return kept
        names = [f"m{place}" for place in sorted(places)]
        package = write_package(chapter.package(places).values())
        pages = self.engine.pages(package, [*names, END], A_DOCUMENT)
        before = self._known.get(key)
        known = {**(before.pages if before else {}), **{int(name[1:]): int(pages[name]) for name in names}}
        layout = ChapterLayout(int(pages[END]) - 1, known)
        self._remember(key, layout)
        write_cache(key, layout.encoded())
        return layout

    def _remember(self, key: str, layout: ChapterLayout) -> None:
        with self._lock:
            self._known[key] = layout
            if len(self._known) > _IN_MEMORY:
                self._known.popitem(last=False)

    def _key(self, chapter: Chapter) -> str:
        return cache_key("chapter", self.name, _fonts(chapter), chapter.key)


def _places(chapter: Chapter, asked: frozenset[str]) -> tuple[int, ...]:
    return tuple(bookmark.place for bookmark in chapter.bookmarks if bookmark.name in asked)


def _fonts(chapter: Chapter) -> str:
    """The fonts that an engine has for a chapter, by name and version."""
    parts = {member.name: member for member in chapter.members}
    stories = [part.content().decode() for name, part in parts.items() if name not in _OF_STYLES and _is_story(name)]
    named = tuple(dict.fromkeys(found for story in stories if "<w:rFonts" in story for found in _FONTS.findall(story)))
    return _fonts_named(parts.get(STYLES), parts.get(THEME), named)


def _is_story(name: str) -> bool:
    return name.startswith("word/") and name.endswith(".xml")


@lru_cache(maxsize=256)
def _fonts_named(styles: Member | None, theme: Member | None, named: tuple[str, ...]) -> str:
    """The fonts of a text in all of some styles that itself names others."""
    ids = _STYLE_IDS.findall(styles.content().decode()) if styles else []
    text = "".join((*named, *(f'<w:pStyle w:val="{each}"/>' for each in ids)))
    parts = [part for part in (styles, theme) if part is not None]
    return fingerprint(fonts_of({part.name: part for part in (*parts, stored(MAIN, text))}))
