"""The context of a template that is not one of the strategy: a JSON Schema, or a model of another package.

The custom property `iomreport.schema` of a template names it: the path of a schema file, from the template's folder or
the project's, or `module:Class`. A class is imported only where the project's own settings allow it, for to import is
to run a program, and templates come from many hands.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from iomreport.diagnostics.codes.templates import SCHEMA
from iomreport.diagnostics.finding import Location, TemplateError
from iomreport.template_lint.types import (
    DATE,
    NOTHING,
    NUMBER,
    TEXT,
    TRUTH,
    UNKNOWN,
    Entity,
    Listing,
    Table,
    Type,
    either,
    entity_of,
)

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
