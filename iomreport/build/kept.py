"""A loaded edition kept on disk, so that a build whose content did not change reads and checks nothing twice.

The key is the bytes of every content file and the program that read them. Only an edition without an error is kept,
with its warnings, so that they are said at every build. It lies in the user's own cache folder, beside compiled
templates.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from pydantic import VERSION as PYDANTIC

from iomreport.build.inputs import hash_inputs
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
            kept = _load(project)
        else:
            file = folder / _key(project)
            kept = _take(file)
            if kept is None:
                kept = _load(project)
                # A file that was changed while the content was read leaves nothing kept.
                if _key(project) == file.name:
                    _keep(file, kept)
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


def _load(project: Path) -> _Kept:
    edition = load_deferred("content loader").load_edition(project)
    if edition.strategy is None:
        raise ContentError((each for each in edition.findings if each.severity is Severity.ERROR), project)
    return _Kept(edition.strategy, edition.findings)


def _key(project: Path) -> str:
    program = f"{VERSION} {sys.implementation.cache_tag} {PYDANTIC} {_program()}"
    inputs = (f"{path} {content}" for path, content in sorted(hash_inputs(project, ()).items()))
    return sha256("\n".join((program, *inputs)).encode()).hexdigest()


def _program() -> int:
    """When the newest file of the package was written: a version in the making changes without a new number."""
    package = Path(__file__).parent.parent
    rooms = (package, *(room for room in package.iterdir() if room.is_dir() and not room.name.startswith("_")))
    return max(file.stat().st_mtime_ns for room in rooms for file in os.scandir(room) if file.name.endswith(".py"))


def _take(file: Path) -> _Kept | None:
    try:
        kept = pickle.loads(file.read_bytes())
    except Exception:
        # Whatever is wrong with it, the content itself is there.
        return None
    return kept if isinstance(kept, _Kept) else None


def _keep(file: Path, kept: _Kept) -> None:
    # That an edition cannot be kept costs time, not correctness, so it is no error.
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=file.parent, delete=False) as written:
            pickle.dump(kept, written, pickle.HIGHEST_PROTOCOL)
        Path(written.name).replace(file)
        files = sorted(file.parent.iterdir(), key=lambda each: each.stat().st_mtime_ns)
        for old in files[:-_MOST]:
            old.unlink()
