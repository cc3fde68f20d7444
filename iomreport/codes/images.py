"""Findings about images."""

from __future__ import annotations

from typing import Final

from iomreport.diagnostics import Code

MISSING_IMAGE: Final = Code(
    "C501",
    "the file of a figure does not exist",
    why="The figure would be an empty frame.",
    fix="put the image beside the chapter, or mend its path",
    wrong="![Map of the region](figures/mpa.png)",
    right="![Map of the region](figures/map.png)",
)
UNKNOWN_IMAGE: Final = Code(
    "C502",
    "an image is of a kind that cannot be placed",
    why="Word would show an empty frame.",
    fix="save the image as PNG or JPEG",
    wrong="![Map of the region](figures/map.webp)",
    right="![Map of the region](figures/map.png)",
)
