"""A document bears the date of SOURCE_DATE_EPOCH, and what is no date is refused."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from click.testing import CliRunner

from iomreport.cli.main import command
from iomreport.diagnostics.finding import UsageError
from iomreport.publish.output import source_date


def test_a_document_bears_the_date_that_is_set(batch_project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1136073600")
    words = ["-C", str(batch_project), "build", "albania", "--layout", "none"]
    assert CliRunner().invoke(command, words, standalone_mode=False).return_value == 0
    made = docx.Document(str(batch_project / "output" / "countries" / "albania.docx"))
    assert made.core_properties.modified is not None
    assert made.core_properties.modified.isoformat() == "2006-01-01T00:00:00+00:00"


def test_without_one_the_content_has_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert source_date() is None
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    assert source_date() is None


@pytest.mark.parametrize("epoch", ["2006-01-01", "-1", "1e9", "9" * 30, "253402300800", "\u0661"])
def test_what_is_no_date_is_refused_before_anything_is_built(
    epoch: str, batch_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(UsageError, match="which is no date"):
        source_date()
    result = CliRunner().invoke(command, ["-C", str(batch_project), "build"], standalone_mode=False)
    assert isinstance(result.exception, UsageError)
    assert not list(batch_project.glob("output/**/*.docx"))
