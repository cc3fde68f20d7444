"""What became of the documents of a run, and the report of it: JSON for machines, HTML for people."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Literal, Protocol, TextIO

from iomreport.diagnostics.codes.publish import UNKNOWN_FORMAT, UNWRITABLE
from iomreport.diagnostics.finding import Diagnostic, Location, OutputError, UsageError
from iomreport.version import VERSION

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


_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem;color:#1b1f24}
table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:600;padding:.5rem 0}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-bottom:1px solid #d0d7de}
td.number{text-align:right;font-variant-numeric:tabular-nums}code{font-size:.85em;overflow-wrap:anywhere}
tr.failed td{background:#fff1f0}.failed strong{color:#a40e26}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}
dt{font-weight:600}dd{margin:0}
"""


class ReportFile:
    """A report, written beside its place and renamed when the batch is over. The name's ending says of which kind."""

    def __init__(self, path: Path, plan: str) -> None:
        """Raises `OutputError` where it cannot be written."""
        self.path = path
        self.plan = plan
        self._rows = 0
        self._html = path.suffix.lower() in (".html", ".htm")
        self._beside = path.with_name(f".{path.name}.{os.getpid():x}.part")
        self._started = datetime.now(UTC).isoformat(timespec="seconds")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file: TextIO = self._beside.open("w", encoding="utf-8", newline="\n")
        except OSError as error:
            raise self._unwritable(error) from error

    def begin(self, total: int) -> None:
        self._write(self._opening() if self._html else '{"targets": [')

    def row(self, row: ReportRow) -> None:
        if self._html:
            self._write(_html_row(row))
        else:
            self._write(("," if self._rows else "") + "\n" + json.dumps(row_object(row), ensure_ascii=False))
        self._rows += 1

    def end(self, summary: Summary) -> None:
        if self._html:
            self._write(f"</tbody></table>\n{_html_summary(summary)}</main></body></html>\n")
        else:
            head = {"iomreport": VERSION, "plan": self.plan, "started": self._started, **summary_object(summary)}
            inner = json.dumps(head, ensure_ascii=False, indent=2)
            self._write(f"\n],\n{inner[1:].lstrip()}\n")
        try:
            self._file.close()
            self._beside.replace(self.path)
        except OSError as error:
            raise self._unwritable(error) from error

    def discard(self) -> None:
        """Leave no trace of a report that was not finished."""
        with suppress(OSError):
            self._file.close()
            self._beside.unlink(missing_ok=True)

    def _opening(self) -> str:
        heads = ("Document", "Target", "State", "Seconds", "Bytes", "Pages", "Fingerprint", "Findings")
        return (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Batch {escape(self.plan)}</title>'
            f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body><main>'
            f"<h1>Batch {escape(self.plan)}</h1><p>Started {escape(self._started)}, iomreport {VERSION}.</p>"
            "<table><caption>Documents in the order of the plan</caption><thead><tr>"
            + "".join(f'<th scope="col">{head}</th>' for head in heads)
            + "</tr></thead><tbody>\n"
        )

    def _write(self, text: str) -> None:
        try:
            self._file.write(text)
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> OutputError:
        self_shown = Location(str(self.path))
        return OutputError(UNWRITABLE.at(self_shown, f"the report cannot be written ({error.strerror or error})"))


def report_files(paths: Iterable[Path], what: str) -> list[ReportFile]:
    """A report for each path; raises `UsageError` for an ending that no report has."""
    wrong = [path for path in paths if path.suffix.lower() not in (".json", ".html", ".htm")]
    if wrong:
        raise UsageError(
            UNKNOWN_FORMAT.at(
                Location(str(path)), f"a report is a file .json or .html, not {path.name}", fix="name it .json or .html"
            )
            for path in wrong
        )
    return [ReportFile(path, what) for path in paths]


def row_object(row: ReportRow) -> dict[str, object]:
    """A document as an object of JSON."""
    parts = row.fingerprint.split(".")
    return {
        "index": row.index,
        "target": row.target,
        "output": row.output,
        "status": row.status,
        "why": row.why,
        "fingerprints": dict(zip(PARTS, parts, strict=False)),
        "seconds": row.seconds,
        "size": row.size,
        "sha256": row.sha256,
        "pages": row.pages,
        "findings": [finding.as_dict() for finding in row.findings],
    }


def summary_object(summary: Summary) -> dict[str, object]:
    """The end of a batch as an object of JSON."""
    return {
        "destination": summary.destination,
        "total": summary.total,
        "built": summary.built,
        "unchanged": summary.unchanged,
        "failed": summary.failed,
        "interrupted": summary.interrupted,
        "stopped": summary.stopped,
        "seconds": round(summary.seconds, 3),
        "findings": [finding.as_dict() for finding in summary.findings],
    }


def _html_row(row: ReportRow) -> str:
    found = "".join(
        f"<p><strong>{finding.code}</strong> {escape(f'{finding.location}: ' if finding.location else '')}"
        f"{escape(finding.message)}<br>{escape(finding.fix)}</p>"
        for finding in row.findings
    )
    reason = f"<br>{escape(row.why)}" if row.why else ""
    return (
        f'<tr class="{row.status}"><td>{escape(row.output)}</td><td>{escape(row.target)}</td>'
        f"<td><strong>{row.status}</strong>{reason}</td>"
        f'<td class="number">{row.seconds:.3f}</td><td class="number">{row.size:,}</td>'
        f'<td class="number">{"" if row.pages is None else row.pages}</td>'
        f"<td><code>{escape(row.fingerprint)}</code></td><td>{found}</td></tr>\n"
    )


def _html_summary(summary: Summary) -> str:
    state = "interrupted" if summary.interrupted else "stopped at the first failure" if summary.stopped else "complete"
    lines = {
        "State": state,
        "Documents": f"{summary.total:,}",
        "Built": f"{summary.built:,}",
        "Unchanged": f"{summary.unchanged:,}",
        "Failed": f"{summary.failed:,}",
        "Seconds": f"{summary.seconds:.1f}",
        "Written to": summary.destination,
    }
    items = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in lines.items())
    return f"<h2>Summary</h2><dl>{items}</dl>"
