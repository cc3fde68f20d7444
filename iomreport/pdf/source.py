"""A Word document on its way to the printer: what it says of itself, and a copy that tells the engine more.

What a PDF must have and LibreOffice does not pass on is put into the copy, where it moves nothing: a bookmark where
each section begins, words that are found again for the page numbers in contents, and a mark on drawings that say
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, cast
from zipfile import ZIP_STORED
from zlib import crc32

from lxml import etree

from iomreport.diagnostics.codes.layout import UNREADABLE
from iomreport.diagnostics.finding import Location
from iomreport.layout.engine import LayoutError
from iomreport.pdf.page_numbers import Fill, Numbers, Section, mark_fields
from iomreport.word.oxml import R, W
from iomreport.word.package import Member, PackageError, read_package, write_package
from iomreport.word.properties import CUSTOM, SEAL

DECORATIVE: Final = "iomreport:decorative"
"""The alternative text that the copy gives to drawings that say nothing, so that they are found in the PDF again."""
SECTION: Final = "_iomsection"
MAIN, STYLES, CORE, RELATIONSHIPS = (
    "word/document.xml",
    "word/styles.xml",
    "docProps/core.xml",
    "word/_rels/document.xml.rels",
)
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_SHAPE, _GROUP = "{*}cNvPr", "{*}wgp"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_FURNITURE = re.compile(r"word/(?:header|footer)[^/]*\.xml")
_PAGE_FIELD = re.compile(r"<w:instrText[^>]*>\s*PAGE\b|w:instr=\"\s*PAGE\b")
_TURNS = ("oddPage", "evenPage")
_NOT_CARRIED = (f"{SEAL}", "iomreport.addresses.", "iomreport.kind", "iomreport.notes", "iomreport.contents-levels")

Element = etree._Element  # noqa: SLF001 - lxml names its element type with an underscore


def _tag(name: str) -> str:
    return f"{{{W}}}{name}"


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
        members = read_package(document)
        body = _parsed(members[MAIN])
        core, language, origin = _core(members), _default_language(members), _origin(members)
        numbers = Numbers(tuple(_mark_sections(body, members)), *mark_fields(body, fill))
        bookmarks = tuple(str(each.get(_tag("name"))) for each in body.iter(_tag("bookmarkStart")))
        _mark_drawings(body, everywhere=False)
        members[MAIN] = _stored(MAIN, body)
        for name in filter(_FURNITURE.fullmatch, list(members)):
            part = _parsed(members[name])
            if _mark_drawings(part, everywhere=True):
                members[name] = _stored(name, part)
    except (PackageError, LookupError, ValueError, etree.XMLSyntaxError) as error:
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


def _parsed(member: Member) -> Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(member.content(), parser)


def _stored(name: str, root: Element) -> Member:
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return Member(name, content, crc32(content), len(content), ZIP_STORED)


def _core(members: Mapping[str, Member]) -> dict[str, str]:
    """The core properties by their local names (ECMA-376 part 2, clause 10)."""
    if CORE not in members:
        return {}
    elements = _parsed(members[CORE]).iterchildren("*")
    return {etree.QName(each).localname: (each.text or "").strip() for each in elements}


def _default_language(members: Mapping[str, Member]) -> str:
    """The language of text that names none (17.7.5.1, 17.3.2.20)."""
    if STYLES not in members:
        return ""
    path = "/".join(_tag(name) for name in ("docDefaults", "rPrDefault", "rPr", "lang"))
    found = _parsed(members[STYLES]).find(path)
    return found.get(_tag("val"), "") if found is not None else ""


def _origin(members: Mapping[str, Member]) -> dict[str, str]:
    """Where the document says that it comes from: its own short custom properties, by what follows `iomreport.`."""
    if CUSTOM not in members:
        return {}
    values: dict[str, str] = {}
    for each in _parsed(members[CUSTOM]):
        name = each.get("name", "")
        if name.startswith("iomreport.") and not name.startswith(_NOT_CARRIED):
            values[name.removeprefix("iomreport.")] = "".join(cast(Iterator[str], each.itertext()))
    return dict(sorted(values.items()))


def _mark_sections(body: Element, members: Mapping[str, Member]) -> Iterator[Section]:
    """The sections, in order; a bookmark is put where each but the first begins (17.6.17)."""
    shows = _parts_with_page_numbers(members)
    found = list(body.iter(_tag("sectPr")))
    footers: dict[tuple[str, str], bool] = {}
    bookmark = ""
    begun = True
    for number, properties in enumerate(found, 1):
        numbers = properties.find(_tag("pgNumType"))
        for kind in ("headerReference", "footerReference"):
            for each in properties.iter(_tag(kind)):
                # A section without a header or footer of its own has that of the section before.
                footers[kind, each.get(_tag("type"), "")] = each.get(f"{{{R}}}id") in shows
        kind = properties.find(_tag("type"))
        begins = kind.get(_tag("val"), "nextPage") if kind is not None else "nextPage"
        begun = bookmark == "" or begins != "continuous"
        if begun:
            start = numbers.get(_tag("start")) if numbers is not None else None
            style = numbers.get(_tag("fmt"), "decimal") if numbers is not None else "decimal"
            yield Section(bookmark, style, int(start) if start else None, any(footers.values()), begins in _TURNS)
        paragraph = next((each for each in properties.iterancestors(_tag("p"))), None)
        if paragraph is not None and number < len(found):
            bookmark = f"{SECTION}{number}"
            _insert_bookmark(paragraph, bookmark, number)


def _parts_with_page_numbers(members: Mapping[str, Member]) -> set[str]:
    """The relationships to headers and footers that show the number of the page."""
    if RELATIONSHIPS not in members:
        return set()
    found: set[str] = set()
    for each in _parsed(members[RELATIONSHIPS]):
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
    following = next(block.iter(_tag("p")), None) if block is not None else None
    if following is None:
        return
    start, end = etree.Element(_tag("bookmarkStart")), etree.Element(_tag("bookmarkEnd"))
    for each in (start, end):
        each.set(_tag("id"), str(32_000_000 + number))
    start.set(_tag("name"), name)
    place = 0 if following.find(_tag("pPr")) is None else 1
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
