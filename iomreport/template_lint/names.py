"""Fields of values: which there are, and what was most likely meant by one that is not there.

The names that can be used at a place of a template, and what is said of one that cannot.
"""

from __future__ import annotations

import datetime
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import cast

from jinja2 import nodes

from iomreport.diagnostics.codes.templates import REFUSED, UNKNOWN_FIELD
from iomreport.diagnostics.finding import Code
from iomreport.diagnostics.suggest import nearest
from iomreport.template_lint.types import (
    CALLED,
    DATE,
    NUMBER,
    PROSE,
    TEXT,
    TRUTH,
    UNKNOWN,
    Entity,
    Listing,
    Plain,
    Table,
    Tupled,
    Type,
)

_LOOP: dict[str, Type] = {
    **dict.fromkeys(("index", "index0", "revindex", "revindex0", "length", "depth", "depth0"), NUMBER),
    **dict.fromkeys(("first", "last"), TRUTH),
    **dict.fromkeys(("changed", "cycle", "previtem", "nextitem"), UNKNOWN),
}
LOOP = Entity("loop", lambda: _LOOP)
"""What `loop` is inside a loop."""


@dataclass(slots=True)
class Scope:
    """The context, and over it the frames of loops, macros and `with`, the innermost last."""

    context: Entity
    elsewhere: dict[str, str]
    """Names that templates of other kinds have, and what to use here instead."""
    globals: frozenset[str]
    frames: list[dict[str, Type]] = field(default_factory=lambda: [{}])

    def get(self, name: str) -> Type | None:
        """The type of a name; None if there is no such name."""
        for frame in reversed(self.frames):
            if name in frame:
                return frame[name]
        if name in self.context.fields:
            return self.context.fields[name]
        return UNKNOWN if name in self.globals or self.context.open else None

    def set(self, name: str, kind: Type) -> None:
        self.frames[-1][name] = kind

    @contextmanager
    def inside(self, names: dict[str, Type]) -> Generator[None]:
        """A frame with further names."""
        self.frames.append(dict(names))
        try:
            yield
        finally:
            self.frames.pop()

    @contextmanager
    def alone(self, frames: list[dict[str, Type]], names: dict[str, Type]) -> Generator[None]:
        """The frames of another place, as a macro sees them, with further names."""
        own, self.frames = self.frames, [*frames, dict(names)]
        try:
            yield
        finally:
            self.frames = own

    def names(self) -> dict[str, Type]:
        """All names with their types, inner ones over outer ones."""
        found = dict(self.context.fields)
        for frame in self.frames:
            found.update(frame)
        return found

    def unknown_name(self, name: str) -> tuple[str, str]:
        """Message and advice for a name that does not exist here."""
        if name in self.elsewhere:
            return f'there is no "{name}" in a template of this kind', self.elsewhere[name]
        known = self.names()
        message = f'nothing is called "{name}"'
        if near := nearest(name, known):
            return message, f"did you mean {near}?"
        if owner := self._owner(name):
            return message, f"did you mean {owner}.{name}?"
        visible = [each for frame in self.frames for each in frame if each != "loop"] + list(self.context.fields)
        return message, f"names that can stand here: {', '.join(dict.fromkeys(visible))}" if visible else ""

    def unknown_field(self, kind: Entity, name: str, words: str) -> tuple[str, str]:
        """Message and advice for a field that a value does not have. `words` are the value's in the template."""
        owner = f"{words} ({kind.name})" if words and kind.name else words or kind.name or "this"
        message = f'{owner} has no field "{name}"'
        if path := _below(kind, name) or nearest(name, kind.fields):
            return message, f"did you mean {words}.{path}?" if words else f"did you mean {path}?"
        if other := self._owner(name):
            return message, f"did you mean {other}.{name}?"
        shown = ", ".join(list(kind.fields)[:12])
        return message, f"its fields are {shown}" if shown else ""

    def _owner(self, name: str) -> str:
        """A visible value that has a field of this name, inner ones first."""
        for frame in (*reversed(self.frames), dict(self.context.fields)):
            for owner, kind in frame.items():
                if owner != "loop" and isinstance(kind, Entity) and name in kind.fields:
                    return owner
        return ""


def _below(kind: Entity, name: str) -> str:
    """A path of two steps from an entity to a field of this name."""
    for own, inner in kind.fields.items():
        if isinstance(inner, Entity) and name in inner.fields:
            return f"{own}.{name}"
    return ""


def without_loop(kind: Type, words: str, name: str) -> tuple[str, str]:
    """Message and advice for a field asked of a list."""
    single = singular(words.rpartition(".")[2]) if words else "item"
    message = f"{words or 'this'} is a list; its items have fields, the list has none"
    item = kind.item if isinstance(kind, Listing) else UNKNOWN
    near = nearest(name, item.fields) if isinstance(item, Entity) else name
    return message, f"write {{% for {single} in {words} %}} {{{{ {single}.{near or name} }}}} {{% endfor %}}"


def singular(word: str) -> str:
    """What one item of a list is called."""
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else "item"


Report = Callable[[int, Code, str, str], None]
"""Reports a finding: line of the source, code, message, fix."""


def words_of(node: nodes.Node) -> str:
    """An expression as it is written, as far as it is a path of names."""
    match node:
        case nodes.Name():
            return node.name
        case nodes.Getattr():
            inner = words_of(node.node)
            return f"{inner}.{node.attr}" if inner else ""
        case nodes.Getitem(arg=nodes.Const()):
            inner = words_of(node.node)
            return f"{inner}[{cast('nodes.Const', node.arg).value!r}]" if inner else ""
        case nodes.Filter(name="headings") if node.node is not None:
            return words_of(node.node)
        case _:
            return ""


def _say_nothing(line: int, code: Code, message: str, fix: str) -> None:
    """Report nothing."""


class Attributes(ABC):
    """Looks up the fields that a template names."""

    def __init__(self, scope: Scope, report: Report) -> None:
        self.scope = scope
        self.report = report

    @abstractmethod
    def type_of(self, node: nodes.Node | None) -> Type:
        """The type of an expression; all that is wrong in it is reported."""

    def attribute(self, node: nodes.Getattr | nodes.Getitem, kind: Type, name: str) -> Type:
        words = words_of(node.node)
        if name.startswith("__"):
            self.report(node.lineno, REFUSED, f"the tag is refused: {name} is no field", "")
            return UNKNOWN
        match kind:
            case Entity():
                found = kind.fields.get(name)
                if found is None and kind.keyed and name in ("items", "keys", "values", "get"):
                    return CALLED
                if found is None and not kind.open:
                    self.report(node.lineno, UNKNOWN_FIELD, *self.scope.unknown_field(kind, name, words))
                return UNKNOWN if found is None else found
            case Table():
                return self._key(node, kind, name, words)
            case Listing():
                if name not in ("index", "count"):
                    self.report(node.lineno, UNKNOWN_FIELD, *without_loop(kind, words, name))
                return CALLED if name in ("index", "count") else UNKNOWN
            case Tupled():
                if name in kind.names:
                    return kind.items[kind.names.index(name)]
                self._no_fields(node, kind, name, words)
                return UNKNOWN
            case Plain():
                return self._plain(node, kind, name, words)

    def _plain(self, node: nodes.Getattr | nodes.Getitem, kind: Plain, name: str, words: str) -> Type:
        owner: type[object] | None = {TEXT: str, NUMBER: float, TRUTH: bool, DATE: datetime.datetime}.get(kind)
        if kind == PROSE and name in ("blocks", "address"):
            return UNKNOWN
        if kind not in (UNKNOWN, CALLED) and not (owner is not None and hasattr(owner, name)):
            self._no_fields(node, kind, name, words)
            return UNKNOWN
        return CALLED if kind == TEXT else UNKNOWN

    def _no_fields(self, node: nodes.Getattr | nodes.Getitem, kind: Type, name: str, words: str) -> None:
        message = f'{words or "this"} is {kind} and has no field "{name}"'
        fix = ""
        parent = node.node.node if isinstance(node.node, nodes.Getattr) else None
        if parent is not None and words:
            above = self.silently(parent)
            beside = above.fields.items() if isinstance(above, Entity) else ()
            other = next((own for own, each in beside if isinstance(each, Entity) and name in each.fields), None)
            fix = f"did you mean {words_of(parent)}.{other}.{name}?" if other else ""
        self.report(node.lineno, UNKNOWN_FIELD, message, fix or (f"write {words}" if words else ""))

    def silently(self, node: nodes.Node) -> Type:
        """The type of an expression without a word on what is wrong in it."""
        own, self.report = self.report, _say_nothing
        try:
            return self.type_of(node)
        finally:
            self.report = own

    def _key(self, node: nodes.Getattr | nodes.Getitem, kind: Table, name: str, words: str) -> Type:
        if kind.keys is None or name in kind.keys:
            return kind.item
        if name in ("items", "keys", "values", "get"):
            return CALLED
        near = nearest(name, kind.keys)
        fix = "" if near is None else f"did you mean {words}.{near}?" if words else f"did you mean {near}?"
        self.report(node.lineno, UNKNOWN_FIELD, f'there is no "{name}" in {words or "this table"}', fix)
        return UNKNOWN
