"""New lines and tabs of values become breaks in the run's own formatting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iomreport.word.repair import has_breaks, write_breaks

T = '<w:t xml:space="preserve">'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\nb", f"a</w:t><w:br/>{T}b"),
        ("a\tb", f"a</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:tab/></w:r><w:r><w:rPr><w:b/></w:rPr>{T}b"),
        ("a\ab", f"a</w:t></w:r></w:p><w:p><w:pPr><w:jc/></w:pPr><w:r><w:rPr><w:b/></w:rPr>{T}b"),
        (
            "a\fb",
            'a</w:t></w:r></w:p><w:p><w:r><w:br w:type="page"/></w:r></w:p>'
            f"<w:p><w:pPr><w:jc/></w:pPr><w:r><w:rPr><w:b/></w:rPr>{T}b",
        ),
    ],
)
def test_breaks(text: str, expected: str) -> None:
    around = "<w:p><w:pPr><w:jc/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t></w:r></w:p>"
    assert write_breaks(around.format(text)) == around.format(expected)


@given(st.text("ab<>&; \"'", max_size=30))
def test_other_text_is_left_as_it_is(text: str) -> None:
    assert not has_breaks(text)
    assert write_breaks(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>") == f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_new_lines_between_elements_are_left_as_they_are() -> None:
    xml = "<w:p>\n  <w:r>\n    <w:t>a</w:t>\n  </w:r>\n</w:p>\n"
    assert write_breaks(xml) == xml
