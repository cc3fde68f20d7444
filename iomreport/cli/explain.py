"""`iomreport explain`: what a code means."""

from __future__ import annotations

from pathlib import Path

import click

from iomreport.cli.errors import DONE
from iomreport.diagnostics.catalogue import catalogue, page, write_pages
from iomreport.diagnostics.codes.checks import UNKNOWN_CODE
from iomreport.diagnostics.finding import UsageError
from iomreport.diagnostics.suggest import did_you_mean


@click.command("explain")
@click.argument("code", required=False)
@click.option(
    "--pages",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write a page for every code into this folder, such as docs/codes.",
)
def command(code: str | None, pages: Path | None) -> int:
    """Say what a CODE such as C301 means, with an example; without one, list all codes."""
    codes = catalogue()
    if pages is not None:
        changed = write_pages(codes, pages)
        click.echo(f"{len(codes)} codes in {pages}, {changed} files changed")
    elif code is None:
        click.echo("\n".join(f"{each.id}  {each.severity:<7}  {each.title}" for each in codes.values()))
    elif (known := codes.get(code.upper().strip("[]"))) is not None:
        click.echo(page(known), nl=False)
    else:
        raise UsageError(UNKNOWN_CODE.at(None, f"there is no code {code}", fix=did_you_mean(code, codes)))
    return DONE
