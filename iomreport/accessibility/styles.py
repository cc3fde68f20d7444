"""What text looks like once all its styles are counted (ECMA-376 part 1, 17.7.2): size, weight, colour, language.

Colours as they are seen, and how far two of them are apart (WCAG 2.2, relative luminance and contrast ratio).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass
from functools import cached_property

from iomreport.accessibility.wordprocessingml import A, Element, is_on, value, w

_DEEPEST = 20
"""How far styles may be based on each other: a circle has no end."""
_USUAL_SIZE = 20
"""Ten points, in halves of a point, where nothing says otherwise (17.3.2.38)."""


@dataclass(frozen=True, slots=True, eq=False)
class Style:
    """A style of any kind."""

    id: str
    name: str
    kind: str
    base: str
    element: Element


@dataclass(frozen=True, slots=True)
class Found:
    """A property and where it was found: in a style, or in the text itself (`style` is none)."""

    element: Element
    style: Style | None = None


class Styles:
    """The styles of a file."""

    def __init__(self, root: Element | None) -> None:
        self._styles = {style.id: style for style in _styles(root)}
        self._defaults = None if root is None else root.find(w("docDefaults/rPrDefault/rPr"))
        self._chains: dict[str, tuple[Style, ...]] = {}
        self._usual = {
            kind: next((style.id for style in self._styles.values() if style.kind == kind and _default(style)), "")
            for kind in ("paragraph", "table")
        }

    @cached_property
    def default_language(self) -> str:
        """The language of text that names none: that of the default paragraph style, or of the defaults."""
        found = self._in_chain(self.chain(self._usual["paragraph"]), ("rPr",), "lang")
        return value(found.element if found else self._default("lang"))

    @property
    def all(self) -> tuple[Style, ...]:
        return tuple(self._styles.values())

    def get(self, identity: str) -> Style | None:
        return self._styles.get(identity)

    def named(self, identity: str) -> str:
        """A style's name as Word shows it."""
        style = self._styles.get(identity)
        return style.name if style else identity

    def chain(self, identity: str) -> tuple[Style, ...]:
        """A style and those that it is based on, the nearest first."""
        known = self._chains.get(identity)
        if known is not None:
            return known
        asked, found = identity, list[Style]()
        while (style := self._styles.get(identity)) is not None and len(found) < _DEEPEST:
            found.append(style)
            identity = style.base
        self._chains[asked] = tuple(found)
        return self._chains[asked]

    def of_paragraph(self, paragraph: Element) -> tuple[Style, ...]:
        """The styles of a paragraph; one that names none has the default."""
        named = value(paragraph.find(w("pPr/pStyle")))
        return self.chain(named if named in self._styles else self._usual["paragraph"])

    def of_table(self, table: Element) -> tuple[Style, ...]:
        named = value(table.find(w("tblPr/tblStyle")))
        return self.chain(named if named in self._styles else self._usual["table"])

    def paragraph_property(self, paragraph: Element, name: str) -> Found | None:
        """A property of a paragraph, its own or its style's; `name` can be a path such as `numPr/numId`."""
        own = paragraph.find(w(f"pPr/{name}"))
        return Found(own) if own is not None else self._in_chain(self.of_paragraph(paragraph), ("pPr",), name)

    def run_property(self, run: Element, paragraph: Element, name: str, table: Sequence[Found] = ()) -> Found | None:
        """A property of a run: its own, of its style, of its paragraph's style, of its table's, or the default.

        `table` are the `w:rPr` that the style of the table gives the cell, the nearest first.
        """
        own = run.find(w(f"rPr/{name}"))
        if own is not None:
            return Found(own)
        characters = self.chain(value(run.find(w("rPr/rStyle"))))
        found = self._in_chain(characters, ("rPr",), name)
        found = found or self._in_chain(self.of_paragraph(paragraph), ("rPr",), name)
        if found:
            return found
        for properties in table:
            inside = properties.element.find(w(name))
            if inside is not None:
                return Found(inside, properties.style)
        default = self._default(name)
        return None if default is None else Found(default)

    def is_set(self, run: Element, paragraph: Element, name: str, table: Sequence[Found] = ()) -> bool:
        """Whether a switch such as bold is on: its own says so, or an odd number of kinds of styles do (17.7.3)."""
        own = run.find(w(f"rPr/{name}"))
        if own is not None:
            return is_on(own)
        levels = (self.chain(value(run.find(w("rPr/rStyle")))), self.of_paragraph(paragraph))
        found = [self._in_chain(styles, ("rPr",), name) for styles in levels]
        inside = [each.element.find(w(name)) for each in table]
        first = next((each for each in inside if each is not None), None)
        votes = [is_on(each.element) for each in found if each] + ([is_on(first)] if first is not None else [])
        return sum(votes) % 2 == 1 or is_on(self._default(name))

    def size(self, run: Element, paragraph: Element, table: Sequence[Found] = ()) -> float:
        """The size of text in points."""
        found = self.run_property(run, paragraph, "sz", table)
        written = value(found.element if found else None)
        return (int(written) if written.isdigit() else _USUAL_SIZE) / 2

    def level(self, paragraph: Element) -> int:
        """The level of a heading, from 1 to 9; 0 is text (17.3.1.20)."""
        found = self.paragraph_property(paragraph, "outlineLvl")
        written = value(found.element if found else None)
        if found:
            return int(written) + 1 if written.isdigit() and int(written) < 9 else 0
        for style in self.of_paragraph(paragraph):
            number = style.name.casefold().removeprefix("heading ")
            if number != style.name.casefold() and number.isdigit() and 1 <= int(number) <= 9:
                return int(number)
        return 0

    def is_listed(self, paragraph: Element) -> bool:
        """Whether a paragraph is an item of a list: it has a numbering that is not taken away again (17.9.18)."""
        found = self.paragraph_property(paragraph, "numPr")
        if found is None:
            return False
        number = found.element.find(w("numId"))
        return value(number) not in ("", "0") or (number is None and found.style is not None)

    def _default(self, name: str) -> Element | None:
        return None if self._defaults is None else self._defaults.find(w(name))

    @staticmethod
    def _in_chain(styles: Sequence[Style], within: tuple[str, ...], name: str) -> Found | None:
        for style in styles:
            found = style.element.find(w("/".join((*within, name))))
            if found is not None:
                return Found(found, style)
        return None


def _styles(root: Element | None) -> Iterator[Style]:
    for element in () if root is None else root.iter(w("style")):
        identity = value(element, "styleId")
        name = value(element.find(w("name"))) or identity
        yield Style(identity, name, value(element, "type"), value(element.find(w("basedOn"))), element)


def _default(style: Style) -> bool:
    return value(style.element, "default") in ("1", "true", "on")


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
