"""Projects whose documents are checked: the shipped edition, and a small one with the shipped templates, to spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from specimen import write_specimen

from iomreport.accessibility import ContentPlaces, Examination, examine, template_places
from iomreport.publish.builder import DocumentBuilder
from iomreport.publish.pipeline import extract_of
from iomreport.publish.targets import all_targets
from iomreport.strategy.load.loader import load
from iomreport.strategy.origin import field_digests

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def examined() -> dict[str, Examination]:
    """What the checks say of every document of the edition, made in memory, by the names of the targets."""
    strategy = load(ROOT)
    builder, places = DocumentBuilder(ROOT, strategy), ContentPlaces(strategy)
    templates = {kind: ROOT / "templates" / f"{kind}.docx" for kind in ("strategy", "country", "theme")}
    known = {kind: template_places(path.read_bytes(), f"templates/{path.name}") for kind, path in templates.items()}
    found: dict[str, Examination] = {}
    for target in all_targets(strategy):
        part = extract_of(strategy, target)
        document = builder.make(part, builder.open(templates[target.kind]), {}, target.name, field_digests(part))
        found[target.name] = examine(document.content, target.name, places, known[target.kind])
    return found


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project with the labels and the templates of the edition."""
    monkeypatch.setenv("IOMREPORT_CACHE", str(tmp_path / "cache"))
    folder = write_specimen(tmp_path / "project")
    shutil.copy(ROOT / "content/labels.yaml", folder / "content/labels.yaml")
    for kind in ("strategy", "country", "theme"):
        shutil.copy(ROOT / f"templates/{kind}.docx", folder / f"templates/{kind}.docx")
    return folder
