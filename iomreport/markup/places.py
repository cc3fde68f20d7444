"""Where a character of the parsed text stands in its file.

The parser takes indentation, quotation marks and list markers off the lines before it reads what stands in them; what
it keeps of a line is always its end, so that its place can be told by its length.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from iomreport.diagnostics.finding import Location


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
