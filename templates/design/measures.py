"""The typefaces and measures of a Word page."""

from __future__ import annotations

BODY_FONT = "Carlito"
DISPLAY_FONT = "Noto Serif Display"

# What Word takes on a machine without these typefaces: Calibri has the very widths of Carlito.
TWINS = {BODY_FONT: "Calibri", DISPLAY_FONT: "Cambria"}

# Twentieths of a point, as Word counts on a page; A4 is 210 by 297 millimetres.
PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838
MARGIN_SIDE, MARGIN_TOP, MARGIN_BOTTOM = 1701, 1871, 1304
HEADER, FOOTER = 822, 624
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN_SIDE
LANDSCAPE_SIDE = 1134

EMU_PER_MM = 36000


def mm(length: float) -> int:
    """Millimetres as English Metric Units, in which drawings are measured."""
    return round(length * EMU_PER_MM)
