"""Fields of values: which there are, and what was most likely meant by one that is not there."""

from __future__ import annotations

import datetime
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import cast

from jinja2 import nodes

from iomreport.diagnostics.codes.templates import REFUSED, UNKNOWN_FIELD
from iomreport.diagnostics.finding import Code
from iomreport.diagnostics.suggest import nearest
from iomreport.template_lint.scope import Scope, without_loop
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
