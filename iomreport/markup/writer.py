"""Writing Markdown: a tree in, text out, in one form. Reading it gives the same tree.

From inline nodes to Markdown.

A mark (`*`, `_`, `**`) opens or closes only where the characters beside it let it. Pieces and marks are therefore
written out first, and then each mark is made to work: emphasis beside strong words takes `_`, and a letter that is in
the way is written by its number.

From a table to the lines of a pipe table.

What must be escaped so that Markdown reads it as the characters that it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from iomreport.markup.attributes import write_attributes
from iomreport.markup.nodes import (
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

_ALNUM = r"[^\W_]"
_SIGNS = re.compile(
    r"[\\`*\[\]]"
    # An underscore in the midst of a word means nothing.
    rf"|(?<!{_ALNUM}{_ALNUM})_|_(?!{_ALNUM}{_ALNUM})"
    r"|&(?=#?\w+;)"
    r"|<(?![ \d])"
    r"|\{(?=[ ]*(?:#\w|[A-Za-z][\w-]*[ ]*=|continue\}))"
)
# Spaces that the parser would take off the edge of a paragraph, or that keep marks from opening and closing.
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_LINE_START = re.compile(
    r"(?:#{1,6}(?=[ ]|$)|[-:](?=[ |:-]|$)|\+(?=[ ]|$)|=+[ ]*$|[>|]|~~~)"
    r"|(?P<number>\d{1,9})[.)](?=[ ]|$)"
    r"|(?P<note>\[\^[^\]]+\]):"
)
_ADDRESS = re.compile(r"[\\<>]|&(?=#?\w+;)")
_NEEDS_BRACKETS = re.compile(r"[ ()]|^$")

HARD_SPACE = "\x00"
"""Stands for a space at which no line may be broken."""


def escape_text(text: str) -> str:
    """Text as it stands between other things on a line."""
    text = _SIGNS.sub(r"\\\g<0>", text)
    return _SPACES.sub(lambda space: character_reference(space[0]), text)


def character_reference(character: str) -> str:
    """A character by its number; the parser sees a sign of punctuation on either side."""
    return "&nbsp;" if character == "\u00a0" else f"&#{ord(character)};"


def escape_line(line: str) -> str:
    """A line whose beginning would otherwise be a list, a heading, a table or the like."""
    found = _LINE_START.match(line)
    if found is None:
        return line
    before = found["number"] or found["note"] or ""
    return f"{before}\\{line[len(before) :]}"


def escape_address(address: str) -> str:
    """The address of a link or the path of a picture, as it stands in round brackets."""
    address = _ADDRESS.sub(r"\\\g<0>", address)
    if _NEEDS_BRACKETS.search(address):
        return f"<{address.replace(' ', HARD_SPACE)}>"
    return address


Cite = Callable[[Note], str]
"""Gives a note the label that it has in this text."""

_AUTOLINK = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^<>\x00-\x20]*")
_MAILBOX = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9]+)+", re.ASCII)


@dataclass(slots=True)
class _Mark:
    sign: str
    opens: bool
    partner: int


def write_line(content: Iterable[Inline], cite: Cite) -> str:
    """Inline nodes as Markdown; line breaks are newlines, and `HARD_SPACE` stands where no line may be broken."""
    line = _Line(cite)
    line.add(content)
    return line.text()


@dataclass(slots=True)
class _Line:
    cite: Cite
    pieces: list[str] = field(default_factory=list[str])
    marks: dict[int, _Mark] = field(default_factory=dict[int, _Mark])
    """The marks among the pieces, by their number."""

    def add(self, content: Iterable[Inline]) -> None:
        for node in content:
            match node:
                case Text(text):
                    self.pieces.append(escape_text(text))
                case Strong():
                    self._mark("**", node.content)
                case Emphasis():
                    self._mark("*", node.content)
                case Link(target):
                    self._link(target, node.content)
                case Reference(address):
                    page = f'{HARD_SPACE}"page"' if node.page else ""
                    self._bracket(node.content, f"({escape_address('#' + address)}{page})")
                case Span(language):
                    self._bracket(node.content, f"{{lang={language}}}")
                case Note():
                    self.pieces.append(f"[^{self.cite(node)}]")
                case LineBreak():
                    self.pieces.append("\\\n")

    def _mark(self, sign: str, content: Iterable[Inline]) -> None:
        opening = len(self.pieces)
        self.pieces.append(sign)
        self.add(content)
        self.marks[opening] = _Mark(sign, True, len(self.pieces))
        self.marks[len(self.pieces)] = _Mark(sign, False, opening)
        self.pieces.append(sign)

    def _bracket(self, content: Iterable[Inline], behind: str) -> None:
        self.pieces.append("[")
        self.add(content)
        self.pieces.append(f"]{behind}")

    def _link(self, target: str, content: tuple[Inline, ...]) -> None:
        match content:
            case (Text(text),) if text == target and _AUTOLINK.fullmatch(text):
                self.pieces.append(f"<{target}>")
            case (Text(text),) if target == f"mailto:{text}" and _MAILBOX.fullmatch(text):
                self.pieces.append(f"<{text}>")
            case _:
                self._bracket(content, f"({escape_address(target)})")

    def text(self) -> str:
        """The line with every mark at work."""
        for at, mark in self.marks.items():
            if mark.sign == "*" and (at - 1 in self.marks or at + 1 in self.marks):
                for one in (at, mark.partner):
                    self.marks[one].sign = self.pieces[one] = "_"
        while any(self._work(at, mark) for at, mark in self.marks.items()):
            pass
        for at in range(1, len(self.pieces)):
            before, piece = self.pieces[at - 1 : at + 1]
            if piece.startswith("[") and before.endswith("!"):
                self.pieces[at - 1] = before[:-1] + "\\!"
            elif before == "[" and piece.startswith("^"):
                self.pieces[at] = "\\" + piece
        return "".join(self.pieces)

    def _work(self, at: int, mark: _Mark) -> bool:
        """Makes a mark open or close; whether something had to be changed."""
        before = self.pieces[at - 1] if at else " "
        behind = self.pieces[at + 1] if at + 1 < len(self.pieces) else " "
        outer, inner = (before[-1], behind[0]) if mark.opens else (behind[0], before[-1])
        if _is_apart(outer) or not (_is_apart(inner) or mark.sign == "_"):
            return False
        if mark.opens:
            self.pieces[at - 1] = before[:-1] + character_reference(outer)
        else:
            self.pieces[at + 1] = character_reference(outer) + behind[1:]
        return True


def _is_apart(character: str) -> bool:
    """Whether a character is white space or punctuation to the parser."""
    return character in " \n" or unicodedata.category(character)[0] in "PS"


_RULES = {None: "---", "left": ":--", "center": ":-:", "right": "--:"}
_WIDEST = 100
"""Tables wider than this are not filled up with spaces."""


def write_table(table: Table, cite: Cite) -> list[str]:
    """The lines of a table; `<` and `^` continue merged cells."""
    columns = len(table.alignments)
    header, *body = [*_cells((table.header,), columns, cite), *_cells(table.rows, columns, cite)]
    lines = [header, [_RULES[alignment] for alignment in table.alignments], *body]
    widths = [max(len(line[column]) for line in lines) for column in range(columns)]
    if sum(widths) > _WIDEST:
        widths = [3] * columns
    for column, width in enumerate(widths):
        rule = lines[1][column]
        lines[1][column] = rule[0] + "-" * (width - 2) + rule[2]
    return [f"| {' | '.join(map(str.ljust, line, widths))} |" for line in lines]


def _cells(rows: tuple[Row, ...], columns: int, cite: Cite) -> list[list[str]]:
    """The text at every place of the grid."""
    grid = [["^"] * columns for _ in rows]
    places, _ = lay_out([[(cell.columns, cell.rows) for cell in row.cells] for row in rows], columns)
    for line, row, placed in zip(grid, rows, places, strict=True):
        for place in placed:
            line[place.column : place.column + place.columns] = ["<"] * place.columns
            line[place.column] = "" if place.cell is None else _cell(row.cells[place.cell], cite)
    return grid


def _cell(cell: Cell, cite: Cite) -> str:
    text = write_line(cell.content, cite).replace(HARD_SPACE, " ").replace("|", "\\|")
    return "\\^" if text == "^" else text


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
