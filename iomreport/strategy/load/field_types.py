"""What the fields of a record are in a YAML file: a text, a date, prose, a list, a record of its own."""

from __future__ import annotations

import datetime
import types
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

from iomreport.markup.field import GIVEN, Record
from iomreport.markup.nodes import Prose


class Kind(Enum):
    """The kinds of values, by what an author writes for them."""

    TEXT = "a text"
    CHOICE = "one of the known words"
    NUMBER = "a whole number"
    DATE = "a date"
    PROSE = "a text in Markdown"
    RECORD = "a set of keys"
    LIST = "a list"
    TABLE = "a set of keys and texts"


@dataclass(frozen=True, slots=True)
class FieldShape:
    """A kind of value; what a list or table holds, which record a set of keys is, which words a choice has."""

    kind: Kind
    item: FieldShape | None = None
    record: type[Record] | None = None
    choices: tuple[str, ...] = ()
    optional: bool = False

    @property
    def words(self) -> str:
        """What it is called in a message, such as "a list of texts"."""
        if self.kind is Kind.CHOICE:
            return "one of " + ", ".join(self.choices)
        if self.kind is Kind.LIST and self.item is not None:
            return "a list of " + _PLURALS.get(self.item.kind, "values")
        return self.kind.value


_PLURALS = {Kind.TEXT: "texts", Kind.CHOICE: "words", Kind.NUMBER: "whole numbers", Kind.RECORD: "entries"}
_KINDS: dict[object, Kind] = {
    str: Kind.TEXT,
    int: Kind.NUMBER,
    datetime.date: Kind.DATE,
    Prose: Kind.PROSE,
}


@cache
def shapes_of(record: type[Record]) -> dict[str, FieldShape]:
    """The fields that an author can write in YAML for a record, in the order of the model."""
    return {
        name: shape_of(field.annotation) for name, field in record.model_fields.items() if GIVEN not in field.metadata
    }


def shape_of(annotation: Any) -> FieldShape:
    """The shape of a field by its type. Raises `TypeError` for a type that no content file can hold."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        (inner,) = (argument for argument in arguments if argument is not types.NoneType)
        shape = shape_of(inner)
        return FieldShape(shape.kind, shape.item, shape.record, shape.choices, optional=True)
    if origin is Literal:
        return FieldShape(Kind.CHOICE, choices=arguments)
    if origin is tuple:
        return FieldShape(Kind.LIST, item=shape_of(arguments[0]))
    if origin is dict:
        return FieldShape(Kind.TABLE, item=shape_of(arguments[1]))
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return FieldShape(Kind.RECORD, record=annotation)
    if annotation in _KINDS:
        return FieldShape(_KINDS[annotation])
    raise TypeError(f"no content file can hold {annotation!r}")
