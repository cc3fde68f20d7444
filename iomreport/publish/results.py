"""What became of the documents of a batch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from iomreport.diagnostics.finding import Diagnostic

Status = Literal["built", "unchanged", "failed"]
PARTS = ("tool", "template", "content", "settings", "layout")
"""What a fingerprint is made of, in order."""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A document: its place in the plan, what became of it and why, and its fingerprint, in parts joined by dots.

    `seconds` is the time that making it took, in this run or, if it is unchanged, when it was made. `pages` is how many
    it has, where a layout engine said so.
    """

    index: int
    target: str
    output: str
    status: Status
    why: str
    fingerprint: str
    size: int = 0
    sha256: str = ""
    seconds: float = 0.0
    pages: int | None = None
    findings: tuple[Diagnostic, ...] = ()


class Listener(Protocol):
    """Is told of a batch while it runs; of its documents in the order of the plan."""

    def begin(self, total: int) -> None:
        """The batch begins, with so many documents."""
        ...

    def row(self, row: ReportRow) -> None:
        """What became of a document is known."""
        ...

    def end(self, summary: Summary) -> None:
        """The batch is over."""
        ...


@dataclass(slots=True)
class Summary:
    """A batch that is over. `findings` are those that belong to no single document."""

    total: int = 0
    built: int = 0
    unchanged: int = 0
    failed: int = 0
    interrupted: bool = False
    stopped: bool = False
    """Whether it stopped at the first failure."""
    seconds: float = 0.0
    destination: str = ""
    findings: tuple[Diagnostic, ...] = ()

    @property
    def done(self) -> int:
        """Documents that stand in their places."""
        return self.built + self.unchanged


@dataclass(slots=True)
class ResultCollector:
    """Takes rows as they come, counts them, and passes them on in the order of the plan."""

    listeners: Sequence[Listener]
    summary: Summary = field(default_factory=Summary)
    waiting: dict[int, ReportRow] = field(default_factory=dict[int, ReportRow])
    next: int = 0

    def begin(self, total: int) -> None:
        self.summary.total = total
        for listener in self.listeners:
            listener.begin(total)

    def add(self, row: ReportRow) -> None:
        summary = self.summary
        if row.status == "built":
            summary.built += 1
        elif row.status == "unchanged":
            summary.unchanged += 1
        else:
            summary.failed += 1
        self.waiting[row.index] = row
        while self.next in self.waiting:
            self._pass_on(self.waiting.pop(self.next))
            self.next += 1

    def warn(self, findings: Iterable[Diagnostic]) -> None:
        """Keep what concerns no single document, once however many workers say it."""
        summary = self.summary
        summary.findings += tuple(each for each in findings if each not in summary.findings)

    def end(self) -> None:
        """Pass on what still waits behind documents that were never made, and close."""
        for index in sorted(self.waiting):
            self._pass_on(self.waiting[index])
        self.waiting.clear()
        for listener in self.listeners:
            listener.end(self.summary)

    def _pass_on(self, row: ReportRow) -> None:
        for listener in self.listeners:
            listener.row(row)
