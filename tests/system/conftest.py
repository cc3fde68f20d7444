"""The edition, built once for all tests that look at its documents."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from as_user import REPOSITORY, run
from openxml_sdk import Validator
from shared import Shared


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the edition with its templates, so that a test can build without touching the repository."""
    folder = tmp_path_factory.mktemp("edition")
    for name in ("content", "templates"):
        shutil.copytree(REPOSITORY / name, folder / name)
    return folder


@pytest.fixture(scope="session")
def documents(shared: Shared) -> dict[str, Path]:
    """The strategy, every country's extract and two themes' extracts, built; by the name of the target."""

    def make(folder: Path) -> None:
        for name in ("content", "templates"):
            shutil.copytree(REPOSITORY / name, folder / name)
        themes = ("theme:counter-trafficking", "theme:labour-migration")
        result = run("-C", folder, "build", "strategy", "countries", *themes)
        assert result.exit_code == 0, result.output

    output = shared.once("built-edition", make) / "output"
    found = {path.relative_to(output).with_suffix("").as_posix(): path for path in sorted(output.rglob("*.docx"))}
    assert len(found) == 17
    return found


@pytest.fixture(scope="session")
def validator() -> Validator:
    """The validator of the Open XML SDK, whose runtime a process can load but once."""
    return Validator()
