"""Which fonts a document asks for, and which it is set in on this machine.

The fonts decide where lines and pages break, so they are named in the document's properties, handed to the engine that
lays it out, and what takes the place of a missing one is said.

The fonts of this machine: those of its folders, and those that Python packages bring.

A font package from PyPI names itself by an entry point (`fontpkg.family`, `fonts_ttf`), so that fonts can be a
dependency of a report like any other.

Showing packaged fonts to programs that find their fonts through fontconfig.
"""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from functools import cache
from importlib.metadata import entry_points
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from iomreport.cache import cache_key, read_cache, write_cache
from iomreport.diagnostics.codes.layout import FONT_MISSING, FONT_SUBSTITUTED, FONT_TWIN
from iomreport.diagnostics.finding import Diagnostic, Location
from iomreport.word.elements import A, Element, value, w
from iomreport.word.oxml import escape
from iomreport.word.package import Member, PackageError
from iomreport.word.styles import Styles

SUFFIXES = frozenset((".ttf", ".otf", ".ttc", ".otc"))
PACKAGED = ("fontpkg.family", "fonts_ttf")
REGULAR, BOLD, ITALIC, BOLD_ITALIC = "regular", "bold", "italic", "bold italic"
SLOTS = ((REGULAR, False, False), (BOLD, True, False), (ITALIC, False, True), (BOLD_ITALIC, True, True))
_USUAL_WEIGHT = {False: 400, True: 700}
_VARIED = 50
"""How far a variable font is from the usual weight: a file of that very weight is better, since LibreOffice before 7.5
prints a variable font in one weight only; a file of another weight is not."""


_FAMILY, _TYPOGRAPHIC_FAMILY = 1, 16
_WINDOWS_ENGLISH = (3, 1, 0x409)
_ITALIC, _BOLD = 0x01, 0x20
_RESTRICTED, _PREVIEW_ONLY, _BITMAPS_ONLY = 0x0002, 0x0004, 0x0200
_TRUETYPE, _COLLECTION = "\0\1\0\0", b"ttcf"


class FontFileError(ValueError):
    """The file is not a font that can be read."""


@dataclass(frozen=True, slots=True)
class Face:
    """A face of a font file, as its tables tell of it (OpenType 1.9: `name`, `OS/2`, `head`).

    `families` are its names, the one that Word lists (name 1) first. `fs_type` are its embedding rights (OS/2 fsType).
    """

    path: Path
    index: int
    families: tuple[str, ...]
    bold: bool
    italic: bool
    weight: int
    version: str
    fs_type: int
    truetype: bool
    variable: bool

    @property
    def family(self) -> str:
        return self.families[0]

    @property
    def embeddable(self) -> bool:
        """Whether the maker allows it in a document that others edit: installable or editable, with outlines."""
        return not self.fs_type & (_RESTRICTED | _PREVIEW_ONLY | _BITMAPS_ONLY)


def _font_tools() -> Any:
    # Only a run that needs fonts pays for it.
    from fontTools import ttLib  # pyright: ignore[reportMissingTypeStubs]

    # What is odd about a font of this machine is no news about a document.
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    return ttLib


def read_faces(path: Path) -> tuple[Face, ...]:
    """The faces of a font file: one, or several of a collection. Raises `FontFileError`."""
    try:
        with path.open("rb") as file:
            if file.read(4) == _COLLECTION:
                fonts = _font_tools().TTCollection(file, lazy=True).fonts
            else:
                fonts = (_font_tools().TTFont(file, lazy=True),)
            return tuple(_face(font, path, index) for index, font in enumerate(fonts))
    except Exception as error:  # A damaged table fails in whatever way the reader of that table does.
        raise FontFileError(f"{path.name} is not a readable font ({error})") from error


def font_bytes(face: Face) -> bytes:
    """The font of a face as a file of its own; a face of a collection is taken out of it. Raises `OSError`."""
    content = face.path.read_bytes()
    if not content.startswith(_COLLECTION):
        return content
    alone = BytesIO()
    font = _font_tools().TTFont(BytesIO(content), fontNumber=face.index, lazy=True, recalcTimestamp=False)
    font.save(alone, reorderTables=None)
    return alone.getvalue()


def _face(font: Any, path: Path, index: int) -> Face:
    names, rights = font["name"], font["OS/2"]
    found = (
        str(names.getName(number, *_WINDOWS_ENGLISH) or names.getDebugName(number) or "")
        for number in (_FAMILY, _TYPOGRAPHIC_FAMILY)
    )
    families = tuple(dict.fromkeys(filter(None, found)))
    if not families:
        raise LookupError("it has no family name")
    return Face(
        path=path,
        index=index,
        families=families,
        bold=bool(rights.fsSelection & _BOLD),
        italic=bool(rights.fsSelection & _ITALIC),
        weight=rights.usWeightClass,
        version=f"{font['head'].fontRevision:.3f}",
        fs_type=rights.fsType,
        truetype=font.sfntVersion == _TRUETYPE and "glyf" in font,
        variable="fvar" in font,
    )


@dataclass(frozen=True, slots=True)
class Typeface:
    """A family as Word knows one: up to four faces, by slot."""

    name: str
    faces: dict[str, Face]


@dataclass(frozen=True, slots=True)
class InstalledFonts:
    """Every installed family, by its name in any letter case."""

    typefaces: dict[str, Typeface]
    packaged: tuple[Path, ...] = field(default=())
    """The folders of packaged fonts, which no other program on the machine knows of."""

    def find(self, family: str) -> Typeface | None:
        return self.typefaces.get(family.casefold())


@cache
def installed_fonts() -> InstalledFonts:
    """The fonts of the machine, listed once in a run. A packaged font comes before a system's of the same name."""
    packaged = tuple(_packaged_files())
    faces = _faces_of((*packaged, *_system_files()))
    return InstalledFonts(typefaces_of(faces), tuple(dict.fromkeys(path.parent for path in packaged)))


def _faces_of(files: Sequence[Path]) -> list[Face]:
    """The faces of font files. Reading hundreds takes a third of a second, so they are kept as long as none changes."""
    key = cache_key("fonts", *map(_state_of, files), packages=("fonttools",))
    kept = read_cache(key)
    if kept is not None:
        return [Face(Path(path), index, tuple(families), *rest) for path, index, families, *rest in json.loads(kept)]
    faces: list[Face] = []
    for file in files:
        try:
            faces += read_faces(file)
        except FontFileError:
            continue  # What cannot be read as a font is not a font that a document could be set in.
    write_cache(key, json.dumps([(str(face.path), *astuple(face)[1:]) for face in faces]).encode())
    return faces


def _state_of(file: Path) -> str:
    try:
        found = file.stat()
    except OSError:
        return str(file)
    return f"{file} {found.st_size} {found.st_mtime_ns}"


def typefaces_of(faces: Iterable[Face]) -> dict[str, Typeface]:
    """Families of faces. The name that Word lists wins over the typographic one, which spans more than four faces."""
    named: dict[str, list[Face]] = {}
    for rank in (0, 1):
        found: dict[str, list[Face]] = {}
        for face in faces:
            for family in face.families[rank : rank + 1]:
                found.setdefault(family.casefold(), []).append(face)
        named = found | named
    return {key: _typeface(key, members) for key, members in named.items()}


def _typeface(key: str, members: list[Face]) -> Typeface:
    name = next(family for family in members[0].families if family.casefold() == key)
    faces: dict[str, Face] = {}
    for slot, bold, italic in SLOTS:
        fitting = [face for face in members if face.italic == italic and (face.bold == bold or face.variable)]
        if fitting:
            usual = _USUAL_WEIGHT[bold]
            faces[slot] = min(fitting, key=lambda face: _VARIED if face.variable else abs(face.weight - usual))
    return Typeface(name, faces)


def _packaged_files() -> Iterator[Path]:
    for group in PACKAGED:
        for entry in entry_points(group=group):
            for file in (entry.dist.files or ()) if entry.dist else ():
                if file.suffix.lower() in SUFFIXES:
                    yield Path(str(file.locate())).resolve()


def _system_files() -> Iterator[Path]:
    listing = shutil.which("fc-list")
    if listing:
        answer = subprocess.run([listing, "--format", "%{file}\n"], capture_output=True, text=True, check=False)
        files = sorted({Path(line) for line in answer.stdout.splitlines()})
        if files:
            yield from (file for file in files if file.suffix.lower() in SUFFIXES)
            return
    for folder in _system_folders():
        for parent, _, names in os.walk(folder):
            yield from (Path(parent, name) for name in sorted(names) if Path(name).suffix.lower() in SUFFIXES)


def _system_folders() -> tuple[Path, ...]:
    home = Path.home()
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", home))
        return (Path(os.environ.get("WINDIR", "C:/Windows"), "Fonts"), local / "Microsoft/Windows/Fonts")
    if sys.platform == "darwin":
        return (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts")
    own = Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share")
    return (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), own / "fonts", home / ".fonts")


_STYLES, _THEME = "word/styles.xml", "word/theme/theme1.xml"
_STORY = re.compile(r"word/(document|footnotes|endnotes|header[^/]*|footer[^/]*)\.xml")

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
    from iomreport.word.document import parse_part  # lxml is loaded with it, and a plain build needs none.

    def root(name: str) -> Element | None:
        try:
            return parse_part(members[name]) if name in members else None
        except PackageError:
            return None  # What cannot be read asks for nothing.

    theme = root(_THEME)
    themed = {
        kind: str(font.get("typeface"))
        for kind in ("major", "minor")
        for font in (() if theme is None else theme.iterfind(f".//{{{A}}}{kind}Font/{{{A}}}latin"))
    }
    stories = [part for name in members if _STORY.fullmatch(name) and (part := root(name)) is not None]
    named = (each for part in stories for each in part.iter(w("pStyle"), w("rStyle"), w("tblStyle")))
    sources = (*stories, *Styles(root(_STYLES)).used({value(each) for each in named}))
    fonts = (fonts for source in sources for fonts in source.iter(w("rFonts")))
    return tuple(sorted({name for each in fonts for name in _named(each, themed)}))


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


def _named(fonts: Element, theme: Mapping[str, str]) -> Iterator[str]:
    for slot in ("ascii", "hAnsi"):
        # A theme font wins over a name beside it (17.3.2.26).
        themed = value(fonts, f"{slot}Theme")
        name = theme.get(themed[:5], "") if themed else value(fonts, slot)
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


_SYSTEM = "/etc/fonts/fonts.conf"


def font_environment(folder: Path) -> dict[str, str]:
    """Environment variables by which a program finds the packaged fonts besides its own; the settings lie in `folder`.

    Empty where there is nothing to add, or where the machine does not use fontconfig.
    """
    system = os.environ.get("FONTCONFIG_FILE", _SYSTEM)
    packaged = installed_fonts().packaged
    if not packaged or not Path(system).exists():
        return {}
    settings = folder / "fonts.conf"
    settings.write_text(_settings(system, packaged), "utf-8")
    return {"FONTCONFIG_FILE": str(settings)}


def _settings(system: str, folders: Sequence[Path]) -> str:
    directories = "".join(f"<dir>{escape(str(folder))}</dir>" for folder in folders)
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        f'<fontconfig><include ignore_missing="yes">{escape(system)}</include>{directories}</fontconfig>\n'
    )
