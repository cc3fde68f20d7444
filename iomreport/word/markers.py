"""Markers: places in written WordprocessingML that are settled only when the whole document is known.

A fragment is written once and stands in many documents, so what depends on the document (a note's number, a
relationship id, a bookmark id) is left open: START, a letter for the kind, a key, END. Both characters are forbidden in
XML and refused in content and templates, so no text can be taken for a marker.
"""

from __future__ import annotations

from typing import Final

START: Final = "\x01"
END: Final = "\x02"

NOTE: Final = "n"
"""A reference to a note; the key is the note's index in the store."""
LIST: Final = "l"
"""The numId of a list instance; the key is the list's index in the store."""
LINK: Final = "h"
"""The relationship id of an external address; the key is its index in the store."""
BOOKMARK: Final = "b"
"""The start of a bookmark; the key is its name."""
BOOKMARK_END: Final = "e"
REFERENCE: Final = "r"
"""A reference to a field of the strategy; the key is its index in the store."""
CONTROL: Final = "c"
"""The alias, tag and id of a content control; the key is the address of its field, escaped."""
MEDIA: Final = "m"
"""The relationship id of a picture; the key is its index in the store."""
SEQUENCE: Final = "s"
"""The number of a caption; the key is the name of its sequence."""
PLACE: Final = "p"
"""A placeholder of the template, such as the contents; the key is its kind."""

ITSELF: Final = "i"
"""What is to stand as it is; the key is that."""


def marker(kind: str, key: object = "") -> str:
    return f"{START}{kind}{key}{END}"


Cut = tuple[int, int, str, str]
"""A change in a text: from where to where something goes, and the kind and key of the marker that it is settled as."""


def find_markers(text: str) -> list[Cut]:
    """The markers of a text, in reading order."""
    found: list[Cut] = []
    start = text.find(START)
    while start >= 0:
        end = text.index(END, start)
        found.append((start, end + 1, text[start + 1], text[start + 2 : end]))
        start = text.find(START, end)
    return found
