"""A Word document on its way to the printer: what it says of itself, and a copy that tells the engine more.

What a PDF must have and LibreOffice does not pass on is put into the copy, where it moves nothing: a bookmark where
each section begins, words that are found again for the page numbers in contents, and a mark on drawings that say
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from iomreport.diagnostics.codes.layout import UNREADABLE
from iomreport.diagnostics.finding import Location
from iomreport.layout.engine import LayoutError
from iomreport.pdf.contents_numbers import Fill, Numbers, Section, mark_fields
from iomreport.word.document import MAIN, WordDocument, parse_part
from iomreport.word.elements import ADEC, WP, Element, value, w
from iomreport.word.oxml import R
from iomreport.word.package import Member, write_package
from iomreport.word.properties import SEAL

DECORATIVE: Final = "iomreport:decorative"
"""The alternative text that the copy gives to drawings that say nothing, so that they are found in the PDF again."""
SECTION: Final = "_iomsection"
STYLES, RELATIONSHIPS = "word/styles.xml", "word/_rels/document.xml.rels"
_DRAWN = f"{{{WP}}}docPr"
_SHAPE, _GROUP = "{*}cNvPr", "{*}wgp"
_DECORATIVE = f"{{{ADEC}}}decorative"
_FURNITURE = re.compile(r"word/(?:header|footer)[^/]*\.xml")
_PAGE_FIELD = re.compile(r"<w:instrText[^>]*>\s*PAGE\b|w:instr=\"\s*PAGE\b")
_TURNS = ("oddPage", "evenPage")
_NOT_CARRIED = (f"{SEAL}", "iomreport.addresses.", "iomreport.kind", "iomreport.notes", "iomreport.contents-levels")


@dataclass(frozen=True, slots=True)
class PdfSource:
    """A document's own words about itself, the copy to print, the page numbers in it, and its bookmarks by name."""

    copy: bytes
    title: str = ""
    subject: str = ""
    author: str = ""
    keywords: str = ""
    language: str = ""
    created: str = ""
    modified: str = ""
    origin: Mapping[str, str] = field(default_factory=dict[str, str])
    numbers: Numbers = field(default_factory=lambda: Numbers(()))
    bookmarks: tuple[str, ...] = ()


def read_source(document: bytes, called: str, fill: Fill = "missing") -> PdfSource:
    """A document made ready for the printer; `fill` says which page numbers of its contents the engine puts in.

    Raises `LayoutError` where it is no Word document.
    """
    try:
        opened = WordDocument(document)
        members = opened.members
        body = parse_part(members[MAIN])
        core = {name: text.strip() for name, text in opened.core().items()}
        # The language of text that names none (17.7.5.1, 17.3.2.20).
        styles = opened.part(STYLES)
        language = "" if styles is None else value(styles.find(w("docDefaults/rPrDefault/rPr/lang")))
        origin = _origin(opened.custom())
        numbers = Numbers(tuple(_mark_sections(body, members)), *mark_fields(body, fill))
        bookmarks = tuple(str(each.get(w("name"))) for each in body.iter(w("bookmarkStart")))
        _mark_drawings(body, everywhere=False)
        members[MAIN] = _stored(MAIN, body)
        for name in filter(_FURNITURE.fullmatch, list(members)):
            part = parse_part(members[name])
            if _mark_drawings(part, everywhere=True):
                members[name] = _stored(name, part)
    except (LookupError, ValueError) as error:
        message = f"the document cannot be printed: {error}"
        raise LayoutError(UNREADABLE.at(Location(called), message)) from error
    return PdfSource(
        write_package(members.values()),
        core.get("title", ""),
        core.get("subject", ""),
        core.get("creator", ""),
        core.get("keywords", ""),
        core.get("language", "") or language,
        core.get("created", ""),
        core.get("modified", ""),
        origin,
        numbers,
        bookmarks,
    )


def _stored(name: str, root: Element) -> Member:
    return Member.stored(name, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _origin(custom: Mapping[str, str]) -> dict[str, str]:
    """Where the document says that it comes from: its own short custom properties, by what follows `iomreport.`."""
    own = {name: text for name, text in custom.items() if name.startswith("iomreport.")}
    return {name.removeprefix("iomreport."): own[name] for name in sorted(own) if not name.startswith(_NOT_CARRIED)}


def _mark_sections(body: Element, members: Mapping[str, Member]) -> Iterator[Section]:
    """The sections, in order; a bookmark is put where each but the first begins (17.6.17)."""
    shows = _parts_with_page_numbers(members)
    found = list(body.iter(w("sectPr")))
    footers: dict[tuple[str, str], bool] = {}
    bookmark = ""
    begun = True
    for number, properties in enumerate(found, 1):
        numbers = properties.find(w("pgNumType"))
        for kind in ("headerReference", "footerReference"):
            for each in properties.iter(w(kind)):
                # A section without a header or footer of its own has that of the section before.
                footers[kind, each.get(w("type"), "")] = each.get(f"{{{R}}}id") in shows
        kind = properties.find(w("type"))
        begins = kind.get(w("val"), "nextPage") if kind is not None else "nextPage"
        begun = bookmark == "" or begins != "continuous"
        if begun:
            start = numbers.get(w("start")) if numbers is not None else None
            style = numbers.get(w("fmt"), "decimal") if numbers is not None else "decimal"
            yield Section(bookmark, style, int(start) if start else None, any(footers.values()), begins in _TURNS)
        paragraph = next((each for each in properties.iterancestors(w("p"))), None)
        if paragraph is not None and number < len(found):
            bookmark = f"{SECTION}{number}"
            _insert_bookmark(paragraph, bookmark, number)


def _parts_with_page_numbers(members: Mapping[str, Member]) -> set[str]:
    """The relationships to headers and footers that show the number of the page."""
    found: set[str] = set()
    for each in parse_part(members[RELATIONSHIPS]) if RELATIONSHIPS in members else ():
        name = f"word/{each.get('Target', '')}"
        if _FURNITURE.fullmatch(name) and name in members:
            text = members[name].content().decode("utf-8", "replace")
            found |= {each.get("Id", "")} if _PAGE_FIELD.search(text) else set()
    return found


def _insert_bookmark(paragraph: Element, name: str, number: int) -> None:
    """Put a bookmark into the paragraph that follows; LibreOffice counts one between two to the first."""
    block = next(paragraph.itersiblings(), None)
    holder = paragraph
    while block is None and (holder := holder.getparent()) is not None:
        block = next(holder.itersiblings(), None)
    following = next(block.iter(w("p")), None) if block is not None else None
    if following is None:
        return
    start, end = etree.Element(w("bookmarkStart")), etree.Element(w("bookmarkEnd"))
    for each in (start, end):
        each.set(w("id"), str(32_000_000 + number))
    start.set(w("name"), name)
    place = 0 if following.find(w("pPr")) is None else 1
    following.insert(place, end)
    following.insert(place, start)


def _mark_drawings(root: Element, *, everywhere: bool) -> bool:
    """Give the mark to drawings that are said to be decorative, or to all; whether there was one."""
    marked = False
    for each in root.iter(_DRAWN):
        said = next(each.iter(_DECORATIVE), None)
        if everywhere or (said is not None and said.get("val") in ("1", "true", "on")):
            drawing = each.getparent()
            # LibreOffice makes a figure of every shape of a group.
            for shape in drawing.iter(_DRAWN, _SHAPE) if drawing is not None else ():
                _describe(shape, DECORATIVE)
            marked = True
        elif each.get("descr"):
            _describe_group(each)
    return marked


def _describe(shape: Element, text: str) -> None:
    shape.attrib.pop("title", "")
    shape.set("descr", text)


def _describe_group(drawing: Element) -> None:
    """The first shape of a group that is described as a whole says so for all."""
    anchor = drawing.getparent()
    group = next(anchor.iter(_GROUP), None) if anchor is not None else None
    shapes = list(group.iter(_SHAPE)) if group is not None else []
    if any(each.get("descr") for each in shapes):
        return
    for index, shape in enumerate(shapes):
        _describe(shape, DECORATIVE if index else drawing.get("descr", ""))
