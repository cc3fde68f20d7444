"""Figures scaled to the column with their alternative text, and notes at the end where the template says so."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from small_document import template

from iomreport.markup.nodes import Figure
from iomreport.markup.reader import read
from iomreport.template.assemble import Packer, assemble
from iomreport.template.render import TemplateStore
from iomreport.word.figures import FIRST_IDENTIFIER
from iomreport.word.fragments import Picture
from iomreport.word.package import standard
from iomreport.word.validate import find_faults
from templates.design import write_starter


def png(width: int, height: int) -> Picture:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + bytes(width) for _ in range(height)))
    content = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return Picture(content, "png", width, height)


def test_a_figure_fits_the_column_and_is_described() -> None:
    def picture(figure: Figure) -> Picture:
        return png(2000, 500)

    opened = TemplateStore(picture).open_bytes(template(), "small.docx")
    prose = read('![A map of "routes" & borders](map.png)\n\n: Routes {#map}\n', "chapter.md")
    content = assemble(opened, {"body": prose}, Packer(standard())).content
    assert find_faults(content) == []
    archive = zipfile.ZipFile(io.BytesIO(content))
    body = archive.read("word/document.xml").decode()
    extent = re.search(r'<wp:extent cx="(\d+)" cy="(\d+)"/>', body)
    assert extent is not None
    width, height = int(extent[1]), int(extent[2])
    assert width == opened.store.styles.column_width * 635
    assert height == width // 4
    assert 'descr="A map of &quot;routes&quot; &amp; borders"' in body
    assert f'<wp:docPr id="{FIRST_IDENTIFIER}"' in body
    assert "SEQ Figure" in body
    assert archive.read("word/media/picture1.png").startswith(b"\x89PNG")


@pytest.fixture
def endnotes(tmp_path: Path) -> bytes:
    """A starter whose author has chosen endnotes in Word's document properties."""
    path = tmp_path / "country.docx"
    write_starter(path, "country")
    changed = io.BytesIO()
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(changed, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "docProps/custom.xml":
                content = content.replace(b">footnotes<", b">endnotes<")
            if name == "word/document.xml":
                start, end = content.index(b"<w:body>") + 8, content.rindex(b"<w:sectPr")
                content = content[:start] + b"<w:p><w:r><w:t>{{p body }}</w:t></w:r></w:p>" + content[end:]
            after.writestr(name, content)
    return changed.getvalue()


def test_notes_stand_at_the_end_where_the_template_says_so(endnotes: bytes) -> None:
    opened = TemplateStore().open_bytes(endnotes, "country.docx")
    prose = read("One.[^a]\n\n[^a]: The note.\n", "chapter.md")
    strategy = {"title": "Strategy", "period": "2006", "publisher": {"name": "IOM", "acronym": "IOM"}}
    values = {
        "body": prose,
        "labels": {},
        "strategy": strategy,
        "country": {"names": {"long": "Albania", "short": "Albania"}},
    }
    content = assemble(opened, values, Packer(standard())).content
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert '<w:endnoteReference w:id="1"/>' in archive.read("word/document.xml").decode()
    assert "The note." in archive.read("word/endnotes.xml").decode()
