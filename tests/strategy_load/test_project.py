"""A project is found from any folder in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from iomreport.diagnostics.finding import UsageError
from iomreport.files import find_project


def test_the_nearest_folder_upward_is_the_project(project: Path) -> None:
    assert find_project(project / "content/countries/albania") == project
    assert find_project(project) == project


def test_a_content_folder_alone_is_not_enough(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    with pytest.raises(UsageError) as raised:
        find_project(tmp_path / "content")
    assert [finding.code for finding in raised.value.diagnostics] == ["X002"]
