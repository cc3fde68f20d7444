"""A destination behind an fsspec address: `s3://…`, `gs://…`, `sftp://…`, `memory://…`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import fsspec  # pyright: ignore[reportMissingTypeStubs]

from iomreport.diagnostics.codes.publish import EDITED_OUTPUT, UNWRITABLE
from iomreport.diagnostics.finding import Location, OutputError

_ATOMIC = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "memory"})
"""Where one put replaces an object as a whole; elsewhere a file is written beside and moved."""
_TELLING = ("ETag", "etag", "md5Hash", "LastModified", "mtime", "created")


class RemoteFolder:
    """A folder, or a prefix of objects, behind an address."""

    def __init__(self, address: str) -> None:
        """Raises `ImportError` where the file system is not installed, and `ValueError` for an unknown one."""
        self.address = address
        found = cast("tuple[Any, str]", cast(Any, fsspec).core.url_to_fs(address.rstrip("/")))
        self._system, self._root = found
        self._atomic = address.partition("://")[0] in _ATOMIC

    def stamp(self, path: str) -> str | None:
        try:
            info: dict[str, Any] = self._system.info(self._at(path))
        except FileNotFoundError:
            return None
        except Exception as error:  # Every file system has errors of its own.
            raise self._failed(path, error) from error
        telling = next((str(info[key]) for key in _TELLING if info.get(key)), "")
        return f"{info.get('size', 0)}:{telling}"

    def read(self, path: str) -> bytes | None:
        try:
            content: bytes = self._system.cat_file(self._at(path))
        except FileNotFoundError:
            return None
        return content

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
        """As a folder does; `sync` has nothing to do, since what an object store has taken it keeps."""
        try:
            before = self.read(path)
            if before == content:
                return False
            if before is not None and not is_as_built(before):
                if not force:
                    raise OutputError(EDITED_OUTPUT.at(Location(self._shown(path)), EDITED_OUTPUT.title))
                self._write(self._copy_name(path), before, mark)
            self._write(path, content, mark)
        except OutputError:
            raise
        except Exception as error:  # Every file system has errors of its own.
            raise self._failed(path, error) from error
        return True

    def probe(self) -> None:
        bucket = self._root.strip("/").partition("/")[0]
        try:
            if not self._atomic or not bucket or self.address.startswith("memory") or self._system.exists(bucket):
                return
        except Exception as error:  # Every file system has errors of its own.
            raise self._failed("", error) from error
        message = f"{UNWRITABLE.title} (there is no bucket {bucket})"
        raise OutputError(UNWRITABLE.at(Location(self.address), message, fix="make the bucket, or mend the address"))

    def sweep(self, marks: tuple[str, ...]) -> None:
        if marks and not self._atomic:
            endings = tuple(f"{mark}.part" for mark in marks)
            for path in cast("list[str]", self._system.find(self._root)):
                if path.endswith(endings):
                    self._system.rm_file(path)

    def paths(self) -> list[str]:
        self._system.invalidate_cache()
        found = cast("list[str]", self._system.find(self._root))
        start = len(self._root.rstrip("/")) + 1
        return sorted(path[start:] for path in found if not path.endswith(".part"))

    def _write(self, path: str, content: bytes, mark: str) -> None:
        at = self._at(path)
        if self._atomic:
            self._system.pipe_file(at, content)
            return
        self._system.makedirs(at.rpartition("/")[0], exist_ok=True)
        beside = f"{at}.{mark}.part"
        self._system.pipe_file(beside, content)
        self._system.mv(beside, at)

    def _at(self, path: str) -> str:
        return f"{self._root.rstrip('/')}/{path}"

    def _shown(self, path: str) -> str:
        return f"{self.address.rstrip('/')}/{path}"

    def _copy_name(self, path: str) -> str:
        stem, _, suffix = path.rpartition(".")
        number = 1
        while self._system.exists(self._at(copy := f"{stem}.edited-{number}.{suffix}")):
            number += 1
        return copy

    def _failed(self, path: str, error: Exception) -> OutputError:
        return OutputError(UNWRITABLE.at(Location(self._shown(path)), f"{UNWRITABLE.title} ({error})"))
