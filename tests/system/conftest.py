"""The edition, built once for all tests that look at its documents."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(Path(__file__).resolve().parent))


def run(*arguments: str | Path) -> Result:
    """Run the command as a user would, in this process."""
    from iomreport.cli import command
    from iomreport.commands.boundary import guarded

    class Guarded(CliRunner):
        def invoke_guarded(self, words: list[str]) -> Result:
            import click

            @click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
            @click.argument("words", nargs=-1, type=click.UNPROCESSED)
            def whole(words: tuple[str, ...]) -> None:
                sys.exit(guarded(command, list(words)))

            return self.invoke(whole, words)

    return Guarded().invoke_guarded([str(argument) for argument in arguments])


def need(tool: str) -> None:
    """Skip a test that needs a tool which is not here; where everything must be tested, fail."""
    if shutil.which(tool) is None:
        message = f"{tool} is not installed"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the edition with its templates, so that a test can build without touching the repository."""
    folder = tmp_path_factory.mktemp("edition")
    for name in ("content", "templates"):
        shutil.copytree(REPOSITORY / name, folder / name)
    return folder


@pytest.fixture(scope="session")
def documents(edition: Path) -> dict[str, Path]:
    """The strategy, every country's extract and two themes' extracts, built; by the name of the target."""
    result = run("-C", edition, "build", "strategy", "countries", "theme:counter-trafficking", "theme:labour-migration")
    assert result.exit_code == 0, result.output
    output = edition / "output"
    found = {path.relative_to(output).with_suffix("").as_posix(): path for path in sorted(output.rglob("*.docx"))}
    assert len(found) == 17
    return found
