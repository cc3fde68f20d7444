"""From the parser's block tokens to nodes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from markdown_it.token import Token

from iomreport.diagnostics.codes import markup as codes
from iomreport.diagnostics.finding import Code, Findings, Location
from iomreport.markup.attributes import Attributes, split_attributes
from iomreport.markup.inline_reader import InlineReader
from iomreport.markup.nodes import (
    Block,
    BulletList,
    Figure,
    Heading,
    Inline,
    Item,
    OrderedList,
    Paragraph,
    Quote,
    Table,
    Text,
)
from iomreport.markup.places import Content, Source
from iomreport.markup.table_reader import TableReader

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
