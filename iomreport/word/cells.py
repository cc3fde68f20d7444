"""Cells and rows that come out empty: what holds blocks must hold one, and a cell ends with a paragraph (17.4.65)."""

from __future__ import annotations

import re
from collections.abc import Iterable

HOLDERS = ("tc", "txbxContent", "hdr", "ftr", "footnote")
"""Elements that must hold a block (17.4.65, 17.17.1, 17.10.4, 17.10.3, 17.11.10)."""
_CELL = re.compile(
    r"((?:<w:tc(?: [^>]*)?>|</w:tbl>)(?:(?!<w:p[ />]|<w:tc[ >]|</?w:tbl[ >]|</w:tc>).)*)</w:tc>", re.DOTALL
)
"""The beginning of a cell, or the end of a table in it, with no paragraph between it and the end of the cell."""
_HOLDER = re.compile(rf"(<w:({'|'.join(HOLDERS[1:])})(?: [^>]*)?>)(?=</w:\2>)")
_ROW = re.compile(
    r"<w:tr(?: [^>]*)?(?:/>|>(?:<w:tblPrEx\b(?:(?!</w:tblPrEx>).)*</w:tblPrEx>|<w:tblPrEx/>)?"
    r"(?:<w:trPr\b(?:(?!</w:trPr>).)*</w:trPr>|<w:trPr/>)?\s*</w:tr>)",
    re.DOTALL,
)


def mend_cells(xml: str, holders: Iterable[str] = HOLDERS) -> str:
    """The part with a paragraph at the end of every cell, and in everything else that must hold one.

    Only `holders` are looked at.
    """
    # Most documents have nothing to mend, and counting is much faster than looking at every cell.
    for holder in holders:
        if holder == "tc":
            if xml.count("</w:tc>") != xml.count("</w:p></w:tc>"):
                xml = _CELL.sub(r"\1<w:p/></w:tc>", xml)
        elif f"></w:{holder}>" in xml:
            xml = _HOLDER.sub(r"\1<w:p/>", xml)
    return xml


def empty_row(xml: str) -> int | None:
    """The number of the table with a row that has no cell (17.4.79), which no word processor opens."""
    found = _ROW.search(xml)
    return None if found is None else xml.count("<w:tbl>", 0, found.start())
