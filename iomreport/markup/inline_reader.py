"""From the parser's inline tokens to nodes, each at its exact place.

The tokens do not say where they stand. They come in order, though, and each tells how much of the text it takes, so a
cursor that goes along with them does.

Footnotes while a text is read: what is defined, what is cited, and what does not match.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from markdown_it.token import Token

from iomreport.diagnostics.codes import markup as codes
from iomreport.diagnostics.codes.markup import (
    NOTE_EMPTY,
    NOTE_IN_NOTE,
    NOTE_LABEL,
    NOTE_TWICE,
    NOTE_UNDEFINED,
    NOTE_UNUSED,
)
from iomreport.diagnostics.finding import Code, Findings, Location
from iomreport.diagnostics.suggest import nearest
from iomreport.markup.attributes import LOOKS_LIKE, can_be_opened
from iomreport.markup.dialect import LABEL, PARSER
from iomreport.markup.markdown_file import Comments, Content, Source
from iomreport.markup.nodes import Block, Emphasis, Inline, LineBreak, Link, Note, Reference, Span, Strong, Text


@dataclass(slots=True)
class Definition:
    """`[^label]: text`: its tokens, and its blocks once they are read."""

    label: str
    location: Location
    tokens: list[Token] = field(default_factory=list[Token])
    blocks: tuple[Block, ...] = ()


@dataclass(slots=True)
class Footnotes:
    source: Source
    findings: Findings
    definitions: dict[str, Definition] = field(default_factory=dict[str, Definition])
    cited: set[str] = field(default_factory=set[str])
    current: Definition | None = None
    """The definition that is being read."""

    def take_definitions(self, tokens: Iterable[Token]) -> tuple[list[Token], list[Definition]]:
        """The text's tokens without the definitions, and all definitions in their order."""
        text: list[Token] = []
        taken: list[Definition] = []
        open_definitions: list[Definition] = []
        for token in tokens:
            if token.type == "footnote_reference_open":
                open_definitions.append(self._define(token))
                taken.append(open_definitions[-1])
            elif token.type == "footnote_reference_close":
                open_definitions.pop()
            else:
                (open_definitions[-1].tokens if open_definitions else text).append(token)
        return text, taken

    def _define(self, token: Token) -> Definition:
        label: str = token.meta["label"]
        row = token.map[0] if token.map else 0
        column = self.source.lines[row].find(f"[^{label}]:")
        definition = Definition(label, self.source.at(row, column, len(label) + 3))
        first = self.definitions.setdefault(label, definition)
        if not LABEL.fullmatch(label):
            self.findings.add(NOTE_LABEL.at(definition.location, f"[^{label}] cannot be a footnote's label"))
        elif first is not definition:
            at = definition.location
            message = f"footnote [^{label}] is defined for the second time; the first is on line {first.location.line}"
            self.findings.add(NOTE_TWICE.at(at, message))
        return definition

    def complete(self, definition: Definition, blocks: tuple[Block, ...]) -> None:
        """Gives a definition its blocks."""
        definition.blocks = blocks
        if not blocks:
            self.findings.add(NOTE_EMPTY.at(definition.location, f"footnote [^{definition.label}] has no text"))

    def cite(self, label: str, location: Location) -> Note | None:
        """The note that a text cites, or none where there cannot be one."""
        definition = self.definitions.get(label)
        if definition is None:
            self.findings.add(
                NOTE_UNDEFINED.at(location, f"footnote [^{label}] is not defined", fix=self._remedy(label))
            )
            return None
        self.cited.add(label)
        if self.current is not None:
            inside = "itself" if self.current.label == label else f"footnote [^{self.current.label}]"
            self.findings.add(NOTE_IN_NOTE.at(location, f"footnote [^{label}] is cited inside {inside}"))
            return None
        return Note(label, definition.blocks, location=location)

    def _remedy(self, label: str) -> str:
        define = f'add "[^{label}]: …"'
        known = nearest(label, self.definitions)
        if known is None:
            return f"{define} at the end of the file"
        return f"write [^{known}] (defined on line {self.definitions[known].location.line}), or {define}"

    def report_unused(self) -> None:
        """Finds the definitions that nothing cites."""
        for label, definition in self.definitions.items():
            if label not in self.cited and LABEL.fullmatch(label):
                self.findings.add(NOTE_UNUSED.at(definition.location, f"footnote [^{label}] is cited nowhere"))


_MARKED = re.compile(r"[\\`*_\[<&{]| \n")
"""Without any of these, content is plain text."""
_SOFT = re.compile(r"[ \t]*\n[ \t]*")
_HARD = re.compile(r" *\\?\n[ \t]*")
_REPLACEMENT = re.compile(r"&#(?:x0*fffd|0*65533);", re.IGNORECASE)

_MESSAGES: dict[Code, str] = {
    codes.NOTE_LABEL: "{} looks like a footnote, but its label cannot be read",
    codes.TARGET: "{} looks like a link, but its address cannot be read",
    codes.COMMENT: "a comment is a remark, an allowance or a sum; this one is printed",
    codes.COMMENT_OPEN: "this comment has no end; it is printed",
}


@dataclass(slots=True)
class InlineReader:
    """Reads the content of paragraphs, headings, captions and cells."""

    findings: Findings
    footnotes: Footnotes
    margin: Comments

    def read(self, content: Content, *, one_line: bool = False) -> tuple[Inline, ...]:
        """The nodes of some content; with `one_line` a line break is a finding."""
        text = content.text
        if not _MARKED.search(text):
            return (Text(text, location=content.at(0)),) if text else ()
        return self.nodes(self.tokens(content), content, one_line=one_line)

    def tokens(self, content: Content) -> list[Token]:
        """The parser's tokens; what only looks like a note, a link or a comment is a finding."""
        odd: list[tuple[Code, int, int]] = []
        tokens = PARSER.inline.parse(content.text, PARSER, {"content": content.text, "odd": odd}, [])
        for code, start, end in odd:
            message = _MESSAGES[code].format(content.text[start:end])
            self.findings.add(code.at(content.at(start, end - start), message))
        return tokens

    def nodes(self, tokens: list[Token], content: Content, *, one_line: bool = False) -> tuple[Inline, ...]:
        line = _Line(self, content, one_line)
        for token in tokens:
            line.take(token)
        line.end_text()
        return tuple(line.nodes)

    def alternative(self, picture: Token, location: Location) -> str:
        """The plain words of a picture's alternative text."""
        words: list[str] = []
        for token in picture.children or ():
            match token.type:
                case "text" | "text_special" | "code_inline":
                    words.append(token.content)
                case "softbreak" | "hardbreak":
                    words.append(" ")
                case "em_open" | "em_close" | "strong_open" | "strong_close":
                    pass
                case _:
                    self.findings.add(codes.ALTERNATIVE.at(location, "an alternative text has words only"))
        return "".join(words)


@dataclass(slots=True)
class _Line:
    """The nodes so far, the wrappers that are still open, and the text before the cursor that is no node yet."""

    reader: InlineReader
    content: Content
    one_line: bool
    nodes: list[Inline] = field(default_factory=list[Inline])
    open: list[tuple[Token, int, list[Inline]]] = field(default_factory=list[tuple[Token, int, list[Inline]]])
    words: list[str] = field(default_factory=list[str])
    words_start: int = 0
    cursor: int = 0

    def take(self, token: Token) -> None:
        match token.type:
            case "text":
                self._check_braces(token.content)
                self._add_text(token.content, len(token.content))
            case "text_special":
                self._check_entity(token)
                self._add_text(token.content, len(token.markup))
            case "softbreak":
                self._add_text(" ", self._length(_SOFT))
            case "hardbreak":
                self._break_line()
            case "em_open" | "strong_open" | "link_open" | "span_open":
                self._open(token)
            case "em_close" | "strong_close" | "link_close" | "span_close":
                self._close(token)
            case "note":
                self._note(token)
            case "comment":
                self.reader.margin.add(token.meta["kind"], token.meta["text"], self._at(token.meta["end"]))
                self.cursor = token.meta["end"]
            case "image":
                at = self._at(token.meta["end"])
                self._report(codes.PICTURE_IN_TEXT, at, "a picture stands in the midst of a paragraph")
                self._add_text(self.reader.alternative(token, at), token.meta["end"] - self.cursor)
            case "code_inline":
                self._report(codes.CODE, self._at(token.meta["end"]), "backticks mark program code, which is not known")
                self._add_text(token.content, token.meta["end"] - self.cursor)
            case unknown:
                raise AssertionError(f"no reader for the inline token {unknown}")

    def _report(self, code: Code, location: Location, message: str) -> None:
        self.reader.findings.add(code.at(location, message))

    def _at(self, end: int) -> Location:
        """The place from the cursor to `end`, but on one line."""
        return self._between(self.cursor, end)

    def _between(self, start: int, end: int) -> Location:
        newline = self.content.text.find("\n", start, end)
        return self.content.at(start, (newline if newline >= 0 else end) - start)

    def _length(self, pattern: re.Pattern[str]) -> int:
        found = pattern.match(self.content.text, self.cursor)
        return found.end() - self.cursor if found else 0

    def _add_text(self, words: str, length: int) -> None:
        if not self.words:
            self.words_start = self.cursor
        self.words.append(words)
        self.cursor += length

    def end_text(self) -> None:
        """Makes a node of the text before the cursor."""
        if self.words:
            self.nodes.append(Text("".join(self.words), location=self.content.at(self.words_start)))
            self.words.clear()

    def _check_braces(self, words: str) -> None:
        for found in LOOKS_LIKE.finditer(words) if "{" in words else ():
            start = self.cursor + found.start()
            at = self._between(start, start + len(found[0]))
            self._report(codes.ATTRIBUTES, at, f"{found[0]} stands where it is no attribute; it is printed")

    def _check_entity(self, token: Token) -> None:
        refused = token.content == "\ufffd" and not _REPLACEMENT.fullmatch(token.markup)
        if token.info == "entity" and (refused or token.content == "\f"):
            at = self._at(self.cursor + len(token.markup))
            self._report(codes.CHARACTER, at, f"{token.markup} is a character that a document cannot hold")

    def _break_line(self) -> None:
        self.end_text()
        at = self._at(self.cursor + 1)
        if self.one_line:
            self._report(codes.ONE_LINE, at, "there is a line break in a heading")
        self.nodes.append(LineBreak(location=at))
        self.cursor += self._length(_HARD)

    def _note(self, token: Token) -> None:
        end: int = token.meta["end"]
        note = self.reader.footnotes.cite(token.meta["label"], self._at(end))
        if note is None:
            self._add_text(f"[^{token.meta['label']}]", end - self.cursor)
            return
        self.end_text()
        self.nodes.append(note)
        self.cursor = end

    def _open(self, token: Token) -> None:
        self.end_text()
        if token.type == "link_open" and any(other.type == "link_open" for other, _, _ in self.open):
            self._report(codes.NESTED_LINK, self._at(self.cursor + 1), "a link stands inside a link")
        self.open.append((token, self.cursor, self.nodes))
        self.nodes = []
        self.cursor += len(token.markup) if token.type in ("em_open", "strong_open") else 1

    def _close(self, token: Token) -> None:
        self.end_text()
        opening, start, outer = self.open.pop()
        if token.markup == "autolink":
            self.cursor += 1
        else:
            self.cursor = token.meta.get("end", self.cursor + len(token.markup))
        outer.append(self._wrapper(opening, self._between(start, self.cursor)))
        self.nodes = outer

    def _wrapper(self, opening: Token, at: Location) -> Inline:
        content = tuple(self.nodes)
        match opening.type:
            case "em_open":
                return Emphasis(content, location=at)
            case "strong_open":
                return Strong(content, location=at)
            case "span_open":
                return Span(opening.meta["language"], content, location=at)
            case _:
                target = str(opening.meta.get("target", opening.attrs.get("href", "")))
                return self._link(target, opening.meta.get("title", ""), content, at)

    def _link(self, target: str, title: str, content: tuple[Inline, ...], at: Location) -> Link | Reference:
        is_reference = target.startswith("#")
        if title and not (is_reference and title == "page"):
            self._report(codes.TITLE, at, f'the title "{title}" is shown nowhere')
        if len(target) < 2 or not (is_reference or can_be_opened(target)):
            self._report(codes.TARGET, at, f'"{target}" is no web address, mailbox or reference')
        if is_reference:
            return Reference(target[1:], content, title == "page", location=at)
        return Link(target, content, location=at)
