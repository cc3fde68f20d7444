"""The names of the parts of a package: a part is found by its relationship and content type, whatever it is called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from posixpath import dirname, join, normpath, relpath
from typing import Any, cast

from lxml import etree

from iomreport.word.oxml import REL
from iomreport.word.package import Member, PackageError, pack, standard

MAIN = "word/document.xml"
CONTENT_TYPES = "[Content_Types].xml"
_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_OF_PACKAGE = {_CORE: "docProps/core.xml", f"{REL}/custom-properties": "docProps/custom.xml"}
_OF_MAIN = {
    f"{REL}/{kind}": f"word/{kind}.xml" for kind in ("styles", "numbering", "footnotes", "endnotes", "settings")
}


def with_usual_names(members: dict[str, Member]) -> dict[str, Member]:
    """The members, the parts that the engine knows by name renamed; raises `PackageError` where there is no document.

    May raise `lxml.etree.XMLSyntaxError`.
    """
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


def target_of(part: str, relationship: etree._Element) -> str:
    """The name of the part that a relationship of `part` points to; `part` is empty for the package."""
    return normpath(join("/", dirname(part), str(relationship.get("Target")))).lstrip("/")


def _main(members: dict[str, Member]) -> str:
    for relationship in _relationships(members, "_rels/.rels"):
        if relationship.get("Type") == _STRICT:
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


def _relationships(members: dict[str, Member], rels: str) -> list[etree._Element]:
    return list(parse_part(members[rels])) if rels in members else []


def parse_part(member: Member) -> etree._Element:
    """The root of a part, read as python-docx and so docxtpl reads it; entities stay unread.

    Raises `lxml.etree.XMLSyntaxError`, and `PackageError` for a document type, which no part may have (part 2, 6.4).
    """
    parser = etree.XMLParser(remove_blank_text=True, resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(member.content(), parser)
    if cast(Any, root.getroottree()).docinfo.doctype:
        raise PackageError(f"its part {member.name} declares a document type")
    return root


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
