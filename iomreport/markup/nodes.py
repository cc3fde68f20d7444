"""The one form of prose: a small tree of blocks and inlines.

Every node is immutable and compares by what it says; `location`, the place in the content file, does not take part.
Constructors bring the tree into its normal form, so that equal prose is equal trees.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from iomreport.diagnostics import Location

Alignment = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Placed:
    """A node that knows where it stands in its content file."""

    location: Location | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Text(Placed):
    """Characters. A non-breaking space is U+00A0 here and `&nbsp;` in Markdown."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong(Placed):
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Emphasis(Placed):
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Link(Placed):
    """A link to an address on the web or a mailbox: `[text](https://…)`."""

    target: str
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Reference(Placed):
    """A reference to a field of the strategy: `[text](#AL/priorities/a)`.

    Empty content is filled with the target's own number or title; with `page` (Markdown: the title "page") it is the
    number of the page on which the target stands.
    """

    address: str
    content: tuple[Inline, ...] = ()
    page: bool = False


@dataclass(frozen=True, slots=True)
class Note(Placed):
    """A footnote at the place that refers to it. The label is the author's; the printed number is Word's affair."""

    label: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Span(Placed):
    """Words in another language, by its BCP 47 tag: `[Vasa prava]{lang=bs}`."""

    language: str
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class LineBreak(Placed):
    """A forced new line inside a paragraph."""


Inline = Text | Strong | Emphasis | Link | Reference | Note | Span | LineBreak


@dataclass(frozen=True, slots=True)
class Paragraph(Placed):
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading(Placed):
    """A heading; level 1 is the field's own top level. `attributes` are the `key=value` pairs behind it."""

    level: int
    content: tuple[Inline, ...]
    id: str = ""
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Item(Placed):
    """A list item: its first paragraph, continuation paragraphs, nested lists."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class BulletList(Placed):
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class OrderedList(Placed):
    """A numbered list. `continued` carries on the numbers of the ordered list before it in the same field."""

    items: tuple[Item, ...]
    start: int = 1
    continued: bool = False


@dataclass(frozen=True, slots=True)
class Cell(Placed):
    """A cell of a table; it covers `columns` columns and `rows` rows."""

    content: tuple[Inline, ...]
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Row(Placed):
    """A row holds only the cells that begin in it; what a merged cell covers is left out."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table(Placed):
    """A table with one header row, an alignment a column, and a caption."""

    header: Row
    rows: tuple[Row, ...]
    alignments: tuple[Alignment | None, ...]
    caption: tuple[Inline, ...] = ()
    id: str = ""


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


@dataclass(frozen=True, slots=True)
class Quote(Placed):
    blocks: tuple[Block, ...]


Block = Paragraph | Heading | BulletList | OrderedList | Table | Figure | Quote
Node = Inline | Block | Item | Row | Cell


@dataclass(frozen=True, slots=True)
class Prose(Placed):
    """The value of a prose field: blocks in reading order. Empty prose is false."""

    blocks: tuple[Block, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.blocks)

    def __iter__(self) -> Iterator[Block]:
        return iter(self.blocks)
