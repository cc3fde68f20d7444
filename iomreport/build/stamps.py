"""The state of an output's file at a glance: its size, and when it was last written."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol


class Stamps(Protocol):
    """A place whose files have stamps."""

    def stamp(self, path: str) -> str | None:
        """What tells the state of a file from others without reading it; none where there is no file."""
        ...


class LocalStamps:
    """The stamps of files below a folder."""

    def __init__(self, folder: Path) -> None:
        self._prefix = f"{folder}{os.sep}"

    def stamp(self, path: str) -> str | None:
        try:
            found = os.stat(self._prefix + path)  # noqa: PTH116 - one stat an output is all that a run without work does
        except (OSError, ValueError):
            return None
        return f"{found.st_size}:{found.st_mtime_ns}"


def is_remote(address: str) -> bool:
    """Whether an output address names another place than a folder."""
    return "://" in address and not address.startswith("file://")
