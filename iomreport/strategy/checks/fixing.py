"""Mending what is mechanical: quotes, dashes, spaces, list markers, the order of keys.

Only the parts concerned are replaced. Each kind of change to a file is kept only if the file, read again, says the same
as before: the same tree but for typography, the same values, and no finding that was not there.

Typography in the words of a Markdown text, and spaces at the ends of lines.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from pathlib import Path
from typing import cast

from iomreport.diagnostics.finding import Findings, Location
from iomreport.markup.dialect import PARSER
from iomreport.markup.nodes import Heading, Text
from iomreport.markup.normal import Placed
from iomreport.markup.reader import read_document
from iomreport.markup.walk import blocks, inlines
from iomreport.strategy.checks.key_order import ordered_keys
from iomreport.strategy.checks.typography import Change, bare, improved
from iomreport.strategy.load.loader import STRATEGY
from iomreport.strategy.load.reading import Reading
from iomreport.strategy.load.text_file import decode
from iomreport.strategy.load.titled import split
from iomreport.strategy.load.yaml_reader import read_yaml

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


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a file says, for comparison."""

    said: str
    faults: int


def fix_content(project: Path) -> dict[str, int]:
    """Mend the content files of a project; the files that were changed, each with how many places."""
    changed: dict[str, int] = {}
    language = _language(project)
    for file in sorted((project / "content").rglob("*")):
        path = file.relative_to(project).as_posix()
        if file.suffix not in (".md", ".yaml") or file.name == "README.md" or not file.is_file():
            continue
        try:
            content = file.read_bytes()
        except OSError:
            continue
        text = decode(content, path, Findings())
        if text is None or "\r" in content.decode("utf-8-sig", "replace") or "\ufffd" in text:
            # What cannot be read is the check's to report; other line ends are another program's, and stay.
            continue
        mended, count = mend(text, path, language)
        if mended != text:
            mark = b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b""
            _replace(file, mark + mended.encode())
            changed[path] = count
    return changed


def _language(project: Path) -> str:
    frame = Reading(project).yaml(STRATEGY, required=False)
    value = frame.value.get("language") if frame is not None and isinstance(frame.value, dict) else None
    return value if isinstance(value, str) else "en"


def _replace(file: Path, content: bytes) -> None:
    """Write beside and rename, so that a file is whole at every moment."""
    fresh = file.with_name(f".{file.name}.mending")
    fresh.write_bytes(content)
    fresh.replace(file)


def mend(text: str, path: str, language: str) -> tuple[str, int]:
    """The text of a content file, mended, and in how many places."""
    if path.endswith(".md"):
        kinds: tuple[Callable[[str], Sequence[Change]], ...] = (
            trailing_spaces,
            list_markers,
            lambda each: _in_body(each, path, language),
        )
        meaning = markdown_meaning
    else:
        kinds = (trailing_spaces, lambda each: ordered_keys(each, path))
        meaning = yaml_meaning
    count = 0
    for kind in kinds:
        # A change can make room for the next one of its kind; each round says less than the one before.
        for _ in range(50):
            changes = kind(text)
            if not changes:
                break
            mended = spliced(text, changes)
            before, after = meaning(text, path), meaning(mended, path)
            if mended == text or after.said != before.said or after.faults > before.faults:
                break
            text, count = mended, count + len(changes)
    return text, count


def spliced(text: str, changes: Sequence[Change]) -> str:
    """The text with its changed parts, and all the rest as it was."""
    parts: list[str] = []
    position = 0
    for change in sorted(changes):
        if change.start < position:
            continue
        parts += (text[position : change.start], change.text)
        position = change.end
    return "".join((*parts, text[position:]))


def markdown_meaning(text: str, path: str) -> _Meaning:
    """The tree of a Markdown file and the values of its front matter."""
    findings = Findings()
    front = split(text, path, findings)
    document = read_document(front.body, path, front.body_line, 1, findings)
    margin = [*(each[:-1] for each in document.remarks), *(each[:-1] for each in document.allowances)]
    margin += [each[:-1] for each in document.sums]
    values = front.yaml.value if front.yaml is not None else None
    return _Meaning(f"{values!r} {_said(document.prose)} {margin!r}", len(findings.items))


def _said(value: object) -> str:
    """A tree without its places and its typography."""
    if isinstance(value, str):
        return json.dumps(bare(value))
    if isinstance(value, tuple):
        return f"({','.join(map(_said, cast('tuple[object, ...]', value)))})"
    if isinstance(value, Placed):
        inner = (_said(getattr(value, each.name)) for each in fields(value) if each.compare)
        return f"{type(value).__name__}({','.join(inner)})"
    return repr(value)


def yaml_meaning(text: str, path: str) -> _Meaning:
    """The values of a YAML file; the order of keys says nothing."""
    findings = Findings()
    read = read_yaml(text, path, findings)
    value = None if read is None else read.value
    return _Meaning(json.dumps(value, sort_keys=True, default=repr), len(findings.items))


def _in_body(text: str, path: str, language: str) -> list[Change]:
    front = split(text, path, Findings())
    offset = len(text) - len(front.body)
    changes = prose_changes(front.body, path, language)
    return [Change(offset + start, offset + end, new) for start, end, new in changes]


def list_markers(text: str) -> list[Change]:
    """Bullets as `-`, numbers as `1.`"""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    changes: list[Change] = []
    for token in PARSER.parse(text, {}):
        if token.type != "list_item_open" or token.map is None or token.markup not in ("*", "+", ")"):
            continue
        start = starts[token.map[0]]
        line = text[start : starts[token.map[0] + 1] - 1]
        wanted = f"{token.info})" if token.markup == ")" else token.markup
        column = line.find(wanted)
        if column >= 0:
            end = start + column + len(wanted)
            changes.append(Change(end - 1, end, "." if token.markup == ")" else "-"))
    return changes
