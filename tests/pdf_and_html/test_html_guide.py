"""The commands that the page about reading pages shows."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

from click.testing import CliRunner
from reading_pages import REPOSITORY, all_of, parsed, text_of

from iomreport.cli.main import command
from iomreport.html.page import is_as_built

GUIDE = (REPOSITORY / "docs/html.md").read_text("utf-8")


def test_the_commands_of_the_guide_make_pages(tmp_path: Path) -> None:
    for name in ("content", "templates"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    lines = re.findall(r"^\$ iomreport (.*)$", GUIDE, re.MULTILINE)
    assert len(lines) == 2
    for line in lines:
        result = CliRunner().invoke(command, ["-C", str(tmp_path), *shlex.split(line)])
        assert result.exit_code == 0, result.output
    pages = {path.stem: path.read_bytes() for path in (tmp_path / "output").rglob("*.html")}
    assert set(pages) == {"albania", "counter-trafficking"}
    assert all(map(is_as_built, pages.values()))
    cover = next(all_of(parsed(pages["counter-trafficking"]), "header"))
    assert "Ministry of the Interior" in [text_of(value) for value in all_of(cover, "dd")]
