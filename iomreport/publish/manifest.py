"""The manifest of a delivery: the SHA-256 of every document, in the form that `sha256sum -c` reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256

from iomreport.diagnostics.codes.publish import CHANGED_FILE, MISSING_FILE, NO_MANIFEST, UNLISTED_FILE
from iomreport.diagnostics.finding import Diagnostic, Location, OutputError
from iomreport.publish.destinations import Destination

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
