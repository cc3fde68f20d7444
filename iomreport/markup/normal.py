"""The normal form of inline content: one tree for all the ways to write the same words.

Adjacent text is one piece; a run of white space is one space, as CommonMark shows it (U+00A0 is no white space here);
spaces and line breaks stand outside marked-up words and never at the edge of a paragraph; nothing is empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Literal, TypeVar, cast

from iomreport.diagnostics.finding import Location

WHITE = re.compile(r"[ \t\n\r\f\v]+")
_UNEVEN = re.compile(r"[\t\n\r\f\v]|  ")


@dataclass(frozen=True, slots=True)
class Placed:
    """A node that knows where it stands in its content file."""

    location: Location | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Text(Placed):
    """Characters. A non-breaking space is U+00A0 here and `&nbsp;` in Markdown."""

    text: str

    def __post_init__(self) -> None:
        if _UNEVEN.search(self.text):
            object.__setattr__(self, "text", WHITE.sub(" ", self.text))


@dataclass(frozen=True, slots=True)
class LineBreak(Placed):
    """A forced new line inside a paragraph."""


class Wrapper(Placed):
    """Words with something said about them; each kind has its words in `content`."""

    __slots__ = ()

    @property
    def is_idle(self) -> bool:
        """Whether nothing would be said about the content, so that it can stand alone."""
        return not words(self)

    def continues(self, before: Placed) -> bool:
        """Whether the node before says the same, so that both are one."""
        return False


Node = TypeVar("Node", bound=Placed)


def words(wrapper: Wrapper) -> tuple[Placed, ...]:
    """The content of a wrapper, whatever its kind."""
    return cast("tuple[Placed, ...]", getattr(wrapper, "content"))  # noqa: B009 each kind declares its own field


def even(text: str) -> str:
    """A short text on one line, without spaces around it."""
    return WHITE.sub(" ", text).strip(" ")


def joined(content: Iterable[Node]) -> tuple[Node, ...]:
    """The normal form of what stands in a wrapper."""
    nodes = tuple(content)
    if len(nodes) == 1 and isinstance(nodes[0], Text) and nodes[0].text:
        return nodes
    line: list[Placed] = []
    for node in nodes:
        if isinstance(node, Wrapper):
            inner = list(words(node))
            before, behind = peel(inner, 0), peel(inner, -1)
            whole = node if not before and not behind else replace(node, content=tuple(inner))
            for piece in (*before, *(inner if whole.is_idle else (whole,)), *behind):
                append(line, piece)
        else:
            append(line, node)
    return cast("tuple[Node, ...]", tuple(line))


def append(line: list[Placed], node: Placed) -> None:
    """Adds a node to a line in normal form, and keeps it so."""
    last = line[-1] if line else None
    match last, node:
        case LineBreak(), Text(text):
            if text := text.lstrip(" "):
                line.append(Text(text, location=node.location))
        case _, Text(""):
            pass
        case Text(before), Text(text):
            line[-1] = Text(before + text, location=last.location or node.location)
        case Text(before), LineBreak() if before.endswith(" "):
            text = before.rstrip(" ")
            line[-1:] = [Text(text, location=last.location), node] if text else [node]
        case Wrapper(), Wrapper() if node.continues(last):
            line[-1] = replace(last, content=words(last) + words(node))
        case _:
            line.append(node)


def peel(line: list[Placed], end: Literal[0, -1]) -> list[Placed]:
    """Takes the spaces and line breaks off one end of a line, and returns them."""
    peeled: list[Placed] = []
    while line:
        node = line[end]
        if isinstance(node, Text) and node.text[end] == " ":
            text = node.text.lstrip(" ") if end == 0 else node.text.rstrip(" ")
            line[end] = Text(text, location=node.location)
            peeled.append(Text(" ", location=node.location))
            if not text:
                del line[end]
        elif isinstance(node, LineBreak):
            peeled.append(line.pop(end))
        else:
            break
    return peeled if end == 0 else peeled[::-1]


def trimmed(content: Iterable[Node]) -> tuple[Node, ...]:
    """The normal form of a paragraph."""
    nodes = joined(content)
    if len(nodes) == 1 and isinstance(nodes[0], Text):
        text = nodes[0].text
        if text[0] != " " != text[-1]:
            return nodes
    line: list[Placed] = list(nodes)
    peel(line, 0)
    peel(line, -1)
    return cast("tuple[Node, ...]", tuple(line))


def without(kind: type[Wrapper] | tuple[type[Wrapper], ...], content: Iterable[Node]) -> tuple[Node, ...]:
    """The content with wrappers of a kind opened, however deep: strong words in strong words are strong words."""

    def opened(node: Placed) -> tuple[Placed, ...]:
        return words(node) if isinstance(node, Wrapper) and isinstance(node, kind) else (node,)

    return _rewritten(tuple(content), opened)


def on_one_line(content: Iterable[Node]) -> tuple[Node, ...]:
    """The content with spaces for line breaks, for places that hold a single line."""

    def straightened(node: Placed) -> tuple[Placed, ...]:
        return (Text(" ", location=node.location),) if isinstance(node, LineBreak) else (node,)

    return _rewritten(tuple(content), straightened)


def _rewritten(content: tuple[Node, ...], change: Callable[[Placed], tuple[Placed, ...]]) -> tuple[Node, ...]:
    if all(isinstance(node, Text) for node in content):
        return content
    line: list[Placed] = []
    for node in content:
        for new in change(node):
            line.append(replace(new, content=_rewritten(words(new), change)) if isinstance(new, Wrapper) else new)
    return cast("tuple[Node, ...]", tuple(line))
