"""Names and ids that may stand once in a part, where a template's loop repeats them.

The first place keeps what it has. A bookmark (17.13.6.2) is left out where its name stood before, and so are the id of
a paragraph and of a content control (17.5.2.18), which Word then gives anew.

Cells and rows that come out empty: what holds blocks must hold one, and a cell ends with a paragraph (17.4.65).

Line breaks and tabs in values: what docxtpl calls listings.

A new line in a value becomes `w:br` (17.3.3.1) and a tab `w:tab` (17.3.3.32), in the run's own formatting. The rare
form feed and bell of docxtpl's `Listing` become a page break and a new paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_BOOKMARK = re.compile(r"<w:bookmark(?:Start|End)\b[^>]*>")
_ID = re.compile(r'\bw:id="([^"]*)"')
_NAME = re.compile(r'\bw:name="([^"]*)"')
_PARAGRAPH = re.compile(r' (w14:(?:para|text)Id)="([^"]*)"')
_CONTROL = re.compile(r'<w:(id) w:val="([^"]*)"/>')
MARKS = ("<w:bookmarkStart", "w14:paraId", "<w:sdtPr>")
"""What a part holds that has names or ids which may stand once."""


def once_each(xml: str) -> str:
    """The part without names and ids that stood before."""
    xml = _bookmarks_once(xml)
    for repeated in (_PARAGRAPH, _CONTROL):
        xml = _first_only(repeated, xml)
    return xml


def _bookmarks_once(xml: str) -> str:
    names: set[str] = set()
    left_out: set[str] = set()

    def keep(match: re.Match[str]) -> str:
        mark = match[0]
        identifier, name = _ID.search(mark), _NAME.search(mark)
        number = identifier[1] if identifier else ""
        if name is None:
            end = "" if number in left_out else mark
            left_out.discard(number)
            return end
        if name[1] in names:
            left_out.add(number)
            return ""
        names.add(name[1])
        return mark

    return _BOOKMARK.sub(keep, xml)


def _first_only(pattern: re.Pattern[str], xml: str) -> str:
    seen: set[tuple[str, str]] = set()

    def keep(match: re.Match[str]) -> str:
        key = (match[1], match[2])
        if key in seen:
            return ""
        seen.add(key)
        return match[0]

    return pattern.sub(keep, xml)


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


_PARAGRAPH_WITH_BREAKS = re.compile(r"<w:p(?: [^>]*)?>.*?</w:p>", re.DOTALL)
_RUN = re.compile(r"<w:r(?: [^>]*)?>.*?</w:r>", re.DOTALL)
_TEXT = re.compile(r"<w:t(?: [^>]*)?>.*?</w:t>", re.DOTALL)
_RUN_PROPERTIES = re.compile(r"<w:rPr>.*?</w:rPr>")
_PARAGRAPH_PROPERTIES = re.compile(r"<w:pPr>.*?</w:pPr>")
_BREAKS = re.compile("[\t\a\n\f]")
SPACED = '<w:t xml:space="preserve">'


def has_breaks(xml: str, start: int = 0) -> bool:
    """Whether there may be anything to do from `start` on; so fast that it is asked of every part."""
    return any(xml.find(each, start) >= 0 for each in "\n\t\a\f")


def write_breaks(xml: str) -> str:
    """The part with the breaks of its texts written as elements."""
    return _PARAGRAPH_WITH_BREAKS.sub(_in_paragraph, xml)


def _in_paragraph(paragraph: re.Match[str]) -> str:
    text = paragraph[0]
    if not _BREAKS.search(text):
        return text
    properties = _PARAGRAPH_PROPERTIES.search(text)
    return _RUN.sub(lambda run: _in_run(run[0], properties[0] if properties else ""), text)


def _in_run(run: str, paragraph_properties: str) -> str:
    if not _BREAKS.search(run):
        return run
    found = _RUN_PROPERTIES.search(run)
    properties = found[0] if found else ""
    reopened = f"<w:r>{properties}{SPACED}"
    paragraph = f"</w:t></w:r></w:p><w:p>{paragraph_properties}{reopened}"
    page = f'</w:t></w:r></w:p><w:p><w:r><w:br w:type="page"/></w:r></w:p><w:p>{paragraph_properties}{reopened}'
    replacements = {
        "\t": f"</w:t></w:r><w:r>{properties}<w:tab/></w:r>{reopened}",
        "\n": f"</w:t><w:br/>{SPACED}",
        "\a": paragraph,
        "\f": page,
    }
    return _TEXT.sub(lambda text: _BREAKS.sub(lambda found: replacements[found[0]], text[0]), run)
