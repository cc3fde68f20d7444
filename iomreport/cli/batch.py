"""`iomreport batch`: make all documents of a plan that are not as they should be.

What a batch shows while it runs: a bar on a terminal, lines elsewhere, objects of JSON for machines.
"""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Any

import click

from iomreport.cli.errors import DONE, ERRORS, INTERRUPTED, project_folder
from iomreport.diagnostics.codes.publish import UNKNOWN_VARIABLE
from iomreport.diagnostics.finding import UsageError
from iomreport.diagnostics.rendering import print_diagnostics, printed
from iomreport.layout.engine import ENGINE_NAMES
from iomreport.optional import is_installed
from iomreport.publish.destinations import FileStates, LocalFileStates, is_remote
from iomreport.publish.journal import is_current, journal_path, read_state, rows_of, settings_fingerprint
from iomreport.publish.report import Listener, ReportRow, Summary, report_files


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


@click.command("batch")
@click.argument("plan", type=click.Path(dir_okay=False, path_type=Path))
@click.option("-n", "--dry-run", is_flag=True, help="Show the documents and why each would be built; write nothing.")
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Processes (default: the processors it may use).")
@click.option("-o", "--output", default="", help="Folder or address to write to, instead of the plan's.")
@click.option("--set", "assignments", multiple=True, metavar="NAME=VALUE", help="Set a variable for all documents.")
@click.option("--force", is_flag=True, help="Build all; a document that was edited is replaced, and a copy kept.")
@click.option("--fail-fast", is_flag=True, help="Stop at the first document that fails.")
@click.option("--sync", is_flag=True, help="Have every document and the state reach the disk before going on.")
@click.option("--verify", is_flag=True, help="Look through every document for faults before it is written.")
@click.option("--untrusted-template", "untrusted", is_flag=True, help="Render within bounds on time and memory.")
@click.option(
    "--layout",
    type=click.Choice(ENGINE_NAMES),
    help="What lays the pages out, instead of the plan's.",
)
@click.option("--scheduler", default="", metavar="ADDRESS", help="Run on the Dask cluster of this scheduler.")
@click.option("--shared", is_flag=True, help="The cluster's workers see the output folder and write to it themselves.")
@click.option(
    "--report",
    "reports",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a report, to a file .json or .html; may be given twice.",
)
@click.option("--log-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what went wrong.")
@click.pass_obj
def command(
    project: Path | None,
    plan: Path,
    dry_run: bool,
    jobs: int | None,
    output: str,
    assignments: tuple[str, ...],
    force: bool,
    fail_fast: bool,
    sync: bool,
    verify: bool,
    untrusted: bool,
    layout: str | None,
    scheduler: str,
    shared: bool,
    reports: tuple[Path, ...],
    log_format: str,
    quiet: bool,
) -> int:
    """Make all documents that PLAN describes and that are not as they should be."""
    folder = project_folder(project).resolve()
    file = plan.resolve()
    address = output if not output or is_remote(output) else str((Path.cwd() / output).resolve())
    if shared and not scheduler:
        raise click.UsageError("--shared is about the workers of a --scheduler")
    variables = _variables(assignments)
    key = (layout or "", *(f"{name}={value}" for name, value in sorted(variables.items())))
    listeners = _listeners(reports, log_format, str(plan), quiet=quiet)
    try:
        if not force and not dry_run:
            summary = _current(folder, file, address, settings_fingerprint(*key), listeners)
            if summary is not None:
                return _close(summary, folder, log_format, quiet=quiet)
        from iomreport.publish import batch

        options = batch.Options(
            output=address,
            layout=layout or "",
            variables=variables,
            jobs=jobs,
            force=force,
            fail_fast=fail_fast,
            sync=sync,
            verify=verify,
            scheduler=scheduler,
            shared=shared,
            untrusted=untrusted,
        )
        if dry_run:
            return _preview(batch.preview(file, folder, options), log_format)
        # A scheduler of jobs asks a run to end in this way.
        signal.signal(signal.SIGTERM, _interrupt)
        return _close(batch.run_batch(file, folder, options, listeners), folder, log_format, quiet=quiet)
    finally:
        for listener in listeners:
            discard = getattr(listener, "discard", None)
            if discard is not None:
                discard()


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _variables(assignments: Sequence[str]) -> dict[str, str]:
    bad = [each for each in assignments if not each.partition("=")[0].isidentifier() or "=" not in each]
    if bad:
        fix = "write a name of letters, digits and underscores, an equals sign, and the value"
        raise UsageError(UNKNOWN_VARIABLE.at(None, f'"{each}" is not of the form NAME=VALUE', fix=fix) for each in bad)
    return {name: value for name, _, value in (each.partition("=") for each in assignments)}


def _listeners(reports: Sequence[Path], log_format: str, plan: str, *, quiet: bool) -> list[Listener]:
    listeners: list[Listener] = [*report_files(reports, plan)]
    if log_format == "json":
        listeners.append(JsonLines())
    elif not quiet and sys.stderr.isatty() and is_installed("rich"):
        listeners.append(Bar())
    else:
        listeners.append(Lines(quiet=quiet))
    return listeners


def _current(folder: Path, plan: Path, output: str, settings: str, listeners: Sequence[Listener]) -> Summary | None:
    """The summary of a batch that has nothing to do, found without loading anything; none where it may have."""
    state = read_state(journal_path(folder, plan, output))
    if state.end is None:
        return None
    address = state.end.destination
    stamps: FileStates = LocalFileStates(folder / address)
    if is_remote(address):
        from iomreport.publish.destinations import open_destination

        stamps = open_destination(address, folder)
    if not is_current(state, folder, settings, stamps):
        return None
    rows: list[ReportRow] = rows_of(state)
    summary = Summary(len(rows), unchanged=len(rows), destination=address)
    for listener in listeners:
        listener.begin(len(rows))
        for row in rows:
            listener.row(row)
        listener.end(summary)
    return summary


def _preview(planned: Any, log_format: str) -> int:
    count = stale = 0
    for each in planned:
        count += 1
        stale += bool(each.why)
        if log_format == "json":
            line = {
                "target": each.job.target,
                "output": each.job.output,
                "template": each.job.template,
                "why": each.why,
            }
            click.echo(json.dumps(line, ensure_ascii=False))
        else:
            click.echo(
                f"{'build    ' if each.why else 'unchanged'} {each.job.output}{f' ({each.why})' if each.why else ''}"
            )
    if log_format == "text":
        click.echo(f"{stale:,} of {count:,} documents would be built")
    return DONE


def _close(summary: Summary, folder: Path, log_format: str, *, quiet: bool) -> int:
    if log_format == "text":
        print_diagnostics(summary.findings, stream=sys.stderr, project=folder)
        if summary.interrupted or summary.stopped:
            word = "interrupted" if summary.interrupted else "stopped at the first failure"
            message = f"{word}: {summary.done:,} of {summary.total:,} documents are done; run it again to carry on"
            click.echo(message, err=True)
        elif summary.failed or not quiet:
            failed = f", {summary.failed:,} failed" if summary.failed else ""
            click.echo(
                f"{summary.done:,} of {summary.total:,} documents are current in {summary.destination} "
                f"({summary.built:,} built, {summary.unchanged:,} unchanged{failed})",
                err=bool(summary.failed),
            )
    if summary.interrupted:
        return INTERRUPTED
    return ERRORS if summary.failed else DONE
