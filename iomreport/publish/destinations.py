"""Where documents are put: a folder, or any address that fsspec knows; and the manifest of a delivery.

A document appears in its place whole or not at all.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from iomreport.diagnostics.codes.publish import CHANGED_FILE, EXTRA_MISSING, MISSING_FILE, NO_MANIFEST, UNLISTED_FILE
from iomreport.diagnostics.finding import Diagnostic, Location, OutputError, UsageError
from iomreport.optional import is_installed
from iomreport.publish.output import PART, probe_folder, write_output


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


class Destination(FileStates, Protocol):
    """A place for documents; paths are relative to it, with forward slashes."""

    address: str

    def read(self, path: str) -> bytes | None:
        """A file's bytes; none where there is no file. Raises `OSError`."""
        ...

    def put(
        self,
        path: str,
        content: bytes,
        *,
        is_as_built: Callable[[bytes], bool],
        force: bool = False,
        sync: bool = False,
        mark: str = "",
    ) -> bool:
        """Put a document in its place; false where the same bytes stand there.

        A file that is not as it was built is only replaced with `force`, and a copy of it kept. `mark` is part of the
        name of what is written beside. Raises `OutputError`.
        """
        ...

    def probe(self) -> None:
        """See that documents can be written; raises `OutputError` where none can."""
        ...

    def sweep(self, marks: tuple[str, ...]) -> None:
        """Remove what runs with these marks left beside their outputs when they were cut off."""
        ...

    def paths(self) -> list[str]:
        """All files, hidden ones aside."""
        ...


class LocalFolder(LocalFileStates):
    """A folder of this machine, or one that it shares with others."""

    def __init__(self, folder: Path, project: Path) -> None:
        super().__init__(folder)
        self.address = str(folder)
        self.folder = folder
        self._project = project

    def read(self, path: str) -> bytes | None:
        try:
            return (self.folder / path).read_bytes()
        except FileNotFoundError:
            return None

    def put(
        self,
        path: str,
        content: bytes,
        *,
        is_as_built: Callable[[bytes], bool],
        force: bool = False,
        sync: bool = False,
        mark: str = "",
    ) -> bool:
        place = self.folder / path
        return write_output(place, content, self._shown(place), force=force, sync=sync, mark=mark, as_built=is_as_built)

    def probe(self) -> None:
        probe_folder(self.folder, self._shown(self.folder))

    def sweep(self, marks: tuple[str, ...]) -> None:
        endings = tuple(f"{mark}{PART}" for mark in marks)
        for part in self.folder.rglob(f".*{PART}") if marks else ():
            if part.name.endswith(endings):
                part.unlink(missing_ok=True)

    def _shown(self, place: Path) -> str:
        return place.relative_to(self._project).as_posix() if place.is_relative_to(self._project) else str(place)

    def paths(self) -> list[str]:
        found = (path for path in self.folder.rglob("*") if path.is_file())
        relative = (path.relative_to(self.folder) for path in found)
        hidden = (".", "~$")
        return sorted(path.as_posix() for path in relative if not any(part.startswith(hidden) for part in path.parts))


def open_destination(address: str, project: Path) -> Destination:
    """The place that an address names; a folder is relative to the project. Raises `UsageError`."""
    if not is_remote(address):
        return LocalFolder(project / address.removeprefix("file://"), project)
    if not is_installed("fsspec"):
        fix = f'pip install "iomreport[remote]", and the file system of {address.partition("://")[0]}://'
        raise UsageError(EXTRA_MISSING.at(Location(address), "such addresses need fsspec", fix=fix))
    from iomreport.publish.remote import RemoteFolder

    try:
        remote: Destination = RemoteFolder(address)
    except (ImportError, ValueError) as error:
        message = f"the address cannot be used: {error}"
        raise UsageError(EXTRA_MISSING.at(Location(address), message, fix="install what it names")) from error
    return remote


def is_remote(address: str) -> bool:
    """Whether an output address names another place than a folder."""
    return "://" in address and not address.startswith("file://")


MANIFEST = "MANIFEST"
"""The name, below the output folder, of the list of what a batch wrote."""


_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")


def write_manifest(entries: Iterable[tuple[str, str]]) -> bytes:
    """The manifest of outputs and their digests, in the order of their paths."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(entries)).encode()


def read_manifest(content: bytes, shown: str) -> dict[str, str]:
    """The digests of a manifest by path; raises `OutputError`."""
    found: dict[str, str] = {}
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        match = _LINE.fullmatch(line)
        if match is None or match[2].startswith("/") or ".." in match[2].split("/"):
            message = "a line is not of the form: SHA-256, two spaces, path"
            raise OutputError(NO_MANIFEST.at(Location(shown, number), message))
        found[match[2]] = match[1]
    return found


def verify(destination: Destination, name: str = MANIFEST) -> tuple[int, list[Diagnostic]]:
    """Compare a delivery with its manifest: how many files it lists, and all that differs.

    Raises `OutputError` where there is no manifest that can be read.
    """
    shown = f"{destination.address.rstrip('/')}/{name}"
    try:
        content = destination.read(name)
    except OSError as error:
        message = f"{NO_MANIFEST.title} ({error.strerror or error})"
        raise OutputError(NO_MANIFEST.at(Location(shown), message)) from error
    if content is None:
        raise OutputError(NO_MANIFEST.at(Location(shown), "there is no such file"))
    listed = read_manifest(content, shown)
    return len(listed), list(_differences(destination, listed, name))


def _differences(destination: Destination, listed: dict[str, str], name: str) -> Iterator[Diagnostic]:
    for path, digest in listed.items():
        try:
            content = destination.read(path)
        except OSError as error:
            yield MISSING_FILE.at(Location(path), f"the file cannot be read: {error.strerror or error}")
            continue
        if content is None:
            yield MISSING_FILE.at(Location(path), MISSING_FILE.title)
        elif sha256(content).hexdigest() != digest:
            yield CHANGED_FILE.at(Location(path), CHANGED_FILE.title)
    for path in destination.paths():
        if path not in listed and path != name:
            yield UNLISTED_FILE.at(Location(path), UNLISTED_FILE.title)
