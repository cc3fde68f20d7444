"""Lists of tables: entries with the numbers that the captions have."""

from __future__ import annotations

import io

import docx
from docx.enum.style import WD_STYLE_TYPE
from small_document import template

from iomreport.markup.reader import read
from iomreport.template.assemble import Packer, assemble
from iomreport.template.render import TemplateStore
from iomreport.template.values import Placeholder
from iomreport.word.package import standard
from iomreport.word.validate import find_faults

TABLES = "| a | b |\n|---|---|\n| 1 | 2 |\n\n: Returns\n\n| c | d |\n|---|---|\n| 3 | 4 |\n\n: Offices\n"


def test_a_list_of_tables_has_their_numbers() -> None:
    document = docx.Document(io.BytesIO(template()))
    document.styles.add_style("table of figures", WD_STYLE_TYPE.PARAGRAPH)
    document.paragraphs[0].insert_paragraph_before("{{p tables }}")
    kept = io.BytesIO()
    document.save(kept)
    opened = TemplateStore().open_bytes(kept.getvalue(), "small.docx")
    values = {"tables": Placeholder("tables"), "body": read(TABLES, "chapter.md"), "labels": {}}
    content = assemble(opened, values, Packer(standard())).content
    assert find_faults(content) == []
    texts = [paragraph.text.strip() for paragraph in docx.Document(io.BytesIO(content)).paragraphs]
    assert texts[:2] == ["Table 1. Returns", "Table 2. Offices"]
