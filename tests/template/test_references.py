"""What references can point to is there, in the full strategy and in an extract."""

from __future__ import annotations

from pathlib import Path

import pytest

from iomreport.strategy.addresses import fields
from iomreport.strategy.context import labels
from iomreport.strategy.extract import extract
from iomreport.strategy.load.loader import load
from iomreport.strategy.model.strategy import Strategy
from iomreport.strategy.references import targets


@pytest.fixture(scope="module")
def edition() -> Strategy:
    return load(Path(__file__).resolve().parents[2])


def test_every_target_is_a_field_that_a_document_shows(edition: Strategy) -> None:
    shown = {field.address for field in fields(edition)}
    found = targets(edition, labels(edition))
    assert {target.field for target in found.values()} <= shown


def test_a_closing_section_has_both_its_addresses(edition: Strategy) -> None:
    poland = extract(edition, countries=["PL"])
    (section,) = poland.countries[0].closing
    found = targets(poland, labels(edition))
    assert found[f"PL/closing/{section.id}"] == found[f"PL/closing/sections/{section.id}"]
    assert found[f"PL/closing/{section.id}"].words == section.title
