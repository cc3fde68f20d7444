"""Reading back what a PDF says of itself: the metadata that `pdf_metadata` writes.

The seal of a PDF: whether it is as it was printed, or somebody changed it.

The seal is the second string of the file identifier (ISO 32000-1, 14.4), which is there to tell states of a file apart:
a hash of all bytes of the file, with zeros in the place of the seal. Programs that save a PDF write another one, or
append to the file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Final

from lxml import etree
from pikepdf import PasswordError, Pdf, PdfError

from iomreport.pdf.metadata import ORIGIN

_DUBLIN, _BASIC = "http://purl.org/dc/elements/1.1/", "http://ns.adobe.com/xap/1.0/"
_CORE: Final = {"title": (_DUBLIN, "title"), "created": (_BASIC, "CreateDate"), "modified": (_BASIC, "ModifyDate")}
_PIECE = re.compile(r"-(\d+)$")
"""In a name of XMP the number of a piece stands behind a hyphen, in a Word property behind a dot."""
_LARGEST: Final = 5_000_000


@dataclass(frozen=True, slots=True)
class Metadata:
    """The origin by the names that Word properties have, and title and dates."""

    origin: Mapping[str, str]
    core: Mapping[str, str]


def read_metadata(content: bytes) -> Metadata:
    """What a PDF says of itself, which is nothing where it has no metadata; raises `ValueError` for a broken one."""
    try:
        with Pdf.open(BytesIO(content)) as pdf:
            stream = pdf.Root.get("/Metadata")
            packet = stream.read_bytes() if stream is not None else b""
    except (PdfError, PasswordError, AttributeError, TypeError) as error:
        raise ValueError(str(error)) from error
    if not packet or len(packet) > _LARGEST:
        return Metadata({}, {})
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(packet, parser)
    except etree.XMLSyntaxError:
        return Metadata({}, {})
    space = f"{{{ORIGIN}}}"
    names = ((str(each.tag).removeprefix(space), each.text or "") for each in root.iter(f"{space}*"))
    origin = {"iomreport." + _PIECE.sub(r".\1", name): text for name, text in names}
    core: dict[str, str] = {}
    for name, (space, tag) in _CORE.items():
        for each in root.iter(f"{{{space}}}{tag}"):
            # A title stands in a list of alternatives by language.
            core[name] = "".join(map(str, each.itertext())).strip()
            break
    return Metadata(origin, core)


UNSEALED: Final = b"31415926535897932384626433832795"
"""Both strings of the identifier in a file that is not sealed yet."""
_SALT = b"iomreport pdf seal 1\0"
_DIGITS = 32
_IDENTIFIER = re.compile(rb"/ID\s*\[\s*<([0-9a-f]{32})>\s*<([0-9a-f]{32})>\s*\]")


def seal(pdf: bytes) -> bytes:
    """A PDF with its identifier: the first string of its content, the second, the seal, of the whole file."""
    found = _last_identifier(pdf)
    if found is None or found[1] != UNSEALED:
        raise ValueError("the PDF has no identifier to fill in")
    first = sha256(pdf).hexdigest()[:_DIGITS].encode()
    before = b"".join((pdf[: found.start(1)], first, pdf[found.end(1) : found.start(2)]))
    behind = pdf[found.end(2) :]
    return b"".join((before, _seal(before, behind), behind))


def is_as_built(pdf: bytes) -> bool:
    """Whether a PDF carries a seal and the seal fits; false for any other file."""
    found = _last_identifier(pdf)
    return found is not None and _seal(pdf[: found.start(2)], pdf[found.end(2) :]) == found[2]


def _last_identifier(pdf: bytes) -> re.Match[bytes] | None:
    found = None
    start = pdf.rfind(b"/ID")
    while found is None and start >= 0:
        found = _IDENTIFIER.match(pdf, start)
        start = pdf.rfind(b"/ID", 0, start)
    return found


def _seal(before: bytes, behind: bytes) -> bytes:
    digest = sha256(_SALT)
    for piece in (before, b"0" * _DIGITS, behind):
        digest.update(piece)
    return digest.hexdigest()[:_DIGITS].encode()
