"""What a font file says of itself, read from its tables (OpenType 1.9: `name`, `OS/2`, `head`).

Only a few hundred bytes of each file are read, so that a folder of fonts is listed without loading it.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_FAMILY, _STYLE, _TYPOGRAPHIC_FAMILY = 1, 2, 16
_WINDOWS, _ENGLISH = 3, 0x409
_ITALIC, _BOLD = 0x01, 0x20
_RESTRICTED, _PREVIEW_ONLY, _BITMAPS_ONLY = 0x0002, 0x0004, 0x0200
COLLECTION = b"ttcf"
TRUETYPE = b"\0\1\0\0"


class FontFileError(ValueError):
    """The file is not a font that can be read."""


@dataclass(frozen=True, slots=True)
class Face:
    """A face of a font file.

    `families` are its names, the one that Word lists (name 1) first. `fs_type` are its embedding rights (OS/2 fsType).
    """

    path: Path
    index: int
    families: tuple[str, ...]
    style: str
    bold: bool
    italic: bool
    weight: int
    version: str
    fs_type: int
    truetype: bool
    variable: bool

    @property
    def family(self) -> str:
        return self.families[0]

    @property
    def embeddable(self) -> bool:
        """Whether the maker allows it in a document that others edit: installable or editable, with outlines."""
        return not self.fs_type & (_RESTRICTED | _PREVIEW_ONLY | _BITMAPS_ONLY)


def read_faces(path: Path) -> tuple[Face, ...]:
    """The faces of a font file: one, or several of a collection. Raises `FontFileError`."""
    try:
        with path.open("rb") as file:
            return tuple(_face(file, path, index, start) for index, start in enumerate(_starts(file)))
    except (OSError, struct.error, LookupError, UnicodeDecodeError) as error:
        raise FontFileError(f"{path.name} is not a readable font ({error})") from error


def font_bytes(face: Face) -> bytes:
    """The font of a face as a file of its own; a face of a collection is taken out of it. Raises `OSError`."""
    content = face.path.read_bytes()
    if content[:4] != COLLECTION:
        return content
    (start,) = struct.unpack_from(">I", content, 12 + 4 * face.index)
    count = struct.unpack_from(">4xH", content, start)[0]
    header = content[start : start + 12]
    entries: list[bytes] = []
    tables: list[bytes] = []
    offset = 12 + 16 * count
    for tag, checksum, place, length in struct.iter_unpack(">4s3I", content[start + 12 : start + offset]):
        entries.append(struct.pack(">4s3I", tag, checksum, offset, length))
        table = content[place : place + length]
        tables.append(table + bytes(-length % 4))
        offset += len(tables[-1])
    return b"".join((header, *entries, *tables))


def _starts(file: BinaryIO) -> tuple[int, ...]:
    tag, _, count = struct.unpack(">4sII", file.read(12))
    if tag != COLLECTION:
        return (0,)
    return struct.unpack(f">{count}I", file.read(4 * count))


def _face(file: BinaryIO, path: Path, index: int, start: int) -> Face:
    file.seek(start)
    kind, count = struct.unpack(">4sH6x", file.read(12))
    directory = file.read(16 * count)
    tables: dict[bytes, tuple[int, int]] = {
        tag: (offset, length) for tag, offset, length in struct.iter_unpack(">4s4xII", directory)
    }
    names = _names(_table(file, tables, b"name"))
    rights = _table(file, tables, b"OS/2")
    weight, fs_type = struct.unpack_from(">4xH2xH", rights)
    (selection,) = struct.unpack_from(">62xH", rights)
    (revision,) = struct.unpack_from(">4xi", _table(file, tables, b"head"))
    families = dict.fromkeys(names[key] for key in (_FAMILY, _TYPOGRAPHIC_FAMILY) if key in names)
    return Face(
        path=path,
        index=index,
        families=tuple(families),
        style=names.get(_STYLE, ""),
        bold=bool(selection & _BOLD),
        italic=bool(selection & _ITALIC),
        weight=weight,
        version=f"{revision / 65536:.3f}",
        fs_type=fs_type,
        truetype=kind == TRUETYPE and b"glyf" in tables,
        variable=b"fvar" in tables,
    )


def _table(file: BinaryIO, tables: Mapping[bytes, tuple[int, int]], tag: bytes) -> bytes:
    offset, length = tables[tag]
    file.seek(offset)
    return file.read(length)


def _names(table: bytes) -> dict[int, str]:
    """The English Windows names, which every font for Word has, by their number."""
    count, storage = struct.unpack_from(">2xHH", table)
    found: dict[int, str] = {}
    for platform, _, language, number, length, offset in struct.iter_unpack(">6H", table[6 : 6 + 12 * count]):
        if platform == _WINDOWS and (language == _ENGLISH or number not in found):
            start = storage + offset
            found[number] = table[start : start + length].decode("utf-16-be")
    if _FAMILY not in found:
        raise LookupError("it has no family name")
    return found
