"""`iomreport check`: all that is wrong with content and templates, before anything is built."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from iomreport.cli.errors import DONE, ERRORS, project_folder
from iomreport.diagnostics.catalogue import adjustable, catalogue
from iomreport.diagnostics.finding import Diagnostic, Severity
from iomreport.diagnostics.rendering import count, github, print_diagnostics, sarif
from iomreport.publish.templates import check_project
from iomreport.strategy.checks.fixing import fix_content
from iomreport.strategy.checks.run import in_order, weighed
from iomreport.strategy.checks.settings import read_settings

_GRAVITY = [Severity.REMARK, Severity.WARNING, Severity.ERROR]


@click.command("check")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="For people, scripts, GitHub's workflows, or code scanning.",
)
@click.option(
    "--fail-on",
    type=click.Choice([str(severity) for severity in Severity]),
    default="error",
    show_default=True,
    help="The least severity that makes the exit code 1.",
)
@click.option("--remarks", is_flag=True, help="Show the editors' open remarks too, not only how many there are.")
@click.option(
    "--fix", is_flag=True, help="First mend what is mechanical: quotes, dashes, spaces, list markers, key order."
)
@click.option("--accessibility", is_flag=True, help="Check whether everyone can read the templates and documents.")
@click.option(
    "--report",
    type=click.Path(file_okay=False, path_type=Path),
    help="With --accessibility: write a page and a JSON file for each document into this folder.",
)
@click.argument("targets", nargs=-1, metavar="[TARGET]…")
@click.pass_obj
def command(
    project: Path | None,
    form: str,
    fail_on: str,
    remarks: bool,
    fix: bool,
    accessibility: bool,
    report: Path | None,
    targets: tuple[str, ...],
) -> int:
    """Read all content and templates, and say what is wrong, where, why, and how to mend it.

    With --accessibility, check templates and the documents of TARGETS (by default the strategy and every country) by
    EN 301 549, chapter 10; the documents are made for it and not written.
    """
    folder = project_folder(project)
    if accessibility:
        if fix:
            raise click.UsageError("--fix mends content, and does nothing for --accessibility")
        from iomreport.cli.accessibility import check_accessibility

        where = Path.cwd() / report if report else None
        settings = read_settings(folder, adjustable())
        found = in_order([*settings.findings, *weighed(check_accessibility(folder, targets, where), settings)])
        _show(found, form, folder, remarks=remarks, nothing="nothing was found that fails a clause")
        return _exit_code(found, fail_on)
    if targets or report:
        raise click.UsageError("a TARGET and --report only go with --accessibility")
    if fix:
        for path, changes in fix_content(folder).items():
            click.echo(f"mended {path}: {changes} place{'' if changes == 1 else 's'}", err=True)
    findings = check_project(folder)
    _show(findings, form, folder, remarks=remarks)
    return _exit_code(findings, fail_on)


def _exit_code(findings: Sequence[Diagnostic], fail_on: str) -> int:
    least = _GRAVITY.index(Severity(fail_on))
    return ERRORS if any(_GRAVITY.index(each.severity) >= least for each in findings) else DONE


def _show(
    findings: Sequence[Diagnostic], form: str, folder: Path, *, remarks: bool, nothing: str = "nothing is wrong"
) -> None:
    if form == "github":
        click.echo(github(findings), nl=bool(findings))
    elif form == "sarif":
        click.echo(sarif(findings, catalogue()))
    elif form == "json":
        print_diagnostics(findings, stream=sys.stdout, project=folder, format="json")
    else:
        shown = [each for each in findings if remarks or each.severity is not Severity.REMARK]
        print_diagnostics(shown, stream=sys.stdout, project=folder)
        hidden = len(findings) - len(shown)
        if not shown:
            click.echo(nothing)
        if hidden:
            words = count([each for each in findings if each.severity is Severity.REMARK])
            click.echo(f"{words} open: iomreport check --remarks shows {'it' if hidden == 1 else 'them'}")
