"""Differences between two texts: nothing is lost, and people can read them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from iomreport.returned.compare import Piece, readable, word_diff

WORDS = st.lists(st.sampled_from(["IOM", "Tirana", " ", "\n", ",", "über", "’"]), max_size=30).map("".join)


@given(WORDS | st.text(), WORDS | st.text())
def test_the_pieces_make_up_both_texts(old: str, new: str) -> None:
    pieces = word_diff(old, new)
    assert "".join(text for kind, text in pieces if kind != "inserted") == old
    assert "".join(text for kind, text in pieces if kind != "deleted") == new
    assert (old == new) == all(kind == "same" for kind, _ in pieces)


def test_words_are_compared_and_not_letters() -> None:
    assert word_diff("IOM Tirana", "IOM Tiranë") == (
        Piece("same", "IOM "),
        Piece("deleted", "Tirana"),
        Piece("inserted", "Tiranë"),
    )


def test_people_see_the_change_and_what_stands_beside_it() -> None:
    old = f"{'word ' * 100}old end.\nNext {'word ' * 100}"
    shown = readable(word_diff(old, old.replace("old", "new")))
    assert "[-old-]{+new+} end.¶Next" in shown
    assert len(shown) < 100


def test_texts_that_differ_altogether_are_not_compared_for_ever() -> None:
    old, new = (" ".join(f"{letter}{number}" for number in range(20_000)) for letter in "ab")
    assert [kind for kind, _ in word_diff(old, new)] == ["deleted", "inserted"]
