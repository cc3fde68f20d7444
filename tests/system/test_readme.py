"""Every documented command and script runs as it is written."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from as_user import REPOSITORY, run

PAGES = [REPOSITORY / "README.md", REPOSITORY / "content" / "README.md", *sorted((REPOSITORY / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
MADE_ELSEWHERE = ("make ", "pip ", ".venv/", "source ", "cd ", "eval ", "env ", "python", "dask ")
"""Commands of other programs; `make report` and `make test` are what runs this test."""


def blocks(kind: str) -> list[tuple[str, str]]:
    return [
        (page.relative_to(REPOSITORY).as_posix(), text)
        for page in PAGES
        for language, text in BLOCK.findall(page.read_text("utf-8"))
        if language == kind
    ]


def commands() -> list[tuple[str, str]]:
    lines = [
        (page, line[2:]) for page, text in blocks("console") for line in text.splitlines() if line.startswith("$ ")
    ]
    return [(page, line) for page, line in lines if not line.startswith(MADE_ELSEWHERE)]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("readme")
    for name in ("content", "templates"):
        shutil.copytree(REPOSITORY / name, folder / name)
    return folder


def test_the_readme_has_commands_and_a_script() -> None:
    assert len([line for page, line in commands() if page == "README.md"]) >= 10
    assert len([text for page, text in blocks("python") if page == "README.md"]) == 1


@pytest.mark.parametrize(("page", "line"), [each for each in commands() if each[0] == "README.md"])
def test_a_documented_command_runs(page: str, line: str, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    words = shlex.split(line)
    assert words[0] == "iomreport", line
    if words[1:3] == ["template", "new"]:
        Path(words[3]).unlink(missing_ok=True)
    result = run(*words[1:])
    assert result.exit_code == 0, result.output


def test_the_script_is_short_and_builds(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ((_, script),) = [each for each in blocks("python") if each[0] == "README.md"]
    assert len([line for line in script.splitlines() if line.strip()]) <= 5
    monkeypatch.chdir(project)
    exec(compile(script, "README.md", "exec"), {})
    assert (project / "albania.docx").read_bytes().startswith(b"PK")
