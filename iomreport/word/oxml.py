"""Small builders of WordprocessingML text (ECMA-376 part 1, clause 17)."""

from __future__ import annotations

import re
from typing import Final

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"
W15: Final = "http://schemas.microsoft.com/office/word/2012/wordml"
REL: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

EMU_PER_TWIP: Final = 635
BLOCK_END: Final = "\n"
"""Ends a paragraph in what is read of a document, and stands for a line break."""

FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0 cannot hold (clause 2.2, production 2)."""


def escape(text: str) -> str:
    """Text as element content or as an attribute in double quotes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def text_run(text: str, properties: str = "") -> str:
    """A run (17.3.2.25) of characters; `properties` is the inside of its `w:rPr`, in schema order."""
    rpr = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{rpr}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def field(instruction: str, result: str, properties: str = "") -> str:
    """A complex field (17.16.18) with its result already filled; `result` is a sequence of runs."""
    rpr = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return (
        f'<w:r>{rpr}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{rpr}<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f'<w:r>{rpr}<w:fldChar w:fldCharType="separate"/></w:r>'
        f"{result}"
        f'<w:r>{rpr}<w:fldChar w:fldCharType="end"/></w:r>'
    )
