"""What the tests of the engine share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees what another, or an earlier version, has compiled."""
    monkeypatch.setenv("IOMREPORT_CACHE", str(tmp_path / "cache"))
