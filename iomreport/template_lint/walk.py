"""Walking the syntax tree of a part: every statement with the names it brings, and every value at its place.

Where in a document the value of a tag would stand: among paragraphs, among runs, or in the words of a run.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from jinja2 import Environment, nodes

from iomreport.diagnostics.codes.templates import NO_TEXT, NOT_A_LIST, PROSE_IN_TEXT, TEXT_AS_BLOCK, WRONG_OPERATION
from iomreport.diagnostics.suggest import nearest
from iomreport.template_lint.expressions import Expressions
from iomreport.template_lint.filters import item_of, printable
from iomreport.template_lint.names import LOOP, Report, Scope, words_of
from iomreport.template_lint.types import (
    CALLED,
    DATE,
    NUMBER,
    PLACE,
    PROSE,
    TEXT,
    UNKNOWN,
    Entity,
    Listing,
    Table,
    Tupled,
    Type,
    either,
    lists_of,
)


class Position(Enum):
    BLOCK = "between paragraphs"
    RUN = "between runs"
    TEXT = "within a run"


BLOCK, TEXT_POSITION = Position.BLOCK, Position.TEXT
_PARAGRAPH = re.compile(r"<w:p(?=[ >])[^>]*(?<!/)>|</w:p>")
_RUN = re.compile(r"<w:t(?=[ >])[^>]*(?<!/)>|</w:t>")


def positions(tree: nodes.Template) -> dict[int, Position]:
    """The position of each printed value of a part, by the id of its node. A text that is no XML has one position."""
    found: dict[int, Position] = {}
    in_paragraph = in_text = False
    marked = False
    quoted = False
    for output in tree.find_all(nodes.Output):
        for child in output.nodes:
            if not isinstance(child, nodes.TemplateData):
                inside = not marked or quoted or in_text
                found[id(child)] = Position.TEXT if inside else Position.RUN if in_paragraph else Position.BLOCK
                continue
            marked = marked or "<w:" in child.data
            opened, closed = child.data.rfind("<"), child.data.rfind(">")
            if opened != closed:
                quoted = opened > closed
            for tag in _PARAGRAPH.findall(child.data)[-1:]:
                in_paragraph = not tag.startswith("</")
            for tag in _RUN.findall(child.data)[-1:]:
                in_text = not tag.startswith("</")
    return found


_DEEPEST_CALL = 8
Signature = tuple[int, tuple[Type, ...]]


class Walk:
    """Goes through a tree in the order in which it would render. `prose` tells whether prose was placed."""

    def __init__(self, scope: Scope, environment: Environment, report: Report) -> None:
        self.scope = scope
        self.report = report
        self.expressions = Expressions(scope, environment, report, self._macro_call)
        self.positions: dict[int, Position] = {}
        self.macros: dict[str, tuple[nodes.Macro, list[dict[str, Type]]]] = {}
        self.walked: set[Signature] = set()
        self.called: set[int] = set()
        self.depth = 0
        self.places_prose = False

    def walk(self, tree: nodes.Template) -> None:
        self.positions = positions(tree)
        self._all(tree.body)
        for macro, frames in list(self.macros.values()):
            if id(macro) not in self.called:
                self._body(macro, frames, dict.fromkeys((each.name for each in macro.args), UNKNOWN))

    def _all(self, body: Sequence[nodes.Node]) -> None:
        for node in body:
            self._statement(node)

    def _statement(self, node: nodes.Node) -> None:
        match node:
            case nodes.Output():
                for child in node.nodes:
                    if not isinstance(child, nodes.TemplateData):
                        self._printed(child, self.expressions.type_of(child))
            case nodes.For():
                self._for(node)
            case nodes.If():
                self._if(node)
            case nodes.Assign():
                self._assign(node.target, self.expressions.type_of(node.node))
            case nodes.AssignBlock():
                self._all(node.body)
                self._assign(node.target, UNKNOWN)
            case nodes.With():
                kinds = [self.expressions.type_of(value) for value in node.values]
                with self.scope.inside({}):
                    for target, kind in zip(node.targets, kinds, strict=True):
                        self._assign(target, kind)
                    self._all(node.body)
            case nodes.Macro():
                self.scope.set(node.name, CALLED)
                self.macros[node.name] = (node, [dict(frame) for frame in self.scope.frames])
            case nodes.CallBlock():
                self.expressions.type_of(node.call)
                with self.scope.inside(dict.fromkeys((each.name for each in node.args), UNKNOWN)):
                    self._all(node.body)
            case nodes.FilterBlock():
                with self.scope.inside({}):
                    self._all(node.body)
            case nodes.Block() | nodes.Scope() | nodes.ScopedEvalContextModifier():
                with self.scope.inside({}):
                    self._all(node.body)
            case nodes.ExprStmt():
                self.expressions.type_of(node.node)
            case _:
                pass

    def _for(self, node: nodes.For) -> None:
        kind = self.expressions.type_of(node.iter)
        if not (kind in (UNKNOWN, CALLED) or isinstance(kind, Listing | Table | Tupled) or _is_keyed(kind)):
            self._not_a_list(node, kind)
        self.scope.frames.append({})
        self._assign(node.target, item_of(kind))
        if node.test is not None:
            self.expressions.type_of(node.test)
        self.scope.set("loop", LOOP)
        self._all(node.body)
        self.scope.frames.pop()
        with self.scope.inside({}):
            self._all(node.else_)

    def _not_a_list(self, node: nodes.For, kind: Type) -> None:
        words = words_of(node.iter) or "this"
        fix = ""
        owner = self.expressions.silently(node.iter.node) if isinstance(node.iter, nodes.Getattr) else None
        if isinstance(kind, Entity) and lists_of(kind):
            fix = f"did you mean {words}.{self._likely(node, lists_of(kind))}?"
        elif isinstance(owner, Entity) and isinstance(node.iter, nodes.Getattr) and lists_of(owner):
            fix = f"did you mean {words_of(node.iter.node)}.{self._likely(node, lists_of(owner))}?"
        else:
            names = [name for name, each in self.scope.names().items() if isinstance(each, Listing)]
            fix = f"lists that can stand here: {', '.join(names)}" if names else ""
        if kind == PROSE:
            fix = f"place it as it is: {{{{p {words} }}}}"
        self.report(node.lineno, NOT_A_LIST, f"{words} is {kind}, and a loop needs a list", fix)

    @staticmethod
    def _likely(node: nodes.For, names: list[str]) -> str:
        """Of some lists, the one that the loop's own name is most like."""
        own = node.target.name if isinstance(node.target, nodes.Name) else ""
        return nearest(f"{own}s", names) or nearest(own, names) or names[0]

    def _if(self, node: nodes.If) -> None:
        frames = [dict(frame) for frame in self.scope.frames]
        results: list[list[dict[str, Type]]] = []
        for branch in (node, *node.elif_):
            self.expressions.type_of(branch.test)
            self.scope.frames = [dict(frame) for frame in frames]
            for name in _asked(branch.test):
                if self.scope.get(name) is None:
                    self.scope.set(name, UNKNOWN)
            self._all(branch.body)
            results.append(self.scope.frames)
            self.scope.frames = [dict(frame) for frame in frames]
        self._all(node.else_)
        results.append(self.scope.frames)
        self.scope.frames = _merged(results)

    def _assign(self, target: nodes.Node, kind: Type) -> None:
        match target:
            case nodes.Name():
                self.scope.set(target.name, kind)
            case nodes.Tuple():
                given = kind.items if isinstance(kind, Tupled) else ()
                for index, each in enumerate(target.items):
                    self._assign(each, given[index] if len(given) == len(target.items) else UNKNOWN)
                if kind in (NUMBER, DATE, PROSE) or isinstance(kind, Entity):
                    self.report(target.lineno, WRONG_OPERATION, f"{kind} cannot be taken apart into several names", "")
            case _:
                pass

    def _printed(self, node: nodes.Node, kind: Type) -> None:
        words = words_of(node) or "this"
        position = self.positions.get(id(node), TEXT_POSITION)
        if kind in (PROSE, PLACE):
            self.places_prose = self.places_prose or kind == PROSE
            if position is not BLOCK:
                fix = f"write {{{{p {words} }}}} in a paragraph of its own"
                self.report(
                    node.lineno, PROSE_IN_TEXT, f"{words} is {kind}, which cannot stand within a paragraph", fix
                )
        elif isinstance(kind, Listing | Table | Tupled):
            if words == "this" and not (isinstance(kind, Listing) and isinstance(kind.item, Entity)):
                return  # Written out in the tag, or made by filters: that is what its author wants to see.
            fix = f"loop over it, or write {{{{ {words} | join(', ') }}}}"
            if isinstance(kind, Listing) and isinstance(kind.item, Entity):
                fix = f"write {{% for item in {words} %}} … {{% endfor %}}"
            self.report(node.lineno, NO_TEXT, f"{words} is {kind}, which has no words of its own", fix)
        elif isinstance(kind, Entity) and not printable(kind):
            texts = [name for name, each in kind.fields.items() if each == TEXT]
            fix = f"name a field of it: {', '.join(f'{words}.{name}' for name in texts[:6])}" if texts else ""
            self.report(node.lineno, NO_TEXT, f"{words} is {kind}, which has no words of its own", fix)
        elif position is BLOCK and kind in (TEXT, NUMBER, DATE) and not isinstance(node, nodes.Call):
            fix = f"write {{{{ {words} }}}}, without the p"
            self.report(node.lineno, TEXT_AS_BLOCK, f"{words} is {kind}, and {{{{p … }}}} places whole paragraphs", fix)

    def _macro_call(self, call: nodes.Call, kind: Type | None) -> Type | None:
        """Follow a call of a macro into its body, with the types of its arguments."""
        name = call.node.name if isinstance(call.node, nodes.Name) else ""
        if name not in self.macros or kind is not CALLED:
            return None
        macro, frames = self.macros[name]
        names = [each.name for each in macro.args]
        given = dict(zip(names, map(self.expressions.type_of, call.args), strict=False))
        given |= {pair.key: self.expressions.type_of(pair.value) for pair in call.kwargs}
        for own, default in zip(reversed(names), reversed(macro.defaults), strict=False):
            if own not in given:
                given[own] = self.expressions.silently(default)
        wanted = [own for own in names[: len(names) - len(macro.defaults)] if own not in given]
        if wanted:
            message = f"the macro {name} is called without {', '.join(wanted)}"
            self.report(call.lineno, WRONG_OPERATION, message, f"write {name}({', '.join(names)})")
        self._body(macro, frames, {own: given.get(own, UNKNOWN) for own in names})
        return UNKNOWN

    def _body(self, macro: nodes.Macro, frames: list[dict[str, Type]], given: dict[str, Type]) -> None:
        signature = (id(macro), tuple(given.values()))
        self.called.add(id(macro))
        if signature in self.walked or self.depth >= _DEEPEST_CALL:
            return
        self.walked.add(signature)
        own: dict[str, Type] = dict.fromkeys(("caller", "varargs", "kwargs"), UNKNOWN)
        own[macro.name] = CALLED
        self.depth += 1
        with self.scope.alone(frames, own | given):
            self._all(macro.body)
        self.depth -= 1


def _is_keyed(kind: Type) -> bool:
    return isinstance(kind, Entity) and kind.keyed


def _asked(test: nodes.Node) -> list[str]:
    """The names that a condition asks to be defined."""
    if isinstance(test, nodes.And):
        return [*_asked(test.left), *_asked(test.right)]
    if isinstance(test, nodes.Test) and test.name == "defined" and isinstance(test.node, nodes.Name):
        return [test.node.name]
    return []


def _merged(branches: list[list[dict[str, Type]]]) -> list[dict[str, Type]]:
    """The frames after a condition: a name that any branch set is there, as what it can be."""
    merged: list[dict[str, Type]] = []
    for level in zip(*branches, strict=True):
        names = dict.fromkeys(name for frame in level for name in frame)
        found: dict[str, Type] = {}
        for name in names:
            kinds = [frame[name] for frame in level if name in frame]
            kind = kinds[0]
            for other in kinds[1:]:
                kind = either(kind, other)
            found[name] = kind
        merged.append(found)
    return merged
