"""Where in a document the value of a tag would stand: among paragraphs, among runs, or in the words of a run."""

from __future__ import annotations

import re
from enum import Enum

from jinja2 import nodes


class Position(Enum):
    BLOCK = "between paragraphs"
    RUN = "between runs"
    TEXT = "within a run"


BLOCK, TEXT_POSITION = Position.BLOCK, Position.TEXT
_PARAGRAPH = re.compile(r"<w:p(?=[ >])[^>]*(?<!/)>|</w:p>")
_RUN = re.compile(r"<w:t(?=[ >])[^>]*(?<!/)>|</w:t>")


def positions(tree: nodes.Template) -> dict[int, Position]:
    """The position of each printed value of a part, by the id of its node. A text that is no XML has one position."""
    found: dict[int, Position] = {}
    in_paragraph = in_text = False
    marked = False
    quoted = False
    for output in tree.find_all(nodes.Output):
        for child in output.nodes:
            if not isinstance(child, nodes.TemplateData):
                inside = not marked or quoted or in_text
                found[id(child)] = Position.TEXT if inside else Position.RUN if in_paragraph else Position.BLOCK
                continue
            marked = marked or "<w:" in child.data
            opened, closed = child.data.rfind("<"), child.data.rfind(">")
            if opened != closed:
                quoted = opened > closed
            for tag in _PARAGRAPH.findall(child.data)[-1:]:
                in_paragraph = not tag.startswith("</")
            for tag in _RUN.findall(child.data)[-1:]:
                in_text = not tag.startswith("</")
    return found
