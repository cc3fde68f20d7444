"""The one form of prose: a small tree of blocks and inlines.

Every node is immutable and compares by what it says; `location`, the place in the content file, does not take part.
Constructors bring the tree into its normal form, so that equal prose is equal trees.

Which places of a table's grid each cell covers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from iomreport.markup.normal import LineBreak, Placed, Text, Wrapper, even, joined, on_one_line, trimmed, without

MOST_COLUMNS = 63
"""Word's own limit for the columns of a table."""


class Place(NamedTuple):
    """Where a cell stands: its first column and how far it reaches. `cell` is its number in its row, or none."""

    column: int
    columns: int
    rows: int
    cell: int | None


def lay_out(rows: Sequence[Iterable[tuple[int, int]]], width: int = 0) -> tuple[list[list[Place]], int]:
    """The places of cells that cover (columns, rows), and the width of the grid, at least `width`.

    A cell that would overlap another or reach below the last row is cut; a place that no cell covers is a place
    without a cell, so that the places of a grid always fill it.
    """
    taken: set[tuple[int, int]] = set()
    places: list[list[Place]] = []
    for number, row in enumerate(rows):
        column, placed = 0, list[Place]()
        for index, (columns, depth) in enumerate(row):
            while (number, column) in taken:
                column += 1
            depth = max(1, min(depth, len(rows) - number))
            reach = 1
            while reach < min(columns, MOST_COLUMNS) and (number, column + reach) not in taken:
                reach += 1
            taken.update((number + down, column + right) for down in range(depth) for right in range(reach))
            placed.append(Place(column, reach, depth, index))
            column += reach
        width = max(width, column)
        places.append(placed)
    for number, placed in enumerate(places):
        gaps = [Place(column, 1, 1, None) for column in range(width) if (number, column) not in taken]
        if gaps:
            placed.extend(gaps)
            placed.sort()
    return places, width


Alignment = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Strong(Wrapper):
    content: tuple[Inline, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "content", joined(without(Strong, self.content)))

    def continues(self, before: Placed) -> bool:
        return isinstance(before, Strong)


@dataclass(frozen=True, slots=True)
class Emphasis(Wrapper):
    content: tuple[Inline, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "content", joined(without(Emphasis, self.content)))

    def continues(self, before: Placed) -> bool:
        return isinstance(before, Emphasis)


@dataclass(frozen=True, slots=True)
class Link(Wrapper):
    """A link to an address on the web or a mailbox: `[text](https://…)`. Its target never begins with `#`."""

    target: str
    content: tuple[Inline, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "target", even(self.target))
        object.__setattr__(self, "content", joined(without((Link, Reference), self.content)))

    @property
    def is_idle(self) -> bool:
        return not self.target


@dataclass(frozen=True, slots=True)
class Reference(Wrapper):
    """A reference to a field of the strategy: `[text](#AL/priorities/a)`.

    Empty content is filled with the target's own number or title; with `page` (Markdown: the title "page") it is the
    number of the page on which the target stands.
    """

    address: str
    content: tuple[Inline, ...] = ()
    page: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "address", even(self.address))
        object.__setattr__(self, "content", joined(without((Link, Reference), self.content)))

    @property
    def is_idle(self) -> bool:
        return not self.address


@dataclass(frozen=True, slots=True)
class Note(Placed):
    """A footnote at the place that refers to it. The label is the author's; the printed number is Word's affair.

    A label has letters, digits and `_ . : + / -`.
    """

    label: str
    blocks: tuple[Block, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "label", re.sub(r"[^\w.:+/-]+", "-", self.label) or "note")
        object.__setattr__(self, "blocks", _filled(self.blocks))


@dataclass(frozen=True, slots=True)
class Span(Wrapper):
    """Words in another language, by its BCP 47 tag: `[Vasa prava]{lang=bs}`."""

    language: str
    content: tuple[Inline, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "content", joined(self.content))

    @property
    def is_idle(self) -> bool:
        return not (self.language and self.content)

    def continues(self, before: Placed) -> bool:
        return isinstance(before, Span) and before.language == self.language


Inline = Text | Strong | Emphasis | Link | Reference | Note | Span | LineBreak


@dataclass(frozen=True, slots=True)
class Paragraph(Placed):
    content: tuple[Inline, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "content", trimmed(self.content))


@dataclass(frozen=True, slots=True)
class Heading(Placed):
    """A heading on one line, of level 1 (the field's own top level) to 6.

    `attributes` are the `key=value` pairs behind it.
    """

    level: int
    content: tuple[Inline, ...]
    id: str = ""
    attributes: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "level", max(1, min(self.level, 6)))
        object.__setattr__(self, "content", trimmed(on_one_line(self.content)))
        if self.attributes:
            object.__setattr__(self, "attributes", tuple((key, even(value)) for key, value in self.attributes))


@dataclass(frozen=True, slots=True)
class Item(Placed):
    """A list item: its first paragraph, continuation paragraphs, nested lists."""

    blocks: tuple[Block, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "blocks", _filled(self.blocks))


@dataclass(frozen=True, slots=True)
class BulletList(Placed):
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class OrderedList(Placed):
    """A numbered list. `continued` carries on the numbers of the ordered list before it in the same field."""

    items: tuple[Item, ...]
    start: int = 1
    continued: bool = False

    def __post_init__(self) -> None:
        if self.continued or self.start < 0:
            object.__setattr__(self, "start", 1)


@dataclass(frozen=True, slots=True)
class Cell(Placed):
    """A cell of a table, one paragraph on one line; it covers `columns` columns and `rows` rows."""

    content: tuple[Inline, ...]
    columns: int = 1
    rows: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "content", trimmed(on_one_line(self.content)))


@dataclass(frozen=True, slots=True)
class Row(Placed):
    """A row holds only the cells that begin in it; what a merged cell covers is left out."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table(Placed):
    """A table with one header row, an alignment a column, and a caption. Its cells fill its grid."""

    header: Row
    rows: tuple[Row, ...]
    alignments: tuple[Alignment | None, ...]
    caption: tuple[Inline, ...] = ()
    id: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "caption", trimmed(self.caption))
        width = len(self.alignments)
        for row in (self.header, *self.rows):
            if len(row.cells) != width or any(cell.columns != 1 or cell.rows != 1 for cell in row.cells):
                self._fill_grid()
                break

    def _fill_grid(self) -> None:
        _, width = lay_out(_reaches((self.header,)), len(self.alignments))
        _, width = lay_out(_reaches(self.rows), width)
        object.__setattr__(self, "alignments", self.alignments + (None,) * (width - len(self.alignments)))
        object.__setattr__(self, "header", _squared((self.header,), width)[0])
        object.__setattr__(self, "rows", _squared(self.rows, width))


@dataclass(frozen=True, slots=True)
class Figure(Placed):
    """A picture, by its path relative to the content file; `alternative` is what a screen reader says.

    `width` is a share of the text column in per cent.
    """

    source: str
    alternative: str
    caption: tuple[Inline, ...] = ()
    id: str = ""
    width: int = 100

    def __post_init__(self) -> None:
        object.__setattr__(self, "source", even(self.source))
        object.__setattr__(self, "alternative", even(self.alternative))
        object.__setattr__(self, "caption", trimmed(self.caption))
        object.__setattr__(self, "width", max(1, min(self.width, 100)))


@dataclass(frozen=True, slots=True)
class Quote(Placed):
    blocks: tuple[Block, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "blocks", _filled(self.blocks))


Block = Paragraph | Heading | BulletList | OrderedList | Table | Figure | Quote
Node = Inline | Block | Item | Row | Cell


@dataclass(frozen=True, slots=True)
class Prose(Placed):
    """The value of a prose field: blocks in reading order. Empty prose is false.

    `address` is the field's stable name in the strategy, once it belongs to one.
    """

    blocks: tuple[Block, ...] = ()
    address: str = field(default="", compare=False, repr=False, kw_only=True)

    def __post_init__(self) -> None:
        object.__setattr__(self, "blocks", _filled(self.blocks))

    def __bool__(self) -> bool:
        return bool(self.blocks)

    def __iter__(self) -> Iterator[Block]:
        return iter(self.blocks)


def _filled(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks that have something in them."""
    return tuple(block for block in blocks if not _is_empty(block))


def _is_empty(block: Block) -> bool:
    match block:
        case Paragraph(content):
            return not content
        case BulletList(items) | OrderedList(items):
            return not items
        case Quote(blocks):
            return not blocks
        case Table():
            return not block.alignments
        case Heading() | Figure():
            return False


def _reaches(rows: Iterable[Row]) -> list[list[tuple[int, int]]]:
    return [[(cell.columns, cell.rows) for cell in row.cells] for row in rows]


def _squared(rows: tuple[Row, ...], width: int) -> tuple[Row, ...]:
    """The rows with every place of the grid covered by one cell."""
    squared: list[Row] = []
    for row, places in zip(rows, lay_out(_reaches(rows), width)[0], strict=True):
        cells = tuple(
            Cell(()) if at.cell is None else replace(row.cells[at.cell], columns=at.columns, rows=at.rows)
            for at in places
        )
        squared.append(replace(row, cells=cells))
    return tuple(squared)
