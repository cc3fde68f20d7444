"""What a template captures before it prints it: macros, callers, blocks that are set or filtered.

Jinja escapes a value where it is printed, and trusts what a macro or a block made. Here every value goes through the
environment's `show` where it is printed; what a macro or a block then captured is `Captured`, and passes when it is
printed in its turn. What a filter or a method makes of it is ordinary markup again, and is looked at like any other.

Finding, in a compiled template, the tags that place fields, so that each value can carry its address.

The syntax tree is changed, not the template: `{{ country.name }}` in a run is told where in the run it stands, and
`{{p country.background }}` whether it stands in a table cell. What the tags show stays the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from keyword import iskeyword
from typing import Any, cast

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Macro
from markupsafe import Markup

from iomreport.word.controls import CLOSE_RUN

SEPARATOR = "\x1f"
"""Joins what an attribute's name carries; it is in no name that a template can write."""
BLOCK_FILTER, CELL_FILTER = "block field", "cell field"
_RUN = re.compile(r"<w:r(?: [^>]*)?>")
_PROPERTIES = re.compile(r"<w:rPr>.*?</w:rPr>|<w:rPr/>", re.DOTALL)
_OPENING = re.compile(r"<w:r(?: [^>]*)?>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t(?: [^>]*)?>$", re.DOTALL)
_CELL = re.compile(r"<w:tc[ >]|</w:tc>")
_TEXT = re.compile(r"<w:t[ >]|</w:t>")


@dataclass(slots=True)
class _Cursor:
    """Where the template's text has come to."""

    properties: str = ""
    in_text: bool = False
    in_paragraph: bool = False
    cells: int = 0

    def read(self, data: str) -> None:
        runs = list(_RUN.finditer(data))
        if runs:
            found = _PROPERTIES.match(data, runs[-1].end())
            self.properties = found[0] if found else ""
        texts = _TEXT.findall(data)
        if texts:
            self.in_text = texts[-1] != "</w:t>"
        opened, closed = max(data.rfind("<w:p>"), data.rfind("<w:p ")), data.rfind("</w:p>")
        if opened != closed:
            self.in_paragraph = opened > closed
        self.cells += sum(-1 if tag == "</w:tc>" else 1 for tag in _CELL.findall(data))


def instrument_fields(tree: nodes.Template) -> None:
    """Mark the tags of a part whose branches are proved to be well-formed."""
    cursor = _Cursor()
    # What is set or filtered as a block is a text to go on with, and carries no address.
    plain = {
        id(each)
        for block in tree.find_all((nodes.AssignBlock, nodes.FilterBlock))
        for each in block.find_all(nodes.Output)
    }
    for output in tree.find_all(nodes.Output):
        for index, child in enumerate(output.nodes):
            if isinstance(child, nodes.TemplateData):
                cursor.read(child.data)
            elif id(output) in plain:
                continue
            elif cursor.in_text and isinstance(child, nodes.Getattr):
                if _mark_inline(output, index, child, cursor.properties):
                    cursor.in_text = False
            elif not cursor.in_paragraph and isinstance(child, nodes.Getattr | nodes.Filter):
                name = CELL_FILTER if cursor.cells > 0 else BLOCK_FILTER
                output.nodes[index] = nodes.Filter(child, name, [], [], None, None, lineno=child.lineno)


def _mark_inline(output: nodes.Output, index: int, field: nodes.Getattr, properties: str) -> bool:
    """Mark a field in a run; whether it also closes the run."""
    before = output.nodes[index - 1] if index else None
    after = output.nodes[index + 1] if index + 1 < len(output.nodes) else None
    opening, closes = "", ""
    if isinstance(before, nodes.TemplateData) and (found := _OPENING.search(before.data)):
        opening = found[0]
        before.data = before.data[: found.start()]
    if isinstance(after, nodes.TemplateData) and after.data.startswith(CLOSE_RUN):
        closes = "closes"
        # The cursor reads the rest as if the text were closed, which it is by the field itself.
        after.data = after.data[len(CLOSE_RUN) :]
    field.attr = SEPARATOR.join((field.attr, properties, opening, closes))
    return bool(closes)


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
