"""The environment in which a template renders: strict, sandboxed, escaped, and fast for the model's own types.

A template sees plain data. Of the package's own types it sees declared fields and properties; of other values what
Jinja's immutable sandbox allows, and it calls only methods of plain values and what Jinja itself offers.
"""

from __future__ import annotations

from typing import Any, cast

from jinja2 import Undefined
from jinja2.exceptions import TemplateRuntimeError
from jinja2.runtime import BlockReference, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace
from markupsafe import escape

from iomreport.document.marking import BLOCK_FILTER, CELL_FILTER, SEPARATOR
from iomreport.document.names import MissingField, declared_names, is_own
from iomreport.document.values import HeadedProse, Seen, field_filter, finalizer, headings
from iomreport.markup.nodes import Prose
from iomreport.model.record import Record
from iomreport.word.controls import Spot
from iomreport.word.fragments import FragmentStore

_PLAIN = (str, bytes, int, float, bool, dict, list, tuple, set, frozenset)
_JINJA = (Macro, BlockReference, LoopContext, Cycler, Joiner, Namespace)


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """Jinja's immutable sandbox, narrowed to plain data, writing prose through one fragment store."""

    def __init__(self, store: FragmentStore) -> None:
        self.seen = Seen()
        self._finalize = finalizer(store, self.seen)
        super().__init__(autoescape=True, undefined=MissingField, finalize=self._finalize)
        filters: dict[str, Any] = {
            "headings": headings,
            BLOCK_FILTER: field_filter(store, in_cell=False),
            CELL_FILTER: field_filter(store, in_cell=True),
        }
        self.filters.update(filters)
        self._spots: dict[str, tuple[str, Spot]] = {}
        self._declared: dict[type, frozenset[str]] = {}

    def getattr(self, obj: Any, attribute: str) -> Any:
        kind = cast("type[object]", type(obj))
        names = self._declared.get(kind)
        if names is None:
            if SEPARATOR in attribute:
                return self._field(obj, attribute)
            if not is_own(kind):
                return super().getattr(obj, attribute)
            names = self._declared[kind] = declared_names(kind)
        if attribute in names:
            return getattr(obj, attribute)
        if SEPARATOR in attribute:
            return self._field(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(argument, str) and (isinstance(obj, Record) or type(obj) in self._declared):
            return self.getattr(obj, argument)
        return super().getitem(obj, argument)

    def is_safe_callable(self, obj: Any) -> bool:
        owner: object = getattr(obj, "__self__", None)
        if isinstance(owner, _JINJA) or isinstance(obj, _JINJA):
            return True
        if isinstance(owner, _PLAIN) and type(cast("object", owner)).__module__ in ("builtins", "markupsafe"):
            return super().is_safe_callable(obj)
        return any(obj is own for own in self.globals.values())

    def _field(self, obj: Any, attribute: str) -> Any:
        """The value of a marked tag, in its place in the run, with its address where it has one."""
        known = self._spots.get(attribute)
        if known is None:
            name, properties, opening, closes = attribute.split(SEPARATOR)
            known = self._spots[attribute] = (name, Spot(properties, opening, bool(closes)))
        name, spot = known
        value = self.getattr(obj, name)
        if isinstance(value, Undefined):
            return value
        if isinstance(value, Prose | HeadedProse):
            raise TemplateRuntimeError(f"{name} is prose, which stands in paragraphs of its own: {{{{p … }}}}")
        text = escape(self._finalize(value))
        base = obj.places.address if isinstance(obj, Record) else None
        if base is None or not value or not isinstance(value, str):
            return spot.plain(text)
        return spot.marked(text, f"{base}/{name}" if base else name)
