"""Deflate back-ends: the standard library, or a faster one where `iomreport[fast]` is installed.

All write the same content; the bytes of a file differ between back-ends, so the back-end's name belongs to what makes
a build reproducible.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass

from iomreport.registry import available, load

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
    if not available("isal"):
        return standard()
    isal_zlib = load("isal")
    compress, crc32 = isal_zlib.compress, isal_zlib.crc32

    def pack(content: bytes) -> bytes:
        packed: bytes = compress(content, level=LEVEL, wbits=RAW_WINDOW)
        return packed

    return Deflater(f"isal-{LEVEL}", pack, crc32)


def deflater(name: str = "auto") -> Deflater:
    """The back-end called `name`: `auto`, `standard` or `fast`; `ImportError` where `fast` is not installed."""
    if name == "fast" and not available("isal"):
        raise ImportError("the fast deflate back-end needs the extra iomreport[fast]")
    return standard() if name == "standard" else fastest()
