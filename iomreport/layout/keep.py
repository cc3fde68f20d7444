"""Layouts that are kept, so that no document is laid out twice with the same engine and the same fonts.

The key is what is laid out: the parts of the document itself, without its properties; the engine; and the fonts. Kept
are only page numbers.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from iomreport.cache import cache_key, read_cache, write_cache
from iomreport.layout.engine import A_DOCUMENT, LayoutEngine, Pages
from iomreport.layout.fonts import fingerprint, fonts_of
from iomreport.word.package import Member, PackageError, read_package

_IN_MEMORY = 512
_NOT_LAID_OUT = ("docProps/", "customXml/", "_rels/")
"""Members that say where a document comes from, and change nothing on its pages."""


@dataclass(slots=True)
class KeepingEngine:
    """An engine that is asked only for what is not kept."""

    engine: LayoutEngine
    _recent: OrderedDict[str, Pages] = field(default_factory=lambda: OrderedDict[str, Pages](), init=False)

    @property
    def name(self) -> str:
        return self.engine.name

    def pages(self, document: bytes, bookmarks: Sequence[str], called: str = A_DOCUMENT) -> Pages:
        """The printed page number of each bookmark, kept or laid out now. Raises `LayoutError`."""
        try:
            key = layout_key(read_package(document), self.name, bookmarks)
        except PackageError:
            return self.engine.pages(document, bookmarks, called)
        known = self._recent.get(key)
        if known is None:
            known = self._taken(key)
        pages = self.engine.pages(document, bookmarks, called) if known is None else known
        self._recent[key] = pages
        self._recent.move_to_end(key)
        if len(self._recent) > _IN_MEMORY:
            self._recent.popitem(last=False)
        if known is None:
            self._keep(key, pages)
        return Pages(pages, pages.count)

    def close(self) -> None:
        """End the engine."""
        self.engine.close()

    def _taken(self, key: str) -> Pages | None:
        content = read_cache(key)
        if content is None:
            return None
        kept = json.loads(content)
        return Pages(kept["pages"], kept["count"])

    def _keep(self, key: str, pages: Pages) -> None:
        write_cache(key, json.dumps({"pages": pages, "count": pages.count}).encode())


def layout_key(members: Mapping[str, Member], engine: str, bookmarks: Iterable[str]) -> str:
    """What a layout is kept under."""
    digest = sha256()
    for name in sorted(members):
        if not name.startswith(_NOT_LAID_OUT):
            digest.update(f"\0{name}\0{members[name].crc}\0{members[name].size}\0".encode())
            digest.update(members[name].packed)
    return cache_key("layout", engine, fingerprint(fonts_of(members)), "\0".join(bookmarks), digest.digest())
