"""`iomreport template`: write, lint and describe templates."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from iomreport.cli.errors import DONE, ERRORS, project_folder
from iomreport.diagnostics.codes.publish import UNWRITABLE
from iomreport.diagnostics.finding import ContentError, Location, OutputError, ReportError, Severity, UsageError
from iomreport.diagnostics.rendering import print_diagnostics
from iomreport.publish.templates import starter_template, surroundings, template_files
from iomreport.strategy.checks.settings import Settings, read_settings
from iomreport.strategy.context import KINDS, make_context, template_values
from iomreport.strategy.extract import extract
from iomreport.strategy.load.loader import load
from iomreport.template_lint.annotate import annotated
from iomreport.template_lint.fields import describe
from iomreport.template_lint.lint import TemplateFinding, context_of, lint_file


def shown_path(file: Path, project: Path | None) -> str:
    """What messages call a file: its path in the project, or as it was given."""
    if project is not None and file.resolve().is_relative_to(project.resolve()):
        return file.resolve().relative_to(project.resolve()).as_posix()
    return file.as_posix()


@click.command("lint")
@click.argument("files", nargs=-1, type=click.Path(dir_okay=False, path_type=Path), metavar="[FILE]…")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="For people or scripts.")
@click.option("--annotate", type=click.Path(dir_okay=False, path_type=Path), help="Write a copy with Word comments.")
@click.pass_obj
def lint(project: Path | None, files: tuple[Path, ...], form: str, annotate: Path | None) -> int:
    """Find what is wrong with templates before anything is built: those of the project, or FILES."""
    folder = _project(project, needed=not files)
    wanted = list(files) or template_files(folder or Path())
    if annotate is not None and len(wanted) != 1:
        raise click.UsageError("--annotate takes one FILE")
    settings = read_settings(folder) if folder is not None else Settings()
    around = surroundings(folder, settings.template_models)
    found = {file: lint_file(file, shown_path(file, folder), around) for file in wanted}
    diagnostics = [each.diagnostic for findings in found.values() for each in findings]
    print_diagnostics(diagnostics, stream=sys.stdout, format="json" if form == "json" else "text")
    if form == "text" and not diagnostics:
        click.echo(f"nothing is wrong with {len(wanted)} template{'' if len(wanted) == 1 else 's'}")
    if annotate is not None:
        _annotate(wanted[0], annotate, found[wanted[0]])
    return ERRORS if any(each.severity is Severity.ERROR for each in diagnostics) else DONE


def _annotate(template: Path, copy: Path, findings: list[TemplateFinding]) -> None:
    if copy.resolve() == template.resolve():
        raise OutputError(UNWRITABLE.at(Location(str(copy)), f"{copy} is the template itself", fix="name another file"))
    try:
        copy.write_bytes(annotated(template.read_bytes(), findings))
    except (OSError, KeyError, ValueError) as error:
        raise OutputError(UNWRITABLE.at(Location(str(copy)), f"the copy cannot be written: {error}")) from error
    click.echo(f"wrote {copy}", err=True)


@click.command("fields")
@click.option("--kind", type=click.Choice(list(KINDS)), default="country", show_default=True, help="What it is for.")
@click.pass_obj
def fields(project: Path | None, kind: str) -> None:
    """Print every name that a template can use, with its type and an example from the project's content."""
    folder = _project(project, needed=False)
    values = None
    if folder is not None:
        try:
            strategy = load(folder)
            first = strategy.countries[0].code if strategy.countries else ""
            chosen = {"country": (first,), "theme": ()}.get(kind, ())
            part = strategy if kind == "strategy" or not first else extract(strategy, countries=chosen)
            values = template_values(make_context(part))
        except ContentError:
            values = None  # What is wrong with the content is not this command's to say.
    click.echo("\n".join(describe(context_of(surroundings(folder), kind), values)))


def _project(given: Path | None, *, needed: bool) -> Path | None:
    try:
        return project_folder(given)
    except (UsageError, ReportError):
        if needed or given is not None:
            raise
        return None


@click.group("template")
def command() -> None:
    """Write, check and describe templates."""


@command.command("new")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--kind", type=click.Choice(list(KINDS)), default="country", show_default=True, help="What it is for.")
def new(file: Path, kind: str) -> None:
    """Copy the shipped template of a kind to FILE, to be restyled in Word. An existing file is never written over."""
    if file.exists():
        raise OutputError(UNWRITABLE.at(Location(str(file)), f"{file} exists", fix="choose another name"))
    if not file.parent.is_dir():
        raise OutputError(UNWRITABLE.at(Location(str(file)), f"there is no folder {file.parent}"))
    try:
        shutil.copyfile(starter_template(kind), file)
    except OSError as error:
        raise OutputError(UNWRITABLE.at(Location(str(file)), f"it cannot be written: {error.strerror}")) from error
    click.echo(f"wrote {file}")


command.add_command(lint)
command.add_command(fields)
