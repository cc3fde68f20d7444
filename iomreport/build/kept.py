"""A loaded edition kept on disk, so that a build whose content did not change reads and checks nothing twice.

The key is the bytes of every content file and the program that read them. Only an edition without an error is kept,
with its warnings, so that they are said at every build. Where the content did change, the countries that did not are
kept too. All lies in the user's own cache folder, beside compiled templates.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import cast

from pydantic import VERSION as PYDANTIC

from iomreport.build.inputs import hash_inputs
from iomreport.build.pickles import pickled
from iomreport.diagnostics import ContentError, Diagnostic, Findings, Severity
from iomreport.document.shelf import cache_folder
from iomreport.model.strategy import Strategy
from iomreport.registry import load as load_deferred
from iomreport.version import VERSION

_MOST = 8
"""Editions that are kept; of more the oldest goes."""


def load_kept(project: Path, findings: Findings) -> Strategy:
    """The strategy of a project, from an earlier run if no content file has changed.

    Warnings are added to `findings`. Raises `ContentError` with every error.
    """
    folder = cache_folder("editions")
    with _without_collecting():
        if folder is None:
            kept = _load(project, None)
        else:
            file = folder / _key(project)
            kept = _take(file)
            if kept is None:
                parts = _Parts(folder.parent / "parts" / _hashed(_program(), str(project.resolve())))
                kept = _load(project, parts)
                # A file that was changed while the content was read leaves nothing kept.
                if _key(project) == file.name:
                    _keep(file, kept)
                    parts.write()
    findings.extend(kept.warnings)
    return kept.strategy


@contextmanager
def _without_collecting() -> Generator[None, None, None]:
    """An edition is tens of thousands of objects that stay until the end: looking for garbage among them is wasted."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@dataclass(frozen=True, slots=True)
class _Kept:
    strategy: Strategy
    warnings: tuple[Diagnostic, ...]


class _Parts:
    """The parts of a project's content, each pickled by itself, so that only what changed is read anew."""

    def __init__(self, file: Path) -> None:
        self._file = file
        known = _unpickled(file)
        self._known = cast("dict[str, bytes]", known) if isinstance(known, dict) else {}
        self._used: dict[str, bytes] = {}

    def take(self, key: str) -> object | None:
        pickled = self._known.get(key)
        if pickled is None:
            return None
        self._used[key] = pickled
        return pickle.loads(pickled)

    def keep(self, key: str, part: object) -> None:
        self._used[key] = pickled(part)

    def write(self) -> None:
        if self._used != self._known:
            _keep(self._file, self._used)


def _load(project: Path, parts: _Parts | None) -> _Kept:
    edition = load_deferred("content loader").load_edition(project, parts)
    if edition.strategy is None:
        raise ContentError((each for each in edition.findings if each.severity is Severity.ERROR), project)
    return _Kept(edition.strategy, edition.findings)


def _key(project: Path) -> str:
    return _hashed(_program(), *(f"{path} {content}" for path, content in sorted(hash_inputs(project, ()).items())))


def _hashed(*lines: str) -> str:
    return sha256("\n".join(lines).encode()).hexdigest()


@cache
def _program() -> str:
    """What reads the content. A version in the making changes without a new number, so its newest file counts too."""
    package = Path(__file__).parent.parent
    rooms = (package, *(room for room in package.iterdir() if room.is_dir() and not room.name.startswith("_")))
    files = (file for room in rooms for file in os.scandir(room) if file.name.endswith(".py"))
    newest = max(file.stat().st_mtime_ns for file in files)
    return f"{VERSION} {sys.implementation.cache_tag} {PYDANTIC} {newest}"


def _take(file: Path) -> _Kept | None:
    kept = _unpickled(file)
    return kept if isinstance(kept, _Kept) else None


def _unpickled(file: Path) -> object | None:
    try:
        return pickle.loads(file.read_bytes())
    except Exception:
        # Whatever is wrong with it, the content itself is there.
        return None


def _keep(file: Path, kept: object) -> None:
    # That an edition cannot be kept costs time, not correctness, so it is no error.
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=file.parent, delete=False) as written:
            written.write(pickled(kept))
        Path(written.name).replace(file)
        files = sorted(file.parent.iterdir(), key=lambda each: each.stat().st_mtime_ns)
        for old in files[:-_MOST]:
            old.unlink()
