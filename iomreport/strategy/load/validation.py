"""Plain values of YAML -> records that know where each field was written."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import TypeVar, cast

from pydantic import ValidationError

from iomreport.diagnostics.codes.content import NOT_A_DATE, UNKNOWN_KEY, YAML_MALFORMED
from iomreport.diagnostics.finding import Location
from iomreport.diagnostics.suggest import nearest
from iomreport.markup.document import Remark
from iomreport.markup.field import Places, Record
from iomreport.markup.nodes import Prose
from iomreport.strategy.load.field_types import FieldShape, Kind, shapes_of
from iomreport.strategy.load.prose_in_yaml import passage
from iomreport.strategy.load.reading import Reading
from iomreport.strategy.load.validation_messages import ValidationMessages
from iomreport.strategy.load.yaml_reader import KeyPath, Plain, YamlText

R = TypeVar("R", bound=Record)

_SPACES = re.compile(r"[ \t\n]+")


def build(
    model: type[R],
    text: YamlText,
    reading: Reading,
    *,
    at: KeyPath = (),
    given: Mapping[str, object] | None = None,
    places: Mapping[str, object] | None = None,
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
        cast("dict[str, object]", fields["places"]).update(places)
    try:
        record = model.model_validate(fields)
    except ValidationError as error:
        refusals.report(error, draft.reported)
        return None
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
    """Brings plain values into the form that a model takes: places added, prose read, dates made.

    `reported` are the paths of values that are known to be wrong. After `failed`, a record that a model would take is
    still not what the author wrote.
    """

    def __init__(self, text: YamlText, reading: Reading) -> None:
        self.text = text
        self.reading = reading
        self.reported: set[KeyPath] = set()
        self.failed = False

    def record(self, model: type[Record], value: dict[str, Plain], at: KeyPath) -> dict[str, object]:
        shapes = shapes_of(model)
        places = Places({"": self.text.of_key(at)})
        fields: dict[str, object] = {"places": places}
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

    def _value(self, shape: FieldShape, value: Plain, at: KeyPath, places: Places, name: str) -> object:
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

    def _item(self, shape: FieldShape, value: Plain, at: KeyPath, places: Places, name: str) -> object:
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
