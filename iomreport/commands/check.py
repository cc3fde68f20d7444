"""`iomreport check`: all that is wrong with content and templates, before anything is built."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from iomreport.commands.boundary import DONE, ERRORS
from iomreport.commands.project import project_folder
from iomreport.diagnostics import Diagnostic, Severity
from iomreport.document.lint_shelf import keep_findings, lint_key, take_findings
from iomreport.printer import count, print_diagnostics
from iomreport.registry import load
from iomreport.rules.catalogue import catalogue
from iomreport.rules.check import check_content, in_order, weighed
from iomreport.rules.fixing import fix_content
from iomreport.rules.formats import github, sarif
from iomreport.rules.labels import label_names
from iomreport.rules.settings import Settings

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
@click.pass_obj
def command(project: Path | None, form: str, fail_on: str, remarks: bool, fix: bool) -> int:
    """Read all content and templates, and say what is wrong, where, why, and how to mend it."""
    folder = project_folder(project)
    if fix:
        for path, changes in fix_content(folder).items():
            click.echo(f"mended {path}: {changes} place{'' if changes == 1 else 's'}", err=True)
    checked = check_content(folder)
    findings = in_order([*checked.findings, *weighed(check_templates(folder, checked.settings), checked.settings)])
    _show(findings, form, folder, remarks=remarks)
    return (
        ERRORS if any(_GRAVITY.index(each.severity) >= _GRAVITY.index(Severity(fail_on)) for each in findings) else DONE
    )


def check_templates(folder: Path, settings: Settings) -> list[Diagnostic]:
    """The findings of the template lint for all templates of a project; those of unchanged ones are at hand."""
    labels, models = label_names(folder), frozenset(settings.template_models)
    found: list[Diagnostic] = []
    for file in sorted((folder / "templates").glob("*.docx")):
        if file.name.startswith(("~$", ".")):
            continue
        name = file.relative_to(folder).as_posix()
        key = lint_key(file, name, labels, models)
        kept = take_findings(key)
        if kept is None:
            lint = load("template lint")
            around = lint.Surroundings(labels, folder, models)
            kept = [each.diagnostic for each in lint.lint_file(file, name, around)]
            keep_findings(key, kept)
        found += kept
    return found


def _show(findings: Sequence[Diagnostic], form: str, folder: Path, *, remarks: bool) -> None:
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
            click.echo("nothing is wrong")
        if hidden:
            words = count([each for each in findings if each.severity is Severity.REMARK])
            click.echo(f"{words} open: iomreport check --remarks shows {'it' if hidden == 1 else 'them'}")
