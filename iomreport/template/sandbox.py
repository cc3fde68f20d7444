"""The environment in which a template renders: strict, sandboxed, escaped, and fast for the model's own types.

A template sees plain data. Of the package's own types it sees declared fields and properties; of other values what
Jinja's immutable sandbox allows, and it calls only methods of plain values and what Jinja itself offers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, time, timedelta
from decimal import Decimal
from types import CodeType
from typing import Any, cast

from jinja2 import Template, Undefined
from jinja2.exceptions import TemplateRuntimeError
from jinja2.runtime import BlockReference, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace

from iomreport.markup.field import Record
from iomreport.markup.nodes import Prose
from iomreport.template.codegen import (
    BLOCK_FILTER,
    CELL_FILTER,
    SEPARATOR,
    Captured,
    EscapingCodeGenerator,
    runtime_globals,
)
from iomreport.template.values import (
    HeadedProse,
    MissingField,
    RenderState,
    declared_names,
    escaper,
    field_filter,
    has_declared_names,
    headings,
)
from iomreport.word.controls import Spot
from iomreport.word.fragments import Fragment, FragmentStore

_PLAIN = (str, bytes, int, float, bool, dict, list, tuple, set, frozenset, date, time, timedelta, Decimal)
_PLAIN_MODULES = frozenset({"builtins", "datetime", "decimal", "markupsafe"})
_LOOP = frozenset({"first", "last", "index", "index0", "length", "revindex", "revindex0", "previtem", "nextitem"})
_KEPT, _LONGEST = 4_096, 200
"""How many placed fields are kept, and of which length."""
_OF_DICT = frozenset(dir(dict))
_JINJA = (Macro, BlockReference, LoopContext, Cycler, Joiner, Namespace)


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """Jinja's immutable sandbox, narrowed to plain data, writing prose through one fragment store."""

    code_generator_class = EscapingCodeGenerator

    def __init__(
        self, store: FragmentStore, *, bound: bool = False, shared_names: frozenset[str] = frozenset()
    ) -> None:
        self.shared_names = shared_names
        self.seen = RenderState()
        self.show = escaper(store, self.seen, bound=bound)
        # What Jinja computes beforehand would be written into the code as markup, past `show`.
        super().__init__(autoescape=True, undefined=MissingField, optimized=False)
        filters: dict[str, Any] = {
            "headings": headings,
            BLOCK_FILTER: field_filter(store, in_cell=False),
            CELL_FILTER: field_filter(store, in_cell=True),
        }
        self.filters.update(filters)
        # Equal content makes equal documents, so nothing is left to chance.
        del self.filters["random"], self.globals["lipsum"]
        self._fields: dict[tuple[str, str, str | None], Fragment] = {}
        self._spots: dict[str, tuple[str, Spot]] = {}
        self._allowed: defaultdict[str, set[type[object]]] = defaultdict(set)

    def loaded(self, code: CodeType) -> Template:
        """A compiled part that is ready to render: what it prints goes through `show` instead of Jinja's own escape."""
        template = Template.from_code(self, code, self.make_globals(None))
        template.root_render_func.__globals__.update(runtime_globals(self.show, self._field, self._allowed))
        return template

    def getattr(self, obj: Any, attribute: str) -> Any:
        kind = cast("type[object]", type(obj))
        if kind is dict:
            # As ever, a dictionary's own methods come before its keys.
            if attribute in obj and attribute not in _OF_DICT:
                return obj[attribute]
            return super().getattr(obj, attribute)
        # A batch asks this hundreds of times a document, so a name that was allowed once is not looked up again.
        if kind in self._allowed.get(attribute, ()):
            return getattr(obj, attribute)
        if kind is LoopContext and attribute in _LOOP:
            self._allowed[attribute].add(kind)
            return getattr(obj, attribute)
        if not has_declared_names(kind):
            return super().getattr(obj, attribute)
        if attribute not in declared_names(kind):
            return self.undefined(obj=obj, name=attribute)
        self._allowed[attribute].add(kind)
        return getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(argument, str) and has_declared_names(cast("type[object]", type(obj))):
            return self.getattr(obj, argument)
        return super().getitem(obj, argument)

    def is_safe_callable(self, obj: Any) -> bool:
        owner: object = getattr(obj, "__self__", None)
        # What is undefined says so itself when it is called.
        if isinstance(owner, _JINJA) or isinstance(obj, (*_JINJA, Undefined)):
            return True
        kind = type(cast("object", owner))
        if kind is Captured or (issubclass(kind, _PLAIN) and kind.__module__ in _PLAIN_MODULES):
            return super().is_safe_callable(obj)
        return any(obj is own for own in self.globals.values())

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        wrapped: Any = super().wrap_str_format(value)
        if wrapped is not None:
            # It is called like the method that it stands for.
            wrapped.__self__ = value.__self__
        return wrapped

    def _field(self, obj: Any, attribute: str) -> Any:
        """The value of a marked tag, in its place in the run, with its address where it has one."""
        known = self._spots.get(attribute)
        if known is None:
            name, properties, opening, closes = attribute.split(SEPARATOR)
            known = self._spots[attribute] = (name, Spot(properties, opening, bool(closes)))
        name, spot = known
        value = getattr(obj, name) if obj.__class__ in self._allowed.get(name, ()) else self.getattr(obj, name)
        if isinstance(value, Undefined):
            return value
        base = obj.own_address() if value and isinstance(obj, Record) else None
        if value.__class__ is not str or len(value) > _LONGEST:
            return self._placed(spot, name, value, base)
        # The same names and labels stand in the same places of every document.
        key = (attribute, value, base)
        fragment = self._fields.get(key)
        if fragment is None:
            if len(self._fields) >= _KEPT:
                self._fields.clear()
            fragment = self._fields[key] = self._placed(spot, name, value, base)
        return fragment

    def _placed(self, spot: Spot, name: str, value: Any, base: str | None) -> Fragment:
        if isinstance(value, Prose | HeadedProse):
            raise TemplateRuntimeError(f"{name} is prose, which stands in paragraphs of its own: {{{{p … }}}}")
        text = self.show(value)
        if base is None or not isinstance(value, str):
            return spot.plain(text)
        return spot.marked(text, f"{base}/{name}" if base else name)
