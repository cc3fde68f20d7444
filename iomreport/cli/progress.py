"""What a batch shows while it runs: a bar on a terminal, lines elsewhere, objects of JSON for machines."""

from __future__ import annotations

import json
from typing import Any

import click

from iomreport.diagnostics.rendering import printed
from iomreport.publish.results import ReportRow, Summary


class Failures:
    """The words for documents that failed. What a thousand documents have in common is explained once."""

    def __init__(self) -> None:
        self._explained: set[tuple[str, str]] = set()

    def words(self, row: ReportRow) -> str:
        known = {(finding.code, finding.message) for finding in row.findings}
        if known <= self._explained:
            return f"failed    {row.output} ({', '.join(sorted({code for code, _ in known}))}, as above)"
        self._explained |= known
        return f"failed    {row.output}\n{printed(row.findings)}"


class Lines:
    """A line a document; with `quiet` only what failed."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet = quiet
        self._failures = Failures()

    def begin(self, total: int) -> None:
        pass

    def row(self, row: ReportRow) -> None:
        if row.status == "failed":
            click.echo(self._failures.words(row), err=True)
        elif row.status == "built" and not self.quiet:
            click.echo(f"built     {row.output} ({row.why})")

    def end(self, summary: Summary) -> None:
        pass


class JsonLines:
    """An object a line: `begin`, `document` and `end`."""

    def begin(self, total: int) -> None:
        self._say("begin", {"total": total})

    def row(self, row: ReportRow) -> None:
        from iomreport.publish.report import row_object

        self._say("document", row_object(row))

    def end(self, summary: Summary) -> None:
        from iomreport.publish.report import summary_object

        self._say("end", summary_object(summary))

    def _say(self, event: str, values: dict[str, Any]) -> None:
        click.echo(json.dumps({"event": event, **values}, ensure_ascii=False))


class Bar:
    """A bar with count, rate, time left and failures; what fails is printed above it."""

    def __init__(self) -> None:
        from rich import progress as rich
        from rich.console import Console

        self._bar: Any = rich.Progress(
            rich.TextColumn("{task.description}"),
            rich.BarColumn(),
            rich.MofNCompleteColumn(),
            rich.TextColumn("{task.fields[rate]}"),
            rich.TimeRemainingColumn(),
            rich.TextColumn("[red]{task.fields[failed]}"),
            console=Console(stderr=True),
        )
        self._task: Any = None
        self._failed = 0
        self._failures = Failures()

    def begin(self, total: int) -> None:
        self._bar.start()
        self._task = self._bar.add_task("building", total=total, rate="", failed="")

    def row(self, row: ReportRow) -> None:
        if row.status == "failed":
            self._failed += 1
            self._bar.console.print(self._failures.words(row), markup=False, highlight=False)
        speed = self._bar.tasks[0].speed
        rate = f"{speed:,.0f}/s" if speed else ""
        failed = f"{self._failed:,} failed" if self._failed else ""
        self._bar.update(self._task, advance=1, rate=rate, failed=failed)

    def end(self, summary: Summary) -> None:
        self._bar.stop()
