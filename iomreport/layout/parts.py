"""Parts of a package as text, and the relationships between them (ECMA-376 part 2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from posixpath import join, normpath
from zipfile import ZIP_STORED
from zlib import crc32

from iomreport.word.package import Member

MAIN, STYLES, NUMBERING = "word/document.xml", "word/styles.xml", "word/numbering.xml"
SETTINGS, NOTES, RELATIONSHIPS = "word/settings.xml", "word/footnotes.xml", "word/_rels/document.xml.rels"
TYPES = "[Content_Types].xml"
_RELATIONSHIP = re.compile(r"<Relationship\b([^>]*)/>")
_PLAIN_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')


def stored(name: str, text: str) -> Member:
    """A member that is not compressed."""
    content = text.encode()
    return Member(name, content, crc32(content), len(content), ZIP_STORED)


def text_of(members: Mapping[str, Member], name: str) -> str:
    return members[name].content().decode("utf-8-sig") if name in members else ""


def value_of(xml: str, name: str) -> str | None:
    found = re.search(rf'<w:{name} w:val="([^"]*)"', xml)
    return found[1] if found else None


@lru_cache(maxsize=64)
def relationships_of(part: str) -> dict[str, tuple[str, str, str]]:
    """What the relationships of a part are, by id: their type, their target, and their mode."""
    found: dict[str, tuple[str, str, str]] = {}
    for attributes in _RELATIONSHIP.findall(part):
        values = dict(_PLAIN_ATTRIBUTE.findall(attributes))
        found[values.get("Id", "")] = values.get("Type", ""), values.get("Target", ""), values.get("TargetMode", "")
    return found


def resolved(part: str, target: str) -> str:
    return normpath(join(part.rpartition("/")[0], target)) if not target.startswith("/") else target[1:]


def part_relationships(name: str) -> str:
    folder, _, file = name.rpartition("/")
    return f"{folder}/_rels/{file}.rels"
