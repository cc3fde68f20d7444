"""What must be escaped so that Markdown reads it as the characters that it is."""

from __future__ import annotations

import re

_ALNUM = r"[^\W_]"
_SIGNS = re.compile(
    r"[\\`*\[\]]"
    # An underscore in the midst of a word means nothing.
    rf"|(?<!{_ALNUM}{_ALNUM})_|_(?!{_ALNUM}{_ALNUM})"
    r"|&(?=#?\w+;)"
    r"|<(?![ \d])"
    r"|\{(?=[ ]*(?:#\w|[A-Za-z][\w-]*[ ]*=|continue\}))"
)
# Spaces that the parser would take off the edge of a paragraph, or that keep marks from opening and closing.
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_LINE_START = re.compile(
    r"(?:#{1,6}(?=[ ]|$)|[-:](?=[ |:-]|$)|\+(?=[ ]|$)|=+[ ]*$|[>|]|~~~)"
    r"|(?P<number>\d{1,9})[.)](?=[ ]|$)"
    r"|(?P<note>\[\^[^\]]+\]):"
)
_ADDRESS = re.compile(r"[\\<>]|&(?=#?\w+;)")
_NEEDS_BRACKETS = re.compile(r"[ ()]|^$")

HARD_SPACE = "\x00"
"""Stands for a space at which no line may be broken."""


def escape_text(text: str) -> str:
    """Text as it stands between other things on a line."""
    text = _SIGNS.sub(r"\\\g<0>", text)
    return _SPACES.sub(lambda space: character_reference(space[0]), text)


def character_reference(character: str) -> str:
    """A character by its number; the parser sees a sign of punctuation on either side."""
    return "&nbsp;" if character == "\u00a0" else f"&#{ord(character)};"


def escape_line(line: str) -> str:
    """A line whose beginning would otherwise be a list, a heading, a table or the like."""
    found = _LINE_START.match(line)
    if found is None:
        return line
    before = found["number"] or found["note"] or ""
    return f"{before}\\{line[len(before) :]}"


def escape_address(address: str) -> str:
    """The address of a link or the path of a picture, as it stands in round brackets."""
    address = _ADDRESS.sub(r"\\\g<0>", address)
    if _NEEDS_BRACKETS.search(address):
        return f"<{address.replace(' ', HARD_SPACE)}>"
    return address
