"""Files and folders of content/ that nothing reads."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from iomreport.diagnostics.codes.content import FILE_UNKNOWN, FOLDER_NOT_LISTED
from iomreport.diagnostics.finding import Findings, Location
from iomreport.diagnostics.suggest import did_you_mean
from iomreport.strategy.load.country import CHAPTER, COUNTRIES, COUNTRY, PROJECTS

# What each folder of content/ holds; countries have a folder each.
_FILES = {
    "content": (
        "strategy.yaml",
        "themes.yaml",
        "labels.yaml",
        "acronyms.yaml",
        "foreword.md",
        "executive-summary.md",
    ),
    "content/regional": ("introduction.md", "trends.md", "projects.yaml"),
    "content/regional/priorities": (),
    COUNTRIES: (),
}
_COUNTRY_FILES = (COUNTRY, CHAPTER, PROJECTS)
_PICTURES = frozenset((".png", ".jpg", ".jpeg", ".svg", ".gif", ".emf", ".tif", ".tiff", ".webp"))
# Hidden files, and what editors and systems leave beside a file that they have open.
_BESIDE = re.compile(r"\.|~\$|#.*#$|.*~$|Thumbs\.db$|desktop\.ini$", re.IGNORECASE)


def country_folders(project: Path) -> list[str]:
    """The names of the folders in content/countries/, in the order of the alphabet."""
    folder = project / COUNTRIES
    if not folder.is_dir():
        return []
    return sorted(entry.name for entry in folder.iterdir() if entry.is_dir() and not _BESIDE.match(entry.name))


def check_folders(project: Path, listed: Iterable[str], read: Iterable[str], findings: Findings) -> None:
    """Warns of what is in content/ and is not `read`, and of country folders that are not `listed` in the order."""
    listed, read = frozenset(listed), frozenset(read)
    for path, names in _walk(project, listed, findings):
        for name in names:
            file = f"{path}/{name}"
            if file not in read and not _is_beside(path, name):
                known = [candidate for candidate in _known(path) if f"{path}/{candidate}" not in read]
                fix = did_you_mean(name, known)
                findings.add(FILE_UNKNOWN.at(Location(file), f"nothing reads {name}", fix=fix))


def _walk(project: Path, listed: frozenset[str], findings: Findings) -> Iterator[tuple[str, list[str]]]:
    """The folders that are read, with the files in them."""
    for root, folders, files in os.walk(project / "content"):
        path = Path(root).relative_to(project).as_posix()
        if path == COUNTRIES:
            for name in sorted(folders):
                if name not in listed and not _BESIDE.match(name):
                    message = f"the order of the countries does not name {name}"
                    findings.add(FOLDER_NOT_LISTED.at(Location(f"{path}/{name}"), message))
            folders[:] = [name for name in folders if name in listed]
        folders[:] = sorted(name for name in folders if not _BESIDE.match(name))
        yield path, sorted(files)


def _known(path: str) -> tuple[str, ...]:
    return _COUNTRY_FILES if Path(path).parent.as_posix() == COUNTRIES else _FILES.get(path, ())


def _is_beside(path: str, name: str) -> bool:
    """Whether a file may stand here without being read: a picture, a word on how to edit, a system's file."""
    if path == "content/regional/priorities" and name.endswith(".md"):
        return True
    if name in _known(path):
        return True
    return name == "README.md" or Path(name).suffix.lower() in _PICTURES or _BESIDE.match(name) is not None
