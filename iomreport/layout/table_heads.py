"""Keeping a table's header row, and the heading above it, with the row below.

Word does so where the header row's paragraphs are kept with the next (17.3.1.15); rdocx leaves the row behind at the
foot of the page. Where that happened, the heading is made to begin a page, as it does in Word, and the document is laid
out again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from iomreport.word.oxml import W

_LONELY: Final = 40.0
"""Points. A first piece of a table this low holds no more than its header row."""
_TOLERANCE: Final = 0.5
_STYLE = re.compile(r"<w:style\b([^>]*)>(.*?)</w:style>", re.DOTALL)
_BASED = re.compile(r'<w:basedOn w:val="([^"]*)"')
_STYLE_ID = re.compile(r'w:styleId="([^"]*)"')
_OFF = ("0", "false", "off")
_BEFORE_BREAK = ("pStyle", "keepNext", "keepLines")
_MARKS = tuple(f"{{{W}}}{name}" for name in ("bookmarkStart", "bookmarkEnd"))
Element = etree._Element  # noqa: SLF001 - lxml has no public name for the type of an element


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a block that stands on one page: its page, counted and printed, and its height in points."""

    page: int
    printed: int
    height: float


Layout = Mapping[int, Sequence[Piece]]
"""The pieces of each block of the body, by its number; bookmarks between blocks are not counted."""


def with_kept_heads(text: str, styles: str, lay: Callable[[str], Layout]) -> tuple[str, Layout]:
    """A main part in which no header row stays behind, and its layout. `lay` lays a main part out."""
    layout = lay(text)
    tree = etree.fromstring(text.encode())
    body = tree.find(_tag("body"))
    blocks = [] if body is None else [block for block in body if block.tag not in _MARKS]
    keeping, breaking = _styles_with("keepNext", styles), _styles_with("pageBreakBefore", styles)
    tried: set[int] = set()
    while found := _lonely(blocks, layout, keeping, breaking, tried):
        tried |= set(found)
        breaks = {table: _begin_page(blocks[heading]) for table, heading in found.items()}
        again = lay(etree.tostring(tree, encoding="unicode"))
        wrong = [table for table in found if not _was_lonely(layout[table], again.get(table, ()))]
        for table in wrong:
            _remove(breaks[table])
        if len(wrong) == len(found):
            continue
        text = etree.tostring(tree, encoding="unicode")
        layout = lay(text) if wrong else again
    return text, layout


def _lonely(
    blocks: Sequence[Element], layout: Layout, keeping: frozenset[str], breaking: frozenset[str], tried: set[int]
) -> dict[int, int]:
    """Tables that may have left their header row behind, each with the first of the paragraphs that stay with it.

    Between two of them a page is begun anyway, so that what is done to one moves no other.
    """
    found: dict[int, int] = {}
    free = True
    for index, block in enumerate(blocks):
        free = free or _has("pageBreakBefore", block, breaking)
        if free and index not in tried and _has_low_start(block, layout.get(index, ()), keeping):
            start = index
            while start and _has("keepNext", blocks[start - 1], keeping):
                start -= 1
            if start < index:
                found[index] = start
                free = False
        free = free or block.find(f"{_tag('pPr')}/{_tag('sectPr')}") is not None
    return found


def _has_low_start(block: Element, pieces: Sequence[Piece], keeping: frozenset[str]) -> bool:
    """Whether a block is a table with a header row, kept with the next, and its first piece is as low as one."""
    if block.tag != _tag("tbl") or len(pieces) < 2 or pieces[0].height > _LONELY:
        return False
    row = block.find(_tag("tr"))
    if row is None or row.find(f"{_tag('trPr')}/{_tag('tblHeader')}") is None:
        return False
    return _has("keepNext", row.find(f"{_tag('tc')}/{_tag('p')}"), keeping)


def _was_lonely(before: Sequence[Piece], after: Sequence[Piece]) -> bool:
    """Whether the first piece was the header row alone: then the others are the whole table, which repeats the row."""
    rest = sum(piece.height for piece in before[1:])
    return len(after) == len(before) - 1 and abs(rest - sum(piece.height for piece in after)) < _TOLERANCE


def _begin_page(paragraph: Element) -> Element:
    properties = paragraph.find(_tag("pPr"))
    if properties is None:
        properties = etree.Element(_tag("pPr"))
        paragraph.insert(0, properties)
    place = sum(etree.QName(child).localname in _BEFORE_BREAK for child in properties)
    made = etree.Element(_tag("pageBreakBefore"))
    properties.insert(place, made)
    return made


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _has(switch: str, block: Element | None, styles: frozenset[str]) -> bool:
    """Whether a switch, such as `keepNext`, is on in a paragraph, by itself or by its style, one of `styles`."""
    properties = block.find(_tag("pPr")) if block is not None and block.tag == _tag("p") else None
    if properties is None:
        return False
    own = properties.find(_tag(switch))
    if own is not None:
        return own.get(_tag("val"), "1") not in _OFF
    style = properties.find(_tag("pStyle"))
    return style is not None and style.get(_tag("val"), "") in styles


def _styles_with(switch: str, styles: str) -> frozenset[str]:
    """The styles in which a switch is on, by themselves or by the style that they are based on."""
    bodies = {found[1]: body for attributes, body in _STYLE.findall(styles) if (found := _STYLE_ID.search(attributes))}
    pattern = re.compile(rf'<w:{switch}(?: w:val="([^"]*)")?/>')

    def is_on(style: str, depth: int = 0) -> bool:
        body = bodies.get(style, "")
        own = pattern.search(body)
        if own:
            return own[1] not in _OFF
        base = _BASED.search(body)
        return base is not None and depth < len(bodies) and is_on(base[1], depth + 1)

    return frozenset(style for style in bodies if is_on(style))


def _tag(name: str) -> str:
    return f"{{{W}}}{name}"
