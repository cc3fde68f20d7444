"""Severities and words of the house style come from iomreport.toml or pyproject.toml."""

from __future__ import annotations

from pathlib import Path

import pytest
from specimen import put, spoil

from iomreport.diagnostics.catalogue import adjustable
from iomreport.diagnostics.finding import Severity
from iomreport.strategy.checks.run import check_content
from iomreport.strategy.checks.settings import read_settings


@pytest.mark.parametrize(
    ("name", "head"), [("iomreport.toml", "severity"), ("pyproject.toml", "tool.iomreport.severity")]
)
def test_severities_can_be_set(name: str, head: str, project: Path) -> None:
    spoil(project, "content/foreword.md", "Foreword text.", "The the text.")
    put(project, name, f'[{head}]\nC452 = "error"\nC430 = "off"\n')
    found = {each.code: each.severity for each in check_content(project).findings}
    assert found["C452"] is Severity.ERROR
    assert "C430" not in found


def test_a_pyproject_without_a_word_of_ours_is_not_looked_at(project: Path) -> None:
    put(project, "pyproject.toml", '[project]\nname = "x"\n')
    assert read_settings(project).findings == ()


@pytest.mark.parametrize(
    ("text", "line", "column", "fix"),
    [
        ('[severty]\nC452 = "off"\n', 1, 2, "did you mean severity?"),
        ('[severity]\nC452 = "eror"\n', 2, 1, "did you mean error?"),
        ('[severity]\nC110 = "off"\n', 2, 1, ""),
        ('[severity]\nC999 = "off"\n', 2, 1, ""),
        ("[severity\n", 1, 10, ""),
        ("[banned]\nutilize = 3\n", 2, 1, 'write utilize = "…"'),
        ('template-models = "x"\n', 1, 1, 'write ["module:Class"]'),
    ],
)
def test_a_setting_that_is_wrong_is_found(text: str, line: int, column: int, fix: str, tmp_path: Path) -> None:
    put(tmp_path, "iomreport.toml", text)
    (found,) = read_settings(tmp_path, adjustable()).findings
    assert found.location is not None
    assert (found.code, found.location.line, found.location.column) == ("C481", line, column)
    assert fix in found.fix
