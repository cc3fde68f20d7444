"""Finding LibreOffice and a Python that can speak to it."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from iomreport.codes.layout import NO_LIBREOFFICE, NO_UNO
from iomreport.diagnostics import Diagnostic

_PROGRAMS = (
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    Path("C:/Program Files/LibreOffice/program/soffice.exe"),
)
_PYTHONS = ("/usr/bin/python3", "python3", "python")
_PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Installation:
    """A LibreOffice that can be driven: its program, its version, and a Python with its bridge."""

    program: Path
    python: Path
    version: str


@cache
def find_office() -> Installation | Diagnostic:
    """The LibreOffice of this machine, or what is missing."""
    named = shutil.which("soffice") or shutil.which("libreoffice")
    program = Path(named) if named else next((path for path in _PROGRAMS if path.exists()), None)
    if program is None:
        return NO_LIBREOFFICE.at(None, "LibreOffice is asked for, but it is not on the PATH")
    # LibreOffice brings a Python of its own where the system has none.
    beside = program.resolve().parent
    own = [str(beside / name) for name in ("python", "python.exe", "../Resources/python")]
    for candidate in (*own, *_PYTHONS):
        python = shutil.which(candidate)
        if python and _succeeds(python, "-c", "import uno"):
            return Installation(program, Path(python), _version(program))
    return NO_UNO.at(None, f"no Python on this machine has the bridge (the module uno) to {program}")


def _succeeds(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _version(program: Path) -> str:
    try:
        answer = subprocess.run(
            [str(program), "--version"], capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    words = answer.stdout.split()
    return words[1] if len(words) > 1 else ""
