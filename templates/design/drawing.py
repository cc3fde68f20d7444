"""The band of colour on covers and openers: a group of Word's own shapes, so that it can be recoloured in Word.

Over the band lies a figure of routes: places joined by arcs, after where the capitals of the region lie, with the seat
of the regional office as their hub. It has no words and no borders, and is marked as decorative.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from iomreport.html.palette import AMBER, DEEP, PALE, WHITE, Colour
from templates.design.measures import mm

DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
    '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
    "</a:ext></a:extLst>"
)
GROUP = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
PAGE, RULE_HEIGHT = 210, 1.6
"""Width of the page and height of the line under the band, in millimetres."""
SCHEME = {
    "text1": "tx1",
    "text2": "tx2",
    "background1": "bg1",
    "background2": "bg2",
}

# Longitude and latitude, in degrees; the first is the hub.
PLACES = (
    (19.04, 47.50),
    (19.82, 41.33),
    (18.41, 43.86),
    (23.32, 42.70),
    (15.98, 45.81),
    (14.43, 50.08),
    (21.43, 42.00),
    (21.17, 42.66),
    (19.26, 42.44),
    (21.01, 52.23),
    (26.10, 44.43),
    (20.46, 44.82),
    (17.11, 48.15),
    (14.51, 46.06),
)
# Pairs of places that lie beside each other.
NEIGHBOURS = (
    *((1, 6), (1, 8), (2, 4), (2, 8), (2, 11), (3, 6), (3, 10)),
    *((3, 11), (4, 13), (5, 9), (5, 12), (7, 11), (9, 12)),
)
WEST, EAST, SOUTH, NORTH = 14.43, 26.10, 41.33, 52.23


class Frame(NamedTuple):
    """A rectangle on the page, in millimetres."""

    left: float
    top: float
    width: float
    height: float


def _tint(tint: Colour, opacity: int = 100) -> str:
    alpha = f'<a:alpha val="{opacity * 1000}"/>' if opacity < 100 else ""
    return f'<a:schemeClr val="{SCHEME.get(tint.slot, tint.slot)}">{alpha}</a:schemeClr>'


def _filled(tint: Colour, opacity: int = 100) -> str:
    return f"<a:solidFill>{_tint(tint, opacity)}</a:solidFill>"


def _transform(frame: Frame, *, group: bool = False) -> str:
    left, top, width, height = (mm(length) for length in frame)
    inner = f'<a:chOff x="0" y="0"/><a:chExt cx="{width}" cy="{height}"/>' if group else ""
    return f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/>{inner}</a:xfrm>'


def _shape(number: int, frame: Frame, geometry: str, fill: str, stroke: str = "<a:ln><a:noFill/></a:ln>") -> str:
    """A shape; `number` is its id within a group, 0 for a shape of its own."""
    named = f'<wps:cNvPr id="{number}" name="Route {number}"/>' if number else ""
    return (
        f"<wps:wsp>{named}<wps:cNvSpPr/><wps:spPr>{_transform(frame)}{geometry}{fill}{stroke}</wps:spPr>"
        "<wps:bodyPr/></wps:wsp>"
    )


def _rectangle(frame: Frame, tint: Colour) -> str:
    """A filled rectangle. Its colour is given by value, for word processors that know no theme."""
    fill = f'<a:solidFill><a:srgbClr val="{tint.value}"/></a:solidFill>'
    return _shape(0, frame._replace(left=0, top=0), '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>', fill)


def _drawn(frame: Frame, *moves: str, filled: bool) -> str:
    """A geometry of its own, measured in millionths of a metre from the frame's corner."""
    fill = "" if filled else ' fill="none"'
    return (
        "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        '<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{round(frame.width * 1000)}" h="{round(frame.height * 1000)}"{fill}>{"".join(moves)}</a:path>'
        "</a:pathLst></a:custGeom>"
    )


def _point(x: float, y: float) -> str:
    return f'<a:pt x="{round(x * 1000)}" y="{round(y * 1000)}"/>'


def _arc(start: tuple[float, float], end: tuple[float, float], bend: float) -> str:
    """An arc that leaves the straight line by a share of its length."""
    (x1, y1), (x2, y2) = start, end
    sideways, upward = (y2 - y1) * bend, (x1 - x2) * bend
    first = _point(x1 + (x2 - x1) / 3 + sideways, y1 + (y2 - y1) / 3 + upward)
    second = _point(x1 + (x2 - x1) * 2 / 3 + sideways, y1 + (y2 - y1) * 2 / 3 + upward)
    return f"<a:moveTo>{_point(x1, y1)}</a:moveTo><a:cubicBezTo>{first}{second}{_point(x2, y2)}</a:cubicBezTo>"


def _dot(centre: tuple[float, float], radius: float) -> str:
    x, y = centre
    reach = round(radius * 1000)
    return (
        f"<a:moveTo>{_point(x - radius, y)}</a:moveTo>"
        f'<a:arcTo wR="{reach}" hR="{reach}" stAng="10800000" swAng="21600000"/><a:close/>'
    )


def _routes(frame: Frame, size: float) -> Iterable[str]:
    """Shapes of places and arcs that fill a frame; `size` is the radius of a place in millimetres."""

    def at(place: tuple[float, float]) -> tuple[float, float]:
        longitude, latitude = place
        return (
            (longitude - WEST) / (EAST - WEST) * frame.width,
            (NORTH - latitude) / (NORTH - SOUTH) * frame.height,
        )

    hub, *others = [at(place) for place in PLACES]
    stroke = '<a:ln w="{width}" cap="rnd">{fill}<a:round/></a:ln>'
    beside = [_arc(at(PLACES[first]), at(PLACES[second]), 0.10) for first, second in NEIGHBOURS]
    spokes = [_arc(hub, other, 0.18 if other[0] > hub[0] else -0.18) for other in others]
    thin = stroke.format(width=9525, fill=_filled(PALE, 45))
    strong = stroke.format(width=15875, fill=_filled(AMBER, 90))
    yield _shape(12, frame, _drawn(frame, *beside, filled=False), "<a:noFill/>", thin)
    yield _shape(13, frame, _drawn(frame, *spokes, filled=False), "<a:noFill/>", strong)
    yield _shape(14, frame, _drawn(frame, *(_dot(other, size) for other in others), filled=True), _filled(WHITE))
    yield _shape(15, frame, _drawn(frame, _dot(hub, size * 1.9), filled=True), _filled(AMBER))


def band(height: float, routes: Frame, size: float, identity: int) -> str:
    """A run that holds the band: across the page from its upper edge, behind the text, `height` millimetres high.

    The band and the line under it are shapes of their own, which simpler word processors know, too.
    """
    whole, rule = Frame(0, 0, PAGE, height), Frame(0, height, PAGE, RULE_HEIGHT)
    group = (
        f"<wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr>{_transform(routes._replace(left=0, top=0), group=True)}</wpg:grpSpPr>"
        f"{''.join(_routes(routes._replace(left=0, top=0), size))}</wpg:wgp>"
    )
    return "".join(
        (
            _anchored(SHAPE, identity, whole, _rectangle(whole, DEEP)),
            _anchored(SHAPE, identity + 1, rule, _rectangle(rule, AMBER)),
            _anchored(GROUP, identity + 2, routes, group),
        )
    )


def _anchored(kind: str, identity: int, frame: Frame, content: str) -> str:
    """A drawing at its place on the page, behind the text (20.4.2.3); `identity` also orders drawings in depth."""
    left, top, width, height = (mm(length) for length in frame)
    return (
        "<w:r><w:drawing>"
        f'<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="{identity}" behindDoc="1"'
        ' locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{left}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{top}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="{identity}" name="Band {identity}">{DECORATIVE}</wp:docPr><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{kind}">{content}</a:graphicData></a:graphic>'
        "</wp:anchor></w:drawing></w:r>"
    )
