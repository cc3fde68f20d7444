"""The edition that the project ships."""

from __future__ import annotations

from pathlib import Path

import pytest

from iomreport.strategy.load.loader import load
from iomreport.strategy.model.strategy import Strategy

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def edition() -> Strategy:
    return load(PROJECT)
