"""A Word file from an unknown hand, opened for reading: its parts as XML, found by their relationships.

Everything is bounded: the package by `read_package`, a part by its size, and a part with a document type is refused,
since its entities could grow or reach for other files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from typing import Final

from lxml import etree

from iomreport.word.oxml import W
from iomreport.word.package import Member, PackageError, read_package
from iomreport.word.story import DRAWING

_STRICT: Final = b"http://purl.oclc.org/ooxml/"
_NAMESPACES: Final = (
    (_STRICT + b"wordprocessingml/main", W.encode()),
    (_STRICT + b"drawingml/wordprocessingDrawing", DRAWING.encode()),
)
_LARGEST: Final = 64_000_000
"""Bytes of a part: a hundred times the text of a long strategy."""
_OFFICE_DOCUMENT, _CUSTOM, _CORE = "/officeDocument", "/custom-properties", "/core-properties"
_ENCODING: Final = re.compile(rb"""\s*(?:\xef\xbb\xbf)?<\?xml[^>]*?\bencoding\s*=\s*["']([^"'>]*)""")
_ENCODINGS: Final = {b"UTF-8", b"US-ASCII", b"ASCII", b"ISO-8859-1", b"WINDOWS-1252"}
"""Declared encodings in which the mark of a document type reads as it does in ASCII."""
_TEXTS: Final = ("/header", "/footer")
_NOTES: Final = {"/footnotes": "footnote", "/endnotes": "endnote"}


class WordDocument:
    """The parts of a Word file. Raises `PackageError` where it is not one, or not a safe one."""

    def __init__(self, content: bytes) -> None:
        self._members = read_package(content)
        found = next(self._related("", _OFFICE_DOCUMENT), None)
        if found is None:
            raise PackageError("it is a ZIP package, but not a Word document")
        self.main = found

    def part(self, name: str) -> etree._Element | None:
        """A part as XML; none where the package has no such member."""
        member = self._members.get(name)
        return None if member is None else _parsed(member)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._members)

    def stories(self) -> Iterator[tuple[str, etree._Element]]:
        """The main text, then the headers and footers."""
        for name in dict.fromkeys((self.main, *(each for kind in _TEXTS for each in self._related(self.main, kind)))):
            root = self.part(name)
            if root is not None:
                yield name, root

    def notes(self) -> Iterator[tuple[str, etree._Element]]:
        """The parts of notes, with what their notes are called: `footnote` or `endnote`."""
        for kind, called in _NOTES.items():
            for name in self._related(self.main, kind):
                root = self.part(name)
                if root is not None:
                    yield called, root

    def custom(self) -> dict[str, str]:
        """The custom properties (22.3) by name, as texts."""
        root = self._first(_CUSTOM)
        named = () if root is None else root.iterchildren("*")
        return {str(each.get("name")): _text(each) for each in named if each.get("name")}

    def core(self) -> dict[str, str]:
        """The core properties (part 2, clause 10) by their local names, as texts."""
        root = self._first(_CORE)
        return {} if root is None else {etree.QName(each).localname: _text(each) for each in root.iterchildren("*")}

    def items(self) -> Iterator[etree._Element]:
        """The custom XML parts (part 1, 15.2.5) that can be read; a damaged one is somebody else's."""
        for name in self._members:
            if name.startswith("customXml/item") and name.endswith(".xml"):
                try:
                    yield _parsed(self._members[name])
                except PackageError:
                    continue

    def _first(self, kind: str) -> etree._Element | None:
        name = next(self._related("", kind), None)
        return None if name is None else self.part(name)

    def _related(self, source: str, kind: str) -> Iterator[str]:
        """The members to which a part, or the package, has relationships of a kind."""
        folder, name = dirname(source), source.rpartition("/")[2]
        member = self._members.get(join(folder, "_rels", f"{name}.rels"))
        if member is None:
            return
        for relationship in _parsed(member).iterchildren("*"):
            target = str(relationship.get("Target"))
            # Strict and transitional documents name the same kinds in different namespaces.
            if str(relationship.get("Type")).endswith(kind) and relationship.get("TargetMode") != "External":
                path = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
                if path in self._members:
                    yield path


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def _parsed(member: Member) -> etree._Element:
    if member.size > _LARGEST:
        raise PackageError(f"its part {member.name} has {member.size:,} bytes, more than a text can have")
    content = member.content()
    # Word writes UTF-8, and its standard allows UTF-16, of which the zeros are the only difference here.
    if b"<!DOCTYPE" in content.replace(b"\0", b""):
        raise PackageError(f"its part {member.name} has a document type, which no Word file has")
    declared = _ENCODING.match(content)
    if declared is not None and declared[1].upper() not in _ENCODINGS:
        raise PackageError(f"its part {member.name} is in an encoding that no Word file has")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    if _STRICT in content:
        # Strict documents (ISO/IEC 29500-4 against -1) differ in their namespaces, and in nothing that is read here.
        for strict, transitional in _NAMESPACES:
            content = content.replace(strict, transitional)
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise PackageError(f"its part {member.name} is not well-formed ({error})") from error
