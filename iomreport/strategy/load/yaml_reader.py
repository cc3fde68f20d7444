"""YAML -> plain values, and beside them where each key and each value stands.

What YAML 1.2 calls the core schema is read, so that `NO` stays a country and `on` a word; dates stay texts. Sequences
become tuples. Anchors, aliases and tags are refused: a content file says what it says.

Says in plain words what libyaml or PyYAML could not read, and at the place where the author can mend it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias, cast

import yaml

from iomreport.diagnostics.codes.content import (
    CHARACTER_REFUSED,
    YAML_DUPLICATE_KEY,
    YAML_FEATURE,
    YAML_MALFORMED,
    YAML_TAB,
)
from iomreport.diagnostics.finding import Diagnostic, Findings, Location
from iomreport.files import REFUSED, name_character

_QUOTE_OPEN = re.compile(r"""(?:^|[\[{,:-]\s*)(?P<quote>"(?:[^"\\]|\\.)*|'(?:[^']|'')*)$""")
_KEY = re.compile(r"\s*(?:- )*(?P<word>[\w-]+)(?=:)")
_WORD_WITHOUT_COLON = re.compile(r"\s*(?:- )*(?P<word>[a-z_]+)(?P<value> (?!.*:(?:\s|$))|\s*$)")
_KEY_LINE = re.compile(r"\s*(?:- )*[\w-]+:(?:\s|$)")
_LIST_OR_KEY = re.compile(r"\s*(?:-(?:\s|$)|[\w-]+:(?:\s|$))")
_ITEM_LINE = re.compile(r"\s*- ")


@dataclass(frozen=True, slots=True)
class _Cause:
    """What a problem of the parser means. `at_context` puts the finding where the unfinished thing begins."""

    problem: str
    message: str
    fix: str = ""
    at_context: bool = False


_CAUSES = (
    _Cause(
        "mapping values are not allowed",
        'a second ": " on one line, or a line that is indented too far',
        "put a text that holds a colon in quotes; indent keys of one level alike.",
    ),
    _Cause(
        "found character that cannot start any token",
        "a text cannot begin with “{character}”",
        "put the text in quotes.",
    ),
    _Cause("found character '", "a text cannot begin with “{character}”", "put the text in quotes."),
    _Cause("unexpected end of stream", "a quoted text has no closing quote", "close the quote.", at_context=True),
    _Cause(
        "could not find expected ':'",
        "a key without a colon",
        'write "key: value"; indent a text of several lines further than its key.',
        at_context=True,
    ),
    _Cause("did not find expected ',' or ']'", "a list in [ ] is not closed, or lacks a comma", "close it with ]."),
    _Cause("expected ',' or ']'", "a list in [ ] is not closed, or lacks a comma", "close it with ]."),
    _Cause("did not find expected ',' or '}'", "keys in { } are not closed, or lack a comma", "close them with }."),
    _Cause("expected ',' or '}'", "keys in { } are not closed, or lack a comma", "close them with }."),
    _Cause(
        "did not find expected key",
        "this line does not fit: it is neither a key of this level nor part of the text before it",
        "indent it like the keys around it; put a text that begins with a quote wholly in quotes.",
    ),
    _Cause(
        "did not find expected '-' indicator",
        'this line does not fit: the lines of this list begin with "- "',
        'begin it with "- ", or indent it as its level asks.',
    ),
    _Cause(
        "expected <block end>",
        "this line does not fit: it is neither a key of this level nor part of the text before it",
        "indent it like the lines around it.",
    ),
    _Cause(
        "block sequence entries are not allowed",
        "a list cannot begin here",
        'begin the list on a new line below its key, each item with "- ".',
    ),
    _Cause("unknown escape character", 'a backslash in " " quotes means something to YAML', "use ' ' quotes."),
    _Cause("invalid Unicode character escape", "there is no character with this number", "write the character itself."),
)


def explain(error: yaml.YAMLError, lines: list[str], path: str, first_line: int) -> Diagnostic:
    """The finding for an error of the YAML parser. `lines` begin on line `first_line` of the file."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return YAML_MALFORMED.at(Location(path, first_line, 1), f"YAML cannot be read: {error}")
    line, column = _place(error.problem_mark)
    line, column = _before_end(lines, line, column)
    here = lines[line]
    indent = here[: len(here) - len(here.lstrip())]
    if "\t" in indent or here[column : column + 1] == "\t":
        tab = indent.index("\t") if "\t" in indent else column
        return YAML_TAB.at(Location(path, line + first_line, tab + 1), "a tab stands where YAML counts spaces")
    cause = next((cause for cause in _CAUSES if cause.problem in str(error.problem)), None)
    if culprit := _line_above(error, lines, line, column):
        line, column, message, fix = culprit
        return YAML_MALFORMED.at(Location(path, line + first_line, column + 1), message, fix=fix)
    if open_quote := _open_quote(error, lines, line):
        line, column = open_quote
        cause = next(cause for cause in _CAUSES if "closing quote" in cause.message)
    elif "node content" in str(error.problem) and (bracket := _open_bracket(lines, line)):
        line, column = bracket
        cause = next(cause for cause in _CAUSES if "in [ ]" in cause.message)
    elif error.context_mark is not None and (_unclosed(error, lines, line, column) or (cause and cause.at_context)):
        line, column = _place(error.context_mark)
    location = Location(path, line + first_line, column + 1)
    if cause is None:
        return YAML_MALFORMED.at(location, f"YAML cannot be read here: {error.problem}")
    character = lines[line][column : column + 1]
    return YAML_MALFORMED.at(location, cause.message.replace("{character}", character), fix=cause.fix)


def _place(mark: yaml.Mark | None) -> tuple[int, int]:
    return (mark.line, mark.column) if mark is not None else (0, 0)


def _before_end(lines: list[str], line: int, column: int) -> tuple[int, int]:
    """The place itself, or the end of the last line that says something for one behind the text."""
    if line < len(lines) and (lines[line].strip() or line == 0):
        return line, column
    last = max((n for n in range(min(line, len(lines))) if lines[n].strip()), default=0)
    return last, len(lines[last])


def _unclosed(error: yaml.MarkedYAMLError, lines: list[str], line: int, column: int) -> bool:
    """Whether a list in brackets ran on into the next key or to the end of the text."""
    if "flow" not in str(error.context) or error.context_mark is None or error.context_mark.line == line:
        return False
    return _KEY_LINE.match(lines[line]) is not None or column >= len(lines[line].rstrip())


def _open_bracket(lines: list[str], line: int) -> tuple[int, int] | None:
    """Where a list in brackets opens that its line does not close, shortly above the place of the error."""
    for number in range(line, max(-1, line - 12), -1):
        if lines[number].count("[") > lines[number].count("]"):
            return number, lines[number].rindex("[")
    return None


def _open_quote(error: yaml.MarkedYAMLError, lines: list[str], line: int) -> tuple[int, int] | None:
    """Where a quote opens that its line does not close, above the place where the parser gave up."""
    if "quoted scalar" in str(error.context) and "end of stream" not in str(error.problem):
        return None
    for number in range(line, -1, -1):
        found = _QUOTE_OPEN.search(lines[number])
        if found and (_KEY_LINE.match(lines[number]) or _ITEM_LINE.match(lines[number])):
            return number, found.start("quote")
    return None


def _line_above(
    error: yaml.MarkedYAMLError, lines: list[str], line: int, column: int
) -> tuple[int, int, str, str] | None:
    """The line above that is more likely wrong than the one at which the parser gave up, with a message and a fix.

    The parser gives up at the first line that does not follow from the one before. But content is indented by two
    spaces, and its keys are small words: a line that breaks this habit is the one to mend.
    """
    above = next(
        (n for n in range(line - 1, -1, -1) if lines[n].strip() and not lines[n].lstrip().startswith("#")), None
    )
    if above is None:
        return None
    here, before = _indent(lines[line]), _indent(lines[above])
    key = _KEY.match(lines[line])
    if "mapping values are not allowed" in str(error.problem) and key is not None and key.end() == column:
        word = _WORD_WITHOUT_COLON.match(lines[above])
        deeper = 0 if word is None else key.start("word") - word.start("word")
        if word is not None and (deeper == 0 if word["value"].strip("\n") else deeper > 0):
            return above, word.start("word"), "a key without a colon", f'write "{word["word"]}: …".'
        if before + 2 == here and any(text.startswith(" " * before + "- ") for text in lines):
            return above, before, "an item of a list without its hyphen", 'write "- " before the key.'
    elif "expected" not in str(error.problem):
        return None
    elif here == before and _ITEM_LINE.match(lines[line]) and not _LIST_OR_KEY.match(lines[above]):
        return above, before, "an item of a list without its hyphen", 'write "- " before the text.'
    begins = error.context_mark.line if error.context_mark is not None else above
    for number in (begins, above):
        if here % 2 == 0 and number < line and _indent(lines[number]) % 2:
            message = f"this line is indented by {_indent(lines[number])} spaces, and does not fit the lines around it"
            return number, _indent(lines[number]), message, "indent it by two spaces for each level."
    return None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


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
        return value if mark.style else resolve(value)

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


def resolve(value: str) -> Plain:
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
