"""`iomreport verify`: check a delivery against its manifest."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from iomreport.cli.errors import DONE, ERRORS
from iomreport.diagnostics.finding import Severity
from iomreport.diagnostics.rendering import print_diagnostics, printed
from iomreport.publish.destinations import is_remote, open_destination, verify


@click.command("verify")
@click.argument("manifest")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(manifest: str, form: str) -> int:
    """Check the documents beside MANIFEST, a file or an address: that all are there and none was changed."""
    here = Path.cwd()
    folder, _, name = manifest.rpartition("/") if is_remote(manifest) else ("", "", "")
    if not is_remote(manifest):
        path = (here / manifest).resolve()
        folder, name = str(path.parent), path.name
    count, findings = verify(open_destination(folder, here), name)
    if form == "json":
        click.echo(printed(findings, format="json"))
    else:
        print_diagnostics(findings, stream=sys.stderr)
        if not findings:
            click.echo(f"all {count:,} documents are as they were built")
    return ERRORS if any(finding.severity is Severity.ERROR for finding in findings) else DONE
