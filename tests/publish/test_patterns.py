"""Patterns of output paths: what they make, and what is refused."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iomreport.diagnostics.finding import Diagnostic, Findings
from iomreport.publish import patterns
from iomreport.publish.patterns import read_pattern


@given(st.text(), st.text())
def test_whatever_the_words_a_path_stays_below_its_folder(words: str, value: str) -> None:
    findings = Findings()
    text = words.replace("{", "").replace("}", "") + "{name}"
    pattern = read_pattern(text, None, ["name"], findings)
    assert pattern is not None
    path = pattern.path({"name": value, "target": "x"})
    if isinstance(path, Diagnostic):
        return
    assert path
    assert not PurePosixPath(path).is_absolute()
    assert not {"..", ".", ""}.intersection(path.split("/"))
    assert "\\" not in path


def test_a_misspelt_name_is_told_from_the_right_one() -> None:
    findings = Findings()
    assert read_pattern("{country.slgu}.{format}", None, ["country.slug", "format"], findings) is None
    assert findings.items[0].fix == "did you mean country.slug?"


@given(st.lists(st.text(alphabet="aC-.on1/ L", max_size=6), min_size=1, max_size=4).map("/".join))
def test_what_is_told_at_a_glance_to_be_a_good_path_is_one(path: str) -> None:
    if patterns.PLAIN.fullmatch(path):
        assert patterns.find_fault(path, None) is None


@pytest.mark.parametrize("path", ["con", "a/NUL.txt", "lpt1/x", ".hidden", "a//b", "a/", "a/.b", "a..b", "a ", "é"])
def test_what_may_be_wrong_is_looked_at_closely(path: str) -> None:
    assert not patterns.PLAIN.fullmatch(path)
