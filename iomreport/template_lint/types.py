"""What a value in a template can be, as far as it is known before the template renders.

The types come from the model itself: from the annotations of the context, of records and of their properties. Another
model, or a JSON Schema (below), gives the same types. `Unknown` is never a ground for a finding.

The context of a template that is not one of the strategy: a JSON Schema, or a model of another package.

The custom property `iomreport.schema` of a template names it: the path of a schema file, from the template's folder or
the project's, or `module:Class`. A class is imported only where the project's own settings allow it, for to import is
to run a program, and templates come from many hands.
"""

from __future__ import annotations

import datetime
import json
import types
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from iomreport.diagnostics.codes.templates import SCHEMA
from iomreport.diagnostics.finding import Location, TemplateError
from iomreport.markup.nodes import Prose
from iomreport.template.values import Placeholder, declared_names, has_declared_names


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


Instead = tuple[tuple[type[Any], type[Any]], ...]
"""Classes with those that stand in their place: what is annotated as the first is known to be the second."""


def type_of(annotation: Any, instead: Instead = ()) -> Type:
    """The type of an annotation; of a union with None, the other part, since a template asks before it uses it."""
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        kinds = [type_of(each, instead) for each in arguments if each is not type(None)]
        return kinds[0] if all(kind == kinds[0] for kind in kinds) else UNKNOWN
    if origin is Literal:
        kinds = {_PLAIN.get(cast("type[object]", type(value)), UNKNOWN) for value in arguments}
        return kinds.pop() if len(kinds) == 1 else UNKNOWN
    if origin in (tuple, list, set, frozenset) and arguments:
        return Listing(type_of(arguments[0], instead) if origin is not tuple or arguments[-1] is ... else UNKNOWN)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return Table(type_of(arguments[1], instead))
    if hasattr(annotation, "__metadata__"):
        return type_of(arguments[0], instead)
    kind = cast("type[Any]", annotation)
    if isinstance(annotation, type) and (issubclass(kind, BaseModel) or is_dataclass(kind)):
        return entity_of(kind, instead)
    return UNKNOWN


@cache
def entity_of(kind: type[Any], instead: Instead = ()) -> Entity:
    """The fields and properties of a class, by its annotations, or of the class that stands in its place."""
    kind = dict(instead).get(kind, kind)
    shown = "__str__" in {name for base in kind.__mro__ if base not in (object, BaseModel) for name in vars(base)}

    @cache
    def read() -> Mapping[str, Type]:
        return dict(_declared(kind, instead))

    description = (kind.__doc__ or "").partition("\n")[0]
    described = cast("Mapping[str, Any]", kind.model_fields if issubclass(kind, BaseModel) else {})
    notes = {name: str(each.description) for name, each in described.items() if each.description}
    return Entity(kind.__name__, read, shown, description=description, notes=notes)


def _declared(kind: type[Any], instead: Instead) -> list[tuple[str, Type]]:
    if issubclass(kind, BaseModel):
        found = {name: type_of(each.annotation, instead) for name, each in kind.model_fields.items()}
    else:
        hints = get_type_hints(kind)
        found = {each.name: type_of(hints[each.name], instead) for each in fields(kind)}
    for base in reversed(kind.__mro__):
        if base is BaseModel:
            continue
        for name, value in vars(base).items():
            if isinstance(value, property) and value.fget is not None and not name.startswith("_"):
                found[name] = type_of(get_type_hints(value.fget).get("return"), instead)
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


Schema = Mapping[str, Any]

_TYPES: dict[str, Type] = {
    "string": TEXT,
    "integer": NUMBER,
    "number": NUMBER,
    "boolean": TRUTH,
    "null": NOTHING,
}


def _imported(name: str) -> Any:
    """A class by `module:Class`, which the project's settings allow."""
    module, _, attribute = name.partition(":")
    return getattr(import_module(module), attribute)


def declared_context(name: str, template: Path, project: Path | None, allowed: Collection[str]) -> Entity:
    """The context that a template names; raises `TemplateError`. `allowed` are classes that may be imported."""
    at = Location(template.name, place='custom property "iomreport.schema"')
    if ":" in name and not name.endswith(".json"):
        if name not in allowed:
            fix = f'add "{name}" to template-models in iomreport.toml, if you trust it'
            raise TemplateError(SCHEMA.at(at, f"the project does not allow templates to import {name}", fix=fix))
        try:
            return entity_of(_imported(name))
        except (ImportError, AttributeError, TypeError) as error:
            raise TemplateError(SCHEMA.at(at, f"{name} cannot be imported: {error}")) from error
    folders = [template.parent, *([project] if project else [])]
    file = next((folder / name for folder in folders if (folder / name).is_file()), None)
    if file is None:
        raise TemplateError(SCHEMA.at(at, f"there is no file {name}"))
    try:
        schema: Any = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise TemplateError(SCHEMA.at(at, f"{name} is not a JSON Schema: {error}")) from error
    whole = cast("Schema", schema) if isinstance(schema, dict) else None
    context = UNKNOWN if whole is None else schema_type(whole, whole)
    if not isinstance(context, Entity):
        raise TemplateError(SCHEMA.at(at, f"{name} does not describe an object with properties"))
    return context


def schema_type(schema: Schema, root: Schema, depth: int = 0) -> Type:
    """The type that a schema describes. What it leaves open is unknown."""
    if depth > 20:
        return UNKNOWN
    if reference := schema.get("$ref"):
        found = _resolve(str(reference), root)
        return UNKNOWN if found is None else schema_type(found, root, depth + 1)
    choices = schema.get("anyOf") or schema.get("oneOf")
    if isinstance(choices, list):
        kinds = [schema_type(each, root, depth + 1) for each in cast("list[Schema]", choices)]
        return _one(kinds)
    kind = schema.get("type")
    if isinstance(kind, list):
        return _one([_TYPES.get(each, UNKNOWN) for each in cast("list[str]", kind)])
    if kind == "string" and schema.get("format") in ("date", "date-time"):
        return DATE
    if kind == "array":
        items = schema.get("items")
        return Listing(schema_type(cast("Schema", items), root, depth + 1) if isinstance(items, dict) else UNKNOWN)
    if "properties" in schema:
        return _entity(schema, root)
    if kind == "object":
        values = schema.get("additionalProperties")
        return Table(schema_type(cast("Schema", values), root, depth + 1) if isinstance(values, dict) else UNKNOWN)
    return _TYPES.get(str(kind), UNKNOWN)


def _one(kinds: list[Type]) -> Type:
    found = kinds[0] if kinds else UNKNOWN
    for kind in kinds[1:]:
        found = either(found, kind)
    return found


def _entity(schema: Schema, root: Schema) -> Entity:
    properties = cast("Mapping[str, Schema]", schema["properties"])
    is_open = schema.get("additionalProperties", False) is not False
    description = str(schema.get("description", ""))
    notes = {name: str(each.get("description", "")) for name, each in properties.items()}
    title = str(schema.get("title", ""))
    return Entity(title, _reader(properties, root), open=is_open, keyed=True, description=description, notes=notes)


def _reader(properties: Mapping[str, Schema], root: Schema) -> Callable[[], Mapping[str, Type]]:
    @cache
    def read() -> Mapping[str, Type]:
        return {name: schema_type(each, root) for name, each in properties.items()}

    return read


def _resolve(reference: str, root: Schema) -> Schema | None:
    """A part of the same schema, by its pointer (RFC 6901); other files are not read."""
    if not reference.startswith("#"):
        return None
    found: object = root
    for step in reference.removeprefix("#").strip("/").split("/"):
        name = step.replace("~1", "/").replace("~0", "~")
        if name:
            found = cast("Schema", found).get(name) if isinstance(found, dict) else None
    return cast("Schema", found) if isinstance(found, dict) else None
