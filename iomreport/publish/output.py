"""Writing a document in its place: whole or not at all, never over somebody's edits, never under an open program.

Beside it what builds remember from one to the next, in the folder `.iomreport`: whatever is lost of it costs a question
or a line of the summary, never a document, so that it cannot be read or written is no error.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from threading import get_ident
from typing import Any, cast

from iomreport.diagnostics.codes.publish import BAD_EPOCH, EDITED_OUTPUT, OPEN_ELSEWHERE, UNWRITABLE
from iomreport.diagnostics.finding import Location, OutputError, UsageError
from iomreport.word.properties import is_as_built

_SHARING = {errno.ETXTBSY, errno.EBUSY}
_OWNER_STEM = 6
"""Word's owner file, `~$…`, drops up to two characters of a name so that a longer one keeps its length."""
PART = ".part"
"""How the names of files end that are being written, and begin with a dot."""
_NUMBERS = count()


def write_output(
    path: Path,
    content: bytes,
    shown: str,
    *,
    force: bool = False,
    sync: bool = False,
    mark: str = "",
    as_built: Callable[[bytes], bool] = is_as_built,
) -> bool:
    """Put a document in its place; false where the same bytes stand there already.

    The document is written beside and renamed, so that a reader never meets half a file. `shown` is how messages call
    the file. With `force` an edited document is replaced, and a copy of it kept; `as_built` says whether one is not
    edited. `mark` is part of the name of the file beside. Raises `OutputError`.
    """
    where = Location(shown)
    try:
        before = path.read_bytes() if path.exists() else None
        if before is not None and before == content:
            return False
        if before is not None and _is_open(path):
            raise OutputError(OPEN_ELSEWHERE.at(where, OPEN_ELSEWHERE.title))
        if before is not None and not as_built(before):
            if not force:
                raise OutputError(EDITED_OUTPUT.at(where, EDITED_OUTPUT.title))
            path.replace(_copy_name(path))
        _replace(path, content, mark, sync=sync)
    except PermissionError as error:
        # Windows refuses to replace a file that is open; elsewhere a folder's rights do.
        code = OPEN_ELSEWHERE if os.name == "nt" and path.exists() else UNWRITABLE
        raise OutputError(code.at(where, f"{code.title} ({error.strerror})")) from error
    except OSError as error:
        code = OPEN_ELSEWHERE if error.errno in _SHARING else UNWRITABLE
        raise OutputError(code.at(where, f"{code.title} ({error.strerror or error})")) from error
    return True


def _replace(path: Path, content: bytes, mark: str, *, sync: bool) -> None:
    beside = path.parent / f".{os.getpid():x}-{get_ident():x}-{next(_NUMBERS):x}{mark}{PART}"
    try:
        file = _created(beside)
        try:
            rest = memoryview(content)
            while rest:
                rest = rest[os.write(file, rest) :]
            if sync:
                os.fsync(file)
        finally:
            os.close(file)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    if sync and os.name != "nt":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def probe_folder(folder: Path, shown: str) -> None:
    """See that files can be written in a folder, which is made where it does not exist. Raises `OutputError`."""
    beside = folder / f".{os.getpid():x}-{get_ident():x}{PART}"
    try:
        os.close(_created(beside))
        beside.unlink()
    except OSError as error:
        raise OutputError(
            UNWRITABLE.at(Location(shown), f"the folder cannot be written to ({error.strerror})")
        ) from error


def _created(path: Path) -> int:
    """A new file, open for writing; its folder is made where it does not exist."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        return os.open(path, flags, 0o666)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, flags, 0o666)


def _is_open(path: Path) -> bool:
    """Whether an owner file says that Word or LibreOffice has the document open."""
    name = path.name
    word = f"~${name[min(max(len(path.stem) - _OWNER_STEM, 0), 2) :]}"
    return any((path.parent / owner).exists() for owner in (word, f"~${name}", f".~lock.{name}#"))


def _copy_name(path: Path) -> Path:
    """A free name beside the document for the edited copy."""
    number = 1
    while (copy := path.with_name(f"{path.stem}.edited-{number}{path.suffix}")).exists():
        number += 1
    return copy


FOLDER = ".iomreport"


def read_project_state(project: Path, name: str) -> dict[str, str]:
    """What a file remembers; nothing where it cannot be read."""
    try:
        found: Any = json.loads((project / FOLDER / name).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    pairs = cast("dict[object, object]", found).items() if isinstance(found, dict) else ()
    return {str(key): str(value) for key, value in pairs}


def write_project_state(project: Path, name: str, texts: Mapping[str, str]) -> None:
    """Write a file, beside and renamed."""
    path = project / FOLDER / name
    with suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        beside = path.with_suffix(".part")
        beside.write_text(json.dumps(texts, sort_keys=True), "utf-8")
        beside.replace(path)


NAME = "unsealed.json"


class UnsignedOutputs:
    """The outputs without a seal that a project's builds wrote, by path."""

    def __init__(self, project: Path) -> None:
        self._project = project
        self._known: dict[str, str] | None = None
        self._changed = False

    def digest_of(self, path: Path) -> str:
        """The SHA-256 of what a build wrote at a path; empty where it wrote nothing."""
        return self._digests().get(str(path.resolve()), "")

    def add(self, path: Path, digest: str) -> None:
        """A build has written an output that carries no seal."""
        if self.digest_of(path) != digest:
            self._digests()[str(path.resolve())] = digest
            self._changed = True

    def keep(self) -> None:
        """Write the list down. Where that fails, the next build does not replace these outputs unless it is told to."""
        if self._known is not None and self._changed:
            write_project_state(self._project, NAME, self._known)

    def _digests(self) -> dict[str, str]:
        if self._known is None:
            self._known = read_project_state(self._project, NAME)
        return self._known


EPOCH = "SOURCE_DATE_EPOCH"


def source_date() -> datetime | None:
    """The moment that `SOURCE_DATE_EPOCH` sets, in seconds since 1970; none where it is not set.

    Raises `UsageError` where it says no moment that a date can show.
    """
    epoch = os.environ.get(EPOCH, "")
    if not epoch:
        return None
    try:
        if not (epoch.isascii() and epoch.isdigit()):
            raise ValueError(epoch)
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        shown = epoch if len(epoch) < 30 else f"{epoch[:29]}…"
        raise UsageError(BAD_EPOCH.at(None, f'{EPOCH} is "{shown}", which is no date')) from error
