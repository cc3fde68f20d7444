"""A Word file as a ZIP package (ECMA-376 part 2): read within bounds, written the same way every time.

A member that a build does not change is copied as it lies in the template, still compressed.

Deflating the parts of a document that change.

Deflate back-ends: the standard library, or a faster one where `iomreport[fast]` is installed.

All write the same content; the bytes of a file differ between back-ends, so the back-end's name belongs to what makes
a build reproducible.

The parts of a package under the names that Word gives them.

Word for the web and others write `word/document2.xml` and the like; what a part is, its relationships say (ECMA-376
part 1, 11.3). Whatever reads a template afterwards knows parts by their usual names.

Relationships of a part (ECMA-376 part 2, clause 8.5): links out of the package and pictures in it.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from iomreport.optional import is_installed

RAW_WINDOW = -15
"""Window bits of a raw deflate stream, as ZIP members hold it (APPNOTE 4.4.5, method 8)."""
LEVEL = 2
"""How hard back-ends try: 2 takes hardly longer than 1, and saves 3 % of a long document with isal, 5 % with zlib."""


@dataclass(frozen=True, slots=True)
class Deflater:
    """A back-end: `pack` deflates a whole member, `crc` is its CRC-32."""

    name: str
    pack: Callable[[bytes], bytes]
    crc: Callable[[bytes], int]


def standard(level: int = LEVEL) -> Deflater:
    """The standard library's zlib."""

    def pack(content: bytes) -> bytes:
        stream = zlib.compressobj(level, zlib.DEFLATED, RAW_WINDOW)
        return stream.compress(content) + stream.flush()

    return Deflater(f"zlib-{level}", pack, zlib.crc32)


def fastest() -> Deflater:
    """The fastest back-end that is installed."""
    if not is_installed("isal"):
        return standard()
    from isal import isal_zlib

    library: Any = isal_zlib
    compress, crc32 = library.compress, library.crc32

    def pack(content: bytes) -> bytes:
        packed: bytes = compress(content, level=LEVEL, wbits=RAW_WINDOW)
        return packed

    return Deflater(f"isal-{LEVEL}", pack, crc32)


def deflater(name: str = "auto") -> Deflater:
    """The back-end called `name`: `auto`, `standard` or `fast`; `ImportError` where `fast` is not installed."""
    if name == "fast" and not is_installed("isal"):
        raise ImportError("the fast deflate back-end needs the extra iomreport[fast]")
    return standard() if name == "standard" else fastest()


_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_LOCAL_SIGNATURE = b"PK\3\4"
_UTF8 = 0x800
_DOS_1980 = 0x21
"""1 January 1980, the earliest date that a ZIP can hold: one fixed date makes equal files equal."""


class PackageError(ValueError):
    """The file is not a package that can be read safely; the message says why, in words for a person."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for a package from an unknown hand: members, expanded bytes, and expansion ratio of one member."""

    members: int = 2_000
    size: int = 200_000_000
    ratio: int = 400


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the package as it lies in the archive: `packed` is raw deflate, or the content itself if stored."""

    name: str
    packed: bytes
    crc: int
    size: int
    method: int = ZIP_DEFLATED

    @classmethod
    def stored(cls, name: str, content: bytes) -> Member:
        """A member that is not deflated: what is compressed already, or is read again at once."""
        return cls(name, content, zlib.crc32(content), len(content), ZIP_STORED)

    def content(self) -> bytes:
        return self.packed if self.method == ZIP_STORED else zlib.decompress(self.packed, -15)


def pack(name: str, content: bytes, deflater: Deflater) -> Member:
    """A member made of new content."""
    return Member(name, deflater.pack(content), deflater.crc(content), len(content))


def read_package(content: bytes, limits: Limits | None = None) -> dict[str, Member]:
    """The members of a package by name, in archive order; raises `PackageError` when a bound is passed."""
    limits = limits or Limits()
    try:
        with ZipFile(BytesIO(content)) as archive:
            infos = archive.infolist()
            _check(infos, limits)
            return {info.filename: _member(content, info) for info in infos if not info.is_dir()}
    except (BadZipFile, zlib.error, struct.error, NotImplementedError, EOFError) as error:
        raise PackageError(f"it is not a readable ZIP package ({error})") from error


def write_package(members: Iterable[Member]) -> bytes:
    """The archive of the members, in their order, with fixed dates and no extra fields."""
    chunks: list[bytes] = []
    central: list[bytes] = []
    offset = count = 0
    for member in members:
        name = member.name.encode()
        flags = 0 if name.isascii() else _UTF8
        packed = len(member.packed)
        header = (flags, member.method, 0, _DOS_1980, member.crc, packed, member.size, len(name), 0)
        chunks += (_LOCAL.pack(_LOCAL_SIGNATURE, 20, *header), name, member.packed)
        central += (_CENTRAL.pack(b"PK\1\2", 20, 20, *header, 0, 0, 0, 0, offset), name)
        offset += 30 + len(name) + packed
        count += 1
    directory = b"".join(central)
    chunks += (directory, _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), offset, 0))
    return b"".join(chunks)


def _check(infos: list[ZipInfo], limits: Limits) -> None:
    if len(infos) > limits.members:
        raise PackageError(f"it has {len(infos):,} members, more than the {limits.members:,} that are allowed")
    names: set[str] = set()
    for info in infos:
        name = info.filename
        if not name:
            raise PackageError("a member of it has no name")
        if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name:
            raise PackageError(f"its member {name!r} leaves the package")
        if name.casefold() in names:
            raise PackageError(f"it holds {name!r} twice")
        names.add(name.casefold())
        if info.flag_bits & 1:
            raise PackageError("it is protected by a password")
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise PackageError(f"its member {name!r} is compressed in a way that Word does not know")
        if info.file_size > limits.ratio * max(info.compress_size, 1_000):
            raise PackageError(f"its member {name!r} grows {info.file_size // max(info.compress_size, 1):,}-fold")
    if sum(info.file_size for info in infos) > limits.size:
        raise PackageError(f"it expands to more than {limits.size:,} bytes")


def _member(content: bytes, info: ZipInfo) -> Member:
    """A member cut from the archive, its size and checksum proved once: from then on it is unpacked without a bound."""
    start = info.header_offset
    signature, name_length, extra_length = struct.unpack_from("<4s22x2H", content, start)
    start += _LOCAL.size
    if signature != _LOCAL_SIGNATURE or content[start : start + name_length] != info.orig_filename.encode(_code(info)):
        raise BadZipFile(f"the header of {info.filename} does not agree with the directory")
    start += name_length + extra_length
    packed = content[start : start + info.compress_size]
    plain, whole = packed, True
    if info.compress_type == ZIP_DEFLATED:
        stream = zlib.decompressobj(-15)
        plain = stream.decompress(packed, info.file_size + 1)
        whole = stream.eof and not stream.unused_data
    if not whole or len(plain) != info.file_size or zlib.crc32(plain) != info.CRC:
        raise BadZipFile(f"{info.filename} does not agree with its size and checksum")
    return Member(info.filename, packed, info.CRC, len(plain), info.compress_type)


def _code(info: ZipInfo) -> str:
    return "utf-8" if info.flag_bits & _UTF8 else "cp437"


SMALL = 16_384
"""Parts below this size, in bytes, are worth keeping deflated: in a batch many documents have the same."""
_KEPT = 256


@dataclass(slots=True)
class Packer:
    """Deflates changed parts, and keeps small ones deflated, since a batch makes the same ones again and again."""

    deflater: Deflater
    _kept: dict[tuple[str, bytes], Member] = field(default_factory=dict[tuple[str, bytes], Member])

    def member(self, name: str, part: bytes | str) -> Member:
        content = part.encode() if isinstance(part, str) else part
        if len(content) > SMALL:
            return pack(name, content, self.deflater)
        known = self._kept.get((name, content))
        if known is None:
            if len(self._kept) >= _KEPT:
                self._kept.pop(next(iter(self._kept)))
            known = self._kept[name, content] = pack(name, content, self.deflater)
        return known
