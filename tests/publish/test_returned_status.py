"""A field whose bookmark moved by some characters, where its document is all there is to go by."""

from __future__ import annotations

import pytest

from iomreport.returned.read import Beside, ReturnedField, State
from iomreport.returned.status import proved

BUILT = "Regional Representative"


def shown(address: str, text: str) -> bool:
    return text == BUILT


def field(before: str, text: str, after: str) -> ReturnedField:
    return ReturnedField("foreword/signatory/role", State.FOUND, text, Beside(before), Beside(after))


@pytest.mark.parametrize(
    ("before", "text", "after"),
    [
        ("", BUILT, "\n"),
        ("\n", BUILT, "s\n"),
        ("Regi", "onal Representative", ""),
        ("R", "egional Representat", "ive, IOM"),
    ],
)
def test_what_it_said_when_it_was_built_is_found_again(before: str, text: str, after: str) -> None:
    assert proved(field(before, text, after), shown).text == BUILT


def test_an_edited_field_that_ends_within_a_word_is_unsure() -> None:
    found = proved(field("\n", "Former Representativ", "e\n"), shown)
    assert (found.state, found.text) == (State.UNSURE, "")
    assert "within a word" in found.why


def test_an_edited_field_that_ends_with_a_word_is_as_it_was_read() -> None:
    edited = field("\n(", "Former Representative", ")\n")
    assert proved(edited, shown) == edited
