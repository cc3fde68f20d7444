"""A loaded edition kept on disk, so that a build whose content did not change reads and checks nothing twice.

The key is the bytes of every content file and the program that read them. Only an edition without an error is kept, in
the user's own cache folder, beside compiled templates.
"""

from __future__ import annotations

import os
import pickle
import sys
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from pydantic import VERSION as PYDANTIC

from iomreport.build.inputs import hash_inputs
from iomreport.document.shelf import cache_folder
from iomreport.model.strategy import Strategy
from iomreport.registry import load as load_deferred
from iomreport.version import VERSION

_MOST = 8
"""Editions that are kept; of more the oldest goes."""


def load_kept(project: Path) -> Strategy:
    """The strategy of a project, from an earlier run if no content file has changed. Raises `ContentError`."""
    folder = cache_folder("editions")
    if folder is None:
        return _load(project)
    file = folder / _key(project)
    strategy = _take(file)
    if strategy is None:
        before = file.name
        strategy = _load(project)
        # A file that was changed while the content was read leaves nothing kept.
        if _key(project) == before:
            _keep(file, strategy)
    return strategy


def _load(project: Path) -> Strategy:
    strategy: Strategy = load_deferred("content loader").load(project)
    return strategy


def _key(project: Path) -> str:
    program = f"{VERSION} {sys.implementation.cache_tag} {PYDANTIC} {_program()}"
    inputs = (f"{path} {content}" for path, content in sorted(hash_inputs(project, ()).items()))
    return sha256("\n".join((program, *inputs)).encode()).hexdigest()


def _program() -> int:
    """When the newest file of the package was written: a version in the making changes without a new number."""
    rooms = (
        room for room in os.scandir(Path(__file__).parent.parent) if room.is_dir() and not room.name.startswith("_")
    )
    return max(file.stat().st_mtime_ns for room in rooms for file in os.scandir(room) if file.name.endswith(".py"))


def _take(file: Path) -> Strategy | None:
    try:
        kept = pickle.loads(file.read_bytes())
    except Exception:
        # Whatever is wrong with it, the content itself is there.
        return None
    return kept if isinstance(kept, Strategy) else None


def _keep(file: Path, strategy: Strategy) -> None:
    # That an edition cannot be kept costs time, not correctness, so it is no error.
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=file.parent, delete=False) as written:
            pickle.dump(strategy, written, pickle.HIGHEST_PROTOCOL)
        Path(written.name).replace(file)
        kept = sorted(file.parent.iterdir(), key=lambda each: each.stat().st_mtime_ns)
        for old in kept[:-_MOST]:
            old.unlink()
