"""The contents of a page: its headings as a tree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

DEEPEST_LISTED = 4
"""Headings down to this level are listed: the page's title is the first, and the contents have three levels."""


@dataclass(slots=True)
class Entry:
    """A heading: its level on the page, its number, its words, its id, and the headings below it."""

    level: int
    number: str
    words: str
    id: str
    children: list[Entry] = field(default_factory=list["Entry"])


def tree_of(headings: Iterable[Entry]) -> list[Entry]:
    """The headings that the contents list, each below the nearest one before it of a higher level."""
    top: list[Entry] = []
    above: list[Entry] = []
    for entry in headings:
        if entry.level > DEEPEST_LISTED:
            continue
        while above and above[-1].level >= entry.level:
            above.pop()
        (above[-1].children if above else top).append(entry)
        above.append(entry)
    return top
