"""Plain values of YAML -> records that know where each field was written.

Says in an author's words, and at the right key or value, why a model did not take what a YAML file holds.

What the fields of a record are in a YAML file: a text, a date, prose, a list, a record of its own.
"""

from __future__ import annotations

import datetime
import re
import types
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from iomreport.diagnostics.codes.content import (
    MISSING_KEY,
    NEEDS_QUOTES,
    NOT_A_DATE,
    UNKNOWN_KEY,
    VALUE_REFUSED,
    WRONG_TYPE,
    YAML_MALFORMED,
)
from iomreport.diagnostics.finding import Diagnostic, Findings, Location
from iomreport.diagnostics.suggest import did_you_mean, nearest
from iomreport.markup.field import GIVEN, Record
from iomreport.markup.markdown_file import Remark
from iomreport.markup.nodes import Prose
from iomreport.strategy.load.prose_in_yaml import passage
from iomreport.strategy.load.reading import Reading
from iomreport.strategy.load.yaml_reader import KeyPath, Plain, YamlText


class Kind(Enum):
    """The kinds of values, by what an author writes for them."""

    TEXT = "a text"
    CHOICE = "one of the known words"
    NUMBER = "a whole number"
    DECIMAL = "a number"
    TRUTH = "true or false"
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
    float: Kind.DECIMAL,
    bool: Kind.TRUTH,
    datetime.date: Kind.DATE,
    Prose: Kind.PROSE,
}


@cache
def shapes_of(record: type[Record]) -> dict[str, FieldShape]:
    """The fields that an author can write in YAML for a record, in the order of the model."""
    return {
        name: shape_of(field.annotation)
        for name, field in record.model_fields.items()
        # A subclass that says more of a field does not say again who gives it.
        if not any(
            GIVEN in base.model_fields[name].metadata
            for base in record.__mro__
            if issubclass(base, Record) and name in base.model_fields
        )
    }


def classes_of(model: type[Record], base: type[Record]) -> dict[type[Record], type[Record]]:
    """For each class of record in `base`, the one that `model` has in its place: Project -> MyProject.

    Raises `TypeError` where `model` has two in the place of one, since files say nothing of classes.
    """
    found = {base: model}
    for name, field in base.model_fields.items():
        inner, own = _record_in(field.annotation), _record_in(model.model_fields[name].annotation)
        if inner is None or own is None:
            continue
        for old, new in classes_of(own, inner).items():
            if found.setdefault(old, new) is not new:
                both = f"{found[old].__name__} and {new.__name__}"
                raise TypeError(
                    f"{model.__name__} has both {both} for a {old.__name__}; annotate {name} with one of them"
                )
    return found


def _record_in(annotation: Any) -> type[Record] | None:
    """The class of record that a field or the items of its list are."""
    try:
        shape = shape_of(annotation)
    except TypeError:
        return None
    while shape.item is not None:
        shape = shape.item
    return shape.record


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


_WRONG_TYPES = frozenset(
    (
        "string_type",
        "int_type",
        "float_type",
        "bool_type",
        "tuple_type",
        "dict_type",
        "model_type",
        "date_type",
        "is_instance_of",
    )
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


R = TypeVar("R", bound=Record)

_SPACES = re.compile(r"[ \t\n]+")


def build(
    model: type[R],
    text: YamlText,
    reading: Reading,
    *,
    at: KeyPath = (),
    given: Mapping[str, object] | None = None,
    places: Mapping[str, Location] | None = None,
) -> R | None:
    """The record of a set of keys in a YAML text; None, and findings, if it is not right.

    `at` is the path of the set of keys. `given` holds the fields that the loader gives, and `places` where those were
    written; a given field that is not there is not reported, for what should give it has been.
    """
    value = _value_at(text, at)
    draft = _Draft(text, reading)
    refusals = ValidationMessages(model, text, reading.findings, at)
    if value is None and not at:
        value = {}
    if not isinstance(value, dict):
        refusals.wrong_type((), value)
        return None
    fields = draft.record(model, value, at)
    if given is not None:
        fields.update(given)
    if places is not None:
        draft.places[at].update(places)
    try:
        record = model.model_validate(fields)
    except ValidationError as error:
        refusals.report(error, draft.reported)
        return None
    draft.tell_places(record, at)
    return None if draft.failed else record


def build_list(model: type[R], text: YamlText, reading: Reading, *, at: KeyPath = ()) -> tuple[R, ...]:
    """The records of a list in a YAML text. One that is not right is reported and left out; an empty text has none."""
    value = _value_at(text, at)
    if value is None:
        return ()
    if not isinstance(value, tuple):
        ValidationMessages(model, text, reading.findings, at).wrong_type((), value, expected="a list of entries")
        return ()
    records = (build(model, text, reading, at=(*at, index)) for index in range(len(value)))
    return tuple(record for record in records if record is not None)


def _value_at(text: YamlText, at: KeyPath) -> Plain:
    value = text.value
    for step in at:
        value = cast("Mapping[str | int, Plain]", value)[step]
    return value


class _Draft:
    """Brings plain values into the form that a model takes: prose read, dates made.

    `places` are those of each record's fields, by the record's path. `reported` are the paths of values that are known
    to be wrong. After `failed`, a record that a model would take is still not what the author wrote.
    """

    def __init__(self, text: YamlText, reading: Reading) -> None:
        self.text = text
        self.reading = reading
        self.reported: set[KeyPath] = set()
        self.failed = False
        self.places: dict[KeyPath, dict[str, Location]] = {}

    def tell_places(self, record: Record, at: KeyPath) -> None:
        """Tell the record that was made of the values at a path, and those in it, where they were written."""
        for path, places in self.places.items():
            inner: Any = record
            for step in path[len(at) :]:
                inner = getattr(inner, str(step)) if isinstance(inner, Record) else inner[step]
            inner.written_at(places)

    def record(self, model: type[Record], value: dict[str, Plain], at: KeyPath) -> dict[str, object]:
        shapes = shapes_of(model)
        places = self.places[at] = {"": self.text.of_key(at)}
        fields: dict[str, object] = {}
        for key, item in value.items():
            here = (*at, key)
            if (shape := shapes.get(key)) is None:
                self._unknown(key, here, [name for name in shapes if name not in value])
                continue
            places[key] = self.text.of_value(here)
            fields[key] = self._value(shape, item, here, places, key)
        self._keep_remarks(value, at)
        return fields

    def _keep_remarks(self, value: dict[str, Plain], at: KeyPath) -> None:
        remarks = value.get("remarks")
        if isinstance(remarks, tuple):
            for index, remark in enumerate(remarks):
                if isinstance(remark, str):
                    place = self.text.of_value((*at, "remarks", index))
                    self.reading.remarks.append(Remark(_SPACES.sub(" ", remark).strip(" "), place))

    def _unknown(self, key: str, at: KeyPath, names: list[str]) -> None:
        meant = nearest(key, names) or next((name for name in names if key.startswith(f"{name} ")), None)
        fix = f"keys that can stand here: {', '.join(names)}." if names else "no further key can stand here."
        if meant is not None:
            fix = f"did you mean {meant}?"
            self.reported.add((*at[:-1], meant))
        message = f'the key "{key}" is not known here'
        self.reading.findings.add(UNKNOWN_KEY.at(self.text.of_key(at), message, fix=fix))
        self.failed = True

    def _value(self, shape: FieldShape, value: Plain, at: KeyPath, places: dict[str, Location], name: str) -> object:
        """The value that the model takes; one of the wrong kind stays as it is, for the model to refuse."""
        match shape.kind, value:
            case (Kind.TEXT, str()):
                return self._text(value, at)
            case (Kind.PROSE, str()):
                return self._prose(value, at)
            case (Kind.DATE, _):
                return self._date(value, at)
            case (Kind.RECORD, dict()) if shape.record is not None:
                return self.record(shape.record, value, at)
            case (Kind.LIST, tuple()) if shape.item is not None:
                return tuple(
                    self._item(shape.item, item, (*at, index), places, f"{name}[{index}]")
                    for index, item in enumerate(value)
                )
            case (Kind.TABLE, dict()) if shape.item is not None:
                # Remarks may stand in every set of keys; a list can be nothing else here.
                self._keep_remarks(value, at)
                return {
                    key: self._item(shape.item, item, (*at, key), places, f"{name}.{key}")
                    for key, item in value.items()
                    if not (key == "remarks" and isinstance(item, tuple))
                }
            case _:
                return value

    def _item(self, shape: FieldShape, value: Plain, at: KeyPath, places: dict[str, Location], name: str) -> object:
        if shape.kind is not Kind.RECORD:
            places[name] = self.text.of_value(at)
        return self._value(shape, value, at, places, name)

    def _text(self, value: str, at: KeyPath) -> str:
        mark = self.text.values[at]
        if mark.end_line > mark.line and not mark.style:
            lines = self.text.lines[mark.line - 1 : mark.end_line]
            items = [line for line in lines[1:] if line.lstrip(" ").startswith("- ")]
            if items:
                self._swallowed(lines.index(items[0]), lines, mark.line)
                self.reported.add(at)
                self.failed = True
        if not mark.style and value.count('"') % 2:
            message = "this text has a quote that is not the beginning of a pair"
            fix = "put the whole text in quotes, or delete the sign."
            self.reading.findings.add(YAML_MALFORMED.at(self.text.of_value(at), message, fix=fix))
            self.reported.add(at)
            self.failed = True
        return _SPACES.sub(" ", value).strip(" ") if "\n" in value else value

    def _swallowed(self, item: int, lines: list[str], first_line: int) -> None:
        """An item of a list became part of the text before it: one of the two is not indented by steps of two."""
        indents = [len(line) - len(line.lstrip(" ")) for line in lines]
        wrong = 0 if indents[0] % 2 and indents[item] % 2 == 0 else item
        location = Location(self.text.path, first_line + wrong, indents[wrong] + 1)
        message = "this item is not indented like its list, so that two items would be one"
        fix = "indent it like the items around it; put a text of several lines in quotes."
        self.reading.findings.add(YAML_MALFORMED.at(location, message, fix=fix))

    def _prose(self, value: str, at: KeyPath) -> Prose:
        text = passage(value, self.text.values[at], self.text, self.reading.findings)
        return self.reading.markdown(text.text, self.text.path, text.line, text.column).prose

    def _date(self, value: Plain, at: KeyPath) -> object:
        try:
            return datetime.date.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            self.reported.add(at)
            name = at[-1]
            self.reading.findings.add(NOT_A_DATE.at(self.text.of_value(at), f'{name} must be a date, not "{value}"'))
            return value
