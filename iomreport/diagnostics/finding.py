"""What went wrong, where, why, and how to mend it.

A user's mistake is a value, a `Diagnostic`; a reader collects them and they are all shown at once. An exception only
stops a run: `ReportError` and its children carry the diagnostics that made it stop.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any


class Severity(StrEnum):
    """How much a finding weighs: an error stops the build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file that a person edits.

    `path` is relative to the project, with forward slashes. `line` and `column` count characters from 1; `length` is
    the number of characters meant. A Word template has no lines: `place` names its paragraph or cell in words.
    """

    path: str
    line: int | None = None
    column: int | None = None
    length: int = 1
    place: str = ""

    def __str__(self) -> str:
        if self.place:
            return f"{self.path}, {self.place}"
        return ":".join(str(part) for part in (self.path or None, self.line, self.column) if part is not None)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: a stable code, a message for a person, its place, why it matters and how to mend it."""

    code: str
    message: str
    location: Location | None = None
    severity: Severity = Severity.ERROR
    why: str = ""
    fix: str = ""
    excerpt: str = ""

    def __str__(self) -> str:
        """The finding in words, without the line of the file that it is about."""
        where = f"{self.location}: " if self.location else ""
        lines = [f"{where}{self.severity}[{self.code}]: {self.message}"]
        lines += (f"  {name}: {text}" for name, text in (("why", self.why), ("fix", self.fix)) if text)
        return "\n".join(lines)

    @property
    def sort_key(self) -> tuple[str, int, int, str]:
        """Findings are shown in file order, then in reading order."""
        at = self.location or Location("")
        return (at.path, at.line or 0, at.column or 0, self.code)

    def as_dict(self) -> dict[str, Any]:
        """The finding as an object of JSON: flat, with the place's parts beside the rest."""
        at = self.location or Location("")
        return {
            "severity": str(self.severity),
            "code": self.code,
            "message": self.message,
            "location": str(at),
            "path": at.path,
            "line": at.line,
            "column": at.column,
            "length": at.length if at.column is not None else None,
            "place": at.place,
            "why": self.why,
            "fix": self.fix,
            "excerpt": self.excerpt,
        }

    @classmethod
    def from_dict(cls, said: Mapping[str, Any]) -> Diagnostic:
        """The finding that `as_dict` made an object of."""
        at = Location(said["path"], said["line"], said["column"], said["length"] or 1, said["place"])
        return cls(
            said["code"],
            said["message"],
            at if at != Location("") else None,
            Severity(said["severity"]),
            said["why"],
            said["fix"],
            said["excerpt"],
        )


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding. `wrong` and `right` are examples for its page in the documentation."""

    id: str
    title: str
    why: str
    fix: str = ""
    wrong: str = ""
    right: str = ""
    severity: Severity = Severity.ERROR

    def at(
        self, location: Location | None, message: str, *, fix: str = "", why: str = "", excerpt: str = ""
    ) -> Diagnostic:
        """The finding of this kind at a place; `fix` and `why` replace the code's own words where they say more."""
        return Diagnostic(self.id, message, location, self.severity, why or self.why, fix or self.fix, excerpt)


@dataclass(slots=True)
class Findings:
    """The diagnostics of one run, collected while the run goes on."""

    items: list[Diagnostic] = field(default_factory=list[Diagnostic])

    def add(self, diagnostic: Diagnostic) -> None:
        self.items.append(diagnostic)

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.items.extend(diagnostics)

    @property
    def errors(self) -> list[Diagnostic]:
        return [item for item in self.items if item.severity is Severity.ERROR]

    def sorted(self) -> list[Diagnostic]:
        return sorted(dict.fromkeys(self.items), key=lambda item: item.sort_key)


class ReportError(Exception):
    """A run stopped; `diagnostics` say all that is known of why, with paths relative to `project`, if it is known."""

    def __init__(self, diagnostics: Iterable[Diagnostic] | Diagnostic, project: Path | None = None) -> None:
        self.diagnostics = (diagnostics,) if isinstance(diagnostics, Diagnostic) else tuple(diagnostics)
        self.project = project
        super().__init__("\n\n".join(map(str, self.diagnostics)))

    def __reduce__(self) -> tuple[type[ReportError], tuple[tuple[Diagnostic, ...], Path | None]]:
        # An exception is pickled by its message alone; across processes the diagnostics must come along.
        return type(self), (self.diagnostics, self.project)


class ContentError(ReportError):
    """The content files cannot be used as they are."""


class TemplateError(ReportError):
    """A template cannot be opened, compiled or rendered."""


class OutputError(ReportError):
    """A document cannot be written where it should go."""


class UsageError(ReportError):
    """The caller asked for something that does not exist."""
