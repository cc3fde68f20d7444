"""What tests of building share."""

from __future__ import annotations

from pathlib import Path

import pytest
from batches import make_templates


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IOMREPORT_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))


@pytest.fixture
def batch_project(project: Path) -> Path:
    """The small project with templates."""
    make_templates(project)
    return project
