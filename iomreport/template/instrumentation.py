"""Finding, in a compiled template, the tags that place fields, so that each value can carry its address.

The syntax tree is changed, not the template: `{{ country.name }}` in a run is told where in the run it stands, and
`{{p country.background }}` whether it stands in a table cell. What the tags show stays the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from jinja2 import nodes

from iomreport.word.controls import CLOSE_RUN

SEPARATOR = "\x1f"
"""Joins what an attribute's name carries; it is in no name that a template can write."""
BLOCK_FILTER, CELL_FILTER = "block field", "cell field"
_RUN = re.compile(r"<w:r(?: [^>]*)?>")
_PROPERTIES = re.compile(r"<w:rPr>.*?</w:rPr>|<w:rPr/>", re.DOTALL)
_OPENING = re.compile(r"<w:r(?: [^>]*)?>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t(?: [^>]*)?>$", re.DOTALL)
_CELL = re.compile(r"<w:tc[ >]|</w:tc>")
_TEXT = re.compile(r"<w:t[ >]|</w:t>")


@dataclass(slots=True)
class _Cursor:
    """Where the template's text has come to."""

    properties: str = ""
    in_text: bool = False
    in_paragraph: bool = False
    cells: int = 0

    def read(self, data: str) -> None:
        runs = list(_RUN.finditer(data))
        if runs:
            found = _PROPERTIES.match(data, runs[-1].end())
            self.properties = found[0] if found else ""
        texts = _TEXT.findall(data)
        if texts:
            self.in_text = texts[-1] != "</w:t>"
        opened, closed = max(data.rfind("<w:p>"), data.rfind("<w:p ")), data.rfind("</w:p>")
        if opened != closed:
            self.in_paragraph = opened > closed
        self.cells += sum(-1 if tag == "</w:tc>" else 1 for tag in _CELL.findall(data))


def instrument_fields(tree: nodes.Template) -> None:
    """Mark the tags of a part whose branches are proved to be well-formed."""
    cursor = _Cursor()
    # What is set or filtered as a block is a text to go on with, and carries no address.
    plain = {
        id(each)
        for block in tree.find_all((nodes.AssignBlock, nodes.FilterBlock))
        for each in block.find_all(nodes.Output)
    }
    for output in tree.find_all(nodes.Output):
        for index, child in enumerate(output.nodes):
            if isinstance(child, nodes.TemplateData):
                cursor.read(child.data)
            elif id(output) in plain:
                continue
            elif cursor.in_text and isinstance(child, nodes.Getattr):
                if _mark_inline(output, index, child, cursor.properties):
                    cursor.in_text = False
            elif not cursor.in_paragraph and isinstance(child, nodes.Getattr | nodes.Filter):
                name = CELL_FILTER if cursor.cells > 0 else BLOCK_FILTER
                output.nodes[index] = nodes.Filter(child, name, [], [], None, None, lineno=child.lineno)


def _mark_inline(output: nodes.Output, index: int, field: nodes.Getattr, properties: str) -> bool:
    """Mark a field in a run; whether it also closes the run."""
    before = output.nodes[index - 1] if index else None
    after = output.nodes[index + 1] if index + 1 < len(output.nodes) else None
    opening, closes = "", ""
    if isinstance(before, nodes.TemplateData) and (found := _OPENING.search(before.data)):
        opening = found[0]
        before.data = before.data[: found.start()]
    if isinstance(after, nodes.TemplateData) and after.data.startswith(CLOSE_RUN):
        closes = "closes"
        # The cursor reads the rest as if the text were closed, which it is by the field itself.
        after.data = after.data[len(CLOSE_RUN) :]
    field.attr = SEPARATOR.join((field.attr, properties, opening, closes))
    return bool(closes)
