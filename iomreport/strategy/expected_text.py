"""What a field says in a document, in the words in which a document that comes back is read.

It is known from the content alone, so that a document can carry the digests of the texts that it was built with, by
which an edited field is told from one that is merely old. What depends on the document as a whole, such as the words of
a reference, is not guessed at.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import singledispatch

from iomreport.markup.nodes import (
    Block,
    BulletList,
    Emphasis,
    Figure,
    Heading,
    Inline,
    LineBreak,
    Link,
    Note,
    OrderedList,
    Paragraph,
    Prose,
    Quote,
    Reference,
    Span,
    Strong,
    Table,
    Text,
)
from iomreport.strategy.addresses import Value
from iomreport.word.oxml import BLOCK_END as END


class _Unknown(Exception):
    """What a document shows here is not known from the field alone."""


def expected_text(value: Value) -> str | None:
    """The text of a field as `returned/read.py` reads it; none where the field alone does not tell it."""
    if isinstance(value, str):
        return value.strip(END)
    try:
        return _all(value.blocks).strip(END)
    except _Unknown:
        return None


def _all(nodes: Iterable[Block | Inline]) -> str:
    return "".join(map(_read, nodes))


@singledispatch
def _read(node: object) -> str:
    raise _Unknown(type(node).__name__)


@_read.register
def _(node: Text) -> str:
    return node.text


@_read.register
def _(node: LineBreak) -> str:
    return END


@_read.register(Strong)
@_read.register(Emphasis)
@_read.register(Span)
@_read.register(Link)
def _(node: Strong | Emphasis | Span | Link) -> str:
    return _all(node.content)


@_read.register
def _(node: Reference) -> str:
    # Without words of its own it has those of its target, or the number of a page.
    if node.page or not node.content:
        raise _Unknown("Reference")
    return _all(node.content)


@_read.register
def _(node: Note) -> str:
    return f"[note: {' '.join(_all(node.blocks).split())}]"


@_read.register(Paragraph)
@_read.register(Heading)
def _(node: Paragraph | Heading) -> str:
    return f"{_all(node.content)}{END}"


@_read.register(BulletList)
@_read.register(OrderedList)
def _(node: BulletList | OrderedList) -> str:
    return "".join(_all(item.blocks) for item in node.items)


@_read.register(Quote)
@_read.register(Prose)
def _(node: Quote | Prose) -> str:
    return _all(node.blocks)


@_read.register
def _(node: Table) -> str:
    rows = (node.header, *node.rows)
    # A caption begins with a word of the language, and what a merged cell covers is the writer's affair.
    if node.caption or any(cell.rows != 1 or cell.columns != 1 for row in rows for cell in row.cells):
        raise _Unknown("Table")
    return "".join(f"{_all(cell.content)}{END}" for row in rows for cell in row.cells)


@_read.register
def _(node: Figure) -> str:
    if node.caption:
        raise _Unknown("Figure")
    alternative = node.alternative.strip()
    return f"[picture: {alternative}]{END}" if alternative else END
