"""Walking prose: its words, its nodes, its notes, in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from iomreport.markup.nodes import (
    Block,
    BulletList,
    Figure,
    Heading,
    Inline,
    LineBreak,
    Note,
    OrderedList,
    Paragraph,
    Prose,
    Quote,
    Reference,
    Table,
    Text,
)

Content = Prose | Block | Inline | Iterable[Block] | Iterable[Inline]
"""Prose, or any part of it that stands by itself."""


def plain_text(content: Content, *, notes: bool = False) -> str:
    """The words alone: a line break and the end of a block are a newline. With `notes` each note follows its place."""
    return "".join(_words(content, notes)).strip("\n")


def _words(content: Content, notes: bool) -> Iterator[str]:
    match content:
        case Text(text):
            yield text
        case LineBreak():
            yield "\n"
        case Note():
            if notes:
                yield f" {plain_text(content.blocks, notes=True)}"
        case Paragraph() | Heading():
            yield from _words(content.content, notes)
            yield "\n"
        case BulletList(items) | OrderedList(items):
            for item in items:
                yield from _words(item.blocks, notes)
        case Table():
            for row in (content.header, *content.rows):
                yield "\t".join(plain_text(cell.content, notes=notes) for cell in row.cells)
                yield "\n"
            yield from _caption(content, notes)
        case Figure():
            yield from _caption(content, notes)
        case Quote(blocks) | Prose(blocks):
            yield from _words(blocks, notes)
        case tuple() | list() | Iterable():
            for node in content:
                yield from _words(node, notes)
        case _:
            yield from _words(content.content, notes)


def _caption(content: Table | Figure, notes: bool) -> Iterator[str]:
    if content.caption:
        yield from _words(content.caption, notes)
        yield "\n"


def blocks(content: Prose | Iterable[Block], *, notes: bool = False) -> Iterator[Block]:
    """All blocks, each before those that stand in it; with `notes` those of a note after the block that cites it."""
    for block in content:
        yield block
        if notes:
            for node in _own_inlines(block):
                if isinstance(node, Note):
                    yield from blocks(node.blocks, notes=True)
        match block:
            case BulletList(items) | OrderedList(items):
                for item in items:
                    yield from blocks(item.blocks, notes=notes)
            case Quote(inner):
                yield from blocks(inner, notes=notes)
            case _:
                pass


def inlines(content: Prose | Iterable[Block], *, notes: bool = False) -> Iterator[Inline]:
    """All inline nodes, each before those that stand in it; with `notes` also those in notes, each behind its note."""
    for block in blocks(content):
        for node in _own_inlines(block):
            yield node
            if notes and isinstance(node, Note):
                yield from inlines(node.blocks, notes=True)


def _own_inlines(block: Block) -> Iterator[Inline]:
    match block:
        case Paragraph(content):
            yield from _deep(content)
        case Heading():
            yield from _deep(block.content)
        case Table():
            for row in (block.header, *block.rows):
                for cell in row.cells:
                    yield from _deep(cell.content)
            yield from _deep(block.caption)
        case Figure():
            yield from _deep(block.caption)
        case BulletList() | OrderedList() | Quote():
            pass


def _deep(content: Iterable[Inline]) -> Iterator[Inline]:
    for node in content:
        yield node
        if not isinstance(node, Text | Note | LineBreak):
            yield from _deep(node.content)


def notes(content: Prose | Iterable[Block]) -> Iterator[Note]:
    """The notes in the order in which they are cited; a note that is cited twice comes twice."""
    return (node for node in inlines(content) if isinstance(node, Note))


def references(content: Prose | Iterable[Block]) -> Iterator[Reference]:
    """The references, those in notes too."""
    return (node for node in inlines(content, notes=True) if isinstance(node, Reference))


def figures(content: Prose | Iterable[Block]) -> Iterator[Figure]:
    """The figures, those in notes too."""
    return (block for block in blocks(content, notes=True) if isinstance(block, Figure))
