"""The environment in which a template renders: strict, sandboxed, escaped, and fast for the model's own types.

A template sees plain data. Of the package's own types it sees declared fields and properties; of other values what
Jinja's immutable sandbox allows, and it calls only methods of plain values and what Jinja itself offers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, is_dataclass
from difflib import get_close_matches
from typing import Any

from jinja2 import StrictUndefined
from jinja2.runtime import BlockReference, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace, missing
from markupsafe import Markup

from iomreport.document.context import Placeholder
from iomreport.markup.nodes import Prose
from iomreport.model.record import Record
from iomreport.word.contents import place
from iomreport.word.fragments import Fragment, FragmentStore
from iomreport.word.oxml import FORBIDDEN
from iomreport.word.prose import HEADINGS_START, write_prose

_HIDDEN = frozenset({"places", "remarks"})
_PLAIN = (str, bytes, int, float, bool, dict, list, tuple, set, frozenset)
_JINJA = (Macro, BlockReference, LoopContext, Cycler, Joiner, Namespace)


class ForbiddenCharacterError(ValueError):
    """A value holds a character that XML cannot hold."""

    def __init__(self, value: str) -> None:
        found = FORBIDDEN.search(value)
        character = found[0] if found else ""
        self.character = f"U+{ord(character):04X}" if character else "?"
        start = found.start() if found else 0
        self.around = value[max(0, start - 20) : start] + "�" + value[start + 1 : start + 21]
        super().__init__(f"the character {self.character} in {self.around!r}")


def declared_names(kind: type) -> frozenset[str]:
    """The fields and properties that a template may name on one of the package's own types."""
    declared = set(kind.model_fields) if issubclass(kind, Record) else {field.name for field in fields(kind)}
    properties = {name for base in kind.__mro__ for name, value in vars(base).items() if isinstance(value, property)}
    own = {name for name in declared | properties if not name.startswith(("_", "model_"))}
    return frozenset(own - _HIDDEN)


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """Jinja's immutable sandbox, narrowed to plain data, writing prose through one fragment store."""

    def __init__(self, store: FragmentStore) -> None:
        self.seen = Seen()
        super().__init__(autoescape=True, undefined=MissingField, finalize=finalizer(store, self.seen))
        self.filters["headings"] = _heading_filter(store)
        self._declared: dict[type, frozenset[str]] = {}

    def getattr(self, obj: Any, attribute: str) -> Any:
        kind = type(obj)
        names = self._declared.get(kind)
        if names is None:
            if not is_own(kind):
                return super().getattr(obj, attribute)
            names = self._declared[kind] = declared_names(kind)
        if attribute in names:
            return getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(argument, str) and (isinstance(obj, Record) or type(obj) in self._declared):
            return self.getattr(obj, argument)
        return super().getitem(obj, argument)

    def is_safe_callable(self, obj: Any) -> bool:
        owner = getattr(obj, "__self__", None)
        if isinstance(owner, _JINJA) or isinstance(obj, _JINJA):
            return True
        if isinstance(owner, _PLAIN) and type(owner).__module__ in ("builtins", "markupsafe"):
            return super().is_safe_callable(obj)
        return any(obj is own for own in self.globals.values())


class MissingField(StrictUndefined):
    """A name that does not exist; whatever is done with it is an error that says what does."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        name, obj = str(self._undefined_name), self._undefined_obj
        if obj is missing:
            return f'nothing is called "{name}"'
        if isinstance(obj, dict):
            return f'there is no "{name}" in the list of {", ".join(map(str, list(obj)[:8]))}'  # pyright: ignore
        return f'{type(obj).__name__} has no field "{name}"'

    @property
    def nearest(self) -> str:
        """The nearest right name, or nothing."""
        return nearest(str(self._undefined_name), self._known())

    def _known(self) -> Iterable[str]:
        obj = self._undefined_obj
        if isinstance(obj, dict):
            return map(str, obj)  # pyright: ignore
        return declared_names(type(obj)) if is_own(type(obj)) else ()


def nearest(name: str, known: Iterable[str]) -> str:
    """The name that was most likely meant."""
    return next(iter(get_close_matches(name, sorted(known), 1, 0.6)), "")


def is_own(kind: type) -> bool:
    """Whether a type is one of the package's own, of which a template sees declared names only."""
    return issubclass(kind, Record) or (is_dataclass(kind) and kind.__module__.startswith("iomreport."))


@dataclass(slots=True)
class Seen:
    """What a render met. `foreign` is set by markup from a caller: it may be anything, so the result is parsed."""

    foreign: bool = False


def finalizer(store: FragmentStore, seen: Seen) -> Callable[[Any], Any]:
    """What becomes of each value that a template prints."""

    def finalize(value: Any) -> Any:
        kind = type(value)
        if kind is str:
            # Printable text has no character that XML lacks; the rest is looked at more closely.
            if not value.isprintable() and FORBIDDEN.search(value):
                raise ForbiddenCharacterError(value)
            return value
        if kind is Fragment:
            return value
        if kind is Prose:
            return write_prose(value, store)
        if kind is Placeholder:
            return Fragment(place(value.kind))
        if isinstance(value, Markup) or hasattr(value, "__html__"):
            markup = Markup(value.__html__())
            if FORBIDDEN.search(markup):
                raise ForbiddenCharacterError(markup)
            seen.foreign = True
            return markup
        if isinstance(value, str) and FORBIDDEN.search(value):
            raise ForbiddenCharacterError(value)
        return value

    return finalize


def _heading_filter(store: FragmentStore) -> Callable[[Prose, int], Fragment]:
    def headings(prose: Prose, level: int = HEADINGS_START) -> Fragment:
        """The prose with its own first heading level written as Heading `level`."""
        return write_prose(prose, store, level)

    return headings
