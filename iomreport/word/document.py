"""A Word file from an unknown hand, opened for reading: its parts as XML, found by their relationships.

Everything is bounded: the package by `read_package`, a part by its size, and a part with a document type is refused,
since its entities could grow or reach for other files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from posixpath import dirname, join, normpath, relpath
from typing import Final

from lxml import etree

from iomreport.word.elements import WP, Element
from iomreport.word.oxml import REL, W
from iomreport.word.package import Limits, Member, PackageError, pack, read_package, standard

MAIN = "word/document.xml"
CONTENT_TYPES = "[Content_Types].xml"
_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_OF_PACKAGE = {_CORE: "docProps/core.xml", f"{REL}/custom-properties": "docProps/custom.xml"}
_OF_MAIN = {
    f"{REL}/{kind}": f"word/{kind}.xml" for kind in ("styles", "numbering", "footnotes", "endnotes", "settings")
}
_STRICT: Final = "http://purl.oclc.org/ooxml/"
_NAMESPACES: Final = (
    (f"{_STRICT}wordprocessingml/main".encode(), W.encode()),
    (f"{_STRICT}drawingml/wordprocessingDrawing".encode(), WP.encode()),
)
_LARGEST: Final = 64_000_000
"""Bytes of a part: a hundred times the text of a long strategy."""
_ENCODING: Final = re.compile(rb"""\s*(?:\xef\xbb\xbf)?<\?xml[^>]*?\bencoding\s*=\s*["']([^"'>]*)""")
_ENCODINGS: Final = {b"UTF-8", b"US-ASCII", b"ASCII", b"ISO-8859-1", b"WINDOWS-1252"}
"""Declared encodings in which the mark of a document type reads as it does in ASCII."""


class WordDocument:
    """The parts of a Word file. Raises `PackageError` where it is not one, or not a safe one.

    With `usual_names` the parts are called as Word calls them, and a Strict document is refused.
    """

    def __init__(self, content: bytes, limits: Limits | None = None, *, usual_names: bool = False) -> None:
        members = read_package(content, limits)
        self.members = with_usual_names(members) if usual_names else members
        found = next(self.related("", "officeDocument"), None)
        if found is None:
            raise PackageError("it is a ZIP package, but not a Word document")
        self.main = found[1]

    def part(self, name: str) -> Element | None:
        """A part as XML; none where the package has no such member. Raises `PackageError`."""
        member = self.members.get(name)
        return None if member is None else parse_part(member)

    def related(self, source: str, *kinds: str) -> Iterator[tuple[str, str]]:
        """The kinds and names of the members to which a part, or the package (`""`), has relationships of kinds.

        A kind is the last word of a relationship's type: strict and transitional documents differ in those before it.
        """
        root = self.part(rels_of(source))
        for each in () if root is None else root:
            kind, name = str(each.get("Type")).rpartition("/")[2], target_of(source, each)
            if kind in kinds and each.get("TargetMode") != "External" and name in self.members:
                yield kind, name

    def stories(self, *kinds: str) -> Iterator[tuple[str, str, Element]]:
        """The parts with text of some kinds, such as `main` and `header`, each once with its kind and name."""
        for kind, name in dict.fromkeys((("main", self.main), *self.related(self.main, *kinds))):
            root = self.part(name) if kind in kinds else None
            if root is not None:
                yield kind, name, root

    def custom(self) -> dict[str, str]:
        """The custom properties (22.3) by name, as texts."""
        return {str(each.get("name")): _text(each) for each in self._first("custom-properties") if each.get("name")}

    def core(self) -> dict[str, str]:
        """The core properties (part 2, clause 10) by their local names, as texts."""
        return {etree.QName(each).localname: _text(each) for each in self._first("core-properties")}

    def items(self) -> Iterator[Element]:
        """The custom XML parts (part 1, 15.2.5) that can be read; a damaged one is somebody else's."""
        for name, member in self.members.items():
            if name.startswith("customXml/item") and name.endswith(".xml"):
                try:
                    yield parse_part(member)
                except PackageError:
                    continue

    def _first(self, kind: str) -> tuple[Element, ...]:
        """What stands in the first part of a kind that the package has."""
        # A program may forget the relationship; the part has its name all the same.
        _, name = next(self.related("", kind), ("", f"docProps/{kind.removesuffix('-properties')}.xml"))
        root = self.part(name)
        return () if root is None else tuple(root)


def parse_part(member: Member, *, comments: bool = False) -> Element:
    """The root of a part, its blanks read as python-docx and so docxtpl reads them; entities stay unread.

    XML comments and processing instructions are left out, unless `comments` are asked for.

    Raises `PackageError`, also for a document type, which no part may have (part 2, 6.4).
    """
    if member.size > _LARGEST:
        raise PackageError(f"its part {member.name} has {member.size:,} bytes, more than a text can have")
    content = member.content()
    # Word writes UTF-8, and its standard allows UTF-16, of which the zeros are the only difference here.
    if b"<!DOCTYPE" in content.replace(b"\0", b""):
        raise PackageError(f"its part {member.name} has a document type, which no Word file has")
    declared = _ENCODING.match(content)
    if declared is not None and declared[1].upper() not in _ENCODINGS:
        raise PackageError(f"its part {member.name} is in an encoding that no Word file has")
    parser = etree.XMLParser(
        remove_blank_text=True,
        resolve_entities=False,
        no_network=True,
        remove_comments=not comments,
        remove_pis=not comments,
    )
    if _STRICT.encode() in content:
        # Strict documents (ISO/IEC 29500-4 against -1) differ in their namespaces, and in nothing that is read here.
        for strict, transitional in _NAMESPACES:
            content = content.replace(strict, transitional)
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise PackageError(f"its part {member.name} is not well-formed ({error})") from error


def _text(element: Element) -> str:
    return "".join(map(str, element.itertext()))


def with_usual_names(members: dict[str, Member]) -> dict[str, Member]:
    """The members, the parts that the engine knows by name renamed. Raises `PackageError`."""
    if CONTENT_TYPES not in members or "_rels/.rels" not in members:
        raise PackageError("it is a ZIP package but not a Word document")
    main = _main(members)
    named = [(main, MAIN), *_renamed(members, "_rels/.rels", _OF_PACKAGE), *_renamed(members, rels_of(main), _OF_MAIN)]
    names = {old: new for old, new in named if old != new and old in members and new not in members}
    if not names:
        return members
    if any(dirname(old) != dirname(new) for old, new in names.items()):
        raise PackageError("its parts lie in other folders than Word's; open it in Word and save it")
    names |= {rels_of(old): rels_of(new) for old, new in names.items()}
    return {names.get(name, name): _pointed(member, names) for name, member in members.items()}


def rels_of(part: str) -> str:
    """The name of the part that holds a part's relationships; it may not exist."""
    return join(dirname(part), "_rels", f"{part.rpartition('/')[2]}.rels")


def target_of(part: str, relationship: Element) -> str:
    """The name of the part that a relationship of `part` points to; `part` is empty for the package."""
    return normpath(join("/", dirname(part), str(relationship.get("Target")))).lstrip("/")


def _main(members: dict[str, Member]) -> str:
    for relationship in _relationships(members, "_rels/.rels"):
        if str(relationship.get("Type")).startswith(_STRICT):
            raise PackageError("it is a Strict Open XML document; save it in Word as Word Document (.docx)")
        if relationship.get("Type") == f"{REL}/officeDocument":
            main = target_of("", relationship)
            break
    else:
        raise PackageError("it is a ZIP package but not a Word document")
    if main not in members:
        raise PackageError("its main document is missing")
    types = parse_part(members[CONTENT_TYPES])
    declared = {str(each.get("PartName")).lstrip("/"): each.get("ContentType") for each in types}
    if declared.get(main) != _DOCUMENT:
        raise PackageError("it is another kind of file; save it in Word as Word Document (.docx)")
    return main


def _renamed(members: dict[str, Member], rels: str, usual: dict[str, str]) -> Iterator[tuple[str, str]]:
    part = join(dirname(dirname(rels)), rels.rpartition("/")[2].removesuffix(".rels"))
    for relationship in _relationships(members, rels):
        new = usual.get(str(relationship.get("Type")))
        if new:
            yield target_of(part, relationship), new


def _relationships(members: dict[str, Member], rels: str) -> list[Element]:
    return list(parse_part(members[rels])) if rels in members else []


def _pointed(member: Member, names: dict[str, str]) -> Member:
    """A member under its new name, its relationships and content types pointing to the new names."""
    name = names.get(member.name, member.name)
    if not name.endswith(".rels") and name != CONTENT_TYPES:
        return replace(member, name=name)
    root = parse_part(member)
    part = join(dirname(dirname(member.name)), member.name.rpartition("/")[2].removesuffix(".rels"))
    for element in root:
        new = names.get(str(element.get("PartName")).lstrip("/"))
        if new:
            element.set("PartName", f"/{new}")
        if element.get("Target") is not None and element.get("TargetMode") != "External":
            new = names.get(target_of(part, element))
            if new:
                element.set("Target", relpath(f"/{new}", join("/", dirname(part))))
    return pack(name, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True), standard())
