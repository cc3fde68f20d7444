"""Colours as they are seen, and how far two of them are apart (WCAG 2.2, relative luminance and contrast ratio)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from colorsys import hls_to_rgb, rgb_to_hls

from iomreport.word.elements import A, Element, value, w

Rgb = tuple[int, int, int]
WHITE: Rgb = (255, 255, 255)
BLACK: Rgb = (0, 0, 0)
LARGE, SMALL = 3.0, 4.5
"""The least contrast of large text and of graphics, and that of other text."""

_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_BYTE = re.compile(r"[0-9A-Fa-f]{1,2}")
_PERCENT = re.compile(r"pct(\d+)")
_SLOTS = {
    "dark1": "dk1",
    "light1": "lt1",
    "dark2": "dk2",
    "light2": "lt2",
    "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}
_MAPPED = {"text1": "t1", "background1": "bg1", "text2": "t2", "background2": "bg2"}
_USUAL = {"t1": "dark1", "bg1": "light1", "t2": "dark2", "bg2": "light2"}
_HIGHLIGHTS = {
    "black": "000000",
    "blue": "0000FF",
    "cyan": "00FFFF",
    "green": "00FF00",
    "magenta": "FF00FF",
    "red": "FF0000",
    "yellow": "FFFF00",
    "white": "FFFFFF",
    "darkBlue": "00008B",
    "darkCyan": "008B8B",
    "darkGreen": "006400",
    "darkMagenta": "800080",
    "darkRed": "8B0000",
    "darkYellow": "808000",
    "darkGray": "A9A9A9",
    "lightGray": "D3D3D3",
}


def luminance(colour: Rgb) -> float:
    """The relative luminance, from 0 for black to 1 for white."""
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in (c / 255 for c in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast ratio, from 1 for equal colours to 21 for black on white."""
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def written(colour: Rgb) -> str:
    return "#{:02X}{:02X}{:02X}".format(*colour)


def parse(text: str) -> Rgb | None:
    """A colour by its six hexadecimal digits; `auto` and what is none gives none."""
    if not _HEX.fullmatch(text):
        return None
    return int(text[:2], 16), int(text[2:4], 16), int(text[4:], 16)


class Palette:
    """The colours of a document's theme (20.1.6.2), under the names that its text uses (17.15.1.20)."""

    def __init__(self, theme: Element | None, settings: Element | None) -> None:
        self._slots: dict[str, Rgb] = {}
        scheme = None if theme is None else next(theme.iter(f"{{{A}}}clrScheme"), None)
        for slot in () if scheme is None else scheme:
            for colour in slot:
                found = parse(str(colour.get("val") or "")) or parse(str(colour.get("lastClr") or ""))
                if found:
                    self._slots[str(slot.tag).rpartition("}")[2]] = found
        mapping = None if settings is None else settings.find(w("clrSchemeMapping"))
        self._mapping: Mapping[str, str] = (
            _USUAL
            if mapping is None
            else {
                **_USUAL,
                **{str(name).rpartition("}")[2]: str(slot) for name, slot in mapping.attrib.items()},
            }
        )

    def slot(self, name: str) -> Rgb | None:
        """A colour of the theme by the name that a text, a shading (`text1`) or a drawing (`tx1`) gives it."""
        short = {"tx1": "text1", "tx2": "text2", "bg1": "background1", "bg2": "background2"}.get(name, name)
        mapped = self._mapping.get(_MAPPED.get(short, short), short)
        return self._slots.get(_SLOTS.get(mapped, mapped))

    def text(self, colour: Element | None) -> Rgb | None:
        """The colour of text (17.3.2.6); none where the program chooses one that stands out."""
        if colour is None:
            return None
        themed = self._themed(colour, "theme", "themeColor")
        return themed or parse(value(colour))

    def shading(self, shade: Element | None) -> Rgb | None:
        """The colour behind text by its shading (17.3.5); none where nothing is laid behind it."""
        if shade is None:
            return None
        fill = self._themed(shade, "themeFill", "themeFill") or parse(value(shade, "fill"))
        pattern = value(shade)
        share = {"solid": 100, "clear": 0, "nil": 0}.get(pattern)
        if share is None:
            percent = _PERCENT.fullmatch(pattern)
            share = int(percent[1]) if percent else 0
        if not share:
            return fill
        front = self._themed(shade, "theme", "themeColor") or parse(value(shade, "color")) or BLACK
        back = fill or WHITE
        red, green, blue = (round((f * share + b * (100 - share)) / 100) for f, b in zip(front, back, strict=True))
        return red, green, blue

    @staticmethod
    def highlight(name: str) -> Rgb | None:
        """The colour of a marker pen (17.18.40)."""
        return parse(_HIGHLIGHTS.get(name, ""))

    def _themed(self, element: Element, stem: str, name: str) -> Rgb | None:
        slot = value(element, name)
        colour = self.slot(slot) if slot else None
        if colour is None:
            return None
        tint, shade = _share(element, f"{stem}Tint"), _share(element, f"{stem}Shade")
        return _lightened(colour, tint) if tint is not None else colour if shade is None else _darkened(colour, shade)


def _share(element: Element, name: str) -> float | None:
    """A tint or shade as a share of one; it is written as two hexadecimal digits."""
    text = value(element, name)
    return int(text, 16) / 255 if _BYTE.fullmatch(text) else None


def _lightened(colour: Rgb, share: float) -> Rgb:
    """A tint (17.18.97): of the lightness this share stays, the rest goes to white."""
    hue, light, saturation = rgb_to_hls(*(each / 255 for each in colour))
    return _whole(hls_to_rgb(hue, light * share + 1 - share, saturation))


def _darkened(colour: Rgb, share: float) -> Rgb:
    """A shade (17.18.97): of the lightness this share stays."""
    hue, light, saturation = rgb_to_hls(*(each / 255 for each in colour))
    return _whole(hls_to_rgb(hue, light * share, saturation))


def _whole(colour: tuple[float, float, float]) -> Rgb:
    red, green, blue = (round(each * 255) for each in colour)
    return red, green, blue
