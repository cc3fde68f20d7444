"""The wheel works in an empty virtual environment, away from the repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from as_user import REPOSITORY


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(REPOSITORY)],
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("iomreport-*.whl")
    return built


def test_the_wheel_carries_the_starters_and_its_types(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"iomreport/starters/{kind}.docx" for kind in ("strategy", "country", "theme")} <= names
    assert "iomreport/py.typed" in names
    assert {f"iomreport/html/pages/{name}" for name in ("page.html", "page.css", "country.html")} <= names
    assert not [name for name in names if name.startswith(("tests/", "content/"))]


def test_it_builds_a_document_away_from_the_repository(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "env"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True)
    python = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
    # The pip that is here, and nothing compiled but what is used.
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--quiet", "--disable-pip-version-check"]
    pinned = ["-r", str(REPOSITORY / "requirements.txt")]
    subprocess.run([*pip, "install", "--no-compile", *pinned, str(wheel)], check=True, capture_output=True)
    project = tmp_path / "project"
    shutil.copytree(REPOSITORY / "content", project / "content")
    script = (
        "from iomreport import build, extract, load\nbuild(extract(load('.'), countries=['SI']), 'slovenia.docx')\n"
    )
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    subprocess.run([str(python), "-c", script], check=True, cwd=project, env=clean)
    assert (project / "slovenia.docx").read_bytes().startswith(b"PK")
    said = subprocess.run(
        [str(python), "-m", "iomreport", "--version"],
        check=True,
        cwd=project,
        env=clean,
        capture_output=True,
        text=True,
    )
    assert said.stdout.startswith("iomreport ")
