"""Figures: pictures in line with the text, scaled to the text column (20.4.2.8)."""

from __future__ import annotations

import re

from iomreport.markup.nodes import Figure
from iomreport.word.fragments import FragmentStore, Picture
from iomreport.word.markers import MEDIA, marker
from iomreport.word.oxml import EMU_PER_TWIP, escape

_EMU_PER_PIXEL = 9525
"""At 96 pixels an inch, which is how Word takes an image that says nothing of its size."""


def write_figure(figure: Figure, store: FragmentStore, *, keep_next: bool) -> str:
    """A paragraph with the picture; `keep_next` holds it to its caption."""
    if store.picture is None:
        raise LookupError(f"no picture can be read for {figure.source}")
    picture = store.picture(figure)
    store.pictures.append(picture)
    width, height = _extent(picture, figure.width, store.styles.column_width)
    keep = "<w:keepNext/>" if keep_next else ""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{store.styles.get("figure")}"/>{keep}</w:pPr><w:r>'
        f"{drawing(marker(MEDIA, len(store.pictures) - 1), width, height, figure.alternative)}</w:r></w:p>"
    )


def drawing(relationship: str, width: int, height: int, alternative: str) -> str:
    """An inline drawing; `width` and `height` are in EMU."""
    description = escape(alternative)
    return (
        '<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
        f' distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="1" name="Picture" descr="{description}"/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f'<pic:nvPicPr><pic:cNvPr id="0" name="" descr="{description}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relationship}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )


def _extent(picture: Picture, share: int, column: int) -> tuple[int, int]:
    """Width and height in EMU: the asked share of the text column, never larger than the picture's natural size."""
    width = min(column * EMU_PER_TWIP * share // 100, picture.width * _EMU_PER_PIXEL)
    return width, max(1, width * picture.height // picture.width)


_DRAWING = "<wp:docPr"
_IDENTIFIER = re.compile(r'<wp:docPr\b[^>]*?\bid="([^"]*)"')
FIRST_IDENTIFIER = 1001
"""Where docxtpl begins, so that what it renders comes out the same."""


def drawing_ids(xml: str) -> list[tuple[int, int]]:
    """Where the ids of drawings stand, in reading order (20.4.2.5): equal ids make Word repair a document."""
    # Most documents have few drawings, and a fixed text is found much faster than a pattern.
    found: list[tuple[int, int]] = []
    at = xml.find(_DRAWING)
    while at >= 0:
        identifier = _IDENTIFIER.match(xml, at)
        if identifier is not None:
            found.append(identifier.span(1))
        at = xml.find(_DRAWING, at + 1)
    return found


def distinct_drawings(xml: str) -> str:
    """The part with its drawings numbered afresh where two have one id."""
    places = drawing_ids(xml)
    if len({xml[start:end] for start, end in places}) == len(places):
        return xml
    pieces: list[str] = []
    done = 0
    for number, (start, end) in enumerate(places, FIRST_IDENTIFIER):
        pieces += (xml[done:start], str(number))
        done = end
    return "".join((*pieces, xml[done:]))
