"""What can be made again, kept on disk between runs: loaded editions, compiled templates, layouts.

There is one folder, the user's own (`IOMREPORT_CACHE` names another, or is empty for none), and one rule for keys: a
key is a digest of all that what is kept was made of and by, the program's own code and the packages that it used
included. Some of what is kept is code, so nothing is read that others could have written: the folder and its files
belong to this user and nobody else can write to them, and the digest before an entry is checked before anything is made
of it. Whatever is wrong with an entry, it counts as not kept.
"""

from __future__ import annotations

import os
import stat
import sys
import time
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import NamedTemporaryFile

from platformdirs import user_cache_path

from iomreport.version import VERSION

MAX_BYTES = 500_000_000
"""How large the folder may become; what was used longest ago goes."""
_PRUNE_EVERY = 256
"""Entries that a process writes before it looks at the folder's size again."""
_TOUCH_AFTER = 3_600.0
"""Seconds after which reading an entry marks it as used."""
_OTHERS = stat.S_IWGRP | stat.S_IWOTH
_DIGEST_SIZE = sha256().digest_size
_written = 0


def cache_folder() -> Path | None:
    """The folder; none where the user wants none."""
    chosen = os.environ.get("IOMREPORT_CACHE")
    if chosen == "":
        return None
    return Path(chosen) if chosen else user_cache_path("iomreport", appauthor=False)


def cache_key(kind: str, *parts: str | bytes, packages: tuple[str, ...] = ()) -> str:
    """The name of an entry: its kind, and a digest of what it is made of and by. `packages` are those that make it."""
    digest = sha256()
    for part in (kind, _program(), *map(_version, packages), *parts):
        content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8, "big") + content)
    return f"{kind}-{digest.hexdigest()}"


def read_cache(key: str) -> bytes | None:
    """What is kept under a key, if it is there and whole."""
    folder = cache_folder()
    if folder is None or not _is_safe_folder(folder):
        return None
    try:
        with (folder / key).open("rb") as file:
            state = os.fstat(file.fileno())
            if not stat.S_ISREG(state.st_mode) or not _is_own(state):
                return None
            stored = file.read()
        if time.time() - state.st_mtime > _TOUCH_AFTER:
            os.utime(folder / key)
    except OSError:
        return None
    content = stored[_DIGEST_SIZE:]
    return content if stored[:_DIGEST_SIZE] == _digest(key, content) else None


def write_cache(key: str, content: bytes) -> None:
    """Keep content under a key. That it cannot be kept costs time, not correctness, so it is no error."""
    global _written
    folder = cache_folder()
    if folder is None:
        return
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_safe_folder(folder):
            return
        with NamedTemporaryFile(dir=folder, delete=False) as file:
            try:
                file.write(_digest(key, content) + content)
                file.close()
                Path(file.name).replace(folder / key)
            except OSError:
                Path(file.name).unlink(missing_ok=True)
                raise
        if _written % _PRUNE_EVERY == 0:
            _prune(folder)
        _written += 1


def forget_cache(key: str) -> None:
    """Throw an entry away."""
    folder = cache_folder()
    if folder is not None:
        with suppress(OSError):
            (folder / key).unlink(missing_ok=True)


def _digest(key: str, content: bytes) -> bytes:
    # With its key, so that an entry cannot stand for another one.
    return sha256(key.encode() + b"\0" + content).digest()


def _is_safe_folder(folder: Path) -> bool:
    try:
        state = folder.stat()
    except OSError:
        return False
    return stat.S_ISDIR(state.st_mode) and _is_own(state)


def _is_own(state: os.stat_result) -> bool:
    """Whether a file or folder is this user's, and nobody else can write to it. Windows keeps users' folders apart."""
    return sys.platform == "win32" or (state.st_uid == os.geteuid() and not state.st_mode & _OTHERS)


def _prune(folder: Path) -> None:
    entries: list[tuple[float, int, str]] = []
    for entry in os.scandir(folder):
        with suppress(OSError):
            state = entry.stat(follow_symlinks=False)
            if stat.S_ISREG(state.st_mode):
                entries.append((state.st_mtime, state.st_size, entry.path))
    excess = sum(size for _, size, _ in entries) - MAX_BYTES
    for _, size, path in sorted(entries):
        if excess <= 0:
            break
        with suppress(OSError):
            Path(path).unlink()
        excess -= size


@cache
def _program() -> str:
    """This version of the program. One in the making changes without a new number, so the state of its files counts."""
    package = Path(__file__).parent
    files: list[str] = []
    folders = [str(package)]
    while folders:
        for entry in os.scandir(folders.pop()):
            if entry.name.startswith(("_", ".")) and entry.name != "__init__.py":
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            else:
                state = entry.stat()
                files.append(f"{entry.path} {state.st_mtime_ns} {state.st_size}")
    return "\n".join((VERSION, sys.version, *sorted(files)))


@cache
def _version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return package
