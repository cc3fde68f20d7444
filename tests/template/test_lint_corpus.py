"""The corpus of the engine, which uses all that docxtpl can do, gives no false alarm under a schema of its contexts."""

from __future__ import annotations

from typing import Any

import pytest
from corpus import CASES
from corpus.cases import Case

from iomreport.diagnostics.finding import Severity
from iomreport.template_lint.lint import Surroundings, lint_template
from iomreport.template_lint.types import schema_type


def schema_of(value: object) -> dict[str, Any]:
    """The JSON Schema of a value; docxtpl's own objects are left open."""
    match value:
        case bool():
            return {"type": "boolean"}
        case int() | float():
            return {"type": "number"}
        case dict():
            return {"type": "object", "properties": {str(key): schema_of(item) for key, item in value.items()}}
        case list() | tuple():
            kinds = [schema_of(item) for item in value]
            if kinds and all("properties" in kind for kind in kinds):
                merged = {name: each for kind in kinds for name, each in kind["properties"].items()}
                return {"type": "array", "items": {"type": "object", "properties": merged}}
            return {"type": "array", "items": kinds[0] if kinds and all(each == kinds[0] for each in kinds) else {}}
        case _:
            return {"type": "string"} if type(value) is str else {}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_template_that_renders_is_not_blamed(case: Case) -> None:
    values: dict[str, Any] = {}
    for make in case.contexts:
        values.update(make())
    schema = schema_of(values)
    found = lint_template(case.template(), case.name, Surroundings(context=schema_type(schema, schema)))
    errors = [each.diagnostic for each in found if each.diagnostic.severity is Severity.ERROR]
    assert [(each.code, each.message) for each in errors] == []
