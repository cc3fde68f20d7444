"""Pictures of the template itself, written by python-docx."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

from docx import Document
from docx.shared import Mm

from corpus.cases import case


def png(width: int = 2, height: int = 2, shade: int = 128) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">2I5B", width, height, 8, 0, 0, 0, 0)
    rows = (b"\0" + bytes([shade]) * width) * height
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def pictures() -> bytes:
    document = Document()
    document.add_paragraph("{{ title }}")
    document.add_picture(BytesIO(png()), width=Mm(20))
    document.add_paragraph("{%p for name in names %}")
    document.add_paragraph("{{ name }}").add_run().add_picture(BytesIO(png(3, 3, 9)), width=Mm(5))
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p if names %}")
    document.add_picture(BytesIO(png(4, 4, 200)), width=Mm(9))
    document.add_paragraph("{%p endif %}")
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


CASES = (case("pictures", pictures, {"title": "T", "names": ["a", "b"]}, {"title": "& <", "names": []}),)
