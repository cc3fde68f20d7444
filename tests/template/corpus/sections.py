"""A document of several sections with headers of their own, written by python-docx."""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION

from corpus.cases import case


def several_sections() -> bytes:
    document = Document()
    document.core_properties.title = "{{ title }}"
    document.core_properties.comments = "no tag"
    document.sections[0].header.paragraphs[0].text = "First: {{ title }}"
    document.sections[0].different_first_page_header_footer = True
    document.sections[0].first_page_footer.paragraphs[0].text = "{{ names | join(', ') }}"
    document.add_heading("{{ title }}", 1)
    document.add_paragraph("{%p for name in names %}")
    document.add_paragraph("{{ name }}", style="List Bullet")
    document.add_paragraph("{%p endfor %}")
    wide = document.add_section(WD_SECTION.NEW_PAGE)
    wide.orientation = WD_ORIENT.LANDSCAPE
    wide.header.is_linked_to_previous = False
    wide.header.paragraphs[0].text = "Second: {% if names %}{{ names[0] }}{% endif %}"
    wide.footer.paragraphs[0].text = "{{ title }}"
    table = document.add_table(rows=3, cols=2, style="Table Grid")
    for row, texts in zip(
        table.rows,
        (("{%tr for name in names %}", ""), ("{{ loop.index }}", "{{ name }}"), ("{%tr endfor %}", "")),
        strict=True,
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_section(WD_SECTION.ODD_PAGE)
    document.add_paragraph("The end of {{ title }}")
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


CASES = (
    case(
        "several_sections",
        several_sections,
        {"title": "Title", "names": ["a", "b & c"]},
        {"title": "“Other”", "names": []},
    ),
)
