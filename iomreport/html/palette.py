"""The colours of the design, for Word templates and pages alike.

A colour is held by its slot in the document's theme and its value, so that changing the theme in Word recolours a
template as a whole. Contrast on white: INK 15:1, DEEP 13:1, BLUE 6.6:1, SLATE 6.1:1, RUST 5.6:1; AMBER and PALE are
for surfaces and lines, never for text on white.
"""

from __future__ import annotations

from typing import NamedTuple


class Colour(NamedTuple):
    """A colour by its theme slot and its value in hexadecimal red, green and blue."""

    slot: str
    value: str


INK = Colour("text1", "1B2430")
WHITE = Colour("background1", "FFFFFF")
NIGHT = Colour("text2", "071F40")
MIST = Colour("background2", "EDF2F8")
DEEP = Colour("accent1", "0B2F5E")
AMBER = Colour("accent2", "E39A2D")
BLUE = Colour("accent3", "1C62A0")
SLATE = Colour("accent4", "56616F")
RUST = Colour("accent5", "9A4F0B")
PALE = Colour("accent6", "B9CBE0")
LINK = Colour("hyperlink", "1C62A0")
VISITED = Colour("followedHyperlink", "5A4A86")
RULE = Colour("", "D3DCE6")
