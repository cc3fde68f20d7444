"""Layouts that are kept, so that no document is laid out twice with the same engine and the same fonts.

The key is what is laid out: the parts of the document itself, without its properties; the engine; and the fonts. Kept
are only page numbers, in memory and in the user's own cache folder. `IOMREPORT_CACHE` names another folder, or is
empty for none.
"""

from __future__ import annotations

import json
import os
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, cast

from platformdirs import user_cache_path

from iomreport.layout.engine import A_DOCUMENT, LayoutEngine, Pages
from iomreport.layout.fonts import fingerprint, fonts_of
from iomreport.version import VERSION
from iomreport.word.package import Member, PackageError, read_package

_FORMAT = f"3 {VERSION}"
_IN_MEMORY = 512
_ON_DISK = 4_000
_NOT_LAID_OUT = ("docProps/", "customXml/", "_rels/")
"""Members that say where a document comes from, and change nothing on its pages."""


def layout_folder() -> Path | None:
    """Where layouts are kept; none where the user wants none."""
    chosen = os.environ.get("IOMREPORT_CACHE")
    if chosen == "":
        return None
    return (Path(chosen) if chosen else user_cache_path("iomreport", appauthor=False)) / "layouts"


@dataclass(slots=True)
class KeepingEngine:
    """An engine that is asked only for what is not kept."""

    engine: LayoutEngine
    folder: Path | None = field(default_factory=layout_folder)
    _recent: OrderedDict[str, Pages] = field(default_factory=lambda: OrderedDict[str, Pages](), init=False)
    _written: bool = field(default=False, init=False)

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
        """End the engine, and clear the oldest layouts away where there are too many."""
        self.engine.close()
        if self._written and self.folder is not None:
            _clear_oldest(self.folder)

    def _taken(self, key: str) -> Pages | None:
        if self.folder is None:
            return None
        try:
            kept = cast("dict[str, Any]", json.loads((self.folder / key).read_text("utf-8")))
            return Pages(kept["pages"], kept["count"])
        except (OSError, ValueError, LookupError, TypeError):
            return None

    def _keep(self, key: str, pages: Pages) -> None:
        # That it cannot be kept costs time, not correctness, so it is no error.
        if self.folder is None:
            return
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile("w", dir=self.folder, encoding="utf-8", delete=False) as file:
                json.dump({"pages": pages, "count": pages.count}, file)
            Path(file.name).replace(self.folder / key)
            self._written = True


def layout_key(members: Mapping[str, Member], engine: str, bookmarks: Iterable[str]) -> str:
    """What a layout is kept under."""
    digest = sha256("\0".join((_FORMAT, engine, fingerprint(fonts_of(members)), *bookmarks)).encode())
    for name in sorted(members):
        if not name.startswith(_NOT_LAID_OUT):
            digest.update(f"\0{name}\0{members[name].crc}\0{members[name].size}\0".encode())
            digest.update(members[name].packed)
    return digest.hexdigest()


def _clear_oldest(folder: Path) -> None:
    with suppress(OSError):
        kept = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime)
        for path in kept[: max(len(kept) - _ON_DISK, 0)]:
            path.unlink(missing_ok=True)
