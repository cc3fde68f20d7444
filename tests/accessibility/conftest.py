"""Projects whose documents are checked: the shipped edition, and a small one with the shipped templates, to spoil."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from specimen import write_specimen

from iomreport.accessibility import ContentPlaces, Examination, examine, template_places
from iomreport.publish.targets import all_targets
from iomreport.strategy.load.loader import load

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def examined(unnumbered: Mapping[str, bytes]) -> dict[str, Examination]:
    """What the checks say of every document of the edition, by the names of the targets."""
    strategy = load(ROOT)
    places = ContentPlaces(strategy)
    templates = {kind: ROOT / "templates" / f"{kind}.docx" for kind in ("strategy", "country", "theme")}
    known = {kind: template_places(path.read_bytes(), f"templates/{path.name}") for kind, path in templates.items()}
    return {
        target.name: examine(unnumbered[target.name], target.name, places, known[target.kind])
        for target in all_targets(strategy)
    }


@pytest.fixture
def small(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project with the labels and the templates of the edition, which are compiled once for all tests."""
    monkeypatch.setenv("IOMREPORT_CACHE", str(tmp_path_factory.getbasetemp() / "accessibility-cache"))
    folder = write_specimen(tmp_path / "project")
    shutil.copy(ROOT / "content/labels.yaml", folder / "content/labels.yaml")
    for kind in ("strategy", "country", "theme"):
        shutil.copy(ROOT / f"templates/{kind}.docx", folder / f"templates/{kind}.docx")
    return folder
