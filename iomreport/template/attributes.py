"""The names that a template can use on a value, and what is said of a name that does not exist."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from typing import Any, cast

from jinja2 import StrictUndefined, Undefined
from jinja2.utils import missing

from iomreport.diagnostics.suggest import nearest
from iomreport.markup.field import Record

_HIDDEN = frozenset({"places", "remarks"})


def declared_names(kind: type[Any]) -> frozenset[str]:
    """The fields and properties that a template may name on one of the package's own types."""
    declared = set(kind.model_fields) if issubclass(kind, Record) else {field.name for field in fields(kind)}
    properties = {name for base in kind.__mro__ for name, value in vars(base).items() if isinstance(value, property)}
    own = {name for name in declared | properties if not name.startswith(("_", "model_"))}
    return frozenset(own - _HIDDEN)


class MissingField(StrictUndefined):
    """A name that does not exist; whatever is done with it is an error that says what does."""

    __slots__ = ()
    __repr__ = Undefined._fail_with_undefined_error  # noqa: SLF001
    """Within a list that is printed, too."""

    @property
    def _undefined_message(self) -> str:
        name, obj = str(self._undefined_name), self._undefined_obj
        if obj is missing:
            return f'nothing is called "{name}"'
        if isinstance(obj, dict):
            known = list(self._known())
            return f'there is no "{name}" among {", ".join(known[:8])}' if known else f'"{name}" is not set'
        return f'{type(obj).__name__} has no field "{name}"'

    @property
    def nearest(self) -> str:
        """The nearest right name, or nothing."""
        return nearest(str(self._undefined_name), self._known()) or ""

    def _known(self) -> Iterable[str]:
        obj = self._undefined_obj
        if isinstance(obj, dict):
            return map(str, cast("dict[object, object]", obj))
        kind = cast("type[object]", type(obj))
        return declared_names(kind) if has_declared_names(kind) else ()


def has_declared_names(kind: type[object]) -> bool:
    """Whether a type is one of the package's own, of which a template sees declared names only."""
    return issubclass(kind, Record) or (is_dataclass(kind) and kind.__module__.startswith("iomreport."))
