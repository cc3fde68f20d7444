"""An edition is read once, and read again as soon as anything differs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from iomreport.diagnostics.finding import ContentError, Findings
from iomreport.strategy.load import loader
from iomreport.strategy.load.cached import load_cached
from iomreport.strategy.load.country import CountryFolder, RegionalFolder
from iomreport.strategy.load.loader import Parts, load
from iomreport.strategy.load.reading import Reading


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IOMREPORT_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The projects that were read."""
    read: list[Path] = []
    real = loader.load_edition

    def load_edition(project: Path, parts: Parts | None = None, **given: Any) -> object:
        read.append(project)
        return real(project, parts, **given)

    monkeypatch.setattr(loader, "load_edition", load_edition)
    return read


def test_a_second_run_reads_nothing(project: Path, reads: list[Path]) -> None:
    first = load_cached(project, Findings())
    assert first == load_cached(project, Findings())
    assert len(reads) == 1
    assert first == load(project)


def test_addresses_and_places_are_kept(project: Path, reads: list[Path]) -> None:
    first, second = load_cached(project, Findings()), load_cached(project, Findings())
    for one, other in zip(first.countries, second.countries, strict=True):
        assert one.place() is not None
        assert one.__pydantic_private__ == other.__pydantic_private__
        assert one.background.address == other.background.address


@pytest.mark.parametrize("change", ["edit", "add", "remove"])
def test_a_change_is_seen(project: Path, reads: list[Path], change: str) -> None:
    before = load_cached(project, Findings())
    file = project / "content/countries/albania/chapter.md"
    match change:
        case "edit":
            file.write_text(file.read_text("utf-8") + "\nMore.\n", "utf-8")
        case "add":
            (project / "content/note.txt").write_text("x")
        case _:
            (project / "content/acronyms.yaml").unlink()
    after = load_cached(project, Findings())
    assert len(reads) == 2
    assert after == load(project)
    assert (before == after) == (change == "add")


def test_a_warning_is_said_by_a_kept_edition_too(project: Path, reads: list[Path]) -> None:
    (project / "content/note.txt").write_text("x")
    said = [Findings(), Findings()]
    for findings in said:
        load_cached(project, findings)
    assert len(reads) == 1
    assert said[0].items == said[1].items != []


def test_an_edition_with_an_error_is_never_kept(project: Path, reads: list[Path]) -> None:
    file = project / "content/strategy.yaml"
    file.write_text("titel: x\n", "utf-8")
    for _ in range(2):
        with pytest.raises(ContentError):
            load_cached(project, Findings())
    assert len(reads) == 2


def test_a_damaged_edition_is_read_anew(project: Path, reads: list[Path]) -> None:
    first = load_cached(project, Findings())
    (file,) = Path(os.environ["IOMREPORT_CACHE"]).glob("edition-*")
    for damage in (b"", b"\0", file.read_bytes()[:-9], b"cos\nsystem\n."):
        file.write_bytes(damage)
        assert load_cached(project, Findings()) == first
    assert len(reads) == 5


def test_no_folder_is_used_where_the_user_wants_none(
    project: Path, reads: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IOMREPORT_CACHE", "")
    load_cached(project, Findings())
    load_cached(project, Findings())
    assert len(reads) == 2


BUILD = """
import sys
from iomreport.cli.main import command
arguments = ["-C", sys.argv[1], "build", "albania", "--layout", "none", "-q", "-o", sys.argv[2]]
command(arguments, standalone_mode=False)
print([name for name in ("docxtpl", "docx", "lxml", "markdown_it", "yaml", "urllib.request") if name in sys.modules])
"""


def test_a_build_that_reads_nothing_imports_no_reader(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    for _ in range(2):
        run = subprocess.run([sys.executable, "-c", BUILD, root, tmp_path], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.parametrize("path", ["countries/albania/chapter.md", "regional/trends.md", "themes.yaml"])
def test_only_the_part_that_changed_is_read_anew(project: Path, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    load_cached(project, Findings())
    file = project / "content" / path
    file.write_text(file.read_text("utf-8") + ("\nMore.\n" if path.endswith(".md") else "\n# more\n"), "utf-8")
    read: list[str] = []
    country, regional = loader.read_country, loader.read_regional

    def read_country(slug: str, *given: Any) -> CountryFolder:
        read.append(slug)
        return country(slug, *given)

    def read_regional(reading: Reading) -> RegionalFolder:
        read.append("regional")
        return regional(reading)

    monkeypatch.setattr(loader, "read_country", read_country)
    monkeypatch.setattr(loader, "read_regional", read_regional)
    changed = load_cached(project, Findings())
    assert read == [name for name in ("albania", "regional") if name in path]
    assert changed == load(project)
    places = [record.__pydantic_private__ for record in (*changed.countries, *changed.regional.priorities)]
    assert places == [
        record.__pydantic_private__
        for each in [load(project)]
        for record in (*each.countries, *each.regional.priorities)
    ]


def test_what_is_wrong_with_a_part_is_found_again(project: Path) -> None:
    load_cached(project, Findings())
    for path, text in (("themes.yaml", "\n# more\n"), ("countries/albania/chapter.md", "\n## [x](y\n\n[^a]\n")):
        file = project / "content" / path
        file.write_text(file.read_text("utf-8") + text, "utf-8")
        for _ in range(2):
            fresh = loader.load_edition(project)
            if fresh.strategy is None:
                with pytest.raises(ContentError) as stop:
                    load_cached(project, Findings())
                errors = [each for each in fresh.findings if each.severity == "error"]
                assert list(stop.value.diagnostics) == errors
            else:
                findings = Findings()
                assert load_cached(project, findings) == fresh.strategy
                assert findings.items == list(fresh.findings)
