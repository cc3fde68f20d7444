"""The edition that the project ships."""

from __future__ import annotations

from pathlib import Path

import pytest

from iomreport.model.strategy import Strategy
from iomreport.source import load

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def edition() -> Strategy:
    return load(PROJECT)
