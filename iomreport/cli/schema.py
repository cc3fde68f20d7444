"""`iomreport schema`: the schemas of the content files, for editors that complete and check while typing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import click

from iomreport.cli.errors import DONE, ERRORS, project_folder
from iomreport.diagnostics.codes.publish import UNWRITABLE
from iomreport.diagnostics.finding import Location, OutputError
from iomreport.strategy.checks.schemas import code_settings, jetbrains_mapping, schema_files, written

CODE, JETBRAINS = ".vscode/settings.json", ".idea/jsonSchemas.xml"


@click.command("schema")
@click.option(
    "--editors", is_flag=True, help="Also write the settings of Visual Studio Code and of JetBrains' editors."
)
@click.option("--check", is_flag=True, help="Write nothing; the exit code is 1 if a schema is not current.")
@click.pass_obj
def command(project: Path | None, editors: bool, check: bool) -> int:
    """Write JSON Schemas of every YAML file and front matter into schemas/."""
    folder = project_folder(project)
    files = schema_files()
    if editors:
        files |= {CODE: written(code_settings(_settings(folder / CODE))), JETBRAINS: jetbrains_mapping()}
    stale = [path for path, text in files.items() if _read(folder / path) != text]
    for path in stale:
        click.echo(f"{path} is not current" if check else f"wrote {path}")
        if not check:
            _write(folder / path, files[path], path)
    if not stale:
        click.echo("all schemas are current")
    return ERRORS if check and stale else DONE


def _read(file: Path) -> str | None:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _write(file: Path, text: str, path: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror or error}"
        raise OutputError(UNWRITABLE.at(Location(path), message)) from error


def _settings(file: Path) -> dict[str, Any]:
    """The settings that are there; they are a person's, so what is no plain JSON is left alone."""
    text = _read(file)
    if text is None or not text.strip():
        return {}
    try:
        found = json.loads(text)
    except ValueError as error:
        message = f"{CODE} holds comments or is no JSON, and is left as it is"
        fix = 'add the lines of "yaml.schemas" by hand: they stand in the README'
        raise OutputError(UNWRITABLE.at(Location(CODE), message, fix=fix)) from error
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}
