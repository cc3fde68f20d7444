"""Each kind of node has every codec."""

from __future__ import annotations

from types import UnionType
from typing import get_args

import pytest

from iomreport.markup import nodes, walk
from iomreport.markup.html import HtmlPage, write_html
from iomreport.markup.nodes import Placed, Prose
from iomreport.markup.reader import read
from iomreport.markup.writer import write

SPECIMENS: dict[str, tuple[str, str]] = {
    "Text": ("words", "<p>words</p>"),
    "Strong": ("**words**", "<strong>"),
    "Emphasis": ("*words*", "<em>"),
    "Link": ("[words](http://a.b)", '<a href="http://a.b">'),
    "Reference": ("[words](#AL)", '<a href="#AL">'),
    "Note": ("words[^n]\n\n[^n]: note", 'role="doc-noteref"'),
    "Span": ("[words]{lang=bs}", '<span lang="bs">'),
    "LineBreak": ("two\\\nwords", "<br>"),
    "Paragraph": ("words", "<p>"),
    "Heading": ("# words", "<h1>"),
    "BulletList": ("- words", "<ul>"),
    "OrderedList": ("1. words", "<ol>"),
    "Table": ("| a   | b   |\n| --- | --- |\n| c   | d   |", "<table>"),
    "Figure": ("![words](a.png)", "<figure>"),
    "Quote": ("> words", "<blockquote>"),
    "Item": ("- words", "<li>"),
    "Row": ("| a   | b   |\n| --- | --- |\n| c   | d   |", "<tr>"),
    "Cell": ("| a   | b   |\n| --- | --- |\n| c   | d   |", "<td>"),
}


def kinds(union: object) -> set[str]:
    return {
        name for part in get_args(union) for name in (kinds(part) if isinstance(part, UnionType) else {part.__name__})
    }


def parts(node: Placed) -> set[str]:
    """The kinds of a node and of everything in it."""
    found = {type(node).__name__}
    for name in type(node).__dataclass_fields__:
        value = getattr(node, name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Placed):
                found |= parts(part)
    return found


def test_no_kind_is_forgotten() -> None:
    assert kinds(nodes.Node) == set(SPECIMENS)


@pytest.mark.parametrize("kind", SPECIMENS)
def test_a_node_is_read_and_written_in_every_form(kind: str) -> None:
    markdown, tag = SPECIMENS[kind]
    prose = read(markdown)
    assert kind in parts(prose)
    assert write(prose) == f"{markdown}\n"
    assert tag in write_html(prose, HtmlPage())
    assert walk.plain_text(prose) or kind == "Figure"


def test_prose_is_no_node_of_a_tree() -> None:
    assert kinds(nodes.Node).isdisjoint({Prose.__name__})
