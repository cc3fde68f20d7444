"""Writing a document in its place: whole or not at all, never over somebody's edits, never under an open program."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from iomreport.codes.output import EDITED_OUTPUT, OPEN_ELSEWHERE, UNWRITABLE
from iomreport.diagnostics import Location, OutputError
from iomreport.word.seal import is_as_built

_SHARING = {errno.ETXTBSY, errno.EBUSY}
_OWNER_STEM = 6
"""Word's owner file, `~$…`, drops up to two characters of a name so that a longer one keeps its length."""


def write_output(path: Path, content: bytes, shown: str, *, force: bool = False, sync: bool = False) -> bool:
    """Put a document in its place; false where the same bytes stand there already.

    The document is written beside and renamed, so that a reader never meets half a file. `shown` is how messages call
    the file. With `force` an edited document is replaced, and a copy of it kept. Raises `OutputError`.
    """
    where = Location(shown)
    try:
        before = path.read_bytes() if path.exists() else None
        if before == content:
            return False
        if _is_open(path):
            raise OutputError(OPEN_ELSEWHERE.at(where, OPEN_ELSEWHERE.title))
        if before is not None and not is_as_built(before):
            if not force:
                raise OutputError(EDITED_OUTPUT.at(where, EDITED_OUTPUT.title))
            path.replace(_copy_name(path))
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, content, sync=sync)
    except PermissionError as error:
        # Windows refuses to replace a file that is open; elsewhere a folder's rights do.
        code = OPEN_ELSEWHERE if os.name == "nt" and path.exists() else UNWRITABLE
        raise OutputError(code.at(where, f"{code.title} ({error.strerror})")) from error
    except OSError as error:
        code = OPEN_ELSEWHERE if error.errno in _SHARING else UNWRITABLE
        raise OutputError(code.at(where, f"{code.title} ({error.strerror or error})")) from error
    return True


def _replace(path: Path, content: bytes, *, sync: bool) -> None:
    with NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as file:
        beside = Path(file.name)
        try:
            file.write(content)
            file.flush()
            if sync:
                os.fsync(file.fileno())
        except BaseException:
            file.close()
            beside.unlink(missing_ok=True)
            raise
    try:
        beside.chmod(0o666 & ~_umask())
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


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


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
