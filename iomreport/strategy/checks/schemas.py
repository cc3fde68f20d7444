"""JSON Schemas of every YAML file and front matter, made from the models, and how editors are told of them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from iomreport.markup.field import Record
from iomreport.strategy.load.validation import FieldShape, Kind, classes_of, shapes_of
from iomreport.strategy.model.country import Country, ProjectGroup
from iomreport.strategy.model.strategy import Acronym, Foreword, Strategy, Theme, TitledProse

DIALECT: Final = "http://json-schema.org/draft-07/schema#"
"""The dialect that the YAML extensions of both editors read."""

Schema = dict[str, Any]

FILES: Final[Mapping[str, str]] = {
    "strategy": "content/strategy.yaml",
    "themes": "content/themes.yaml",
    "labels": "content/labels.yaml",
    "acronyms": "content/acronyms.yaml",
    "country": "content/countries/*/country.yaml",
    "projects": "content/**/projects.yaml",
}
"""Each schema and the files that it is for. Front matter has schemas of its own: `foreword` and `chapter`."""


def schemas(model: type[Strategy] = Strategy) -> dict[str, Schema]:
    """All schemas by name, for a strategy or a subclass of it that `load` takes."""
    classes = classes_of(model, Strategy)
    strategy = _record(model)
    strategy["properties"]["countries"] = {
        "description": "The folders of the countries, in the order in which they are printed.",
        "type": "array",
        "items": {"type": "string"},
        "minItems": 1,
    }
    strategy["required"].append("countries")
    texts = {"type": "object", "additionalProperties": {"type": "string"}}
    labels = {
        "description": "The words that templates print, by language and name.",
        "type": "object",
        "additionalProperties": texts,
    }
    found = {
        "strategy": _titled(strategy, "The edition"),
        "themes": _titled(_list(classes[Theme]), "Themes"),
        "labels": _titled(labels, "Labels"),
        "acronyms": _titled(_list(classes[Acronym]), "Acronyms"),
        "country": _titled(_record(classes[Country]), "Facts of a country"),
        "projects": _titled(_list(classes[ProjectGroup]), "Project proposals"),
        "foreword": _titled(_record(classes[Foreword]), "Front matter of the foreword"),
        "chapter": _titled(_record(classes[TitledProse]), "Front matter of a text"),
    }
    return {name: {"$schema": DIALECT, **schema} for name, schema in found.items()}


def _titled(schema: Schema, title: str) -> Schema:
    return {"title": title, **{key: value for key, value in schema.items() if key != "title"}}


def _list(record: type[Record]) -> Schema:
    return {"type": "array", "items": _record(record)}


def _record(record: type[Record]) -> Schema:
    fields = record.model_fields
    shapes = shapes_of(record)
    properties = {name: _field(record, name, shape) for name, shape in shapes.items()}
    return {
        "title": re.sub(r"(?<=[a-z])(?=[A-Z])", " ", record.__name__),
        "description": (record.__doc__ or "").partition("\n")[0],
        "type": "object",
        "properties": properties,
        "required": [name for name in shapes if fields[name].is_required()],
        "additionalProperties": False,
    }


def _field(record: type[Record], name: str, shape: FieldShape) -> Schema:
    field = record.model_fields[name]
    schema = _shape(shape)
    for rule in field.metadata:
        for attribute, key in (
            ("min_length", "minItems" if shape.kind is Kind.LIST else "minLength"),
            ("ge", "minimum"),
        ):
            if (value := getattr(rule, attribute, None)) is not None:
                schema[key] = value
        if (pattern := getattr(rule, "pattern", None)) is not None:
            schema["pattern"] = pattern
    title = name.replace("_", " ")
    about = {"title": title[:1].upper() + title[1:]}
    if field.description:
        about["description"] = field.description
    return {**about, **{key: value for key, value in schema.items() if key not in about}}


def _shape(shape: FieldShape) -> Schema:
    match shape.kind:
        case Kind.RECORD if shape.record is not None:
            return _record(shape.record)
        case Kind.LIST:
            return {"type": "array", "items": _shape(shape.item) if shape.item else {}}
        case Kind.TABLE:
            return {"type": "object", "additionalProperties": _shape(shape.item) if shape.item else {}}
        case Kind.CHOICE:
            return {"enum": list(shape.choices)}
        case Kind.NUMBER:
            return {"type": "integer"}
        case Kind.DECIMAL:
            return {"type": "number"}
        case Kind.TRUTH:
            return {"type": "boolean"}
        case Kind.DATE:
            return {"type": "string", "format": "date"}
        case Kind.PROSE:
            return {"type": "string", "contentMediaType": "text/markdown"}
        case _:
            return {"type": "string"}


def schema_files(model: type[Strategy] = Strategy) -> dict[str, str]:
    """The files of the schemas, by path from the project's folder."""
    return {f"schemas/{name}.schema.json": written(schema) for name, schema in schemas(model).items()}


def written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def code_settings(existing: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of Visual Studio Code with the schemas among them; others stay as they are."""
    mapping = {f"./schemas/{name}.schema.json": pattern for name, pattern in FILES.items()}
    return {**existing, "yaml.schemas": {**existing.get("yaml.schemas", {}), **mapping}}


def jetbrains_mapping() -> str:
    """The schemas as the editors of JetBrains keep them, in `.idea/jsonSchemas.xml`."""
    entries = "".join(_entry(name, pattern) for name, pattern in FILES.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<project version="4">\n'
        '  <component name="JsonSchemaMappingsProjectConfiguration">\n    <state>\n      <map>\n'
        f"{entries}      </map>\n    </state>\n  </component>\n</project>\n"
    )


def _entry(name: str, pattern: str) -> str:
    path = quoteattr(f"schemas/{name}.schema.json")
    return (
        f"        <entry key={quoteattr(name)}>\n          <value>\n            <SchemaInfo>\n"
        f'              <option name="name" value={quoteattr(name)} />\n'
        f'              <option name="relativePathToSchema" value={path} />\n'
        '              <option name="patterns">\n                <list>\n                  <Item>\n'
        f'                    <option name="path" value={quoteattr(pattern)} />\n'
        '                    <option name="pattern" value="true" />\n'
        '                    <option name="mappingKind" value="Pattern" />\n'
        "                  </Item>\n                </list>\n              </option>\n"
        "            </SchemaInfo>\n          </value>\n        </entry>\n"
    )
