"""Bytes of a content file -> text that a document can hold."""

from __future__ import annotations

import re
import unicodedata

from iomreport.diagnostics.codes.content import CHARACTER_REFUSED, FILE_NOT_UTF8
from iomreport.diagnostics.finding import Findings, Location

# XML 1.0 (2.2 Char) refuses the C0 controls, U+FFFE, U+FFFF and surrogates. The C1 controls, DEL and the Unicode line
# separators are allowed there but break lines in YAML and nowhere else, so positions would no longer be an editor's.
REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def decode(content: bytes, path: str, findings: Findings) -> str | None:
    """The text of a file, with `\\n` at the end of each line and no byte order mark; None if it is not UTF-8.

    Characters that a document cannot hold are reported, each once a line; U+FFFD stands for them, so that columns hold.
    """
    try:
        text = content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        findings.add(FILE_NOT_UTF8.at(_place_of_byte(content, error.start, path), _not_utf8(content, error.start)))
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if REFUSED.search(text) is None:
        return text
    for number, line in enumerate(text.split("\n"), 1):
        seen: set[str] = set()
        for match in REFUSED.finditer(line):
            if match[0] not in seen:
                seen.add(match[0])
                location = Location(path, number, match.start() + 1)
                findings.add(CHARACTER_REFUSED.at(location, f"a document cannot hold {name_character(match[0])}"))
    return REFUSED.sub("\ufffd", text)


def name_character(character: str) -> str:
    """A character that cannot be shown, by its number and, where it has one, its Unicode name."""
    name = unicodedata.name(character, "a control character")
    return f"U+{ord(character):04X} ({name})"


def _not_utf8(content: bytes, start: int) -> str:
    if b"\x00" in content[:1024]:
        return "this is not a text file"
    return f"this file is not UTF-8: byte {start + 1} is 0x{content[start]:02X}"


def _place_of_byte(content: bytes, start: int, path: str) -> Location:
    before = content[:start].decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    line = before.count("\n") + 1
    return Location(path, line, len(before) - (before.rfind("\n") + 1) + 1)
