"""Reading Markdown: text in, a tree out, every mistake a finding at its place."""

from __future__ import annotations

import re

from markdown_it.token import Token

from iomreport.diagnostics.codes.markup import CHARACTER, DEPTH
from iomreport.diagnostics.finding import ContentError, Findings
from iomreport.markup.block_reader import BlockReader
from iomreport.markup.dialect import DEEPEST, PARSER
from iomreport.markup.inline_reader import Footnotes, InlineReader
from iomreport.markup.markdown_file import Comments, Document, Source
from iomreport.markup.nodes import Prose

# XML 1.0, 2.2 Characters; the control characters that it allows mean nothing in a document.
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NEWLINE = re.compile(r"\r\n?")
_CONTAINERS = ("list_item_open", "blockquote_open", "footnote_reference_open")


def read(text: str, path: str = "", line: int = 1, column: int = 1, findings: Findings | None = None) -> Prose:
    """The prose of a Markdown text; remarks and allowances in it are left out.

    `line` and `column` are where the text begins in its file; every line of it begins in that column. Mistakes are
    added to `findings`; without findings an error raises ContentError.
    """
    return read_document(text, path, line, column, findings).prose


def read_document(
    text: str, path: str = "", line: int = 1, column: int = 1, findings: Findings | None = None
) -> Document:
    """The prose of a Markdown text with the remarks and allowances in its comments; otherwise like `read`."""
    found = Findings() if findings is None else findings
    text = _NEWLINE.sub("\n", text)
    source = Source(_REFUSED.sub("\ufffd", text), path, line, column)
    _check_characters(text, source, found)
    tokens: list[Token] = []
    PARSER.block.parse(source.text, PARSER, {}, tokens)
    _check_depth(tokens, source, found)

    footnotes = Footnotes(source, found)
    margin = Comments(found)
    blocks = BlockReader(source, found, InlineReader(found, footnotes, margin))
    tokens, definitions = footnotes.take_definitions(tokens)
    for footnotes.current in definitions:
        footnotes.complete(footnotes.current, blocks.read(footnotes.current.tokens))
    footnotes.current = None
    prose = Prose(blocks.read(tokens), location=source.at(0))
    footnotes.report_unused()

    if findings is None and found.errors:
        raise ContentError(found.errors)
    return Document(prose, tuple(margin.remarks), tuple(margin.allowances), tuple(margin.sums))


def _check_characters(text: str, source: Source, findings: Findings) -> None:
    for bad in _REFUSED.finditer(text):
        start = text.rfind("\n", 0, bad.start()) + 1
        at = source.at(text.count("\n", 0, start), bad.start() - start)
        findings.add(CHARACTER.at(at, f"the character U+{ord(bad[0]):04X} cannot stand in a document"))


def _check_depth(tokens: list[Token], source: Source, findings: Findings) -> None:
    for token in tokens:
        if token.level >= DEEPEST - 1 and token.type in _CONTAINERS and token.map:
            findings.add(DEPTH.at(source.start_of(token.map[0]), "what stands here is nested too deep to be read"))
            return
