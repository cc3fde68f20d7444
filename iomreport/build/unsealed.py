"""Outputs that carry no seal, such as plain documents: a build knows its own by their digests.

Without this list a plain document could not be told from one that somebody edited. Losing it costs nothing but that:
such documents are then not replaced.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from iomreport.build.remembered import remember, remembered

NAME = "unsealed.json"


class Unsealed:
    """The outputs without a seal that a project's builds wrote, by path."""

    def __init__(self, project: Path) -> None:
        self._project = project
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
        """Write the list down. Where that fails, the next build does not replace these outputs unless it is told to."""
        if self._known is not None and self._changed:
            remember(self._project, NAME, self._known)

    def _digests(self) -> dict[str, str]:
        if self._known is None:
            self._known = remembered(self._project, NAME)
        return self._known
