"""Writing HTML: a tree in, a fragment of a page out, each thing as what it is and every text escaped.

The notes of one HTML page: their numbers, and the links from the text to them and back.

The page that blocks stand on: what they ask it, and what one answers that has nothing of its own to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape

from iomreport.markup.attributes import can_be_opened
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
    lay_out,
)
from iomreport.markup.walk import plain_text


@dataclass(slots=True)
class HtmlNotes:
    """Numbers notes from 1 in the order in which they are cited; the same note again has the same number.

    `prefix` begins the ids of the page's notes. `cited` and `back` are what a screen reader says for the link to a note
    and for the link from it back to the text; `{number}` in them is the note's.
    """

    prefix: str = "note"
    cited: str = "{number}"
    back: str = "{number}"
    citations: dict[Note, int] = field(default_factory=dict[Note, int])
    """How often each note is cited, in the order of their numbers."""
    numbers: dict[Note, int] = field(default_factory=dict[Note, int])

    def cite(self, note: Note) -> str:
        """The superscript link at a place that cites a note."""
        self.citations[note] = time = self.citations.get(note, 0) + 1
        number = self.numbers.setdefault(note, len(self.numbers) + 1)
        name = f"{self.prefix}-{number}"
        label = self._label(self.cited, number)
        return f'<sup><a id="{name}-{time}" href="#{name}" role="doc-noteref" aria-label="{label}">{number}</a></sup>'

    def name(self, number: int) -> str:
        """The id of a note, by its number."""
        return f"{self.prefix}-{number}"

    def back_links(self, number: int, times: int) -> str:
        """The links from a note to the places that cite it."""
        name, label = self.name(number), self._label(self.back, number)
        labels = [label] if times == 1 else [f"{label} ({time})" for time in range(1, times + 1)]
        return " ".join(
            f'<a href="#{name}-{time}" role="doc-backlink" aria-label="{words}">↩</a>'
            for time, words in enumerate(labels, 1)
        )

    def _label(self, words: str, number: int) -> str:
        return escape(words.replace("{number}", str(number)))


DEEPEST = 6
"""The deepest heading that HTML has an element for."""


@dataclass(slots=True)
class HtmlPage:
    """Answers what blocks cannot know; a page with contents, captions or pictures of its own overrides it."""

    notes: HtmlNotes = field(default_factory=HtmlNotes)

    def resolve(self, reference: Reference) -> tuple[str | None, str]:
        """A reference's link, and the words for it if it has none of its own; or no link, and the words behind it."""
        return f"#{reference.address}", reference.address

    def picture(self, figure: Figure) -> str:
        """The address of a figure's image."""
        return figure.source

    def label(self, block: Table | Figure) -> str:
        """What stands before the caption of a table or figure, such as `Table 3. `."""
        return ""

    def name(self, identifier: str) -> str:
        """The id on the page of what has an id in its text."""
        return identifier

    def heading(self, level: int, content: str, identifier: str) -> str:
        """A heading of a level from 1; `content` is HTML."""
        return write_heading(level, content, identifier)


def write_heading(level: int, content: str, identifier: str) -> str:
    """A heading. One deeper than HTML has elements for keeps its level for those who listen."""
    tag = f"h{min(level, DEEPEST)}"
    deeper = {"aria-level": str(level)} if level > DEEPEST else {}
    return f"<{tag}{attributes({'id': identifier} | deeper)}>{content}</{tag}>"


def attributes(values: dict[str, str]) -> str:
    """Attributes of a tag; those without a value are left out."""
    return "".join(f' {name}="{escape(value)}"' for name, value in values.items() if value)


_IN_A_BROWSER = re.compile(r"(?:https?|mailto|tel):\S", re.IGNORECASE)


def write_html(content: Prose | Iterable[Block], page: HtmlPage, *, level: int = 0) -> str:
    """Blocks as HTML. `level` is added to that of each heading.

    Notes are cited in place and kept by the page; `write_html_notes` writes them when the whole page is written.
    """
    return _Html(page, level).blocks(content)


def write_html_inlines(content: Iterable[Inline], page: HtmlPage) -> str:
    """Inline nodes as HTML."""
    return _Html(page).line(content)


def write_html_notes(page: HtmlPage) -> list[str]:
    """The notes that the page cites, each a list item with links back to the places that cite it."""
    html, notes = _Html(page), page.notes
    written: list[str] = []
    while len(written) < len(notes.citations):
        number = len(written) + 1
        note = list(notes.citations)[number - 1]
        text = html.blocks(note.blocks)
        # A note can be cited again by a later one, whose text is not written yet: the links are made at the end.
        written.append(text)
    return [
        f'<li id="{notes.name(number)}">{_with_links(text, notes.back_links(number, times))}</li>'
        for number, (text, times) in enumerate(zip(written, notes.citations.values(), strict=True), 1)
    ]


def _with_links(text: str, links: str) -> str:
    return f"{text.removesuffix('</p>')} {links}</p>" if text.endswith("</p>") else f"{text}<p>{links}</p>"


@dataclass(slots=True)
class _Html:
    page: HtmlPage
    level: int = 0
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
                if _IN_A_BROWSER.match(target):
                    return self._link(target, node.content)
                # What a browser no longer opens can still be copied.
                address = f" ({escape(target, quote=False)})" if can_be_opened(target) else ""
                return self._link(None, node.content) + address
            case Reference():
                return self._reference(node)
            case Note():
                return self._note(node)
            case Span(language):
                return f"<span{attributes({'lang': language})}>{self.line(node.content)}</span>"
            case LineBreak():
                return "<br>"

    def _link(self, href: str | None, content: tuple[Inline, ...]) -> str:
        """A link and behind it the notes that its words cite: a link cannot stand in a link."""
        outer, self.held = self.held, []
        words = self.line(content)
        notes, self.held = "".join(self.held), outer
        return (words if href is None else f"<a{attributes({'href': href})}>{words}</a>") + notes

    def _reference(self, node: Reference) -> str:
        href, words = self.page.resolve(node)
        if href is None:
            return self.line(node.content) + escape(words, quote=False)
        return self._link(href, node.content or (Text(words),))

    def _note(self, note: Note) -> str:
        citation = self.page.notes.cite(note)
        if self.held is None:
            return citation
        self.held.append(citation)
        return ""

    def _block(self, block: Block) -> str:
        match block:
            case Paragraph(content):
                return f"<p>{self.line(content)}</p>"
            case Heading():
                return self.page.heading(block.level + self.level, self.line(block.content), self._name(block.id))
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
        begin = attributes({"start": str(start)}) if start != 1 else ""
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
        """A table in a frame that scrolls where the table is wider than the screen, by keyboard too."""
        label = self.page.label(table) if table.caption else ""
        caption = (
            [f"<caption>{escape(label, quote=False)}{self.line(table.caption)}</caption>"] if table.caption else []
        )
        head = self._rows((table.header,), table.alignments, "th")
        body = self._rows(table.rows, table.alignments, "td")
        inner = "\n".join([*caption, "<thead>", *head, "</thead>", *(["<tbody>", *body, "</tbody>"] if body else ())])
        named = {"role": "group", "aria-label": label + plain_text(table.caption)} if table.caption else {}
        return (
            f'<div class="scroll"{attributes(named)} tabindex="0">\n'
            f"<table{attributes({'id': self._name(table.id)})}>\n{inner}\n</table>\n</div>"
        )

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
        given = attributes(
            {
                "scope": scope,
                "colspan": str(cell.columns) if cell.columns > 1 else "",
                "rowspan": str(cell.rows) if cell.rows > 1 else "",
                "style": f"text-align: {alignment}" if alignment else "",
            }
        )
        return f"<{tag}{given}>{self.line(cell.content)}</{tag}>"

    def _figure(self, figure: Figure) -> str:
        # An image without words is decoration to a screen reader; it still needs the attribute.
        image = f'<img src="{escape(self.page.picture(figure))}" alt="{escape(figure.alternative)}"'
        image += attributes({"style": f"width: {figure.width}%"}) + ">"
        caption = ""
        if figure.caption:
            label = escape(self.page.label(figure), quote=False)
            caption = f"\n<figcaption>{label}{self.line(figure.caption)}</figcaption>"
        return f"<figure{attributes({'id': self._name(figure.id)})}>\n{image}{caption}\n</figure>"

    def _name(self, identifier: str) -> str:
        return self.page.name(identifier) if identifier else ""
