"""Says in plain words what libyaml or PyYAML could not read, and at the place where the author can mend it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from iomreport.diagnostics.codes.content import YAML_MALFORMED, YAML_TAB
from iomreport.diagnostics.finding import Diagnostic, Location

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
