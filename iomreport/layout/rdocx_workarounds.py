"""Where the bookmarks of a document stand: in which block of its body, and in which section.

Keeping a table's header row, and the heading above it, with the row below.

Word does so where the header row's paragraphs are kept with the next (17.3.1.15); rdocx leaves the row behind at the
foot of the page. Where that happened, the heading is made to begin a page, as it does in Word, and the document is laid
out again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree

from lxml import etree

from iomreport.word.elements import Element, is_on, value, w
from iomreport.word.styles import Styles

_BOOKMARKS = re.compile(r"<w:bookmark(?:Start|End)\b[^>]*/>")
_CONTROLS = re.compile(r"<w:sdt>.*?<w:sdtContent(?:/></w:sdt>|>)|</w:sdtContent></w:sdt>", re.DOTALL)
_SECTION_END = re.compile(
    r"<w:p(?: [^>]*)?><w:pPr>(?:<w:pStyle [^>]*/>)?(<w:sectPr\b(?:(?!</w:sectPr>).)*</w:sectPr>)</w:pPr></w:p>",
    re.DOTALL,
)
_CLOSING = re.compile(r"</w:p>(?:<w:bookmarkEnd\b[^>]*/>)*\Z")
_OPENING = re.compile(r"<w:p(?: [^>]*)?>")


_MARKS = (w("bookmarkStart"), w("bookmarkEnd"))
_PRINTED = frozenset(w(name) for name in ("t", "tab", "br", "drawing", "pict", "sym", "footnoteReference"))


@dataclass(frozen=True, slots=True)
class BookmarkPosition:
    """A bookmark's place: the number of its block in the body, whether it stands at the block's beginning, and the
    number format (`w:fmt`) of its section's pages. Bookmarks between blocks are not counted."""

    block: int
    at_start: bool
    style: str


def without_controls(text: str) -> str:
    """A main part without its content controls; what they hold stays. They do not move anything on a page."""
    return _CONTROLS.sub("", text)


def with_folded_section_ends(text: str) -> str:
    """A main part in which no empty paragraph ends a section, where the paragraph before it can do so.

    Such a paragraph hangs below a full page. rdocx would give it a page of its own.
    """
    pieces: list[str] = []
    at = 0
    for end in _SECTION_END.finditer(text):
        before = text[at : end.start()]
        folded = _ending_section(before, end[1])
        pieces.append(folded or before + end[0])
        at = end.end()
    return "".join((*pieces, text[at:]))


def _ending_section(text: str, section: str) -> str:
    """A text whose last paragraph ends a section; empty where it does not end with a plain paragraph."""
    closing = _CLOSING.search(text)
    openings = list(_OPENING.finditer(text, max(text.rfind("<w:p>"), text.rfind("<w:p "), 0))) if closing else []
    if closing is None or len(openings) != 1:
        return ""
    start, inside = openings[0].end(), text[openings[0].end() : closing.start()]
    if "</w:p>" in inside or "<w:pPrChange" in inside or "<w:sectPr" in inside:
        return ""
    if not inside.startswith("<w:pPr>"):
        return f"{text[:start]}<w:pPr>{section}</w:pPr>{text[start:]}"
    place = start + inside.index("</w:pPr>")
    return f"{text[:place]}{section}{text[place:]}"


def without_bookmarks(text: str) -> str:
    """A main part without its bookmarks, which cost an engine time and do not move anything on a page."""
    return _BOOKMARKS.sub("", text)


def with_last_page(text: str, runs: str) -> str:
    """A main part with a last paragraph of some runs, on a page of its own so that it moves nothing before it."""
    end = text.rindex("</w:body>")
    # The section properties of the body stand behind its last paragraph; those of a paragraph are inside it.
    section = text.find("<w:sectPr", max(text.rfind("</w:p>", 0, end), 0), end)
    place = end if section < 0 else section
    return f"{text[:place]}<w:p><w:pPr><w:pageBreakBefore/></w:pPr>{runs}</w:p>{text[place:]}"


def bookmark_positions(text: str) -> dict[str, BookmarkPosition]:
    """The place of every bookmark of a main part. A bookmark between two blocks stands at the second."""
    body = ElementTree.fromstring(text).find(w("body"))
    if body is None:
        return {}
    styles = _styles([block for block in body if block.tag not in _MARKS])
    found: dict[str, BookmarkPosition] = {}
    between: list[str] = []
    index = 0
    for block in body:
        if block.tag in _MARKS:
            between += [block.get(w("name"), "")] if block.tag == w("bookmarkStart") else []
            continue
        names = [*((name, True) for name in between), *_inside(block)]
        between.clear()
        found |= {name: BookmarkPosition(index, at_start, styles[index]) for name, at_start in names if name}
        index += 1
    return found


def _inside(block: ElementTree.Element) -> Iterator[tuple[str, bool]]:
    printed = False
    for element in block.iter():
        if element.tag in _PRINTED:
            printed = True
        elif element.tag == w("bookmarkStart"):
            yield element.get(w("name"), ""), not printed


def _styles(blocks: list[ElementTree.Element]) -> list[str]:
    """The page number format of each block. A section's properties stand in its last paragraph (17.6.17)."""
    styles: list[str] = []
    for index, block in enumerate(blocks):
        properties = block.find(w("pPr/sectPr")) if block.tag == w("p") else None
        section = block if block.tag == w("sectPr") else properties
        if section is not None:
            numbers = section.find(w("pgNumType"))
            style = numbers.get(w("fmt"), "decimal") if numbers is not None else "decimal"
            styles += [style] * (index + 1 - len(styles))
    return styles + ["decimal"] * (len(blocks) - len(styles))


_LONELY: Final = 40.0
"""Points. A first piece of a table this low holds no more than its header row."""
_TOLERANCE: Final = 0.5
_BEFORE_BREAK = ("pStyle", "keepNext", "keepLines")


@dataclass(frozen=True, slots=True)
class PlacedBlock:
    """The part of a block that stands on one page: its page, counted and printed, and its height in points."""

    page: int
    printed: int
    height: float


Layout = Mapping[int, Sequence[PlacedBlock]]
"""The pieces of each block of the body, by its number; bookmarks between blocks are not counted."""


def with_kept_heads(text: str, styles: Styles, lay: Callable[[str], Layout]) -> tuple[str, Layout]:
    """A main part in which no header row stays behind, and its layout. `lay` lays a main part out."""
    layout = lay(text)
    tree = etree.fromstring(text.encode())
    body = tree.find(w("body"))
    blocks = [] if body is None else [block for block in body if block.tag not in _MARKS]
    keeping, breaking = styles.switched_on("keepNext"), styles.switched_on("pageBreakBefore")
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
        free = free or block.find(w("pPr/sectPr")) is not None
    return found


def _has_low_start(block: Element, pieces: Sequence[PlacedBlock], keeping: frozenset[str]) -> bool:
    """Whether a block is a table with a header row, kept with the next, and its first piece is as low as one."""
    if block.tag != w("tbl") or len(pieces) < 2 or pieces[0].height > _LONELY:
        return False
    row = block.find(w("tr"))
    if row is None or row.find(w("trPr/tblHeader")) is None:
        return False
    return _has("keepNext", row.find(w("tc/p")), keeping)


def _was_lonely(before: Sequence[PlacedBlock], after: Sequence[PlacedBlock]) -> bool:
    """Whether the first piece was the header row alone: then the others are the whole table, which repeats the row."""
    rest = sum(piece.height for piece in before[1:])
    return len(after) == len(before) - 1 and abs(rest - sum(piece.height for piece in after)) < _TOLERANCE


def _begin_page(paragraph: Element) -> Element:
    properties = paragraph.find(w("pPr"))
    if properties is None:
        properties = etree.Element(w("pPr"))
        paragraph.insert(0, properties)
    place = sum(etree.QName(child).localname in _BEFORE_BREAK for child in properties)
    made = etree.Element(w("pageBreakBefore"))
    properties.insert(place, made)
    return made


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _has(switch: str, block: Element | None, styles: frozenset[str]) -> bool:
    """Whether a switch, such as `keepNext`, is on in a paragraph, by itself or by its style, one of `styles`."""
    properties = block.find(w("pPr")) if block is not None and block.tag == w("p") else None
    if properties is None:
        return False
    own = properties.find(w(switch))
    if own is not None:
        return is_on(own)
    return value(properties.find(w("pStyle"))) in styles
