from __future__ import annotations

from pathlib import PurePosixPath

from hypothesis import given
from hypothesis import strategies as st

from iomreport.build.patterns import read_pattern
from iomreport.diagnostics import Diagnostic, Findings


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
