"""The seal of a document: whether it is as it was built, or somebody edited it.

It is made of the checksums of all members but the one that holds it, so that it is read from the archive's directory
without unpacking anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from iomreport.word.oxml import DECLARATION, REL, escape
from iomreport.word.package import Member

CUSTOM = "docProps/custom.xml"
CUSTOM_TYPE = (
    f'<Override PartName="/{CUSTOM}"'
    ' ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/>'
)
CUSTOM_RELATIONSHIP = f'<Relationship Id="rIdCustom" Type="{REL}/custom-properties" Target="{CUSTOM}"/>'
SEAL = "iomreport.seal"
PIECE = 255
"""The longest text that Word keeps in a custom property."""
_NAMESPACES = (
    'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
    ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"'
)
_PROPERTY = re.compile(r'<property\b[^>]*?\bname="([^"]*)"[^>]*>(.*?)</property>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def seal_of(members: Iterable[Member]) -> str:
    """The seal that fits a document's members."""
    return _seal((member.name, member.crc, member.size) for member in members)


def write_custom(template: str, properties: Iterable[tuple[str, str]]) -> str:
    """The custom properties part (22.3): the template's settings, and the document's own properties."""
    own = dict(properties)
    values = {name: _TAG.sub("", text) for name, text in _PROPERTY.findall(template)}
    values |= {escape(name): escape(text) for name, text in own.items()}
    entries = "".join(
        f'<property fmtid="{_FORMAT_ID}" pid="{number}" name="{name}"><vt:lpwstr>{text}</vt:lpwstr></property>'
        for number, (name, text) in enumerate(values.items(), 2)
    )
    return f"{DECLARATION}<Properties {_NAMESPACES}>{entries}</Properties>"


def in_pieces(name: str, text: str) -> list[tuple[str, str]]:
    """A long text as properties that Word keeps whole: `name.1`, `name.2`, …"""
    pieces = [text[start : start + PIECE] for start in range(0, len(text), PIECE)]
    return [(f"{name}.{number}", piece) for number, piece in enumerate(pieces, 1)]


def joined(name: str, properties: Mapping[str, str]) -> str:
    """The long text that properties hold in pieces; empty where they hold none."""
    pieces: list[str] = []
    while (piece := properties.get(f"{name}.{len(pieces) + 1}")) is not None:
        pieces.append(piece)
    return "".join(pieces)


def is_as_built(content: bytes) -> bool:
    """Whether a document carries a seal and the seal fits; false for any other file."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            custom = archive.read(CUSTOM).decode("utf-8", "replace")
            seal = _seal((info.filename, info.CRC, info.file_size) for info in archive.infolist())
    except (BadZipFile, KeyError, OSError, ValueError):
        return False
    return f">{seal}<" in custom


def _seal(members: Iterable[tuple[str, int, int]]) -> str:
    lines = sorted(f"{name} {crc:08x} {size}" for name, crc, size in members if name != CUSTOM)
    return sha256("\n".join(lines).encode()).hexdigest()[:32]
