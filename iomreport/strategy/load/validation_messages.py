"""Says in an author's words, and at the right key or value, why a model did not take what a YAML file holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from iomreport.diagnostics.codes.content import (
    MISSING_KEY,
    NEEDS_QUOTES,
    NOT_A_DATE,
    UNKNOWN_KEY,
    VALUE_REFUSED,
    WRONG_TYPE,
)
from iomreport.diagnostics.finding import Diagnostic, Findings
from iomreport.diagnostics.suggest import did_you_mean
from iomreport.markup.field import Record
from iomreport.strategy.load.field_types import FieldShape, Kind, shapes_of
from iomreport.strategy.load.yaml_reader import KeyPath, YamlText

_WRONG_TYPES = frozenset(
    ("string_type", "int_type", "tuple_type", "dict_type", "model_type", "date_type", "is_instance_of")
)

# What the patterns of the models ask for, and an example.
_PATTERNS = {
    "^[A-Z]{2}$": ("two capital letters", "write the ISO 3166-1 code, such as AL; Kosovo has XK."),
    "^[a-z0-9]+(-[a-z0-9]+)*$": (
        "small letters and digits, joined by hyphens",
        "write it without spaces and accents, such as judges-training.",
    ),
}


class ValidationMessages:
    """Turns the errors of one model, for the set of keys at one path of a YAML text, into findings."""

    def __init__(self, model: type[Record], text: YamlText, findings: Findings, at: KeyPath) -> None:
        self.model = model
        self.text = text
        self.findings = findings
        self.at = at

    def report(self, error: ValidationError, reported: set[KeyPath]) -> None:
        """All that pydantic found, but what is `reported` already and what only follows from another error."""
        details = error.errors(include_url=False, include_context=True)
        paths = {detail["loc"] for detail in details}
        for detail in details:
            path = detail["loc"]
            if path[0] not in shapes_of(self.model) or any(
                self._at(path[:n]) in reported for n in range(len(path) + 1)
            ):
                continue
            if any(len(other) > len(path) and other[: len(path)] == path for other in paths):
                continue
            self.findings.add(self._diagnostic(detail))

    def wrong_type(self, path: KeyPath, value: object, *, expected: str = "") -> None:
        """A value that is not of the kind that its key asks for."""
        self.findings.add(self._wrong_type(path, value, expected))

    def _at(self, path: KeyPath) -> KeyPath:
        return (*self.at, *path)

    def _diagnostic(self, detail: ErrorDetails) -> Diagnostic:
        path, value = detail["loc"], detail["input"]
        context = cast("Mapping[str, Any]", detail.get("ctx", {}))
        kind = detail["type"]
        location = self.text.of_value(self._at(path))
        name = _name(path)
        if kind == "missing":
            key = str(path[-1])
            owner = f" of {_name(path[:-1])}" if len(path) > 1 else ""
            fix = f'add "{key}: …" ({self._shape(path).words}).'
            return MISSING_KEY.at(self.text.of_key(self._at(path[:-1])), f'the key "{key}"{owner} is missing', fix=fix)
        if kind == "extra_forbidden":
            return UNKNOWN_KEY.at(self.text.of_key(self._at(path)), f'the key "{path[-1]}" is not known here')
        if kind in _WRONG_TYPES:
            return self._wrong_type(path, value)
        if kind == "literal_error":
            return self._not_a_choice(path, value)
        if kind == "string_pattern_mismatch":
            form, fix = _PATTERNS.get(str(context.get("pattern")), ("in another form", ""))
            return VALUE_REFUSED.at(location, f'{name} must be {form}, not "{value}"', fix=fix)
        if kind in ("string_too_short", "too_short"):
            fix = "write it, or delete the key."
            return VALUE_REFUSED.at(location, f"{name} is empty", fix=fix)
        if kind == "greater_than_equal":
            return VALUE_REFUSED.at(location, f"{name} must be at least {context.get('ge')}, not {value}")
        return VALUE_REFUSED.at(location, f"{name} cannot be {self._written(path, value)}: {detail['msg']}")

    def _not_a_choice(self, path: KeyPath, value: object) -> Diagnostic:
        shape = self._shape(path)
        if not isinstance(value, str):
            return self._wrong_type(path, value)
        message = f'{_name(path)} cannot be "{value}"'
        fix = did_you_mean(value, shape.choices, f"write {shape.words}.")
        return VALUE_REFUSED.at(self.text.of_value(self._at(path)), message, fix=fix)

    def _wrong_type(self, path: KeyPath, value: object, expected: str = "") -> Diagnostic:
        shape = self._shape(path)
        location = self.text.of_value(self._at(path))
        name = _name(path) or "this file" if not self._at(path) else _name(path) or "this entry"
        if value is None:
            place = self.text.of_key(self._at(path))
            fix = f"write {expected or shape.words} behind it, or delete the key."
            return WRONG_TYPE.at(place, f"{name} has no value", fix=fix)
        written = self._written(path, value)
        if shape.kind in (Kind.TEXT, Kind.PROSE, Kind.CHOICE) and isinstance(value, int | float):
            return NEEDS_QUOTES.at(location, f"{name} must be a text, not {_kind(value)}", fix=f'write "{written}".')
        if shape.kind is Kind.DATE:
            return NOT_A_DATE.at(location, f"{name} must be a date, not {_kind(value)}")
        fix = ""
        if shape.kind is Kind.LIST and isinstance(value, str | int | float):
            fix = f'write ["{written}"].' if shape.item and shape.item.kind is Kind.TEXT else f"write [{written}]."
        if shape.kind is Kind.NUMBER and isinstance(value, str) and value.strip().isdecimal():
            fix = f"write {value.strip()} without quotes."
        return WRONG_TYPE.at(location, f"{name} must be {expected or shape.words}, not {_kind(value)}", fix=fix)

    def _written(self, path: KeyPath, value: object) -> str:
        """The value as it stands in the file: zeros at the beginning of a number are part of a text."""
        mark = self.text.values.get(self._at(path))
        if mark is None or mark.style or mark.line != mark.end_line:
            return str(value)
        return self.text.lines[mark.line - 1][mark.column - 1 : mark.end_column - 1]

    def _shape(self, path: KeyPath) -> FieldShape:
        shape = FieldShape(Kind.RECORD, record=self.model)
        for step in path:
            inner = shapes_of(shape.record).get(str(step)) if shape.record is not None else shape.item
            shape = inner or FieldShape(Kind.TEXT)
        return shape


def _name(path: KeyPath) -> str:
    """A path as an author says it: phones[0].numbers."""
    name = ""
    for step in path:
        name += f"[{step}]" if isinstance(step, int) else f".{step}" if name else step
    return name


def _kind(value: object) -> str:
    match value:
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "a text"
        case tuple():
            return "a list"
        case _:
            return "a set of keys"
