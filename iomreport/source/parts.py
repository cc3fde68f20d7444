"""Parts of the content that are read alike as long as their files are the same: the folder of a country, the region."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import Protocol, TypeVar, cast

from iomreport.source.reading import Reading

T = TypeVar("T")


class Parts(Protocol):
    """Keeps parts from one run to the next, by a key that says all that they were made of but the program."""

    def take(self, key: str) -> object | None: ...

    def keep(self, key: str, part: object) -> None: ...


def read_part(
    read: Callable[[Reading], T], paths: Iterable[str], given: Sequence[object], reading: Reading, parts: Parts | None
) -> T:
    """What `read` makes of the files at `paths`, with all that it finds: from an earlier run if they are the same.

    `given` is what else the part is made of, and no other part of the same files.
    """
    if parts is None:
        return read(reading)
    state = sha256(repr(given).encode())
    for path in paths:
        state.update(f"\0{path}\0".encode())
        state.update(_digest(reading, path))
    key = state.hexdigest()
    known = cast("tuple[T, Reading] | None", parts.take(key))
    if known is None:
        own = Reading(reading.project)
        known = read(own), own
        parts.keep(key, known)
    part, own = known
    reading.findings.extend(own.findings.items)
    reading.remarks += own.remarks
    reading.allowances += own.allowances
    reading.sums += own.sums
    reading.files += own.files
    return part


def _digest(reading: Reading, path: str) -> bytes:
    file = reading.project / path
    try:
        return sha256(file.read_bytes()).digest()
    except OSError as error:
        # Why it cannot be read is part of what is found.
        return f"{error.errno} {file.is_symlink()} {file.is_dir()}".encode()
