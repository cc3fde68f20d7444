"""Printed page numbers, in the manner of each section."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iomreport.layout.page_numbers import page_label, roman

VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


@pytest.mark.parametrize(
    ("number", "style", "printed"),
    [
        (4, "lowerRoman", "iv"),
        (1994, "upperRoman", "MCMXCIV"),
        (1, "lowerLetter", "a"),
        (26, "lowerLetter", "z"),
        (27, "lowerLetter", "aa"),
        (28, "upperLetter", "BB"),
        (7, "numberInDash", "- 7 -"),
        (7, "decimalZero", "07"),
        (12, "decimal", "12"),
        (12, "hebrew1", "12"),
        (0, "lowerRoman", "0"),
    ],
)
def test_numbers_are_written_as_the_section_says(number: int, style: str, printed: str) -> None:
    assert page_label(number, style) == printed


@given(st.integers(1, 3999))
def test_roman_numerals_read_back(number: int) -> None:
    values = [VALUES[letter] for letter in roman(number)]
    total = sum(-one if one < next_ else one for one, next_ in zip(values, [*values[1:], 0], strict=True))
    assert total == number
