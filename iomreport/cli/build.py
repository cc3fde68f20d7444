"""`iomreport build`: make documents."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from iomreport.cli.errors import DONE, ERRORS, INTERRUPTED, project_folder
from iomreport.diagnostics.codes.publish import UNKNOWN_VARIABLE
from iomreport.diagnostics.finding import Findings, UsageError
from iomreport.diagnostics.rendering import print_diagnostics
from iomreport.diagnostics.suggest import nearest
from iomreport.layout.engine import ENGINE_NAMES
from iomreport.publish.builder import VARIABLES, DocumentBuilder, equip
from iomreport.publish.formats import FORMATS
from iomreport.publish.pipeline import Outcome, Run, Settings, run_build
from iomreport.publish.targets import parse_targets
from iomreport.strategy.load.cached import load_cached
from iomreport.template.untrusted import Bounds

_MOST_SHOWN = 8
_NAME = re.compile("[A-Za-z][A-Za-z0-9_]*")


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
    layout: str,
    embed_fonts: bool,
    verify: bool,
    untrusted: bool,
) -> int:
    """Build documents: strategy, countries, a country's slug or ISO code, theme:ID, group:NAME, countries:NAME.

    The NAME of a group is that of an EU status or an area: one document of its countries, or one for each.

    Without a target it builds the strategy and the extract of every country.
    """
    folder = project_folder(project)
    variables = parse_variables(assignments)
    findings = Findings()
    strategy = load_cached(folder, findings)
    wanted = parse_targets(strategy, targets)
    where = Path.cwd() / output if output else folder / "output"
    chosen = Path.cwd() / template if template else None
    settings = Settings(where, chosen, variables, force, tuple(dict.fromkeys(formats)))
    press = DocumentBuilder(
        folder,
        strategy,
        plain=plain,
        embed=embed_fonts,
        verify=verify,
        bounds=Bounds() if untrusted else None,
        findings=findings,
    )
    pagings = {FORMATS[format].paging for format in formats}
    seen: list[Outcome] = []

    def report(outcome: Outcome) -> None:
        seen.append(outcome)
        if not quiet:
            _say(outcome)

    try:
        # A single document needs a single printer; for more there are as many as suit the machine.
        printers = 1 if len(wanted) == 1 else 0
        equip(press, layout if "numbered" in pagings else "", layout if "printed" in pagings else "", printers)
        run = run_build(press, wanted, settings, report)
    except KeyboardInterrupt:
        good = sum(not outcome.findings for outcome in seen)
        click.echo(f"interrupted: {good} of {len(wanted) * len(settings.formats)} documents are done", err=True)
        return INTERRUPTED
    finally:
        press.close()
    findings.extend(each for outcome in run.failed for each in outcome.findings)
    # What is wrong with the content is met again in every format.
    print_diagnostics(dict.fromkeys(findings.items), stream=sys.stderr, project=folder)
    if not quiet:
        _summarize(run, where)
    return ERRORS if run.failed else DONE


def parse_variables(assignments: Iterable[str]) -> dict[str, str]:
    """`NAME=VALUE` pairs; raises `UsageError` for what looks like a slip.

    Templates show `recipient`, `reference` and `date` by their names, and all of them as `{{ variables.NAME }}`.
    """
    pairs = {name: value for name, _, value in (assignment.partition("=") for assignment in assignments)}
    bad = [each for each in assignments if "=" not in each]
    findings = [UNKNOWN_VARIABLE.at(None, f"{each!r} is not of the form NAME=VALUE") for each in bad]
    for name in pairs:
        if name in (*VARIABLES, *bad):
            continue
        near = nearest(name, VARIABLES)
        if near:
            fix = f"did you mean {near}?"
            findings.append(UNKNOWN_VARIABLE.at(None, f'there is no variable "{name}"', fix=fix))
        elif not _NAME.fullmatch(name):
            fix = "write a name of letters, digits and underscores that begins with a letter"
            findings.append(UNKNOWN_VARIABLE.at(None, f'"{name}" cannot be the name of a variable', fix=fix))
    if findings:
        raise UsageError(findings)
    return pairs


def _say(outcome: Outcome) -> None:
    if not outcome.findings:
        click.echo(f"{'built    ' if outcome.written else 'unchanged'} {outcome.output}")


def _summarize(run: Run, where: Path) -> None:
    good = len(run.outcomes) - len(run.failed)
    click.echo(f"{good} of {len(run.outcomes)} documents are current in {where}")
    if run.changed:
        shown = ", ".join(run.changed[:_MOST_SHOWN])
        more = len(run.changed) - _MOST_SHOWN
        click.echo(f"changed since the last build: {shown}{f' and {more} more' if more > 0 else ''}")
