"""What a batch is made from, as hashes: the cheap question, before anything is loaded, whether anything differs.

Nothing here reads content; it imports only the standard library, since a run with nothing to do is felt every night.

The state of an output's file at a glance: its size, and when it was last written.
"""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Protocol

CONTENT = "content"
MISSING = "missing"
_PASSING = (".", "~$")
"""How the names of files begin that editors leave while they work."""


def hash_inputs(project: Path, others: Iterable[str]) -> dict[str, str]:
    """The SHA-256 of every file below content/ and of the other files, by path in the project."""
    paths = [*_content_files(project), *others]
    return {path: _hash(project / path) for path in dict.fromkeys(paths)}


def machine() -> str:
    """What this machine lays documents out and packs them with, so far as that is cheap to see.

    It differs whenever a font, a Python package or the office program has come, gone or been replaced. What has really
    changed is then looked up; so it may differ too often, and never too seldom.
    """
    paths = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), shutil.which("soffice") or ""}
    seen = [f"{path} {_changed(path)}" for path in sorted(paths) if path]
    seen += [f"{folder} {_changed(folder)}" for folder in _font_folders()]
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return sha256("\n".join((sys.version, epoch, *seen)).encode()).hexdigest()


def _content_files(project: Path) -> Iterator[str]:
    folders = [CONTENT]
    while folders:
        folder = folders.pop()
        try:
            entries = sorted(os.scandir(project / folder), key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            if entry.name.startswith(_PASSING):
                continue
            path = f"{folder}/{entry.name}"
            if entry.is_dir():
                folders.append(path)
            else:
                yield path


def _hash(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return MISSING


def _changed(path: str) -> int:
    try:
        return Path(path).stat().st_mtime_ns
    except OSError:
        return 0


def _font_folders() -> Iterator[str]:
    home = str(Path.home())
    tops = (
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        f"{home}/.local/share/fonts",
        f"{home}/.fonts",
        "/Library/Fonts",
        f"{home}/Library/Fonts",
        f"{os.environ.get('WINDIR', 'C:/Windows')}/Fonts",
    )
    for top in tops:
        for folder, names, _ in os.walk(top):
            names.sort()
            yield folder


class FileStates(Protocol):
    """A place whose files have stamps."""

    def stamp(self, path: str) -> str | None:
        """What tells the state of a file from others without reading it; none where there is no file."""
        ...


class LocalFileStates:
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
