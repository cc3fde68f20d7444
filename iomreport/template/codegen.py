"""What a template captures before it prints it: macros, callers, blocks that are set or filtered.

Jinja escapes a value where it is printed, and trusts what a macro or a block made. Here every value goes through the
environment's `show` where it is printed; what a macro or a block then captured is `Captured`, and passes when it is
printed in its turn. What a filter or a method makes of it is ordinary markup again, and is looked at like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from keyword import iskeyword
from typing import Any, cast

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Macro
from markupsafe import Markup

from iomreport.template.instrumentation import SEPARATOR


class Captured(Markup):
    """Markup that was captured while a template rendered, made of nothing but its own text and values shown."""

    __slots__ = ()

    def __new__(cls, text: Any = "") -> Markup:  # pyright: ignore[reportInconsistentConstructor]
        # This is how the methods of markup make their results, which are not what was captured any more.
        return Markup(text)

    @classmethod
    def of(cls, text: str) -> Markup:
        return str.__new__(cls, text)


class CapturingMacro(Macro):
    """A macro whose result is `Captured`; there is no other way to write one than escaped."""

    def _invoke(self, arguments: list[Any], autoescape: bool) -> Any:
        return Captured.of(self._func(*arguments))


class EscapingCodeGenerator(CodeGenerator):
    """Generates code in which everything that is not the template's own text goes through `escape` or `filtered`.

    Jinja itself escapes constants when it compiles, and neither what a call block nor what a filter block makes.
    """

    def _make_finalize(self) -> CodeGenerator._FinalizeInfo:
        return self._FinalizeInfo(None, None)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        if SEPARATOR in node.attr:
            # No template can write such a name, and what is generated here no template can call.
            self.write("field(")
            self.visit(node.node, frame)
            self.write(f", {node.attr!r})")
        elif iskeyword(node.attr) or not node.attr.isidentifier():
            super().visit_Getattr(node, frame)
        else:
            # What was allowed once for a type is read without asking again.
            self.write(f"(had.{node.attr} if (had := ")
            self.visit(node.node, frame)
            self.write(f").__class__ in allowed[{node.attr!r}] else environment.getattr(had, {node.attr!r}))")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        parent = super().visit_Call
        self._within("escape" if forward_caller else "", lambda: parent(node, frame, forward_caller=forward_caller))

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:
        parent = super().visit_Filter
        self._within("" if cast(Any, node).node else "filtered", lambda: parent(node, frame))

    def _within(self, function: str, visit: Callable[[], None]) -> None:
        if function:
            self.write(f"{function}(")
        visit()
        if function:
            self.write(")")


def runtime_globals(
    show: Callable[[Any], str], field: Callable[[Any, str], Any], allowed: Mapping[str, Container[type[object]]]
) -> dict[str, Any]:
    """What the names in generated code mean: every value is shown by `show`, and a marked field placed by `field`.

    `allowed` are the types on which a name may be read as it is.
    """

    def filtered(value: Any) -> str:
        return show(Markup(value))

    return {
        "escape": show,
        "str": show,
        "filtered": filtered,
        "field": field,
        "allowed": allowed,
        "Markup": Captured.of,
        "Macro": CapturingMacro,
    }
