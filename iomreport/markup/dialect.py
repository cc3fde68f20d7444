"""The dialect of Markdown that content is written in: a parser that is built once.

It is CommonMark with GFM's tables, with footnotes, attributes and figures, and without HTML. What CommonMark has and
prose has not (code, lines, pictures in text) is parsed all the same, so that the reader can say so.

What stands in brackets inside text: notes, links, spans, pictures; and comments.

The parser's own rules do not say where a token begins and ends; these do (`meta["end"]`), and they remember in
`env["odd"]` what looks like one of these and is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkDestination, parseLinkTitle
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock, reference, table
from markdown_it.rules_inline import StateInline, backtick, image
from mdit_py_plugins.footnote import footnote_plugin

from iomreport.diagnostics.codes.markup import COMMENT, COMMENT_OPEN, NOTE_LABEL, TARGET
from iomreport.diagnostics.finding import Code
from iomreport.markup.attributes import ATTRIBUTES, read_attributes

InlineRule = Callable[[StateInline, bool], bool]

LABEL = re.compile(r"[\w.:+/-]+")
_NOTE = re.compile(rf"\[\^({LABEL.pattern})\]")
_NOTE_LIKE = re.compile(r"\[\^([^\[\]\n]+)\]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_COMMENT = re.compile(r"<!--(?:\s*(remark|allow|sum):)?((?:(?!<!--).)*?)-->", re.DOTALL)
_SPACE = re.compile(r"[ \t\n]*")


def keep_end(rule: InlineRule, kind: str) -> InlineRule:
    """A rule of the parser's whose tokens of a kind remember where they end."""

    def located(state: StateInline, silent: bool) -> bool:
        count = len(state.tokens)
        if not rule(state, silent):
            return False
        if not silent:
            for token in state.tokens[count:]:
                if token.type == kind:
                    token.meta["end"] = state.pos
        return True

    return located


def _odd(state: StateInline, silent: bool, code: Code, end: int) -> None:
    if not silent and state.src == state.env.get("content"):
        state.env["odd"].append((code, state.pos, end))


def bracket(state: StateInline, silent: bool) -> bool:
    """`[^label]`, `[text](address)` or `[words]{lang=bs}`."""
    src, pos = state.src, state.pos
    if src[pos] != "[":
        return False
    if src.startswith("[^", pos):
        if note := _NOTE.match(src, pos, state.posMax):
            if not silent:
                token = state.push("note", "", 0)
                token.meta = {"label": note[1], "end": note.end()}
            state.pos = note.end()
            return True
        if note := _NOTE_LIKE.match(src, pos, state.posMax):
            _odd(state, silent, NOTE_LABEL, note.end())
    close, holds_link = _closing_bracket(state)
    if close < 0:
        return False
    if src.startswith("(", close + 1) and not holds_link:
        return _link(state, silent, close)
    return src.startswith("{", close + 1) and _span(state, silent, close)


def _closing_bracket(state: StateInline) -> tuple[int, bool]:
    """Where the bracket closes, or -1, and whether there is a link in it."""
    start, depth, holds_link = state.pos, 1, False
    state.pos += 1
    close = -1
    while state.pos < state.posMax:
        before = state.pos
        mark = state.src[before]
        if mark == "]":
            depth -= 1
            if not depth:
                close = before
                break
        state.md.inline.skipToken(state)
        if mark == "[":
            if state.pos == before + 1:
                depth += 1
            elif state.src.startswith(")", state.pos - 1):
                holds_link = True
    state.pos = start
    return close, holds_link


def _link(state: StateInline, silent: bool, close: int) -> bool:
    src, maximum, start = state.src, state.posMax, state.pos
    pos = _skip(src, close + 2, maximum)
    target = title = ""
    destination = parseLinkDestination(src, pos, maximum)
    if destination.ok:
        target, pos = destination.str, destination.pos
        behind = _skip(src, pos, maximum)
        found = parseLinkTitle(src, behind, maximum)
        if found.ok and behind > pos:
            title, behind = found.str, _skip(src, found.pos, maximum)
        pos = behind
    if pos >= maximum or src[pos] != ")":
        _odd(state, silent, TARGET, close + 1)
        return False
    if not silent:
        _tokens(state, "link", close, pos + 1, {"target": target, "title": title})
    state.pos = pos + 1
    return state.pos > start


def _span(state: StateInline, silent: bool, close: int) -> bool:
    braces = ATTRIBUTES.match(state.src, close + 1, state.posMax)
    match read_attributes(braces[0]) if braces else None:
        case ("", (("lang", language),), ()) if braces and _LANGUAGE.fullmatch(language):
            if not silent:
                _tokens(state, "span", close, braces.end(), {"language": language})
            state.pos = braces.end()
            return True
        case _:
            return False


def _tokens(state: StateInline, kind: str, close: int, end: int, meta: dict[str, str]) -> None:
    """The tokens of what stands between the brackets, between two of its own."""
    maximum = state.posMax
    content = state.pos + 1
    state.push(f"{kind}_open", "", 1).meta = meta
    state.pos, state.posMax = content, close
    state.md.inline.tokenize(state)
    state.push(f"{kind}_close", "", -1).meta["end"] = end
    state.posMax = maximum


def _skip(src: str, pos: int, maximum: int) -> int:
    found = _SPACE.match(src, pos, maximum)
    return found.end() if found else pos


def picture(state: StateInline, silent: bool) -> bool:
    """`![alternative text](path)` with its attributes."""
    count = len(state.tokens)
    if not image(state, silent):
        return False
    braces = ATTRIBUTES.match(state.src, state.pos, state.posMax)
    state.pos = braces.end() if braces else state.pos
    if not silent:
        for token in state.tokens[count:]:
            if token.type == "image":
                token.meta = {"end": state.pos, "attributes": read_attributes(braces[0]) if braces else None}
    return True


def comment_in_text(state: StateInline, silent: bool) -> bool:
    """`<!-- remark: … -->` or `<!-- allow: … -->` between words."""
    if not state.src.startswith("<!--", state.pos):
        return False
    found = _COMMENT.match(state.src, state.pos, state.posMax)
    if not found or not found[1]:
        _odd(state, silent, COMMENT if found else COMMENT_OPEN, found.end() if found else state.pos + 4)
        return False
    if not silent:
        token = state.push("comment", "", 0)
        token.meta = {"kind": found[1], "text": found[2], "end": found.end()}
    state.pos = found.end()
    return True


DEEPEST = 50
"""Blocks nested deeper than this are not read."""

COMMENT_LINE = re.compile(r"<!--[ \t\n]*(remark|allow|sum):((?:(?!<!--).)*?)-->[ \t]*(?:\n|\Z)", re.DOTALL)
_CONTINUE = re.compile(r"\{continue\}[ \t]*")
_NUMBER = re.compile(r"\d{1,9}[.)](?:[ \t]|$)")
_LONE_PICTURE = re.compile(r"!\[.*\]\(.*\)(?:\{.*\})?[ \t]*")


class Parser(MarkdownIt):
    """Addresses of links are the author's and stay as written."""

    def normalizeLink(self, url: str) -> str:
        return url

    def normalizeLinkText(self, link: str) -> str:
        return link

    def validateLink(self, url: str) -> bool:
        return True


def _start(state: StateBlock, row: int) -> int:
    return state.bMarks[row] + state.tShift[row]


def comment(state: StateBlock, row: int, end: int, silent: bool) -> bool:
    """`<!-- remark: … -->`, `<!-- allow: … -->` or `<!-- sum: … -->` on lines of its own; it may hold empty lines."""
    start = _start(state, row)
    if not state.src.startswith("<!--", start) or state.is_code_block(row):
        return False
    found = COMMENT_LINE.match(state.src, start)
    rows = found[0].rstrip().count("\n") + 1 if found else 0
    if not found or row + rows > end:
        return False
    if not silent:
        token = state.push("comment", "", 0)
        token.map = [row, row + rows]
        token.meta = {"kind": found[1], "text": found[2]}
        state.line = row + rows
    return True


def continued(state: StateBlock, row: int, end: int, silent: bool) -> bool:
    """`{continue}` on its own line before a numbered list."""
    start = _start(state, row)
    if not state.src.startswith("{continue}", start) or state.is_code_block(row):
        return False
    below = state.skipEmptyLines(row + 1)
    if not _CONTINUE.fullmatch(state.src, start, state.eMarks[row]) or below >= end:
        return False
    if not state.blkIndent <= state.sCount[below] < state.blkIndent + 4:
        return False
    if not _NUMBER.match(state.src, _start(state, below), state.eMarks[below]):
        return False
    if not silent:
        state.push("continue", "", 0).map = [row, row + 1]
        state.line = row + 1
    return True


def caption(state: StateBlock, row: int, end: int, silent: bool) -> bool:
    """A line that begins with `: ` ends the table or the lone picture above it; it is read as a paragraph."""
    start = _start(state, row)
    if not silent or not state.src.startswith((": ", ":\t"), start):
        return False
    if state.parentType == "paragraph":
        above = state.src[_start(state, row - 1) : state.eMarks[row - 1]]
        return _LONE_PICTURE.fullmatch(above) is not None
    return state.parentType == "table"


def located_table(state: StateBlock, row: int, end: int, silent: bool) -> bool:
    """A table that remembers in which column each of its lines begins."""
    count = len(state.tokens)
    if not table(state, row, end, silent):
        return False
    if not silent:
        starts = [_start(state, line) for line in range(row, state.line)]
        state.tokens[count].meta["starts"] = [start - state.src.rfind("\n", 0, start) - 1 for start in starts]
    return True


def link_definition(state: StateBlock, row: int, end: int, silent: bool) -> bool:
    """`[label]: address`, which the dialect does not have: a token, and no address for links to find."""
    found = reference(state, row, end, silent)
    state.env.pop("references", None)
    return found


def build_parser() -> Parser:
    """A parser of the dialect; its tokens are the blocks, and `inline` reads what stands in them."""
    parser = Parser("commonmark", {"maxNesting": DEEPEST, "inline_definitions": True})
    footnote_plugin(parser, inline=False, move_to_end=False)
    blocks, inlines = parser.block.ruler, parser.inline.ruler
    interrupting: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    blocks.enable("table")
    blocks.disable("html_block")
    blocks.at("table", located_table, {"alt": ["paragraph", "reference"]})
    blocks.at("reference", link_definition)
    blocks.before("blockquote", "comment", comment, interrupting)
    blocks.before("blockquote", "continue", continued, interrupting)
    blocks.before("paragraph", "caption", caption, {"alt": ["paragraph", "blockquote"]})
    inlines.disable(["html_inline", "footnote_ref"])
    inlines.at("backticks", keep_end(backtick, "code_inline"))
    inlines.at("link", bracket)
    inlines.at("image", picture)
    inlines.before("autolink", "comment", comment_in_text)
    return parser


PARSER = build_parser()
