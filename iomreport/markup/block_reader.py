"""From the parser's block tokens to nodes.

From the lines of a pipe table to its rows, with every cell at its place and merged cells as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import cast

from markdown_it.token import Token

from iomreport.diagnostics.codes import markup as codes
from iomreport.diagnostics.codes.markup import CELLS, MERGED_CELLS
from iomreport.diagnostics.finding import Code, Findings, Location
from iomreport.markup.attributes import Attributes, split_attributes
from iomreport.markup.inline_reader import InlineReader
from iomreport.markup.markdown_file import Content, Source
from iomreport.markup.nodes import (
    Alignment,
    Block,
    BulletList,
    Cell,
    Figure,
    Heading,
    Inline,
    Item,
    OrderedList,
    Paragraph,
    Quote,
    Row,
    Table,
    Text,
)

Cells = list[Content]
Owner = tuple[int, int]
"""The row and column in which the cell begins that covers a place."""


@dataclass(slots=True)
class TableReader:
    source: Source
    findings: Findings
    inlines: InlineReader

    def read(self, opening: Token, tokens: Iterable[Token]) -> Table:
        """The table of a `table_open` token; `tokens` are those behind it."""
        first, stop = opening.map or (0, 0)
        starts: list[int] = opening.meta["starts"]
        alignments = _alignments(tokens)
        header = self._split(first, starts[0])
        rows = [self._split(row, starts[row - first]) for row in range(first + 2, stop)]
        for number, row in enumerate(rows, start=first + 2):
            if len(row) != len(header):
                at = self.source.at(number, starts[number - first], len(self.source.lines[number].strip()))
                self.findings.add(CELLS.at(at, f"this row has {len(row)} cells, and the header {len(header)}"))
                row.extend(Content(self.source, "", number, 0) for _ in range(len(header) - len(row)))
        return Table(
            self._rows([header], [first], starts[:1])[0],
            tuple(self._rows(rows, list(range(first + 2, stop)), starts[2:])),
            alignments,
            location=self.source.at(first, starts[0]),
        )

    def _split(self, number: int, start: int) -> Cells:
        """The cells of a line, as GitHub's tables split it: at every bar without a backslash before it."""
        line = self.source.lines[number]
        cells: Cells = []
        begin, at = start, start
        while (at := line.find("|", at)) >= 0:
            if at == start or line[at - 1] != "\\":
                cells.append(self._cell(number, begin, at))
                begin = at + 1
            at += 1
        cells.append(self._cell(number, begin, len(line)))
        if line.startswith("|", start):
            del cells[0]
        if len(line.rstrip()) == begin and cells:
            del cells[-1]
        return cells

    def _cell(self, number: int, begin: int, end: int) -> Content:
        raw = self.source.lines[number][begin:end]
        column = begin + len(raw) - len(raw.lstrip())
        pieces = raw.strip().split("\\|")
        bars = [sum(map(len, pieces[: index + 1])) + index for index in range(len(pieces) - 1)]
        return Content(self.source, "|".join(pieces), number, column, tuple(bars))

    def _rows(self, rows: list[Cells], numbers: list[int], starts: list[int]) -> list[Row]:
        owners = self._owners(rows)
        covered: dict[Owner, list[Owner]] = {}
        for row, line in enumerate(owners):
            for column, owner in enumerate(line):
                covered.setdefault(owner, []).append((row, column))
        read: list[list[Cell]] = [[] for _ in rows]
        for (row, column), places in covered.items():
            content = rows[row][column]
            high = places[-1][0] - row + 1
            wide = max(at for _, at in places) - column + 1
            if high * wide != len(places) or min(at for _, at in places) < column:
                self.findings.add(MERGED_CELLS.at(content.at(0), "the merged cells are no rectangle"))
                high = wide = 1
            read[row].append(Cell(self.inlines.read(content), wide, high, location=content.at(0)))
        return [
            Row(tuple(cells), location=self.source.at(number, start))
            for cells, number, start in zip(read, numbers, starts, strict=True)
        ]

    def _owners(self, rows: list[Cells]) -> list[list[Owner]]:
        """For every place the one where its cell begins: `<` is covered from the left, `^` from above."""
        owners: list[list[Owner]] = []
        for row, cells in enumerate(rows):
            line: list[Owner] = []
            for column, cell in enumerate(cells):
                owner = (row, column)
                if cell.text == "<" and column:
                    owner = line[column - 1]
                elif cell.text == "^" and row and column < len(owners[row - 1]):
                    owner = owners[row - 1][column]
                elif cell.text in ("<", "^"):
                    where = "on its left" if cell.text == "<" else "above it in the table's body"
                    self.findings.add(MERGED_CELLS.at(cell.at(0), f'"{cell.text}" has no cell {where} to continue'))
                line.append(owner)
            owners.append(line)
        return owners


def _alignments(tokens: Iterable[Token]) -> tuple[Alignment | None, ...]:
    alignments: list[Alignment | None] = []
    for token in tokens:
        if token.type == "th_open":
            style = str(token.attrs.get("style", "")).removeprefix("text-align:")
            alignments.append(cast("Alignment", style) if style else None)
        elif token.type == "table_close":
            break
    return tuple(alignments)


_CAPTION = re.compile(r":[ \t]+(?=\S)")
_HASHES = re.compile(r"#{1,6}\s*")
_RULE = re.compile(r"([-*_])(?:[ \t]*\1){2,}(?=[ \t]*$)")
_WIDTH = re.compile(r"[1-9]\d?|100")


@dataclass(slots=True)
class BlockReader:
    source: Source
    findings: Findings
    inlines: InlineReader
    depth: int = 0
    """How many lists and quotations are open."""
    numbered: set[int] = field(default_factory=set[int])
    """The depths at which there was a numbered list."""

    def read(self, tokens: Iterable[Token]) -> tuple[Block, ...]:
        return self._blocks(iter(tokens), "")

    def _report(self, code: Code, location: Location, message: str) -> None:
        self.findings.add(code.at(location, message))

    def _blocks(self, tokens: Iterator[Token], closing: str) -> tuple[Block, ...]:
        """The blocks up to a closing token."""
        blocks: list[Block] = []
        continued = False
        for token in tokens:
            match token.type:
                case "paragraph_open":
                    self._paragraph(next(tokens), blocks)
                case "heading_open":
                    blocks.append(self._heading(token, next(tokens)))
                case "bullet_list_open":
                    blocks.append(BulletList(self._items(tokens, "bullet_list_close"), location=self._start(token)))
                case "ordered_list_open":
                    blocks.append(self._ordered_list(token, tokens, continued))
                    continued = False
                case "table_open":
                    blocks.append(TableReader(self.source, self.findings, self.inlines).read(token, tokens))
                case "blockquote_open":
                    self.depth += 1
                    blocks.append(Quote(self._blocks(tokens, "blockquote_close"), location=self._start(token)))
                    self.depth -= 1
                case "continue":
                    continued = self._may_continue(token)
                case "comment":
                    self.inlines.margin.add(token.meta["kind"], token.meta["text"], self._start(token))
                case "paragraph_close" | "heading_close":
                    pass
                case _ if token.type == closing:
                    break
                case _:
                    blocks.append(self._unknown(token))
        return tuple(blocks)

    def _start(self, token: Token) -> Location:
        return self.source.start_of(token.map[0] if token.map else 0)

    def _content(self, inline: Token) -> Content:
        row, stop = inline.map or (0, 0)
        first = inline.content.partition("\n")[0].rstrip()
        # The parser takes a first line of non-breaking spaces off together with its end.
        while row < stop - 1 and not self.source.lines[row].rstrip().endswith(first):
            row += 1
        return Content(self.source, inline.content, row)

    def _paragraph(self, inline: Token, blocks: list[Block]) -> None:
        content = self._content(inline)
        text = content.text
        last = blocks[-1] if blocks else None
        if text.startswith(":") and isinstance(last, Table | Figure) and not last.caption and _CAPTION.match(text):
            blocks[-1] = self._captioned(last, content)
            return
        if text == "{continue}":
            self._report(codes.CONTINUE, content.at(0, len(text)), "{continue} stands before no numbered list")
        if text.startswith("!["):
            tokens = self.inlines.tokens(content)
            if [token.type for token in tokens if token.type != "comment"] == ["image"]:
                blocks.extend(self._figure(token, content) for token in tokens if token.type == "image")
                self.inlines.nodes([token for token in tokens if token.type == "comment"], content)
                return
            words = self.inlines.nodes(tokens, content)
        else:
            words = self.inlines.read(content)
        blocks.append(Paragraph(words, location=content.at(0)))

    def _heading(self, opening: Token, inline: Token) -> Heading:
        content = self._content(inline)
        row = content.row
        if opening.markup.startswith("#"):
            line = self.source.lines[row]
            ends = (found.end() for found in _HASHES.finditer(line))
            column = next((end for end in ends if line.startswith(inline.content, end)), 0)
            content = Content(self.source, inline.content, row, column)
        text, attributes = split_attributes(content.text)
        given = attributes or Attributes()
        for name in given.surplus:
            self._report(codes.ATTRIBUTE_UNKNOWN, content.at(len(text)), f'"{name}" is given twice')
        words = self.inlines.read(content.piece(0, len(text)), one_line=True)
        return Heading(int(opening.tag[1]), words, given.id, given.pairs, location=self.source.start_of(row))

    def _ordered_list(self, token: Token, tokens: Iterator[Token], continued: bool) -> OrderedList:
        self.numbered.add(self.depth)
        items = self._items(tokens, "ordered_list_close")
        return OrderedList(items, int(token.attrs.get("start", 1)), continued, location=self._start(token))

    def _items(self, tokens: Iterator[Token], closing: str) -> tuple[Item, ...]:
        items: list[Item] = []
        self.depth += 1
        for token in tokens:
            if token.type == closing:
                break
            items.append(Item(self._blocks(tokens, "list_item_close"), location=self._start(token)))
        self.depth -= 1
        return tuple(items)

    def _may_continue(self, token: Token) -> bool:
        if self.depth not in self.numbered:
            message = "no numbered list stands before this one"
            self._report(codes.CONTINUE, replace(self._start(token), length=len("{continue}")), message)
        return True

    def _captioned(self, block: Table | Figure, content: Content) -> Table | Figure:
        text, attributes = split_attributes(content.text)
        start = found.end() if (found := _CAPTION.match(text)) else len(text)
        caption: tuple[Inline, ...] = self.inlines.read(content.piece(start, len(text)))
        at = content.at(len(text))
        given = attributes or Attributes()
        if given.id and block.id:
            given = given._replace(surplus=(*given.surplus, f"#{given.id}"))
        if isinstance(block, Table):
            self._check(given, (), at)
            return replace(block, caption=caption, id=given.id or block.id)
        self._check(given, ("width",), at)
        width = self._width(given, at) or block.width
        return replace(block, caption=caption, id=block.id or given.id, width=width)

    def _figure(self, picture: Token, content: Content) -> Figure:
        at = content.at(0, picture.meta["end"])
        given: Attributes = picture.meta["attributes"] or Attributes()
        source = str(picture.attrs.get("src", ""))
        if not source:
            self._report(codes.SOURCE, at, "the picture has no file")
        if title := picture.attrs.get("title"):
            self._report(codes.TITLE, at, f'the title "{title}" is shown nowhere')
        self._check(given, ("width",), at)
        alternative = self.inlines.alternative(picture, at)
        return Figure(source, alternative, (), given.id, self._width(given, at) or 100, location=at)

    def _check(self, given: Attributes, known: tuple[str, ...], at: Location) -> None:
        for key, _ in given.pairs:
            if key not in known:
                self._report(codes.ATTRIBUTE_UNKNOWN, at, f'"{key}" is no attribute here')
        for name in given.surplus:
            self._report(codes.ATTRIBUTE_UNKNOWN, at, f'"{name}" is given twice')

    def _width(self, given: Attributes, at: Location) -> int:
        width = dict(given.pairs).get("width", "")
        if _WIDTH.fullmatch(width):
            return int(width)
        if width:
            self._report(codes.WIDTH, at, f'"{width}" is no width')
        return 0

    def _unknown(self, token: Token) -> Paragraph:
        """What prose does not have: a finding, and its words as they stand."""
        row, stop = token.map or (0, 0)
        at = self._start(token)
        text = token.content
        match token.type:
            case "hr":
                if rule := _RULE.search(self.source.lines[row]):
                    text, at = rule[0], self.source.at(row, rule.start(), len(rule[0]))
                self._report(codes.RULE, at, "a horizontal line is not known")
            case "definition":
                text = " ".join(line.strip() for line in self.source.lines[row:stop])
                self._report(codes.LINK_DEFINITION, at, f'the address of "{token.meta["label"]}" stands apart')
            case "fence":
                self._report(codes.CODE, at, f"{token.markup} begins program code, which is not known")
            case "code_block":
                self._report(codes.CODE, at, "four spaces begin program code, which is not known")
            case unknown:
                raise AssertionError(f"no reader for the block token {unknown}")
        return Paragraph((Text(text, location=at),), location=at)
