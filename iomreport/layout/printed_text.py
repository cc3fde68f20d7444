"""The text of a chapter without what changes nothing on its pages, and what is known of it by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from iomreport.layout.field_results import UNKNOWN_RESULT, Uncuttable, flattened
from iomreport.layout.list_numbering import Numbering

MARK: Final = "\x02"
"""Stands for a bookmark; XML forbids it."""
_BOOKMARK = re.compile(r'<w:bookmarkStart\b[^>]*?w:name="([^"]*)"[^>]*/>')
_UNPRINTED = (
    ("<w:bookmarkEnd", re.compile(r"<w:bookmarkEnd\b[^>]*/>")),
    ("<w:comment", re.compile(r"<w:comment(?:RangeStart|RangeEnd|Reference)\b[^>]*/>")),
    ("<w:perm", re.compile(r"<w:perm(?:Start|End)\b[^>]*/>")),
    ("<w:proofErr", re.compile(r"<w:proofErr\b[^>]*/>")),
    (" w:rsid", re.compile(r' w:rsid\w*="[^"]*"')),
    (" w14:paraId", re.compile(r' w14:paraId="[^"]*"')),
    (" w14:textId", re.compile(r' w14:textId="[^"]*"')),
    ("<w:sdt>", re.compile(r"<w:sdt>.*?<w:sdtContent(?:/></w:sdt>|>)", re.DOTALL)),
    ("</w:sdtContent>", re.compile(r"</w:sdtContent></w:sdt>")),
)
"""What never prints, by how it begins; content controls leave what they hold."""
_LINK = re.compile(r"<w:hyperlink\b[^>]*>")
_FLOATING = re.compile(
    rf"<w:drawing><wp:anchor\b(?:(?!</w:drawing>|<wp:wrap[STa-z]|<w:txbxContent|{MARK}).)*<wp:wrapNone/>"
    rf"(?:(?!</w:drawing>|<w:txbxContent|{MARK}).)*</w:drawing>",
    re.DOTALL,
)
"""What is drawn over or under the text, without words of its own, moves no line (20.4.2.15)."""
_DRAWING = re.compile(r"<wp:docPr\b[^>]*?(/?)>")
NOTE = re.compile(r'<w:footnoteReference\b([^>]*?)w:id="(-?\d+)"([^>]*)/>')
RELATED = re.compile(r'\br:(?:id|embed|link|pict|href|dm|lo|qs|cs)="([^"]*)"')
STYLE_USED = re.compile(r'<w:(?:pStyle|rStyle|tblStyle) w:val="([^"]*)"')
_UNCUT = (
    ("<w:endnoteReference", "it has endnotes, which stand behind its last section"),
    ("<w:altChunk", "it takes in another file"),
    ("<w:subDoc", "it takes in another file"),
    ("<!", "its main part has comments or character data"),
    ("w:chapStyle=", "its page numbers hold those of chapters"),
    ('"inside"', "something in it stands on the inner side of a page"),
    ('"outside"', "something in it stands on the outer side of a page"),
    (">inside<", "something in it stands on the inner side of a page"),
    (">outside<", "something in it stands on the outer side of a page"),
    (MARK, "it holds a character that XML forbids"),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some sections as they stand in the document, but for what never prints; bookmarks are marks."""

    text: str
    names: tuple[str, ...]
    open_fields: int
    """How many fields it begins and does not end, less those that it ends and does not begin."""
    notes: tuple[tuple[str, bool], ...]
    """The notes that it refers to: the id, and whether the note is numbered."""
    styles: frozenset[str]
    lists: tuple[str, ...]
    prefixes: frozenset[str]


@lru_cache(maxsize=512)
def piece_of(text: str, prefixes: tuple[str, ...]) -> Piece:
    """What is known of some sections by their text alone, with the prefixes of namespaces that it can use."""
    for sign, reason in _UNCUT:
        if sign in text:
            raise Uncuttable(reason)
    if text.count("<w:tbl>") != text.count("</w:tbl>"):
        raise Uncuttable("a section of it ends inside a table")
    names = tuple(_BOOKMARK.findall(text))
    text = _printed(_BOOKMARK.sub(MARK, text))
    if "<w:bookmarkStart" in text:
        raise Uncuttable("a bookmark of it is not as Word writes it")
    open_fields = text.count('w:fldCharType="begin"') - text.count('w:fldCharType="end"')
    text, _ = flattened(text)
    text = _LINK.sub('<w:hyperlink w:anchor="_">', text)
    if "<wp:wrapNone/>" in text:
        text = _FLOATING.sub("", text)
    if "<wp:docPr" in text:
        numbers = iter(range(1, text.count("<wp:docPr") + 1))
        text = _DRAWING.sub(lambda found: f'<wp:docPr id="{next(numbers)}" name="_"{found[1]}>', text)
    notes = tuple((found[2], "customMarkFollows" not in found[1] + found[3]) for found in NOTE.finditer(text))
    return Piece(
        text,
        names,
        open_fields,
        notes,
        frozenset(STYLE_USED.findall(text)),
        Numbering.named(text),
        frozenset(prefix for prefix in prefixes if f"{prefix}:" in text),
    )


def _printed(text: str) -> str:
    for begins, pattern in _UNPRINTED:
        # A fixed text is looked for much faster than a pattern.
        if begins in text:
            text = pattern.sub("", text)
    return text


@lru_cache(maxsize=256)
def story_text(text: str) -> str:
    if text.count("<wp:anchor") != text.count("<wp:wrapNone/>") or any(
        sign in text for sign in ("<w:pict", "<w:framePr", "<w:tblpPr", "<w:object", "<!")
    ):
        raise Uncuttable("text flows around something in a header or a footer of it")
    text = _printed(_BOOKMARK.sub("", text))
    text, _ = flattened(text, UNKNOWN_RESULT)
    return _FLOATING.sub("", text)


@lru_cache(maxsize=2048)
def note_text(text: str) -> str:
    text = _printed(_BOOKMARK.sub("", text))
    text, open_fields = flattened(text)
    text = _LINK.sub('<w:hyperlink w:anchor="_">', text)
    if open_fields or RELATED.search(text):
        raise Uncuttable("a note of it has a picture, or a field that does not end")
    return text


def places_in(marked: str) -> tuple[str, list[int]]:
    """A text without its marks, and where in it they stood."""
    pieces = marked.split(MARK)
    places: list[int] = []
    place = 0
    for piece in pieces[:-1]:
        place += len(piece)
        places.append(place)
    return "".join(pieces), places
