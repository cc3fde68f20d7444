"""The command: it parses options and calls one verb. Each verb is a module of `iomreport.commands`."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

import click

from iomreport.commands.boundary import guarded
from iomreport.registry import COMMANDS, load_command
from iomreport.version import VERSION

_ALLOCATIONS = 100_000
"""After how many new objects garbage is looked for; Python's own number is 700."""


class Verbs(click.Group):
    """A group that imports a verb only when it is called for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return load_command(cmd_name) if cmd_name in COMMANDS else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])


@click.command(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, message="iomreport %(version)s")
@click.option(
    "-C",
    "--project",
    type=click.Path(file_okay=False, path_type=Path),
    help="The project's folder (default: the nearest upward that holds content/ and templates/).",
)
@click.pass_context
def command(ctx: click.Context, project: Path | None) -> None:
    """Turn the content files of a strategy into Word documents: the whole, or the extract of a country or theme."""
    ctx.obj = project


def main() -> None:
    """Run the command and leave with its exit code: 0 done, 1 errors, 2 usage, 3 a bug, 130 interrupted."""
    # Nearly all that a command imports and reads stays to its end, so garbage is looked for less often than by default.
    gc.set_threshold(_ALLOCATIONS)
    # Whatever else is installed, content is read in one way; nor are all packages looked through for who wants a part.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    sys.exit(guarded(command))
