"""Outputs that carry no seal, such as plain documents: a build knows its own by their digests.

Without this list a plain document could not be told from one that somebody edited. Losing it costs nothing but that:
such documents are then not replaced.
"""

from __future__ import annotations

import json
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

FILE = Path(".iomreport", "unsealed.json")


class Unsealed:
    """The outputs without a seal that a project's builds wrote, by path."""

    def __init__(self, project: Path) -> None:
        self._file = project / FILE
        self._known: dict[str, str] | None = None
        self._changed = False

    def is_own(self, path: Path, content: bytes) -> bool:
        """Whether what stands at a path is what a build wrote there."""
        return self._digests().get(str(path)) == sha256(content).hexdigest()

    def add(self, path: Path, content: bytes) -> None:
        """A build has written an output that carries no seal."""
        digest = sha256(content).hexdigest()
        if self._digests().get(str(path)) != digest:
            self._digests()[str(path)] = digest
            self._changed = True

    def keep(self) -> None:
        """Write the list down. That it cannot be written is no error: the next build asks before it replaces."""
        if not self._changed:
            return
        with suppress(OSError):
            self._file.parent.mkdir(exist_ok=True)
            beside = self._file.with_suffix(".part")
            beside.write_text(json.dumps(self._digests(), indent=0, sort_keys=True), "utf-8")
            beside.replace(self._file)

    def _digests(self) -> dict[str, str]:
        if self._known is None:
            try:
                read: Any = json.loads(self._file.read_text("utf-8"))
            except (OSError, ValueError):
                read = {}
            self._known = cast("dict[str, str]", read) if isinstance(read, dict) else {}
        return self._known
