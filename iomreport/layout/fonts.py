"""Which fonts a document asks for, and which it is set in on this machine.

The fonts decide where lines and pages break, so they are named in the document's properties, handed to the engine that
lays it out, and what takes the place of a missing one is said.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from iomreport.codes.layout import FONT_MISSING, FONT_SUBSTITUTED, FONT_TWIN
from iomreport.diagnostics import Diagnostic, Location
from iomreport.layout.installed import InstalledFonts, Typeface, installed_fonts
from iomreport.word.package import Member

_STYLES, _THEME = "word/styles.xml", "word/theme/theme1.xml"
_STORY = re.compile(r"word/(document|footnotes|endnotes|header[^/]*|footer[^/]*)\.xml")
_FONTS = re.compile(r"<w:rFonts\b([^>]*)>")
_ATTRIBUTE = re.compile(r'w:(ascii|hAnsi|asciiTheme|hAnsiTheme)="([^"]*)"')
_STYLE = re.compile(r"<w:style\b([^>]*)>(.*?)</w:style>", re.DOTALL)
_STYLE_ID = re.compile(r'w:styleId="([^"]*)"')
_DEFAULT = re.compile(r'w:default="(?:1|true|on)"')
_STYLE_USED = re.compile(r'<w:(?:pStyle|rStyle|tblStyle) w:val="([^"]*)"')
_STYLE_NEEDED = re.compile(r'<w:(?:basedOn|link) w:val="([^"]*)"')
_THEME_FONT = re.compile(r'<a:(major|minor)Font>\s*<a:latin typeface="([^"]*)"')

TWINS: Final = {
    "calibri": "Carlito",
    "cambria": "Caladea",
    "arial": "Liberation Sans",
    "helvetica": "Liberation Sans",
    "arial narrow": "Liberation Sans Narrow",
    "times new roman": "Liberation Serif",
    "times": "Liberation Serif",
    "courier new": "Liberation Mono",
    "courier": "Liberation Mono",
    "georgia": "Gelasio",
}
"""Open fonts whose letters have the very widths of another font's, so that lines and pages fall the same."""


@dataclass(frozen=True, slots=True)
class FontUse:
    """A font that a document asks for, and the typeface that it is set in; none where nothing fits."""

    asked: str
    typeface: Typeface | None

    @property
    def substituted(self) -> bool:
        return self.typeface is None or self.typeface.name.casefold() != self.asked.casefold()


def fonts_of(members: Mapping[str, Member], installed: InstalledFonts | None = None) -> tuple[FontUse, ...]:
    """The fonts of a document, in the order of their names."""
    fonts = installed or installed_fonts()
    return tuple(FontUse(name, fonts.find(name) or _substitute(name, fonts)) for name in asked_fonts(members))


def asked_fonts(members: Mapping[str, Member]) -> tuple[str, ...]:
    """The names of the fonts that a document's text asks for, by theme, by the styles that it uses, and by runs.

    A bullet's font is left out: it changes the bullet, never a line.
    """
    theme = dict(_THEME_FONT.findall(_text(members, _THEME)))
    stories = [_text(members, name) for name in members if _STORY.fullmatch(name)]
    used = {style for story in stories for style in _STYLE_USED.findall(story)}
    names = {
        name for source in (*stories, *_used_styles(_text(members, _STYLES), used)) for name in _named(source, theme)
    }
    return tuple(sorted(names))


def font_findings(uses: Iterable[FontUse], path: str) -> list[Diagnostic]:
    """A warning for every font of a document or template that another takes the place of."""
    findings: list[Diagnostic] = []
    for use in uses:
        if not use.substituted:
            continue
        if use.typeface is None:
            findings.append(FONT_MISSING.at(Location(path), f'no font can take the place of "{use.asked}"'))
            continue
        code = FONT_TWIN if TWINS.get(use.asked.casefold()) == use.typeface.name else FONT_SUBSTITUTED
        message = f'"{use.asked}" is not installed; the pages are laid out with "{use.typeface.name}"'
        findings.append(code.at(Location(path), message))
    return findings


def fingerprint(uses: Sequence[FontUse]) -> str:
    """The fonts by name and version, as a document's properties hold them: `Carlito 1.103; Cambria = Caladea 1.001`."""
    return "; ".join(_described(use) for use in uses)


def _described(use: FontUse) -> str:
    if use.typeface is None:
        return f"{use.asked} = none"
    faces = sorted({face.version for face in use.typeface.faces.values()})
    described = f"{use.typeface.name} {', '.join(faces)}"
    return f"{use.asked} = {described}" if use.substituted else described


def _text(members: Mapping[str, Member], name: str) -> str:
    return members[name].content().decode("utf-8", "replace") if name in members else ""


def _used_styles(styles: str, used: set[str]) -> Iterator[str]:
    """The XML of the document's defaults, and of each style that is used, itself or as the base of another."""
    yield styles[: styles.find("</w:docDefaults>")] if "</w:docDefaults>" in styles else ""
    bodies: dict[str, str] = {}
    waiting = set(used)
    for attributes, body in _STYLE.findall(styles):
        found = _STYLE_ID.search(attributes)
        if found:
            bodies[found[1]] = body
            if _DEFAULT.search(attributes):
                waiting.add(found[1])
    while waiting:
        body = bodies.pop(waiting.pop(), "")
        waiting |= set(_STYLE_NEEDED.findall(body))
        yield body


def _named(xml: str, theme: Mapping[str, str]) -> Iterator[str]:
    for attributes in _FONTS.findall(xml):
        values = dict(_ATTRIBUTE.findall(attributes))
        for slot in ("ascii", "hAnsi"):
            # A theme font wins over a name beside it (17.3.2.26).
            themed = values.get(f"{slot}Theme", "")
            name = theme.get(themed[:5], "") if themed else values.get(slot, "")
            if name:
                yield name


def _substitute(name: str, fonts: InstalledFonts) -> Typeface | None:
    twin = fonts.find(TWINS.get(name.casefold(), ""))
    return twin or fonts.find(_fontconfig_match(name)) or fonts.find("Carlito")


@cache
def _fontconfig_match(name: str) -> str:
    """The family that fontconfig puts in the place of another; empty where there is no fontconfig."""
    program = shutil.which("fc-match")
    if not program:
        return ""
    pattern = re.sub(r"([\\:,-])", r"\\\1", name)
    answer = subprocess.run([program, "--format", "%{family[0]}", pattern], capture_output=True, text=True, check=False)
    return answer.stdout.strip()
