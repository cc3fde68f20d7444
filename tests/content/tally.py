"""What a piece of prose holds, counted over its tree, and its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from iomreport.markup.nodes import (
    Block,
    BulletList,
    Cell,
    Emphasis,
    Figure,
    Heading,
    Inline,
    LineBreak,
    Link,
    Note,
    OrderedList,
    Paragraph,
    Prose,
    Quote,
    Reference,
    Span,
    Strong,
    Table,
    Text,
)


@dataclass(frozen=True, slots=True)
class Tally:
    """Paragraphs outside lists and notes, points of lists, and notes."""

    paragraphs: int
    points: int
    notes: int


def tally(prose: Prose) -> Tally:
    paragraphs = sum(isinstance(block, Paragraph) for block in prose)
    points = sum(len(block.items) for block in prose if isinstance(block, BulletList | OrderedList))
    return Tally(paragraphs, points, sum(1 for _ in notes(prose)))


def notes(prose: Prose) -> Iterator[Note]:
    """The notes of a piece of prose in reading order."""
    for line in _lines(prose.blocks):
        yield from _notes(line)


def lines(prose: Prose) -> Iterator[str]:
    """The text of each paragraph, point, heading and cell; a note comes after the line that refers to it."""
    for line in _lines(prose.blocks):
        yield plain(line)
        for note in _notes(line):
            yield from lines(Prose(note.blocks))


def plain(inlines: Iterable[Inline]) -> str:
    return re.sub(r"\s+", " ", "".join(_plain(inline) for inline in inlines)).strip()


def _plain(inline: Inline) -> str:
    match inline:
        case Text(text):
            return text
        case LineBreak():
            return " "
        case Note():
            return ""
        case Strong() | Emphasis() | Link() | Reference() | Span():
            return "".join(_plain(each) for each in inline.content)


def _notes(inlines: Iterable[Inline]) -> Iterator[Note]:
    for inline in inlines:
        match inline:
            case Note():
                yield inline
            case Strong() | Emphasis() | Link() | Reference() | Span():
                yield from _notes(inline.content)
            case Text() | LineBreak():
                pass


def _lines(blocks: Iterable[Block]) -> Iterator[tuple[Inline, ...]]:
    for block in blocks:
        match block:
            case Paragraph(content):
                yield content
            case Heading():
                yield block.content
            case BulletList(items) | OrderedList(items):
                for item in items:
                    yield from _lines(item.blocks)
            case Quote(blocks=inner):
                yield from _lines(inner)
            case Table():
                yield block.caption
                for row in (block.header, *block.rows):
                    yield from map(_cell, row.cells)
            case Figure():
                yield block.caption


def _cell(cell: Cell) -> tuple[Inline, ...]:
    return cell.content
