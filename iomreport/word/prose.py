"""Blocks as paragraphs, lists, tables and figures in the template's named styles.

Inlines as runs, hyperlinks, note references and fields.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from iomreport.markup.nodes import (
    Block,
    BulletList,
    Figure,
    Heading,
    Inline,
    Item,
    Note,
    OrderedList,
    Paragraph,
    Prose,
    Quote,
    Table,
)
from iomreport.word.addresses import LOCAL, key_of
from iomreport.word.figures import write_figure
from iomreport.word.fragments import Fragment, FragmentStore
from iomreport.word.inlines import write_inlines
from iomreport.word.markers import BOOKMARK, BOOKMARK_END, LIST, SEQUENCE, marker
from iomreport.word.oxml import escape, field
from iomreport.word.styles import MissingStyleError
from iomreport.word.tables import write_table

DEEPEST_LIST = 3
DEEPEST_HEADING = 9
HEADINGS_START = 2
"""The Word heading level of a prose field's first heading level, where the template does not say."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a block stands: the style of its paragraphs, the list level around it, and its heading offset."""

    role: str = "paragraph"
    depth: int = 0
    headings: int = HEADINGS_START
    instance: str = ""
    """Run-in numbering of a list item's first paragraph."""


def write_prose(prose: Prose, store: FragmentStore, headings: int = HEADINGS_START) -> Fragment:
    """Prose as block-level content; its first heading level becomes Heading `headings`. Written once per store."""
    key = (id(prose), headings)
    known = store.prose.get(key)
    if known is None:
        written = Fragment(write_blocks(prose.blocks, store, Frame(headings=headings)))
        # The prose is kept beside its fragment, so that its id cannot come to mean other prose.
        known = store.prose[key] = (prose, written)
    return known[1]


def write_blocks(blocks: Sequence[Block], store: FragmentStore, frame: Frame) -> str:
    parts: list[str] = []
    instances: dict[int, int] = {}
    for block in blocks:
        if isinstance(block, OrderedList):
            parts.append(_ordered(block, store, frame, instances))
        else:
            parts.append(_write(block, store, frame))
    return "".join(parts)


def write_note(note: Note, store: FragmentStore) -> int:
    """The index of a note's text in the store; the text is written the first time."""
    style = "endnote" if store.styles.endnotes else "footnote"

    def write() -> str:
        return write_blocks(note.blocks, store, Frame(role=f"{style}-text"))

    return store.note_index(note, write)


def _caption(kind: str, block: Table | Figure, store: FragmentStore) -> str:
    """A caption: the label and a SEQ field (17.16.5.56) that counts it, then its words. A table's stands above it."""
    if not block.caption:
        return ""
    number = field(f"SEQ {kind} \\* ARABIC", f"<w:r><w:t>{marker(SEQUENCE, kind)}</w:t></w:r>")
    label = store.captions[0 if kind == "Table" else 1]
    keep = "<w:keepNext/>" if kind == "Table" else ""
    start, end = _bookmark(block.id)
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{store.styles.get("caption")}"/>{keep}</w:pPr>{start}'
        f'<w:r><w:t xml:space="preserve">{escape(label)} </w:t></w:r>{number}{end}'
        f'<w:r><w:t xml:space="preserve">. </w:t></w:r>{write_inlines(block.caption, store, write_note)}</w:p>'
    )


def _bookmark(identifier: str) -> tuple[str, str]:
    """The ends of the bookmark around what has an id."""
    if not identifier:
        return "", ""
    key = key_of(f"{LOCAL}{identifier}")
    return marker(BOOKMARK, key), marker(BOOKMARK_END, key)


def _write(block: Block, store: FragmentStore, frame: Frame) -> str:
    match block:
        case Paragraph(content=content):
            return _paragraph(content, store, frame.role, frame.instance)
        case Heading(level=level, content=content, id=identifier):
            start, end = _bookmark(identifier)
            runs = f"{start}{write_inlines(content, store, write_note)}{end}"
            role = f"heading-{min(level + frame.headings - 1, DEEPEST_HEADING)}"
            return f'<w:p><w:pPr><w:pStyle w:val="{store.styles.get(role)}"/></w:pPr>{runs}</w:p>'
        case BulletList(items=items):
            depth = frame.depth + 1
            return "".join(_item(item, store, "bullet", depth, "", frame) for item in items)
        case OrderedList():
            return _ordered(block, store, frame, {})
        case Quote(blocks=blocks):
            return write_blocks(blocks, store, Frame("quote", frame.depth, frame.headings))
        case Table():
            return _caption("Table", block, store) + write_table(block, store, write_note)
        case Figure():
            return write_figure(block, store, keep_next=bool(block.caption)) + _caption("Figure", block, store)
        case _:
            assert_never(block)


def _paragraph(content: Sequence[Inline], store: FragmentStore, role: str, instance: str = "") -> str:
    runs = write_inlines(content, store, write_note)
    return f'<w:p><w:pPr><w:pStyle w:val="{store.styles.get(role)}"/>{instance}</w:pPr>{runs}</w:p>'


def _ordered(block: OrderedList, store: FragmentStore, frame: Frame, instances: dict[int, int]) -> str:
    depth = frame.depth + 1
    role = f"number-{min(depth, DEEPEST_LIST)}"
    index = instances[depth] if block.continued and depth in instances else store.list_index(block, role)
    instances[depth] = index
    style = store.styles.list_style(role)
    if style is None:
        raise MissingStyleError(role, numbered=True)
    numbering = f'<w:numPr><w:ilvl w:val="{style.level}"/><w:numId w:val="{marker(LIST, index)}"/></w:numPr>'
    return "".join(_item(item, store, "number", depth, numbering, frame) for item in block.items)


def _item(item: Item, store: FragmentStore, kind: str, depth: int, numbering: str, frame: Frame) -> str:
    level = min(depth, DEEPEST_LIST)
    parts: list[str] = []
    instances: dict[int, int] = {}
    first = Frame(f"{kind}-{level}", depth, frame.headings, numbering)
    later = Frame(f"continue-{level}", depth, frame.headings)
    for position, block in enumerate(item.blocks):
        inner = first if position == 0 and isinstance(block, Paragraph) else later
        if isinstance(block, OrderedList):
            parts.append(_ordered(block, store, inner, instances))
        else:
            parts.append(_write(block, store, inner))
    return "".join(parts)
