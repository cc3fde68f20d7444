"""Diagnostics as people read them, with the line that is meant, and as machines do.

Findings for machines: annotations of GitHub's workflows, and SARIF 2.1.0 (OASIS).
"""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import accumulate
from pathlib import Path
from typing import Any, Literal, TextIO

from iomreport.diagnostics.finding import Code, Diagnostic, Location, Severity
from iomreport.version import VERSION

TAB_WIDTH = 4
MAX_WIDTH = 110

Format = Literal["text", "json"]

_RESET, _BOLD, _DIM = "\x1b[0m", "\x1b[1m", "\x1b[2m"
_COLOURS = {Severity.ERROR: "\x1b[31m", Severity.WARNING: "\x1b[33m", Severity.REMARK: "\x1b[36m"}

# Characters that would turn the direction of the whole line, and with it the place of the carets.
_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def print_diagnostics(
    diagnostics: Iterable[Diagnostic],
    *,
    stream: TextIO,
    project: Path | None = None,
    style: bool | None = None,
    format: Format = "text",
) -> None:
    """Write the diagnostics to a stream. `style` is by default what the stream is: colour for a terminal only."""
    if style is None:
        style = stream.isatty() and "NO_COLOR" not in os.environ
    text = printed(diagnostics, project, style=style, format=format)
    if text:
        # What the terminal's encoding cannot show is shown by its number, rather than be the end of the run.
        encoding = stream.encoding or "utf-8"
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def printed(
    diagnostics: Iterable[Diagnostic], project: Path | None = None, *, style: bool = False, format: Format = "text"
) -> str:
    """The diagnostics in their order, as text with a last line that counts them, or as a JSON list of objects.

    Excerpts are read from the files below `project`, unless a diagnostic brings its own. `style` colours the text for
    a terminal. Without diagnostics the text is empty.
    """
    items = list(diagnostics)
    if format == "json":
        return json.dumps([item.as_dict() for item in items], ensure_ascii=False, indent=2)
    if not items:
        return ""
    page = _Page(project, style)
    return "\n\n".join([*(page.diagnostic(item) for item in items), count(items)])


def count(diagnostics: Iterable[Diagnostic]) -> str:
    """How many findings there are of each severity: "2 errors, 1 warning"."""
    severities = [item.severity for item in diagnostics]
    counts = ((severity, severities.count(severity)) for severity in Severity)
    return ", ".join(f"{number} {severity}{'' if number == 1 else 's'}" for severity, number in counts if number)


class _Page:
    """Prints one diagnostic after another, and reads each file that they mean once."""

    def __init__(self, project: Path | None, style: bool) -> None:
        self.project = project
        self.style = style
        self.files: dict[str, list[str]] = {}

    def diagnostic(self, item: Diagnostic) -> str:
        where = f"{item.location}: " if item.location is not None else ""
        colour = _COLOURS[item.severity]
        kind = self._styled(f"{item.severity}[{item.code}]", _BOLD + colour)
        lines = [f"{self._styled(where, _BOLD)}{kind}: {_visible(item.message)}", *self._excerpt(item, colour)]
        for name, words in (("why", item.why), ("fix", item.fix)):
            if words:
                first, *more = words.splitlines()
                lines.append(f"  {self._styled(f'{name}:', _BOLD)} {first}")
                lines += (f"       {line}" for line in more)
        return "\n".join(lines)

    def _excerpt(self, item: Diagnostic, colour: str) -> list[str]:
        if item.excerpt:
            return [
                f"  {self._styled('|', _DIM)} {_visible(line.expandtabs(TAB_WIDTH))}"
                for line in item.excerpt.splitlines()
            ]
        at = item.location
        if at is None or at.line is None:
            return []
        lines = self._lines(at.path)
        if not 1 <= at.line <= len(lines) or "\x00" in lines[at.line - 1]:
            return []
        text, start, width = _cut_out(lines[at.line - 1], at)
        number = str(at.line)
        shown = [f"  {self._styled(f'{number} |', _DIM)} {text}".rstrip()]
        if at.column is not None:
            bar = self._styled(f"{' ' * len(number)} |", _DIM)
            shown.append(f"  {bar} {' ' * start}{self._styled('^' * width, colour)}")
        return shown

    def _lines(self, path: str) -> list[str]:
        if path not in self.files:
            self.files[path] = []
            if self.project is not None:
                try:
                    text = (self.project / path).read_bytes().decode("utf-8-sig", "replace")
                    self.files[path] = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
                except OSError:
                    pass  # The message stands without its line; that the file cannot be read is another finding.
        return self.files[path]

    def _styled(self, text: str, codes: str) -> str:
        return f"{codes}{text}{_RESET}" if self.style and text else text


def _cut_out(line: str, at: Location) -> tuple[str, int, int]:
    """The part of a line to show, and the column and width of the carets under it, in cells of a terminal."""
    column = min((at.column or 1) - 1, len(line))
    low, high = max(0, column - 2 * MAX_WIDTH), column + 2 * MAX_WIDTH
    cells = [_cell(character) for character in line[low:high]]
    column -= low
    end = min(column + max(1, at.length), len(cells))
    first, last = 0, len(cells)
    # The width of all cells before each, so that a stretch is measured by a subtraction.
    widths = list(accumulate((width for _, width in cells), initial=0))
    while column - first > 20 and widths[end] - widths[first] > MAX_WIDTH * 3 // 4:
        first += 1
    while last > column + 1 and widths[last] - widths[first] > MAX_WIDTH:
        last -= 1
    before, behind = "…" if low + first else "", "…" if low + last < len(line) else ""
    text = before + "".join(cell for cell, _ in cells[first:last]) + behind
    start = len(before) + widths[column] - widths[first]
    return text, start, max(1, widths[min(end, last)] - widths[min(column, last)])


def _cell(character: str) -> tuple[str, int]:
    """A character as it is shown, and how many cells it takes."""
    if character == "\t":
        return " " * TAB_WIDTH, TAB_WIDTH
    shown = _visible(character)
    if unicodedata.combining(shown) or unicodedata.category(shown) in ("Mn", "Me", "Cf"):
        return shown, 0
    return shown, 2 if unicodedata.east_asian_width(shown) in "WF" else 1


def _visible(text: str) -> str:
    """The text without anything that would act on the terminal instead of being seen."""
    if text.isprintable():
        return text
    return "".join(
        "\ufffd" if character in _TURNING or (unicodedata.category(character) in ("Cc", "Cs")) else character
        for character in text
    )


SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.REMARK: "notice"}
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.REMARK: "note"}


def github(findings: Iterable[Diagnostic]) -> str:
    """One workflow command a finding, which GitHub shows beside the line that is meant."""
    return "\n".join(map(_command, findings))


def _command(finding: Diagnostic) -> str:
    at = finding.location or Location("")
    properties: dict[str, object] = {"file": at.path} if at.path else {}
    if at.line is not None:
        properties["line"] = at.line
        if at.column is not None:
            properties |= {"col": at.column, "endColumn": at.column + at.length}
    properties["title"] = finding.code
    written = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {written}::{_escaped(_text(finding))}"


def _text(finding: Diagnostic) -> str:
    place = finding.location.place if finding.location is not None else ""
    lines = [f"{place}: {finding.message}" if place else finding.message]
    lines += [f"why: {finding.why}"] if finding.why else []
    lines += [f"fix: {finding.fix}"] if finding.fix else []
    return "\n".join(lines)


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def sarif(findings: Iterable[Diagnostic], codes: Mapping[str, Code]) -> str:
    """A SARIF log of one run; its rules are the kinds of findings that occur in it."""
    items = list(findings)
    used = sorted({each.code for each in items})
    run = {
        "tool": {
            "driver": {
                "name": "iomreport",
                "semanticVersion": VERSION,
                "rules": [_rule(codes[code]) if code in codes else {"id": code} for code in used],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, used.index(each.code)) for each in items],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _rule(code: Code) -> dict[str, Any]:
    return {
        "id": code.id,
        "shortDescription": {"text": code.title},
        "fullDescription": {"text": code.why},
        "help": {"text": f"{code.why} {code.fix}".strip()},
        "defaultConfiguration": {"level": _LEVELS[code.severity]},
    }


def _result(finding: Diagnostic, rule: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": _text(finding)},
    }
    at = finding.location
    if at is not None:
        # A path in a URI is percent-encoded (RFC 3986); folders of content have names without such signs.
        physical: dict[str, Any] = {"artifactLocation": {"uri": at.path.replace(" ", "%20")}}
        if at.line is not None:
            region = {"startLine": at.line}
            if at.column is not None:
                region |= {"startColumn": at.column, "endColumn": at.column + at.length}
            physical["region"] = region
        location: dict[str, Any] = {"physicalLocation": physical}
        if at.place:
            location["logicalLocations"] = [{"fullyQualifiedName": at.place}]
        result["locations"] = [location]
    return result
