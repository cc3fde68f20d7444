"""The right word that a mistaken one was most likely meant to be."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The word most like the given one, whatever the case; None if none is like it."""
    folded = {candidate.casefold(): candidate for candidate in words}
    found = get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else None


def did_you_mean(word: str, words: Iterable[str], otherwise: str = "") -> str:
    """A `fix` that names the nearest right word, or else the other advice."""
    found = nearest(word, words)
    return f"did you mean {found}?" if found else otherwise
