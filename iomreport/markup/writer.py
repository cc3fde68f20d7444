"""Writing Markdown: a tree in, text out, in one form. Reading it gives the same tree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from iomreport.markup.attributes import write_attributes
from iomreport.markup.escape import HARD_SPACE, escape_address, escape_line, escape_text
from iomreport.markup.inline_writer import write_line
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
from iomreport.markup.table_writer import write_table


def write(prose: Prose | Iterable[Block], width: int = 0) -> str:
    """The prose as Markdown with its footnotes at the end, in the order in which they are cited.

    With a `width` paragraphs are wrapped at that column; otherwise each is one line. Two different notes with one
    label get two labels.
    """
    writer = _Writer(width)
    lines = writer.blocks(prose)
    written = 0
    while written < len(writer.notes):
        label, note = list(writer.notes.items())[written]
        lines.extend(["", *writer.definition(label, note)] if lines else writer.definition(label, note))
        written += 1
    return "".join(f"{line}\n" for line in lines)


def write_inlines(content: Iterable[Inline]) -> str:
    """Inline nodes as Markdown on one line, or on several where there are line breaks; notes are only cited."""
    return write_line(content, lambda note: note.label).replace(HARD_SPACE, " ")


@dataclass(slots=True)
class _Writer:
    width: int
    notes: dict[str, Note] = field(default_factory=dict[str, Note])
    """The notes that were cited, by their label in this text."""

    def cite(self, note: Note) -> str:
        label, number = note.label, 1
        while self.notes.setdefault(label, note) != note:
            number += 1
            label = f"{note.label}-{number}"
        return label

    def definition(self, label: str, note: Note) -> list[str]:
        """The definition of a note; what does not begin with a paragraph begins on the next line."""
        lines = self.blocks(note.blocks, 4)
        if not note.blocks or not isinstance(note.blocks[0], Paragraph):
            lines.insert(0, "")
        return _indented(lines, f"[^{label}]: ", " " * 4)

    def blocks(self, blocks: Iterable[Block], indent: int = 0, mark_of_parent: str = "") -> list[str]:
        """The lines of blocks, with an empty line between one and the next."""
        lines: list[str] = []
        mark = mark_of_parent
        for block in blocks:
            if lines:
                lines.append("")
            match block:
                case BulletList(items):
                    mark = next(sign for sign in "-*+" if sign != mark)
                    lines.extend(self._list(items, [mark] * len(items), indent))
                case OrderedList(items):
                    mark = ")" if mark == "." else "."
                    lines.extend(["{continue}", ""] if block.continued else [])
                    marks = [f"{block.start + number}{mark}" for number in range(len(items))]
                    lines.extend(self._list(items, marks, indent))
                case _:
                    mark = ""
                    lines.extend(self._block(block, indent))
        return lines

    def _block(self, block: Paragraph | Heading | Table | Figure | Quote, indent: int) -> list[str]:
        match block:
            case Paragraph(content):
                return self._wrapped(write_line(content, self.cite), indent)
            case Heading():
                return [self._heading(block)]
            case Table():
                return [*write_table(block, self.cite), *self._caption(block.caption, block.id, indent)]
            case Figure():
                return [_figure(block), *self._caption(block.caption, "", indent)]
            case Quote(blocks):
                return [f"> {line}".rstrip(" ") for line in self.blocks(blocks, indent + 2)]

    def _heading(self, heading: Heading) -> str:
        line = write_line(heading.content, self.cite).replace(HARD_SPACE, " ")
        attributes = write_attributes(heading.id, heading.attributes)
        if line.endswith("#") and not attributes:
            # Signs at the end of a heading are read as its frame.
            line = line[:-1] + "\\#"
        return " ".join(part for part in ("#" * heading.level, line, attributes) if part)

    def _caption(self, content: tuple[Inline, ...], name: str, indent: int) -> list[str]:
        line = write_line(content, self.cite)
        parts = [part for part in (line, write_attributes(name)) if part]
        return ["", *self._wrapped(f":{HARD_SPACE}{' '.join(parts)}", indent)] if parts else []

    def _list(self, items: tuple[Item, ...], marks: list[str], indent: int) -> list[str]:
        loose = not all(_is_tight(item) for item in items)
        lines: list[str] = []
        for item, mark in zip(items, marks, strict=True):
            inner = indent + len(mark) + 1
            written = self.blocks(item.blocks, inner, mark[-1])
            if not loose:
                written = [line for line in written if line]
            if loose and lines:
                lines.append("")
            lines.extend(_indented(written or [""], f"{mark} ", " " * (len(mark) + 1)))
        return lines

    def _wrapped(self, text: str, indent: int) -> list[str]:
        lines: list[str] = []
        for line in text.split("\n"):
            words = line.split(" ") if self.width else [line]
            start = len(lines)
            for word in words:
                if len(lines) > start and len(lines[-1]) + 1 + len(word) <= self.width - indent:
                    lines[-1] += f" {word}"
                else:
                    lines.append(word)
        return [line.replace(HARD_SPACE, " ") for line in map(escape_line, lines)]


def _indented(lines: list[str], first: str, others: str) -> list[str]:
    head, *rest = lines
    return [(first + head).rstrip(" "), *(others + line if line else "" for line in rest)]


def _is_tight(item: Item) -> bool:
    """Whether an item needs no empty lines: a paragraph, and perhaps a list that can follow it directly."""
    match item.blocks:
        case () | (Paragraph(),):
            return True
        case (Paragraph(), BulletList(items)):
            return _begins_with_words(items) and all(map(_is_tight, items))
        case (Paragraph(), OrderedList(items, 1, False)):
            return _begins_with_words(items) and all(map(_is_tight, items))
        case _:
            return False


def _begins_with_words(items: tuple[Item, ...]) -> bool:
    return bool(items[0].blocks) and isinstance(items[0].blocks[0], Paragraph)


def _figure(figure: Figure) -> str:
    width = (("width", str(figure.width)),) if figure.width != 100 else ()
    path = escape_address(figure.source).replace(HARD_SPACE, " ")
    return f"![{escape_text(figure.alternative)}]({path}){write_attributes(figure.id, width)}"
