"""Where the bookmarks of a document stand: in which block of its body, and in which section."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from iomreport.word.oxml import W

_BOOKMARKS = re.compile(r"<w:bookmark(?:Start|End)\b[^>]*/>")
_CONTROLS = re.compile(r"<w:sdt>.*?<w:sdtContent(?:/></w:sdt>|>)|</w:sdtContent></w:sdt>", re.DOTALL)
_SECTION_END = re.compile(
    r"<w:p(?: [^>]*)?><w:pPr>(?:<w:pStyle [^>]*/>)?(<w:sectPr\b(?:(?!</w:sectPr>).)*</w:sectPr>)</w:pPr></w:p>",
    re.DOTALL,
)
_CLOSING = re.compile(r"</w:p>(?:<w:bookmarkEnd\b[^>]*/>)*\Z")
_OPENING = re.compile(r"<w:p(?: [^>]*)?>")


def _tag(name: str) -> str:
    return f"{{{W}}}{name}"


_BODY, _PARAGRAPH, _SECTION, _BOOKMARK = _tag("body"), _tag("p"), _tag("sectPr"), _tag("bookmarkStart")
_PROPERTIES, _NUMBERS, _NAME, _STYLE = _tag("pPr"), _tag("pgNumType"), _tag("name"), _tag("fmt")
_MARKS = (_BOOKMARK, _tag("bookmarkEnd"))
_PRINTED = frozenset(_tag(name) for name in ("t", "tab", "br", "drawing", "pict", "sym", "footnoteReference"))


@dataclass(frozen=True, slots=True)
class Standing:
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


def standings(text: str) -> dict[str, Standing]:
    """The place of every bookmark of a main part. A bookmark between two blocks stands at the second."""
    body = ElementTree.fromstring(text).find(_BODY)
    if body is None:
        return {}
    styles = _styles([block for block in body if block.tag not in _MARKS])
    found: dict[str, Standing] = {}
    between: list[str] = []
    index = 0
    for block in body:
        if block.tag in _MARKS:
            between += [block.get(_NAME, "")] if block.tag == _BOOKMARK else []
            continue
        names = [*((name, True) for name in between), *_inside(block)]
        between.clear()
        found |= {name: Standing(index, at_start, styles[index]) for name, at_start in names if name}
        index += 1
    return found


def _inside(block: ElementTree.Element) -> Iterator[tuple[str, bool]]:
    printed = False
    for element in block.iter():
        if element.tag in _PRINTED:
            printed = True
        elif element.tag == _BOOKMARK:
            yield element.get(_NAME, ""), not printed


def _styles(blocks: list[ElementTree.Element]) -> list[str]:
    """The page number format of each block. A section's properties stand in its last paragraph (17.6.17)."""
    styles: list[str] = []
    for index, block in enumerate(blocks):
        properties = block.find(f"{_PROPERTIES}/{_SECTION}") if block.tag == _PARAGRAPH else None
        section = block if block.tag == _SECTION else properties
        if section is not None:
            numbers = section.find(_NUMBERS)
            style = numbers.get(_STYLE, "decimal") if numbers is not None else "decimal"
            styles += [style] * (index + 1 - len(styles))
    return styles + ["decimal"] * (len(blocks) - len(styles))
