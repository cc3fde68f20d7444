"""`iomreport build`: make documents."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from iomreport.cli.errors import DONE, ERRORS, INTERRUPTED, project_folder
from iomreport.diagnostics.codes.publish import UNKNOWN_VARIABLE
from iomreport.diagnostics.finding import Findings, Severity, UsageError
from iomreport.diagnostics.rendering import print_diagnostics
from iomreport.layout.engine import ENGINE_NAMES, EngineName
from iomreport.publish.executor import BuildOptions, build_targets
from iomreport.publish.formats import FORMATS
from iomreport.publish.pipeline import checked_variables
from iomreport.publish.report import ReportRow, Summary, report_files
from iomreport.publish.targets import parse_targets
from iomreport.strategy.load.cached import load_cached

_MOST_SHOWN = 8


@click.command("build")
@click.argument("targets", nargs=-1, metavar="[TARGET]…")
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), help="Folder to write to.")
@click.option(
    "-t", "--template", type=click.Path(dir_okay=False, path_type=Path), help="Template of one kind of target."
)
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(tuple(FORMATS)),
    default=("docx",),
    show_default=True,
    help="A Word document, a page to read, a PDF; may be given several times.",
)
@click.option(
    "--set",
    "assignments",
    multiple=True,
    metavar="NAME=VALUE",
    help="Set recipient, reference, date, or what a template shows as variables.NAME.",
)
@click.option("--force", is_flag=True, help="Replace documents that were edited; a copy is kept beside them.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what went wrong.")
@click.option("--plain", is_flag=True, help="Build without origin and addresses in the documents.")
@click.option(
    "--layout",
    type=click.Choice(ENGINE_NAMES),
    default="auto",
    show_default=True,
    help="What lays the pages out, for the numbers in the contents.",
)
@click.option("--embed-fonts", is_flag=True, help="Put the fonts into the documents, so that all see the same pages.")
@click.option("--verify", is_flag=True, help="Look through every document for faults before it is written.")
@click.option(
    "--untrusted-template",
    "untrusted",
    is_flag=True,
    help="Render in a process of its own, with bounds on time and memory: for templates from unknown hands.",
)
@click.option("-j", "--jobs", type=click.IntRange(1), default=1, help="Processes that make documents side by side.")
@click.option(
    "--report",
    "reports",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write what became of every document to a file .json or .html.",
)
@click.option("--watch", is_flag=True, help="Build again whenever content or a template is saved; Ctrl-C ends it.")
@click.pass_obj
def command(
    project: Path | None,
    targets: tuple[str, ...],
    output: Path | None,
    template: Path | None,
    formats: tuple[str, ...],
    assignments: tuple[str, ...],
    force: bool,
    quiet: bool,
    plain: bool,
    layout: EngineName,
    embed_fonts: bool,
    verify: bool,
    untrusted: bool,
    jobs: int,
    reports: tuple[Path, ...],
    watch: bool,
) -> int:
    """Build documents: strategy, countries, a country's slug or ISO code, theme:ID, group:NAME, countries:NAME.

    The NAME of a group is that of an EU status or an area: one document of its countries, or one for each.

    Without a target it builds the strategy and the extract of every country.
    """
    folder = project_folder(project)
    variables = parse_variables(assignments)
    options = BuildOptions(
        Path.cwd() / output if output else folder / "output",
        Path.cwd() / template if template else None,
        variables,
        tuple(dict.fromkeys(formats)),
        layout,
        plain=plain,
        embed=embed_fonts,
        verify=verify,
        force=force,
        untrusted=untrusted,
        jobs=jobs,
    )
    if watch:
        if jobs > 1 or reports:
            raise click.UsageError("--watch goes neither with --jobs nor with --report")
        return _watch(folder, targets, options)
    findings = Findings()
    strategy = load_cached(folder, findings)
    wanted = parse_targets(strategy, targets)
    shown = _Shown(quiet=quiet)
    files = report_files(reports, "build")
    try:
        result = build_targets(folder, strategy, wanted, options, [shown, *files])
    except BaseException:
        for file in files:
            file.discard()
        raise
    summary = result.summary
    findings.extend(summary.findings)
    findings.extend(each for row in shown.failed for each in row.findings)
    # What is wrong with the content is met again in every format.
    print_diagnostics(dict.fromkeys(findings.items), stream=sys.stderr, project=folder)
    if summary.interrupted:
        click.echo(f"interrupted: {summary.done} of {summary.total} documents are done", err=True)
        return INTERRUPTED
    if not quiet:
        click.echo(f"{summary.done} of {summary.total} documents are current in {summary.destination}")
        _say_changed(result.changed)
    return ERRORS if summary.failed else DONE


def _watch(folder: Path, words: Sequence[str], options: BuildOptions) -> int:
    from iomreport.publish.watch import Rebuilt, Watch

    def told(rebuilt: Rebuilt) -> None:
        """One line of what a change came to, and what is wrong."""
        print_diagnostics(rebuilt.findings, stream=sys.stderr, project=folder)
        errors = sum(each.severity is Severity.ERROR for each in rebuilt.findings)
        saved = ", ".join(rebuilt.files[:3]) + (" …" if len(rebuilt.files) > 3 else "")
        built = ", ".join(rebuilt.built[:4]) + (f" and {len(rebuilt.built) - 4} more" if len(rebuilt.built) > 4 else "")
        outcome = f"built {built}" if built else "nothing is built" if errors else "nothing to build"
        wrong = f", {errors} error{'' if errors == 1 else 's'}" if errors else ""
        click.echo(f"{f'{saved}: ' if saved else ''}{outcome} in {rebuilt.seconds:.2f} s{wrong}")
        sys.stdout.flush()

    Watch(folder, words, options).run(told)
    return DONE


class _Shown:
    """Says of each document whether it was built."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet = quiet
        self.failed: list[ReportRow] = []

    def begin(self, total: int) -> None:
        pass

    def row(self, row: ReportRow) -> None:
        if row.findings:
            self.failed.append(row)
        elif not self.quiet:
            click.echo(f"{row.status:9} {row.output}")

    def end(self, summary: Summary) -> None:
        pass


def parse_variables(assignments: Iterable[str]) -> dict[str, str]:
    """`NAME=VALUE` pairs; raises `UsageError` for what looks like a slip.

    Templates show `recipient`, `reference` and `date` by their names, and all of them as `{{ variables.NAME }}`.
    """
    bad = [each for each in assignments if "=" not in each]
    if bad:
        raise UsageError(UNKNOWN_VARIABLE.at(None, f"{each!r} is not of the form NAME=VALUE") for each in bad)
    pairs = {name: value for name, _, value in (assignment.partition("=") for assignment in assignments)}
    return dict(checked_variables(pairs))


def _say_changed(changed: Sequence[str]) -> None:
    if changed:
        shown = ", ".join(changed[:_MOST_SHOWN])
        more = len(changed) - _MOST_SHOWN
        click.echo(f"changed since the last build: {shown}{f' and {more} more' if more > 0 else ''}")
