"""The command: it parses options and calls one verb. Each verb is a module of `iomreport.commands`."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Final

import click

from iomreport.cli.errors import run_guarded
from iomreport.version import VERSION

_ALLOCATIONS = 100_000
"""After how many new objects garbage is looked for; Python's own number is 700."""


COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "addresses": ("iomreport.cli.addresses", "List the fields of a document and what was changed in them."),
    "batch": ("iomreport.cli.batch", "Build all documents of a plan that are not as they should be."),
    "build": ("iomreport.cli.build", "Build documents."),
    "check": ("iomreport.cli.check", "Find what is wrong with content and templates."),
    "explain": ("iomreport.cli.explain", "Say what the code of a message means."),
    "inspect": ("iomreport.cli.inspect", "Say where a document comes from and whether it is still current."),
    "schema": ("iomreport.cli.schema", "Write JSON Schemas, for editors that complete and check while typing."),
    "list": ("iomreport.cli.list", "List countries, projects, themes, targets or remarks."),
    "verify": ("iomreport.cli.verify", "Check a delivery against its manifest."),
    "template": ("iomreport.cli.template", "Write, check and describe templates."),
}
"""The verbs: the module of each, and what it does in a line."""


class Verbs(click.Group):
    """A group that imports a verb only when it is called for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        # Starting is felt at every call, so only the verb that is called for is imported.
        return import_module(COMMANDS[cmd_name][0]).command if cmd_name in COMMANDS else None

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
    sys.exit(run_guarded(command))
