"""Running the command as a user would, in this process."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from iomreport.cli.errors import run_guarded
from iomreport.cli.main import command

REPOSITORY = Path(__file__).resolve().parents[2]


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def _whole(words: tuple[str, ...]) -> None:
    sys.exit(run_guarded(command, list(words)))


def run(*arguments: str | Path) -> Result:
    """What the command says and its exit code."""
    return CliRunner().invoke(_whole, [str(argument) for argument in arguments])


def need(tool: str) -> None:
    """Skip a test that needs a tool which is not here; where everything must be tested, fail."""
    if shutil.which(tool) is None:
        message = f"{tool} is not installed"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
