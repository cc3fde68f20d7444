"""The dialect of Markdown that content is written in: a parser that is built once.

It is CommonMark with GFM's tables, with footnotes, attributes and figures, and without HTML. What CommonMark has and
prose has not (code, lines, pictures in text) is parsed all the same, so that the reader can say so.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock, reference, table
from markdown_it.rules_inline import backtick
from mdit_py_plugins.footnote import footnote_plugin

from iomreport.markup.brackets import bracket, comment_in_text, keep_end, picture

DEEPEST = 50
"""Blocks nested deeper than this are not read."""

COMMENT = re.compile(r"<!--[ \t\n]*(remark|allow|sum):((?:(?!<!--).)*?)-->[ \t]*(?:\n|\Z)", re.DOTALL)
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
    found = COMMENT.match(state.src, start)
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
