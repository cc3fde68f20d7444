"""The fonts of this machine: those of its folders, and those that Python packages bring.

A font package from PyPI names itself by an entry point (`fontpkg.family`, `fonts_ttf`), so that fonts can be a
dependency of a report like any other.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path

from iomreport.layout.sfnt import Face, FontFileError, read_faces

SUFFIXES = frozenset((".ttf", ".otf", ".ttc", ".otc"))
PACKAGED = ("fontpkg.family", "fonts_ttf")
REGULAR, BOLD, ITALIC, BOLD_ITALIC = "regular", "bold", "italic", "bold italic"
SLOTS = ((REGULAR, False, False), (BOLD, True, False), (ITALIC, False, True), (BOLD_ITALIC, True, True))
_USUAL_WEIGHT = {False: 400, True: 700}
_VARIED = 50
"""How far a variable font is from the usual weight: a file of that very weight is better, since LibreOffice before 7.5
prints a variable font in one weight only; a file of another weight is not."""


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
    faces: list[Face] = []
    for path in (*packaged, *_system_files()):
        try:
            faces += read_faces(path)
        except FontFileError:
            continue  # What cannot be read as a font is not a font that a document could be set in.
    return InstalledFonts(typefaces_of(faces), tuple(dict.fromkeys(path.parent for path in packaged)))


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
