"""The embedded engine: rdocx, a library that lays Word documents out without an office program.

It lays out with the fonts that it is given, and with its own where none is, so it is given those of this machine under
the names that the document calls them by. It says on which page each block of the body begins and ends; that is the
page of a bookmark, unless the bookmark is in a table or a paragraph that runs over a page. Such a one is asked for by
a PAGEREF field (17.16.5.45), in a copy of the document that holds its fonts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import version
from typing import Any, TypeVar
from xml.etree import ElementTree

from iomreport.diagnostics.codes.layout import UNREADABLE
from iomreport.diagnostics.finding import Location
from iomreport.layout.engine import A_DOCUMENT, LayoutError, PageNumbers, Pages, Printout, complete
from iomreport.layout.font_embedding import with_fonts
from iomreport.layout.fonts import Typeface, font_bytes, fonts_of
from iomreport.layout.page_numbers import page_label
from iomreport.layout.rdocx_workarounds import (
    Layout,
    PlacedBlock,
    bookmark_positions,
    with_folded_section_ends,
    with_kept_heads,
    with_last_page,
    without_bookmarks,
    without_controls,
)
from iomreport.word.document import parse_part
from iomreport.word.oxml import W
from iomreport.word.oxml import field as complex_field
from iomreport.word.package import Member, PackageError, read_package, write_package
from iomreport.word.styles import Styles

MAIN, STYLES = "word/document.xml", "word/styles.xml"
_KIND, _INSTRUCTION, _CHARACTER, _TEXT = (f"{{{W}}}{name}" for name in ("fldCharType", "instrText", "fldChar", "t"))
_font_bytes = lru_cache(maxsize=64)(font_bytes)
_Result = TypeVar("_Result")


def _load_rdocx() -> Any:
    # It holds fonts of its own, and only a run that lays pages out needs it.
    import rdocx

    return rdocx


@dataclass(frozen=True, slots=True)
class EmbeddedEngine:
    """rdocx. It keeps nothing between documents. Raises `ImportError` where it is not installed."""

    name: str = field(default_factory=lambda: f"rdocx {version('rdocx')}")
    _rdocx: Any = field(default_factory=_load_rdocx, repr=False)

    def pages(self, document: bytes, bookmarks: Sequence[str], called: str = A_DOCUMENT) -> Pages:
        """The printed page number of each bookmark. Raises `LayoutError`."""
        return complete(_guarded(lambda: self._pages(document, bookmarks), called), bookmarks, called)

    def pdf(self, document: bytes, called: str = A_DOCUMENT) -> bytes:
        """The document as PDF. Raises `LayoutError`."""
        return self.printout(document, None, called).pdf

    @property
    def tagged(self) -> bool:
        return False

    @property
    def numbering(self) -> bool:
        return False

    def start(self) -> None:
        pass

    def printout(self, document: bytes, numbers: PageNumbers | None, called: str = A_DOCUMENT) -> Printout:
        """The document as PDF without tags, which is no PDF/A; its numbers as they are.

        Raises `LayoutError`.
        """
        bookmarks = numbers.asked if numbers else ()

        def printed() -> Printout:
            members = read_package(document)
            layout = self._settle(members)
            places = bookmark_positions(members[MAIN].content().decode())
            pdf = self._opened(members).to_pdf(fonts=_fonts(_typefaces(members)))
            found = {
                name: layout[places[name].block][0]
                for name in bookmarks
                if name in places and layout.get(places[name].block)
            }
            # It prints the number of every page in digits, whatever its section asks for.
            shown = {name: page_label(piece.printed) for name, piece in found.items()}
            return Printout(pdf, {name: piece.page - 1 for name, piece in found.items()}, shown)

        return _guarded(printed, called)

    def close(self) -> None:
        pass

    def _pages(self, document: bytes, bookmarks: Sequence[str]) -> Pages:
        members = read_package(document)
        layout = self._settle(members)
        places = bookmark_positions(members[MAIN].content().decode())
        pages: dict[str, str] = {}
        for name in bookmarks:
            place = places.get(name)
            pieces = layout.get(place.block, ()) if place else ()
            if place and pieces and (place.at_start or len({piece.page for piece in pieces}) == 1):
                pages[name] = page_label(pieces[0].printed, place.style)
        unsettled = [name for name in bookmarks if name in places and name not in pages]
        last = max((piece.page for pieces in layout.values() for piece in pieces), default=0)
        return Pages(pages | self._referred_pages(members, unsettled), last)

    def _settle(self, members: dict[str, Member]) -> Layout:
        """The layout of a document; `members` get the main part as it is laid out."""
        fonts = _fonts(_typefaces(members))

        def lay(text: str) -> Layout:
            bare = Member.stored(MAIN, without_bookmarks(text).encode())
            layout: dict[int, list[PlacedBlock]] = {}
            for part in self._opened({**members, MAIN: bare}).layout(fonts=fonts):
                piece = PlacedBlock(part.physical_page, part.displayed_page, part.bounds.height)
                layout.setdefault(part.body_index, []).append(piece)
            return layout

        styles = Styles(parse_part(members[STYLES]) if STYLES in members else None)
        text = with_folded_section_ends(without_controls(members[MAIN].content().decode()))
        text, layout = with_kept_heads(text, styles, lay)
        members[MAIN] = Member.stored(MAIN, text.encode())
        return layout

    def _opened(self, members: Mapping[str, Member]) -> Any:
        return self._rdocx.Document.from_bytes(write_package(members.values()))

    def _referred_pages(self, members: dict[str, Member], bookmarks: Sequence[str]) -> dict[str, str]:
        if not bookmarks:
            return {}
        members = with_fonts(members, _typefaces(members), Member.stored)
        members[MAIN] = Member.stored(MAIN, _with_fields(members[MAIN].content().decode(), bookmarks).encode())
        copy = self._opened(members)
        copy.update_layout_backed_fields()
        return {name: page for name, page in _results(copy.part_xml(MAIN)).items() if name in bookmarks}


def _guarded(work: Callable[[], _Result], called: str) -> _Result:
    try:
        return work()
    except PackageError as error:
        raise LayoutError(UNREADABLE.at(Location(called), f"the document cannot be laid out: {error}")) from error
    except BaseException as error:
        # A failed assertion inside the engine arrives as an exception that is not an Exception.
        if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit | MemoryError):
            raise
        message = f"rdocx cannot lay the document out: {str(error) or type(error).__name__}"
        raise LayoutError(UNREADABLE.at(Location(called), message)) from error


def _typefaces(members: Mapping[str, Member]) -> dict[str, Typeface]:
    return {use.asked: use.typeface for use in fonts_of(members) if use.typeface is not None}


def _fonts(typefaces: Mapping[str, Typeface]) -> list[tuple[str, bytes]]:
    """The fonts as the engine takes them: under the name that the document asks for, each face's file."""
    return [(name, _font_bytes(face)) for name, typeface in typefaces.items() for face in typeface.faces.values()]


def _with_fields(text: str, bookmarks: Sequence[str]) -> str:
    """The main part with a PAGEREF field for each bookmark behind the last page."""
    result = "<w:r><w:t>0</w:t></w:r>"
    return with_last_page(text, "".join(complex_field(f"PAGEREF {name} \\h", result) for name in bookmarks))


def _results(xml: str) -> dict[str, str]:
    """What the PAGEREF fields of a part show, by bookmark."""
    shown: dict[str, str] = {}
    bookmark = ""
    collecting = False
    for element in ElementTree.fromstring(xml).iter():
        if element.tag == _INSTRUCTION:
            words = (element.text or "").split()
            bookmark = words[1] if words[:1] == ["PAGEREF"] and len(words) > 1 else ""
        elif element.tag == _CHARACTER:
            collecting = element.get(_KIND) == "separate"
            if collecting and bookmark:
                shown[bookmark] = ""
            elif element.get(_KIND) == "end":
                bookmark = ""
        elif element.tag == _TEXT and collecting and bookmark:
            shown[bookmark] += element.text or ""
    return shown
