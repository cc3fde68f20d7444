"""`iomreport template`: what an author of templates needs."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from iomreport.codes.output import UNWRITABLE
from iomreport.commands.template_lint import fields, lint
from iomreport.diagnostics import Location, OutputError
from iomreport.starter import Kind, write_starter


@click.group("template")
def command() -> None:
    """Write, check and describe templates."""


@command.command("new")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--kind", type=click.Choice(get_args(Kind)), default="country", show_default=True, help="What it is for.")
def new(file: Path, kind: Kind) -> None:
    """Write a fresh template to FILE, to be restyled in Word. An existing file is never written over."""
    if file.exists():
        raise OutputError(UNWRITABLE.at(Location(str(file)), f"{file} exists", fix="choose another name"))
    if not file.parent.is_dir():
        raise OutputError(UNWRITABLE.at(Location(str(file)), f"there is no folder {file.parent}"))
    write_starter(file, kind)
    click.echo(f"wrote {file}")


command.add_command(lint)
command.add_command(fields)
