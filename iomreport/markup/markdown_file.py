"""What a Markdown file holds: its prose, and what editors wrote in its margin.

Where a character of the parsed text stands in its file.

The parser takes indentation, quotation marks and list markers off the lines before it reads what stands in them; what
it keeps of a line is always its end, so that its place can be told by its length.

What stands in comments: remarks and allowances, as they are read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from iomreport.diagnostics.codes.markup import ALLOWANCE
from iomreport.diagnostics.finding import Findings, Location
from iomreport.markup.nodes import Prose
from iomreport.markup.normal import even


class Remark(NamedTuple):
    """A remark from editor to editor, `<!-- remark: … -->`; it is never printed."""

    text: str
    location: Location


class Allowance(NamedTuple):
    """A finding that an editor lets pass at this place, `<!-- allow: C404 reason -->`."""

    code: str
    reason: str
    location: Location


class Sum(NamedTuple):
    """Figures of the text that add up, `<!-- sum: 8,441 + 17,865 = 26,306 -->`."""

    text: str
    location: Location


@dataclass(frozen=True, slots=True)
class Document:
    prose: Prose
    remarks: tuple[Remark, ...] = ()
    allowances: tuple[Allowance, ...] = ()
    sums: tuple[Sum, ...] = ()


@dataclass(slots=True)
class Source:
    """A text and its place in its file: `line` and `column` of its first character, from 1.

    Every line of the text begins in that column (a block of text in YAML is indented throughout).
    """

    text: str
    path: str = ""
    line: int = 1
    column: int = 1
    lines: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.lines = self.text.split("\n")

    def at(self, row: int, column: int = 0, length: int = 1) -> Location:
        """The place of a character, by row and column from 0."""
        return Location(self.path, self.line + row, self.column + column, length)

    def start_of(self, row: int) -> Location:
        """The place of the first character of a row that is no space."""
        line = self.lines[row]
        return self.at(row, len(line) - len(line.lstrip(" \t")))


@dataclass(slots=True)
class Content:
    """What stands in a paragraph, heading, caption or cell, beginning at row `row` of its source.

    `column` is that of its first character where it is not a whole line's end; `bars` are the offsets of bars whose
    backslash the table took away; `base` is where this piece begins in the whole.
    """

    source: Source
    whole: str
    row: int
    column: int | None = None
    bars: tuple[int, ...] = ()
    base: int = 0
    stop: int | None = None

    @property
    def text(self) -> str:
        return self.whole[self.base : self.stop]

    def piece(self, start: int, stop: int | None = None) -> Content:
        """A part of this content, with the same places."""
        base = self.base + start
        end = self.stop if stop is None else self.base + stop
        return Content(self.source, self.whole, self.row, self.column, self.bars, base, end)

    def at(self, offset: int, length: int = 1) -> Location:
        offset += self.base
        if self.column is not None:
            bars = sum(bar <= offset for bar in self.bars)
            return self.source.at(self.row, self.column + offset + bars, length)
        begin = self.whole.rfind("\n", 0, offset) + 1
        end = self.whole.find("\n", offset)
        row = self.row + self.whole.count("\n", 0, begin)
        line = self.source.lines[row]
        if end < 0:
            line, end = line.rstrip(), len(self.whole)
        return self.source.at(row, len(line) - (end - begin) + offset - begin, length)


_ALLOWANCE = re.compile(r"([A-Z]\d{3})\s+(\S.*)")


@dataclass(slots=True)
class Comments:
    findings: Findings
    remarks: list[Remark] = field(default_factory=list[Remark])
    allowances: list[Allowance] = field(default_factory=list[Allowance])
    sums: list[Sum] = field(default_factory=list[Sum])

    def add(self, kind: str, text: str, location: Location) -> None:
        """Keeps a comment; `kind` is `remark`, `allow` or `sum`."""
        text = even(text)
        if kind == "remark":
            self.remarks.append(Remark(text, location))
        elif kind == "sum":
            self.sums.append(Sum(text, location))
        elif allowed := _ALLOWANCE.fullmatch(text):
            self.allowances.append(Allowance(allowed[1], allowed[2], location))
        else:
            self.findings.add(ALLOWANCE.at(location, "an allowance names the code of a finding and a reason"))
