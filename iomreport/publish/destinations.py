"""Where a batch writes: a folder, or any address that fsspec knows. A document appears there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from iomreport.diagnostics.codes.publish import EXTRA_MISSING
from iomreport.diagnostics.finding import Location, UsageError
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
