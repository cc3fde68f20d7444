"""Writing HTML: a tree in, a fragment of a page out, each thing as what it is and every text escaped."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import escape

from iomreport.markup.grid import lay_out
from iomreport.markup.html_notes import HtmlNotes
from iomreport.markup.nodes import (
    Alignment,
    Block,
    BulletList,
    Cell,
    Emphasis,
    Figure,
    Heading,
    Inline,
    Item,
    LineBreak,
    Link,
    Note,
    OrderedList,
    Paragraph,
    Prose,
    Quote,
    Reference,
    Row,
    Span,
    Strong,
    Table,
    Text,
)
from iomreport.markup.targets import can_be_opened

Resolve = Callable[[Reference], tuple[str | None, str]]
"""Gives a reference its link, or none, and the words for it, should it have none of its own."""


def write_html(
    content: Prose | Iterable[Block],
    resolve: Resolve,
    notes: HtmlNotes,
    *,
    level: int = 0,
    picture: Callable[[str], str] = str,
) -> str:
    """Blocks as HTML. `level` is added to that of each heading; `picture` gives the address of a figure's file.

    Notes are cited in place and kept in `notes`; `write_html_notes` writes them when the whole page is written.
    """
    return _Html(resolve, notes, level, picture).blocks(content)


def write_html_inlines(content: Iterable[Inline], resolve: Resolve, notes: HtmlNotes) -> str:
    """Inline nodes as HTML."""
    return _Html(resolve, notes).line(content)


def write_html_notes(resolve: Resolve, notes: HtmlNotes, *, picture: Callable[[str], str] = str) -> list[str]:
    """The notes that the page cites, each a list item with links back to the places that cite it."""
    html = _Html(resolve, notes, 0, picture)
    written: list[str] = []
    while len(written) < len(notes.citations):
        number = len(written) + 1
        note = list(notes.citations)[number - 1]
        text = html.blocks(note.blocks)
        links = notes.back_links(number, notes.citations[note])
        body = f"{text.removesuffix('</p>')} {links}</p>" if text.endswith("</p>") else f"{text}<p>{links}</p>"
        written.append(f'<li id="{notes.name(number)}">{body}</li>')
    return written


@dataclass(slots=True)
class _Html:
    resolve: Resolve
    notes: HtmlNotes
    level: int = 0
    picture: Callable[[str], str] = str
    depth: int = 0
    next_numbers: dict[int, int] = field(default_factory=dict[int, int])
    """The number after the last of the numbered list before, by the depth of lists."""
    held: list[str] | None = None
    """The notes that the words of the open link cite."""

    def blocks(self, blocks: Iterable[Block]) -> str:
        return "\n".join(map(self._block, blocks))

    def line(self, content: Iterable[Inline]) -> str:
        return "".join(map(self._inline, content))

    def _inline(self, node: Inline) -> str:
        match node:
            case Text(text):
                return escape(text, quote=False)
            case Strong():
                return f"<strong>{self.line(node.content)}</strong>"
            case Emphasis():
                return f"<em>{self.line(node.content)}</em>"
            case Link(target):
                return self._link(target if can_be_opened(target) else None, node.content)
            case Reference():
                href, words = self.resolve(node)
                return self._link(href, node.content or (Text(words),))
            case Note():
                return self._note(node)
            case Span(language):
                return f"<span{_attributes(lang=language)}>{self.line(node.content)}</span>"
            case LineBreak():
                return "<br>"

    def _link(self, href: str | None, content: tuple[Inline, ...]) -> str:
        """A link and behind it the notes that its words cite: a link cannot stand in a link."""
        outer, self.held = self.held, []
        words = self.line(content)
        notes, self.held = "".join(self.held), outer
        return (words if href is None else f"<a{_attributes(href=href)}>{words}</a>") + notes

    def _note(self, note: Note) -> str:
        citation = self.notes.cite(note)
        if self.held is None:
            return citation
        self.held.append(citation)
        return ""

    def _block(self, block: Block) -> str:
        match block:
            case Paragraph(content):
                return f"<p>{self.line(content)}</p>"
            case Heading():
                tag = f"h{min(block.level + self.level, 6)}"
                return f"<{tag}{_attributes(id=block.id)}>{self.line(block.content)}</{tag}>"
            case BulletList(items):
                return f"<ul>\n{self._items(items)}\n</ul>"
            case OrderedList():
                return self._numbered(block)
            case Table():
                return self._table(block)
            case Figure():
                return self._figure(block)
            case Quote(blocks):
                return f"<blockquote>\n{self.blocks(blocks)}\n</blockquote>"

    def _numbered(self, block: OrderedList) -> str:
        start = self.next_numbers.get(self.depth, 1) if block.continued else block.start
        self.next_numbers[self.depth] = start + len(block.items)
        begin = _attributes(start=str(start)) if start != 1 else ""
        return f"<ol{begin}>\n{self._items(block.items)}\n</ol>"

    def _items(self, items: tuple[Item, ...]) -> str:
        self.depth += 1
        written = "\n".join(f"<li>{self._item(item)}</li>" for item in items)
        self.depth -= 1
        return written

    def _item(self, item: Item) -> str:
        """An item; one of a single paragraph, with or without lists, needs no paragraph of its own."""
        match item.blocks:
            case (Paragraph(content), *others) if all(isinstance(block, BulletList | OrderedList) for block in others):
                return "\n".join([self.line(content), *map(self._block, others)])
            case blocks:
                return self.blocks(blocks)

    def _table(self, table: Table) -> str:
        caption = [f"<caption>{self.line(table.caption)}</caption>"] if table.caption else []
        head = self._rows((table.header,), table.alignments, "th")
        body = self._rows(table.rows, table.alignments, "td")
        parts = [*caption, "<thead>", *head, "</thead>", *(["<tbody>", *body, "</tbody>"] if body else ())]
        inner = "\n".join(parts)
        return f"<table{_attributes(id=table.id)}>\n{inner}\n</table>"

    def _rows(self, rows: tuple[Row, ...], alignments: tuple[Alignment | None, ...], tag: str) -> list[str]:
        written: list[str] = []
        places, _ = lay_out([[(cell.columns, cell.rows) for cell in row.cells] for row in rows], len(alignments))
        for row, placed in zip(rows, places, strict=True):
            columns = [place.column for place in placed if place.cell is not None]
            cells = [self._cell(cell, alignments[at], tag) for cell, at in zip(row.cells, columns, strict=True)]
            written.append(f"<tr>{''.join(cells)}</tr>")
        return written

    def _cell(self, cell: Cell, alignment: Alignment | None, tag: str) -> str:
        scope = "" if tag == "td" else "colgroup" if cell.columns > 1 else "col"
        given = _attributes(
            scope=scope,
            colspan=str(cell.columns) if cell.columns > 1 else "",
            rowspan=str(cell.rows) if cell.rows > 1 else "",
            style=f"text-align: {alignment}" if alignment else "",
        )
        return f"<{tag}{given}>{self.line(cell.content)}</{tag}>"

    def _figure(self, figure: Figure) -> str:
        # An image without words is decoration to a screen reader; it still needs the attribute.
        image = f'<img src="{escape(self.picture(figure.source))}" alt="{escape(figure.alternative)}"'
        image += _attributes(style=f"width: {figure.width}%") + ">"
        caption = f"\n<figcaption>{self.line(figure.caption)}</figcaption>" if figure.caption else ""
        return f"<figure{_attributes(id=figure.id)}>\n{image}{caption}\n</figure>"


def _attributes(**values: str) -> str:
    """Attributes of a tag; those without a value are left out."""
    return "".join(f' {name}="{escape(value)}"' for name, value in values.items() if value)
