"""Document properties: core (ECMA-376 part 2, clause 10) and custom (part 1, 22.3).

The seal of a document: whether it is as it was built, or somebody edited it.

It is made of the checksums of all members but the one that holds it, so that it is read from the archive's directory
without unpacking anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from iomreport.word.oxml import DECLARATION, REL, escape
from iomreport.word.package import Member

_NAMESPACES = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:dcmitype="http://purl.org/dc/dcmitype/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
_PREFIXES = {
    "title": "dc",
    "subject": "dc",
    "creator": "dc",
    "description": "dc",
    "identifier": "dc",
    "language": "dc",
    "keywords": "cp",
    "category": "cp",
    "lastModifiedBy": "cp",
    "revision": "cp",
    "version": "cp",
    "contentStatus": "cp",
    "created": "dcterms",
    "modified": "dcterms",
}
_ELEMENT = re.compile(r"<(?:\w+:)?(\w+)(?: [^>]*)?>([^<]*)</(?:\w+:)?\1>")


@dataclass(frozen=True, slots=True)
class CoreProperties:
    """What a document says of itself. Dates are ISO 8601 in UTC; an empty text leaves the template's own."""

    title: str = ""
    subject: str = ""
    creator: str = ""
    keywords: str = ""
    language: str = ""
    created: str = ""
    modified: str = ""


def write_core(template: str, own: CoreProperties | None, rendered: Mapping[str, str]) -> str:
    """The core properties part: the template's, with the rendered ones and the document's own."""
    # The template's texts are kept as they stand, still escaped.
    values = {name: text for name, text in _ELEMENT.findall(template) if name in _PREFIXES}
    values |= {name: escape(text) for name, text in rendered.items()}
    if own is not None:
        fields = (
            ("title", own.title),
            ("subject", own.subject),
            ("creator", own.creator),
            ("lastModifiedBy", own.creator),
            ("keywords", own.keywords),
            ("language", own.language),
            ("created", own.created),
            ("modified", own.modified),
        )
        values |= {name: escape(text) for name, text in fields if text}
    elements = "".join(_element(name, values[name]) for name in _PREFIXES if name in values)
    return f"{DECLARATION}<cp:coreProperties {_NAMESPACES}>{elements}</cp:coreProperties>"


def _element(name: str, text: str) -> str:
    prefix = _PREFIXES[name]
    kind = ' xsi:type="dcterms:W3CDTF"' if prefix == "dcterms" else ""
    return f"<{prefix}:{name}{kind}>{text}</{prefix}:{name}>"


CUSTOM = "docProps/custom.xml"
CUSTOM_TYPE = (
    f'<Override PartName="/{CUSTOM}"'
    ' ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/>'
)
CUSTOM_RELATIONSHIP = f'<Relationship Id="rIdCustom" Type="{REL}/custom-properties" Target="{CUSTOM}"/>'
SEAL = "iomreport.seal"
PIECE = 255
"""The longest text that Word keeps in a custom property."""
_CUSTOM_NAMESPACES = (
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
    return f"{DECLARATION}<Properties {_CUSTOM_NAMESPACES}>{entries}</Properties>"


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
