"""YAML -> plain values, and beside them where each key and each value stands.

What YAML 1.2 calls the core schema is read, so that `NO` stays a country and `on` a word; dates stay texts. Sequences
become tuples. Anchors, aliases and tags are refused: a content file says what it says.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias, cast

import yaml

from iomreport.diagnostics.codes.content import CHARACTER_REFUSED, YAML_DUPLICATE_KEY, YAML_FEATURE, YAML_MALFORMED
from iomreport.diagnostics.finding import Findings, Location
from iomreport.strategy.load.text_file import REFUSED, name_character
from iomreport.strategy.load.yaml_errors import explain

Plain: TypeAlias = "str | int | float | bool | tuple[Plain, ...] | dict[str, Plain] | None"
KeyPath = tuple[str | int, ...]

# libyaml where PyYAML was built with it: a tenth of the time for the same events.
_Loader: Callable[[str], Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

MAX_DEPTH = 40
_CORE = re.compile(
    r"""(?P<null>null|Null|NULL|~|)$
    | (?P<true>true|True|TRUE)$ | (?P<false>false|False|FALSE)$
    | (?P<int>[-+]?[0-9]{1,18})$
    | (?P<float>[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]{1,3})?)$""",
    re.VERBOSE,
)


class Mark(NamedTuple):
    """Where a key or a value stands. Lines and columns count from 1; `end_column` is the first column after it.

    `style` is the scalar's quote or block sign (`'`, `"`, `|`, `>`), empty for a plain one and for collections.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    style: str = ""

    def location(self, path: str, lines: list[str]) -> Location:
        """The place as an editor shows it: of more than one line, the first line's part."""
        end = self.end_column if self.end_line == self.line else len(lines[self.line - 1]) + 1
        return Location(path, self.line, self.column, max(1, end - self.column))


@dataclass(frozen=True, slots=True)
class YamlText:
    """A YAML file, or the front matter of one, that could be read.

    `keys` and `values` say, by the path of keys and indices from the top, where a key and where its value stands.
    """

    path: str
    value: Plain
    keys: dict[KeyPath, Mark]
    values: dict[KeyPath, Mark]
    lines: list[str]

    def of_value(self, at: KeyPath) -> Location:
        """Where a value stands; an item that is not there counts at the nearest one above it that is."""
        return self._nearest(at, self.values, self.keys)

    def of_key(self, at: KeyPath) -> Location:
        """Where a key stands; an item of a list has none and counts at its value."""
        return self._nearest(at, self.keys, self.values)

    def _nearest(self, at: KeyPath, first: dict[KeyPath, Mark], second: dict[KeyPath, Mark]) -> Location:
        while True:
            mark = first.get(at) or second.get(at)
            if mark is not None:
                return mark.location(self.path, self.lines)
            if not at:
                return Location(self.path, 1, 1)
            at = at[:-1]


def read_yaml(text: str, path: str, findings: Findings, *, first_line: int = 1) -> YamlText | None:
    """The values of a YAML text; None, and a finding, if it is malformed. An empty text is the value None.

    `first_line` is the line of the file on which the text begins, for front matter.
    """
    composer = _Composer(path, findings, first_line - 1)
    lines = text.split("\n")
    try:
        value = composer.compose(text)
    except yaml.YAMLError as error:
        findings.add(explain(error, lines, path, first_line))
        return None
    except _TooDeepError as error:
        findings.add(YAML_MALFORMED.at(error.location, f"more than {MAX_DEPTH} levels stand inside each other"))
        return None
    return YamlText(path, value, composer.keys, composer.values, [""] * (first_line - 1) + lines)


class _TooDeepError(Exception):
    def __init__(self, location: Location) -> None:
        super().__init__(location)
        self.location = location


class _Composer:
    """Builds the value of a document from its events, and notes where each part stands."""

    def __init__(self, path: str, findings: Findings, lines_before: int) -> None:
        self.path = path
        self.findings = findings
        self.before = lines_before
        self.keys: dict[KeyPath, Mark] = {}
        self.values: dict[KeyPath, Mark] = {}
        self.next_event: Callable[[], yaml.Event]

    def compose(self, text: str) -> Plain:
        loader = _Loader(text)
        try:
            self.next_event = cast("Callable[[], yaml.Event]", loader.get_event)
            value: Plain = None
            self.next_event()  # the stream
            event = self.next_event()
            if isinstance(event, yaml.DocumentStartEvent):
                value = self.read(self.next_event(), ())
                self.next_event()  # the document's end
                event = self.next_event()
            if not isinstance(event, yaml.StreamEndEvent):
                self.findings.add(YAML_MALFORMED.at(self._location(event), "a second document begins here"))
            return value
        finally:
            loader.dispose()

    def read(self, event: yaml.Event, at: KeyPath) -> Plain:
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, at)
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, f"an alias stands here: *{event.anchor}")
            self.values[at] = self._mark(event)
            return None
        self.values[at] = self._mark(event)
        self._refuse_properties(event)
        if len(at) > MAX_DEPTH:
            raise _TooDeepError(self._location(event))
        return self._mapping(at) if isinstance(event, yaml.MappingStartEvent) else self._sequence(at)

    def _sequence(self, at: KeyPath) -> tuple[Plain, ...]:
        items: list[Plain] = []
        while not isinstance(event := self.next_event(), yaml.SequenceEndEvent):
            items.append(self.read(event, (*at, len(items))))
        return tuple(items)

    def _mapping(self, at: KeyPath) -> dict[str, Plain]:
        items: dict[str, Plain] = {}
        while not isinstance(event := self.next_event(), yaml.MappingEndEvent):
            key = self._key(event)
            here = (*at, "" if key is None else key)
            if key is None or key in items:
                if key is not None:
                    first = self.keys[here].line
                    message = f'the key "{key}" stands here again; it first stands on line {first}'
                    self.findings.add(YAML_DUPLICATE_KEY.at(self._location(event), message))
                self._skip()
                continue
            self.keys[here] = self._mark(event)
            items[key] = self.read(self.next_event(), here)
        return items

    def _key(self, event: yaml.Event) -> str | None:
        """A key is a text, whatever it looks like; None, and a finding, for what cannot be one."""
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_properties(event)
            return str(event.value)
        self._refuse(event, "a key is a word, and here stands something else")
        self.read(event, ("?",))
        return None

    def _skip(self) -> None:
        """Pass over a value under a key that is not used; its own faults can wait."""
        beside = _Composer(self.path, Findings(), self.before)
        beside.next_event = self.next_event
        beside.read(self.next_event(), ())

    def _scalar(self, event: yaml.ScalarEvent, at: KeyPath) -> Plain:
        mark = self._mark(event)
        self.values[at] = mark
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event)
        value = str(event.value)
        if mark.style == '"' and (found := REFUSED.search(value)):
            message = f"a document cannot hold {name_character(found[0])}"
            self.findings.add(CHARACTER_REFUSED.at(self._location(event), message))
            return REFUSED.sub("\ufffd", value)
        return value if mark.style else _resolve(value)

    def _refuse_properties(self, event: yaml.Event) -> None:
        if anchor := getattr(event, "anchor", None):
            self._refuse(event, f"an anchor stands here: &{anchor}")
        if tag := getattr(event, "tag", None):
            self._refuse(event, f"a tag stands here: {tag}")

    def _refuse(self, event: yaml.Event, message: str) -> None:
        self.findings.add(YAML_FEATURE.at(self._location(event), message))

    def _mark(self, event: yaml.Event) -> Mark:
        start, end = cast("yaml.Mark", event.start_mark), cast("yaml.Mark", event.end_mark)
        style = getattr(event, "style", None) or ""
        return Mark(start.line + 1 + self.before, start.column + 1, end.line + 1 + self.before, end.column + 1, style)

    def _location(self, event: yaml.Event) -> Location:
        mark = self._mark(event)
        length = mark.end_column - mark.column if mark.line == mark.end_line else 1
        return Location(self.path, mark.line, mark.column, max(1, length))


def _resolve(value: str) -> Plain:
    """A plain scalar as the core schema of YAML 1.2 reads it (10.3.2); hexadecimal and octal numbers stay texts."""
    found = _CORE.match(value)
    if found is None:
        return value
    match found.lastgroup:
        case "null":
            return None
        case "true":
            return True
        case "false":
            return False
        case "int":
            return int(value)
        case _:
            return float(value)
