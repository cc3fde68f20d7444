"""What tests of several packages share."""

from __future__ import annotations

from pathlib import Path

import pytest
from specimen import write_specimen


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project without a fault, to use or to spoil."""
    return write_specimen(tmp_path / "project")
