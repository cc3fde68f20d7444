"""What becomes of each value that a template prints.

The names that a template can use on a value, and what is said of a name that does not exist.

A place in a document that is filled when the document is assembled, such as its contents.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, cast

from jinja2 import StrictUndefined, Undefined
from jinja2.exceptions import TemplateRuntimeError
from jinja2.utils import missing
from markupsafe import Markup

from iomreport.diagnostics.suggest import nearest
from iomreport.markup.field import Record
from iomreport.markup.nodes import Prose
from iomreport.template.codegen import Captured
from iomreport.word.contents import place
from iomreport.word.controls import block_field
from iomreport.word.fragments import Fragment, FragmentStore
from iomreport.word.markers import START
from iomreport.word.oxml import FORBIDDEN, escape
from iomreport.word.prose import HEADINGS_START, write_prose

_HIDDEN = frozenset({"remarks"})


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


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A place in the document that is filled when the document is assembled, such as the contents."""

    kind: str


_KEPT, _LONGEST = 2_048, 200
"""How many escaped texts are kept, and of which length."""
_WORDLESS = (object.__str__, Record.__str__)
_RELATED = re.compile(r"""\br:(?:id|embed|link|pict|href|dm|lo|qs|cs)=["']([^"']*)["']""")
"""The attributes that name a relationship (22.8)."""


class ForbiddenCharacterError(ValueError):
    """A value holds a character that XML cannot hold."""

    def __init__(self, value: str) -> None:
        found = FORBIDDEN.search(value)
        character = found[0] if found else ""
        self.character = f"U+{ord(character):04X}" if character else "?"
        start = found.start() if found else 0
        self.around = value[max(0, start - 20) : start] + "�" + value[start + 1 : start + 21]
        super().__init__(f"the character {self.character} in {self.around!r}")


@dataclass(frozen=True, slots=True)
class HeadedProse:
    """Prose with the Word heading level of its own first level: what the filter `headings` makes."""

    prose: Prose
    level: int

    def __bool__(self) -> bool:
        return bool(self.prose)


@dataclass(slots=True)
class RenderState:
    """What a render met.

    `foreign` is set by markup from a caller: it may be anything, so the result is parsed. `bound` is the `DocxTemplate`
    that a value is bound to: only it can render that value. `relationships` are those that the part has.
    """

    foreign: bool = False
    bound: Any = None
    relationships: frozenset[str] = frozenset()


def headings(prose: Prose, level: int = HEADINGS_START) -> HeadedProse:
    """The filter `headings`: the prose's own first heading level becomes Heading `level`."""
    return HeadedProse(prose, level)


def escaper(store: FragmentStore, seen: RenderState, *, bound: bool = False) -> Callable[[Any], str]:
    """The function that makes every printed value into XML: text is escaped, prose written, markup taken as it is.

    Unless they are `bound`, values that belong to a `DocxTemplate` print nothing and are noted.
    """

    known: dict[str, str] = {}

    def show(value: Any) -> str:
        kind: type[object] = value.__class__
        if kind is str:
            # The same names and labels are shown again and again.
            shown = known.get(value)
            if shown is None:
                # Printable text has no character that XML lacks; the rest is looked at more closely.
                if not value.isprintable() and FORBIDDEN.search(value):
                    raise ForbiddenCharacterError(value)
                shown = escape(value)
                if len(value) <= _LONGEST:
                    if len(known) >= _KEPT:
                        known.clear()
                    known[value] = shown
            return shown
        if kind is Fragment or kind is Captured:
            return value
        if kind is int:
            return str(value)
        if kind is Prose:
            return write_prose(value, store)
        if kind is HeadedProse:
            return write_prose(value.prose, store, value.level)
        if kind is Placeholder:
            return Fragment(place(value.kind))
        if isinstance(value, Markup) or hasattr(value, "__html__"):
            owner = getattr(cast(Any, value), "tpl", None)
            if owner is not None and not bound and kind.__module__.startswith("docxtpl."):
                seen.bound = owner
                return ""
            markup = str(value.__html__())
            if START in markup and isinstance(value, Markup):
                raise TemplateRuntimeError("prose and fields cannot be joined, filtered or cut; place them as they are")
            # The bell and the form feed of docxtpl's listings are breaks.
            if not markup.isprintable() and FORBIDDEN.search(markup.replace("\a", "").replace("\f", "")):
                raise ForbiddenCharacterError(markup)
            named: list[str] = [] if bound else _RELATED.findall(markup)
            unknown = set(named) - seen.relationships
            if unknown:
                raise TemplateRuntimeError(
                    f"it speaks of {min(unknown)}, a relationship that the template does not have"
                )
            seen.foreign = True
            return markup
        if has_declared_names(kind) and kind.__str__ in _WORDLESS:
            raise TemplateRuntimeError(f"a {kind.__name__} has no words of its own; name one of its fields")
        text = str(value)
        if FORBIDDEN.search(text):
            raise ForbiddenCharacterError(text)
        return escape(text)

    return show


def field_filter(store: FragmentStore, *, in_cell: bool) -> Callable[[Any], Any]:
    """The filter that puts a block-level field into its content control; other values pass as they are."""
    kept: dict[tuple[int, int], tuple[Prose, Fragment]] = {}

    def block(value: Any) -> Any:
        prose = value.prose if isinstance(value, HeadedProse) else value
        if not isinstance(prose, Prose) or not prose.address or not prose:
            return value
        level = value.level if isinstance(value, HeadedProse) else HEADINGS_START
        known = kept.get((id(prose), level))
        if known is None:
            written = block_field(write_prose(prose, store, level), prose.address, in_cell=in_cell)
            # The prose is kept beside it, so that its id cannot come to mean other prose.
            known = kept[id(prose), level] = (prose, written)
        return known[1]

    return block
