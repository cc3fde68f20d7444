"""Typography in the words of a Markdown text, and spaces at the ends of lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from iomreport.diagnostics import Findings, Location
from iomreport.markup.nodes import Heading, Text
from iomreport.markup.reader import read_document
from iomreport.markup.walk import blocks, inlines
from iomreport.rules.typography import Change, improved

_TRAILING = re.compile(r"[ \t]+$", re.MULTILINE)
_HARD_BREAK = re.compile(r"(?<=\S) {2,}$")


def trailing_spaces(text: str) -> list[Change]:
    """Spaces that end a line and mean nothing; empty lines at the end; a last line without its end."""
    changes: list[Change] = []
    for found in _TRAILING.finditer(text):
        behind = text[: found.start()].rpartition("\n")[2]
        if behind and found[0].startswith("  ") and "\t" not in found[0] and text[found.end() : found.end() + 1]:
            continue  # Two spaces are a line break of Markdown.
        changes.append(Change(found.start(), found.end(), ""))
    end = len(text.rstrip())
    if text.strip() and text[end:] != "\n":
        changes = [change for change in changes if change.end <= end] + [Change(end, len(text), "\n")]
    return changes


def prose_changes(text: str, path: str, language: str) -> list[Change]:
    """Quotes, dashes and spaces in the words of a text; titles are names, and stay as they are printed."""
    document = read_document(text, path, 1, 1, Findings())
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    found: set[Change] = set()
    seen: set[Location] = set()
    for block in blocks(document.prose, notes=True):
        if isinstance(block, Heading):
            continue
        for node in inlines((block,)):
            at = node.location
            if not isinstance(node, Text) or at is None or at.line is None or at.column is None or at in seen:
                continue
            seen.add(at)
            found.update(_placed(text, starts[at.line - 1] + at.column - 1, node.text, language))
    return sorted(found)


def _placed(text: str, offset: int, words: str, language: str) -> list[Change]:
    """The changes of some words, at their places in the file: the words and the file are read side by side."""
    places = _alignment(text, offset, words)
    changes = list(_even(text, words, places))
    for start, end, new in improved(words, language):
        if end > len(places):
            break
        first, last = places[start], places[end - 1] + 1
        written = text[first:last]
        if written != words[start:end]:
            continue  # A line ends here, or a sign is escaped: a person wrote it on purpose.
        if first and text[first - 1] == "\\":
            continue
        changes.append(Change(first, last, new))
    return changes


def _even(text: str, words: str, places: list[int]) -> Iterator[Change]:
    """Several spaces between two words of one line, which are read as one."""
    for index, (place, following) in enumerate(pairwise(places)):
        if words[index] == " " and following - place > 1 and text[place:following].strip(" ") == "":
            yield Change(place, following, " ")


def _alignment(text: str, offset: int, words: str) -> list[int]:
    """Where each character of some words stands, as far as they stand there as they are read."""
    places: list[int] = []
    for character in words:
        if character == " ":
            if offset < len(text) and text[offset] in " \t\n":
                places.append(offset)
                while offset < len(text) and text[offset] in " \t\n>":
                    offset += 1
                continue
            return places
        if text.startswith("\\", offset) and character != "\\":
            offset += 1
        if not text.startswith(character, offset):
            return places
        places.append(offset)
        offset += 1
    return places
