"""A text in YAML that is Markdown: what to read, and where in the file it begins."""

from __future__ import annotations

import re
from dataclasses import dataclass

from iomreport.diagnostics.codes.content import FOLDED_PARAGRAPHS
from iomreport.diagnostics.finding import Findings, Location
from iomreport.strategy.load.yaml_reader import Mark, YamlText

# What begins a block of its own in Markdown, or ends a line for good; joined to the line before it says nothing.
_BLOCK_BEGIN = re.compile(r"[-+*] |\d{1,9}[.)] |#{1,6} |>|```|~~~|\||: |\[\^|[=-]+\s*$|<!--")
_HARD_BREAK = re.compile(r"(?: {2}|\\)$")


@dataclass(frozen=True, slots=True)
class Passage:
    """Markdown, and the line and column of its first character."""

    text: str
    line: int
    column: int


def passage(value: str, mark: Mark, text: YamlText, findings: Findings) -> Passage:
    """The Markdown of a scalar.

    Folded lines are read as they stand in the file, so that places are right: for Markdown, the end of a line is a
    space as well. What folding would make of paragraphs and lists is never meant, and reported.
    """
    if mark.style == "|":
        return Passage(value, mark.line + 1, _indent(text.lines[mark.line :]) + 1)
    if mark.style == ">":
        indent = _indent(text.lines[mark.line :])
        return _folded(_block(text.lines[mark.line :], indent), value, mark.line + 1, indent + 1, text.path, findings)
    if mark.style == "" and mark.end_line > mark.line:
        lines = text.lines[mark.line - 1 : mark.end_line]
        lines[-1] = lines[-1][: mark.end_column - 1]
        stripped = [lines[0][mark.column - 1 :], *(line.strip() for line in lines[1:])]
        return _folded(stripped, value, mark.line, mark.column, text.path, findings)
    return Passage(value, mark.line, mark.column + (1 if mark.style else 0))


def _folded(lines: list[str], value: str, line: int, column: int, path: str, findings: Findings) -> Passage:
    below = [text for text in lines[1:] if text.strip()]
    if below and all(text.startswith(" ") for text in below) and (len(below) > 1 or column % 2 == 0):
        message = "this line is indented less than the ones below it"
        location = Location(path, line, column, len(lines[0]))
        findings.add(FOLDED_PARAGRAPHS.at(location, message, fix="indent all lines of the text alike."))
        return Passage(value, line, column)
    first = next((number for number, here in enumerate(lines) if here.strip()), 0)
    for number, here in enumerate(lines[first + 1 :], first + 1):
        before = lines[number - 1]
        own_block = not before.strip() or here.startswith(" ") or _BLOCK_BEGIN.match(here) or _HARD_BREAK.search(before)
        if here.strip() and own_block:
            location = Location(path, line + number, column, len(here))
            findings.add(FOLDED_PARAGRAPHS.at(location, "this line would run on behind the one before it"))
            return Passage(value, line, column)
    return Passage("\n".join(lines), line, column)


def _indent(lines: list[str]) -> int:
    first = next((line for line in lines if line.strip()), "")
    return len(first) - len(first.lstrip(" "))


def _block(lines: list[str], indent: int) -> list[str]:
    """The lines of a block scalar, without their indentation and the empty lines at its end."""
    block: list[str] = []
    for line in lines:
        if line.strip() and len(line) - len(line.lstrip(" ")) < indent:
            break
        block.append(line[indent:])
    while block and not block[-1].strip():
        block.pop()
    return block
