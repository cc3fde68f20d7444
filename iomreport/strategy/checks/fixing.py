"""Mending what is mechanical: quotes, dashes, spaces, list markers, the order of keys.

Only the parts concerned are replaced. Each kind of change to a file is kept only if the file, read again, says the same
as before: the same tree but for typography, the same values, and no finding that was not there.

Typography in the words of a Markdown text, and spaces at the ends of lines.

The order of keys in a YAML file: that of the model, which is the order in which documents print.

Quotes, dashes and spaces as a language prints them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import NamedTuple, cast

from iomreport.diagnostics.finding import Findings, Location
from iomreport.files import decode
from iomreport.markup.dialect import PARSER
from iomreport.markup.field import Record
from iomreport.markup.nodes import Heading, Text
from iomreport.markup.normal import Placed
from iomreport.markup.reader import read_document
from iomreport.markup.walk import blocks, inlines
from iomreport.strategy.load.loader import STRATEGY
from iomreport.strategy.load.reading import Reading
from iomreport.strategy.load.titled import split
from iomreport.strategy.load.validation import FieldShape, Kind, shapes_of
from iomreport.strategy.load.yaml_reader import KeyPath, YamlText, read_yaml
from iomreport.strategy.model.country import Country, ProjectGroup
from iomreport.strategy.model.strategy import Acronym, Theme


class Change(NamedTuple):
    """A part of a text, and what should stand there."""

    start: int
    end: int
    text: str


_QUOTES = {
    "en": ("“", "”", "‘", "’"),
    "de": ("„", "“", "‚", "‘"),
    "fr": ("«\u00a0", "\u00a0»", "‹\u00a0", "\u00a0›"),
    "pl": ("„", "”", "‚", "’"),
    "hu": ("„", "”", "»", "«"),
    "hr": ("„", "”", "‚", "’"),
    "ro": ("„", "”", "«", "»"),
    "bg": ("„", "“", "‚", "‘"),
    "cs": ("„", "“", "‚", "‘"),
    "sk": ("„", "“", "‚", "‘"),
    "sl": ("„", "“", "‚", "‘"),
}
"""Opening and closing quotes, outer and inner, by language. Others are printed as English."""
_FOUND = re.compile(r"[\"']| -{1,2} |(?<=\w)--(?=\w)| +(?=[,;!?](?:\s|$))")
_BEFORE_OPENING = re.compile(r"(?:^|[\s(\[{/–—“‘„‚«‹-])$")
_YEARS = re.compile(r"'\d\ds?\b")


def improved(text: str, language: str) -> Iterator[Change]:
    """The changes that make a text as its language prints it. French keeps its space before ; ! and ?."""
    tag = language.partition("-")[0].lower()
    outer, close, inner, inner_close = _QUOTES.get(tag, _QUOTES["en"])
    for found in _FOUND.finditer(text):
        start, end, mark = found.start(), found.end(), found[0]
        if mark in "\"'":
            opens = _BEFORE_OPENING.search(text[:start]) is not None and text[end : end + 1].strip() != ""
            if mark == '"':
                yield Change(start, end, outer if opens else close)
            elif opens and not _YEARS.match(text, start):
                yield Change(start, end, inner)
            else:
                between = text[start - 1 : start].isalpha() and text[end : end + 1].isalpha()
                yield Change(start, end, "’" if opens or between else inner_close)
        elif mark.strip(" ") in ("-", "--"):
            yield Change(start, end, mark.replace("--", "–").replace("-", "–"))
        elif tag != "fr" and start:
            yield Change(start, end, "")


_PLAIN = str.maketrans({**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’‚‹›", "'"), "–": "-", "\u00a0": " "})


def bare(text: str) -> str:
    """A text without what typography adds: two texts that say the same are equal in this form."""
    plain = text.translate(_PLAIN).replace("--", "-")
    return re.sub(r" +", " ", re.sub(r" +(?=[,;!?])", "", re.sub(r"(?<=\") +| +(?=\")", "", plain)))


_RECORDS: Mapping[str, type[Record]] = {
    "country.yaml": Country,
    "projects.yaml": ProjectGroup,
    "themes.yaml": Theme,
    "acronyms.yaml": Acronym,
}


def ordered_keys(text: str, path: str) -> list[Change]:
    """The change that brings the first set of keys that is out of order into order; none if all are, or may be."""
    record = _RECORDS.get(PurePosixPath(path).name)
    read = read_yaml(text, path, Findings())
    if record is None or read is None:
        return []
    for at, shape in _records(read.value, (), FieldShape(Kind.RECORD, record=record)):
        change = _change(text, read, at, shape)
        if change is not None:
            return [change]
    return []


def _records(value: object, at: KeyPath, shape: FieldShape) -> Iterator[tuple[KeyPath, type[Record]]]:
    """The sets of keys in a value, inner ones first."""
    if isinstance(value, tuple):
        inner = shape.item if shape.kind is Kind.LIST and shape.item else shape
        for index, item in enumerate(cast("tuple[object, ...]", value)):
            yield from _records(item, (*at, index), inner)
    elif isinstance(value, dict) and shape.record is not None:
        shapes = shapes_of(shape.record)
        for key, item in cast("dict[str, object]", value).items():
            if key in shapes:
                yield from _records(item, (*at, key), shapes[key])
        yield at, shape.record


def _change(text: str, read: YamlText, at: KeyPath, record: type[Record]) -> Change | None:
    keys = [path for path in read.keys if path[:-1] == at and len(path) == len(at) + 1]
    # A name says whose the keys are; remarks are about what stands before them.
    order = sorted(shapes_of(record), key=lambda name: (name == "remarks", name != "names"))
    if len(keys) < 2 or any(str(key[-1]) not in order for key in keys):
        return None
    wanted = sorted(keys, key=lambda key: order.index(str(key[-1])))
    marks = [read.keys[key] for key in keys]
    # Keys on lines of their own, all in one column; the first may stand behind the dash of its item.
    if wanted == keys or len({mark.line for mark in marks}) < len(marks) or len({mark.column for mark in marks}) > 1:
        return None
    lines = text.split("\n")
    if any(lines[mark.line - 1][: mark.column - 1].strip() for mark in marks[1:]):
        return None
    return _reordered(text, lines, [mark.line - 1 for mark in marks], marks[0].column - 1, _order(keys, wanted))


def _order(keys: list[KeyPath], wanted: list[KeyPath]) -> list[int]:
    return [keys.index(key) for key in wanted]


def _reordered(text: str, lines: list[str], firsts: list[int], column: int, order: list[int]) -> Change | None:
    end = firsts[-1] + 1
    while end < len(lines) and (not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip()) > column):
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    starts = [firsts[0], *(_with_comments(lines, first, column) for first in firsts[1:])]
    bounds = [*starts, end]
    blocks = [lines[first:last] for first, last in pairwise(bounds)]
    lead = lines[firsts[0]][:column]
    if any(not block[-1].strip() for block in blocks[:-1]):
        return None  # Empty lines part groups of keys that a person made.
    blocks[0] = [" " * column + blocks[0][0][column:], *blocks[0][1:]]
    chosen = [blocks[number] for number in order]
    heads = [index for index, line in enumerate(chosen[0]) if not line.lstrip().startswith("#")]
    if heads[0] and lead.strip():
        return None  # A comment cannot stand between the dash of an item and its first key.
    chosen[0] = [lead + chosen[0][0][column:], *chosen[0][1:]]
    start = sum(len(line) + 1 for line in lines[: starts[0]])
    old = "\n".join(lines[starts[0] : end])
    return Change(start, start + len(old), "\n".join(line for block in chosen for line in block))


def _with_comments(lines: list[str], first: int, column: int) -> int:
    """The first line of a key with the comments above it that are indented like it."""
    while first and lines[first - 1].lstrip().startswith("#") and lines[first - 1].index("#") == column:
        first -= 1
    return first


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
