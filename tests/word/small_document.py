"""Prose in a small document: the template is one paragraph, the rest is Word's default styles."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

import docx
from docx.enum.style import WD_STYLE_TYPE

from iomreport.markup.reader import read
from iomreport.template.assemble import Packer, assemble
from iomreport.template.render import TemplateStore
from iomreport.template.rendered import DocumentInfo, ReferenceTarget
from iomreport.word.package import standard
from iomreport.word.validate import find_faults

STYLES = {
    "footnote text": WD_STYLE_TYPE.PARAGRAPH,
    "footnote reference": WD_STYLE_TYPE.CHARACTER,
    "Hyperlink": WD_STYLE_TYPE.CHARACTER,
}


def template() -> bytes:
    document = docx.Document()
    for name, kind in STYLES.items():
        document.styles.add_style(name, kind)
    document.add_paragraph("{{p body }}")
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


class Parts:
    """The parts of a document that prose was written into; sound, or the test has failed."""

    def __init__(self, markdown: str, references: Mapping[str, ReferenceTarget] | None = None) -> None:
        opened = TemplateStore().open_bytes(template(), "small.docx")
        words = {"elsewhere": "{place} of the full strategy", "see": "see"}
        prose = read(markdown, "chapter.md")
        content = assemble(
            opened, {"body": prose}, Packer(standard()), DocumentInfo(references=references or {}, words=words)
        ).content
        assert find_faults(content) == []
        archive = zipfile.ZipFile(io.BytesIO(content))
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        self._parts = {name: archive.read(name).decode() for name in names}

    def __getitem__(self, name: str) -> str:
        return self._parts[f"word/{name}"]

    @property
    def body(self) -> str:
        return self["document.xml"]

    @property
    def text(self) -> str:
        return "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", self.body))
