"""The types of expressions, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from jinja2 import Environment, nodes

from iomreport.diagnostics.codes.templates import UNKNOWN_FIELD, UNKNOWN_FILTER, WRONG_FILTER, WRONG_OPERATION
from iomreport.diagnostics.suggest import did_you_mean
from iomreport.template.codegen import BLOCK_FILTER, CELL_FILTER
from iomreport.template_lint.filters import ACCEPTED, METHODS, SUGGESTED, TEST_ONLY, item_of, result_of
from iomreport.template_lint.names import LOOP, Attributes, Report, Scope, words_of
from iomreport.template_lint.types import (
    CALLED,
    NUMBER,
    PLACE,
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
    either,
)

Calls = Callable[[nodes.Call, Type | None], Type | None]
"""What a call of a macro gives; None if it is no macro's."""

_OWN = (BLOCK_FILTER, CELL_FILTER)
_OPERATORS: dict[type[nodes.Node], str] = {
    nodes.Sub: "-",
    nodes.Mul: "*",
    nodes.Div: "/",
    nodes.FloorDiv: "//",
    nodes.Mod: "%",
    nodes.Pow: "**",
}
_GLOBALS: dict[str, Type] = {"range": Listing(NUMBER)}


class Expressions(Attributes):
    """Finds the type of each expression at its place in a scope."""

    def __init__(self, scope: Scope, environment: Environment, report: Report, calls: Calls) -> None:
        super().__init__(scope, report)
        self.environment = environment
        self.calls = calls

    def type_of(self, node: nodes.Node | None) -> Type:
        """The type of an expression; all that is wrong in it is reported."""
        match node:
            case None:
                return UNKNOWN
            case nodes.Name():
                return self._name(node)
            case nodes.Getattr():
                return self.attribute(node, self.type_of(node.node), node.attr)
            case nodes.Getitem():
                return self._item(node)
            case nodes.Filter():
                return self._filter(node)
            case nodes.Test():
                return self._test(node)
            case nodes.Call():
                return self._call(node)
            case nodes.CondExpr():
                self.type_of(node.test)
                return either(self.type_of(node.expr1), self.type_of(node.expr2) if node.expr2 else UNKNOWN)
            case nodes.And() | nodes.Or():
                return either(self.type_of(node.left), self.type_of(node.right))
            case _:
                return self._other(node)

    def _other(self, node: nodes.Node) -> Type:
        match node:
            case nodes.Const():
                return _constant(node.value)
            case nodes.List() | nodes.Tuple():
                kinds = [self.type_of(item) for item in node.items]
                return Listing(kinds[0] if kinds and all(kind == kinds[0] for kind in kinds) else UNKNOWN)
            case nodes.Dict():
                for pair in node.items:
                    self.type_of(pair.value)
                return Table(UNKNOWN)
            case nodes.Not():
                self.type_of(node.node)
                return TRUTH
            case nodes.Compare():
                self._children(node)
                return TRUTH
            case nodes.Concat():
                for part in node.nodes:
                    self._joinable(part, self.type_of(part))
                return TEXT
            case nodes.Add():
                return self._add(node)
            case nodes.BinExpr():
                return self._arithmetic(node)
            case nodes.Neg() | nodes.Pos():
                self._number(node, self.type_of(node.node), "-")
                return NUMBER
            case _:
                self._children(node)
                return UNKNOWN

    def _children(self, node: nodes.Node) -> None:
        for child in node.iter_child_nodes():
            self.type_of(child)

    def _name(self, node: nodes.Name) -> Type:
        kind = self.scope.get(node.name)
        if kind is None:
            self.report(node.lineno, UNKNOWN_FIELD, *self.scope.unknown_name(node.name))
        return UNKNOWN if kind is None else kind

    def _item(self, node: nodes.Getitem) -> Type:
        kind = self.type_of(node.node)
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self.attribute(node, kind, node.arg.value)
        self.type_of(node.arg)
        if isinstance(node.arg, nodes.Slice):
            return kind
        if isinstance(kind, Listing | Table):
            return kind.item
        if isinstance(kind, Tupled) and isinstance(node.arg, nodes.Const):
            place = node.arg.value
            return (
                kind.items[place] if isinstance(place, int) and -len(kind.items) <= place < len(kind.items) else UNKNOWN
            )
        return TEXT if kind == TEXT else UNKNOWN

    def _call(self, node: nodes.Call) -> Type:
        target = node.node
        name = target.name if isinstance(target, nodes.Name) else ""
        kind = self.type_of(target)
        result = self.calls(node, kind)
        if result is not None:
            return result
        for argument in (*node.args, *node.kwargs):
            self.type_of(argument)
        if name in _GLOBALS and kind == UNKNOWN:
            return _GLOBALS[name]
        if isinstance(target, nodes.Getattr):
            owner = self.silently(target.node)
            if owner == TEXT:
                return METHODS.get(target.attr, TEXT)
            if isinstance(owner, Table) and target.attr == "items":
                return Listing(Tupled((TEXT, owner.item)))
            if isinstance(owner, Table) and target.attr in ("keys", "values"):
                return Listing(TEXT if target.attr == "keys" else owner.item)
        if kind not in (UNKNOWN, CALLED, LOOP):
            words = words_of(target) or "this"
            self.report(node.lineno, WRONG_OPERATION, f"{words} is {kind} and cannot be called", f"write {words}")
        return UNKNOWN

    def _filter(self, node: nodes.Filter) -> Type:
        name = node.name
        if name in ("default", "d") and isinstance(node.node, nodes.Name) and self.scope.get(node.node.name) is None:
            kind: Type = UNKNOWN  # A name that may be missing is just what the filter is for.
        else:
            kind = self.type_of(node.node)
        arguments = [self.type_of(argument) for argument in node.args]
        for pair in node.kwargs:
            self.type_of(pair)
        if name not in self.environment.filters or name in _OWN:
            known = [each for each in self.environment.filters if each not in _OWN]
            self.report(node.lineno, UNKNOWN_FILTER, f'there is no filter "{name}"', did_you_mean(name, known))
            return UNKNOWN
        if name not in TEST_ONLY and not self._accepted(node, name, kind):
            return result_of(name, UNKNOWN)
        if name in ("default", "d"):
            return either(kind, arguments[0] if arguments else TEXT)
        return self._made(node, name, kind)

    def _accepted(self, node: nodes.Filter | nodes.Test, name: str, kind: Type) -> bool:
        wanted, accepts = ACCEPTED.get(name, ("", lambda kind: True))
        if kind in (UNKNOWN, CALLED) or accepts(kind):
            return True
        words = words_of(node.node) if node.node is not None else ""
        what = "filter" if isinstance(node, nodes.Filter) else "test"
        message = f'the {what} "{name}" takes {wanted}, and {words or "this"} is {kind}'
        self.report(node.lineno, WRONG_FILTER, message, self._advice(kind, words, wanted))
        return False

    def _advice(self, kind: Type, words: str, wanted: str) -> str:
        if isinstance(kind, Entity):
            fits = [own for own, each in kind.fields.items() if str(each) == wanted]
            if fits:
                return f"name a field of it: {', '.join(f'{words}.{own}' if words else own for own in fits[:6])}"
        others = SUGGESTED.get(str(kind))
        return f"filters for {kind}: {', '.join(others)}" if others else "delete the filter"

    def _made(self, node: nodes.Filter, name: str, kind: Type) -> Type:
        """The result of a filter, with the fields that its arguments name."""
        item = item_of(kind)
        named = next((pair.value for pair in node.kwargs if pair.key == "attribute"), None)
        by_position = node.args[0] if name in ("selectattr", "rejectattr", "groupby") and node.args else None
        argument = named or by_position
        chosen = item
        if isinstance(argument, nodes.Const) and isinstance(argument.value, str):
            chosen = self._path(node, item, argument.value.split(","))
        if name == "map":
            return Listing(chosen if named is not None else self._mapped(node, item))
        if name == "groupby":
            return Listing(Tupled((chosen, Listing(item)), ("grouper", "list")))
        return result_of(name, kind)

    def _mapped(self, node: nodes.Filter, item: Type) -> Type:
        argument = node.args[0] if node.args else None
        if not isinstance(argument, nodes.Const):
            return UNKNOWN
        inner = str(argument.value)
        if inner not in self.environment.filters:
            known = list(self.environment.filters)
            self.report(node.lineno, UNKNOWN_FILTER, f'there is no filter "{inner}"', did_you_mean(inner, known))
            return UNKNOWN
        return result_of(inner, item)

    def _path(self, node: nodes.Filter, item: Type, paths: Iterable[str]) -> Type:
        kind = item
        for path in paths:
            kind = item
            for step in path.strip().split("."):
                if isinstance(kind, Entity) and not kind.open and step not in kind.fields:
                    message, fix = self.scope.unknown_field(kind, step, "")
                    self.report(node.lineno, UNKNOWN_FIELD, message, fix)
                    return UNKNOWN
                kind = kind.fields.get(step, UNKNOWN) if isinstance(kind, Entity) else UNKNOWN
        return kind

    def _test(self, node: nodes.Test) -> Type:
        probes = node.name in ("defined", "undefined")
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        kind = UNKNOWN if probes and name and self.scope.get(name) is None else self.type_of(node.node)
        for argument in node.args:
            self.type_of(argument)
        if node.name not in self.environment.tests:
            fix = did_you_mean(node.name, self.environment.tests)
            self.report(node.lineno, UNKNOWN_FILTER, f'there is no test "{node.name}"', fix)
        elif node.name in TEST_ONLY:
            self._accepted(node, node.name, kind)
        return TRUTH

    def _joinable(self, node: nodes.Node, kind: Type) -> None:
        if kind in (PROSE, PLACE) or isinstance(kind, Listing | Table | Tupled):
            self.report(node.lineno, WRONG_OPERATION, f"{words_of(node) or 'this'} is {kind} and cannot be joined", "")

    def _add(self, node: nodes.Add) -> Type:
        left, right = self.type_of(node.left), self.type_of(node.right)
        if UNKNOWN in (left, right) or (type(left) is type(right) and not isinstance(left, Plain)):
            return left if left == right else UNKNOWN
        if left == right and left in (TEXT, NUMBER):
            return left
        if TEXT in (left, right) and left != right:
            message = (
                f"{words_of(node.left) or 'the left side'} is {left}, {words_of(node.right) or 'the right'} is {right}"
            )
            self.report(node.lineno, WRONG_OPERATION, message, "join words with ~ instead of +")
            return TEXT
        for side, kind in ((node.left, left), (node.right, right)):
            self._number(side, kind, "+")
        return NUMBER

    def _arithmetic(self, node: nodes.BinExpr) -> Type:
        sign = _OPERATORS.get(type(node), "")
        left, right = self.type_of(node.left), self.type_of(node.right)
        if left == TEXT and (sign == "%" or (sign == "*" and right == NUMBER)):
            return TEXT
        self._number(node.left, left, sign)
        self._number(node.right, right, sign)
        return NUMBER

    def _number(self, node: nodes.Node, kind: Type, sign: str) -> None:
        if kind not in (NUMBER, UNKNOWN, TRUTH):
            fix = "count a list with | length" if isinstance(kind, Listing) else ""
            message = f"{words_of(node) or 'this'} is {kind}, and {sign} needs a number"
            self.report(node.lineno, WRONG_OPERATION, message, fix)


def _constant(value: object) -> Type:
    match value:
        case bool():
            return TRUTH
        case str():
            return TEXT
        case int() | float():
            return NUMBER
        case _:
            return UNKNOWN
