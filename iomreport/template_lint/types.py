"""What a value in a template can be, as far as it is known before the template renders.

The types come from the model itself: from the annotations of the context, of records and of their properties. Another
model, or a JSON Schema (`lint_schema.py`), gives the same types. `Unknown` is never a ground for a finding.
"""

from __future__ import annotations

import datetime
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from iomreport.markup.nodes import Prose
from iomreport.template.attributes import declared_names, has_declared_names
from iomreport.template.placeholder import Placeholder


@dataclass(frozen=True, slots=True)
class Plain:
    """A value without parts of its own, by what it is called in a message."""

    name: str

    def __str__(self) -> str:
        return self.name


UNKNOWN = Plain("a value")
TEXT = Plain("a text")
NUMBER = Plain("a number")
TRUTH = Plain("true or false")
DATE = Plain("a date")
PROSE = Plain("prose")
PLACE = Plain("a place that is filled in later")
NOTHING = Plain("nothing")
CALLED = Plain("something to call")


@dataclass(frozen=True, slots=True)
class Listing:
    """A list, whose items are all of one type."""

    item: Type

    def __str__(self) -> str:
        return "a list"


@dataclass(frozen=True, slots=True)
class Tupled:
    """A few values together, each with its own type, and with names or without."""

    items: tuple[Type, ...]
    names: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "several values together"


@dataclass(frozen=True, slots=True)
class Table:
    """Values by key. Without `keys` any key may be there."""

    item: Type
    keys: frozenset[str] | None = None

    def __str__(self) -> str:
        return "a table of values by key"


@dataclass(frozen=True, slots=True)
class Entity:
    """A value with named fields. `read` finds them when they are first asked for, since entities hold each other.

    With `shown`, it can be printed as it is. An `open` one may have fields that are not declared.
    """

    name: str
    read: Callable[[], Mapping[str, Type]] = field(compare=False)
    shown: bool = False
    open: bool = False
    keyed: bool = False
    """Whether it is a table at the same time, as the objects of JSON are."""
    description: str = field(default="", compare=False)
    notes: Mapping[str, str] = field(default_factory=dict[str, str], compare=False)
    """What is said of single fields."""

    def __str__(self) -> str:
        return f"a whole {self.name}" if self.name else "a set of fields"

    @property
    def fields(self) -> Mapping[str, Type]:
        return self.read()


Type = Plain | Listing | Tupled | Table | Entity

_PLAIN: dict[object, Type] = {
    str: TEXT,
    int: NUMBER,
    float: NUMBER,
    bool: TRUTH,
    datetime.date: DATE,
    datetime.datetime: DATE,
    type(None): NOTHING,
    Prose: PROSE,
    Placeholder: PLACE,
}


def type_of(annotation: Any) -> Type:
    """The type of an annotation; of a union with None, the other part, since a template asks before it uses it."""
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        kinds = [type_of(each) for each in arguments if each is not type(None)]
        return kinds[0] if all(kind == kinds[0] for kind in kinds) else UNKNOWN
    if origin is Literal:
        kinds = {_PLAIN.get(cast("type[object]", type(value)), UNKNOWN) for value in arguments}
        return kinds.pop() if len(kinds) == 1 else UNKNOWN
    if origin in (tuple, list, set, frozenset) and arguments:
        return Listing(type_of(arguments[0]) if origin is not tuple or arguments[-1] is ... else UNKNOWN)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return Table(type_of(arguments[1]))
    if hasattr(annotation, "__metadata__"):
        return type_of(arguments[0])
    kind = cast("type[Any]", annotation)
    if isinstance(annotation, type) and (issubclass(kind, BaseModel) or is_dataclass(kind)):
        return entity_of(kind)
    return UNKNOWN


@cache
def entity_of(kind: type[Any]) -> Entity:
    """The fields and properties of a class, by its annotations."""
    shown = "__str__" in {name for base in kind.__mro__ if base not in (object, BaseModel) for name in vars(base)}

    @cache
    def read() -> Mapping[str, Type]:
        return dict(_declared(kind))

    description = (kind.__doc__ or "").partition("\n")[0]
    described = cast("Mapping[str, Any]", kind.model_fields if issubclass(kind, BaseModel) else {})
    notes = {name: str(each.description) for name, each in described.items() if each.description}
    return Entity(kind.__name__, read, shown, description=description, notes=notes)


def _declared(kind: type[Any]) -> list[tuple[str, Type]]:
    if issubclass(kind, BaseModel):
        found = {name: type_of(each.annotation) for name, each in kind.model_fields.items()}
    else:
        hints = get_type_hints(kind)
        found = {each.name: type_of(hints[each.name]) for each in fields(kind)}
    for base in reversed(kind.__mro__):
        if base is BaseModel:
            continue
        for name, value in vars(base).items():
            if isinstance(value, property) and value.fget is not None and not name.startswith("_"):
                found[name] = type_of(get_type_hints(value.fget).get("return"))
    if has_declared_names(kind):
        allowed = declared_names(kind)
        found = {name: each for name, each in found.items() if name in allowed}
    return list(found.items())


def either(one: Type, other: Type) -> Type:
    """What a value is that is one or the other."""
    if one in (other, NOTHING):
        return other
    return one if other == NOTHING else UNKNOWN


def lists_of(entity: Entity) -> list[str]:
    """The names of an entity's fields that are lists."""
    return [name for name, each in entity.fields.items() if isinstance(each, Listing)]
