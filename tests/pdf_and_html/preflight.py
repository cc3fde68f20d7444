"""PDFBox Preflight, an independent checker for PDF/A-1b, which knows most rules of PDF/A-2b; Debian has it."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

JARS = ("preflight", "pdfbox2", "xmpbox", "fontbox2", "commons-logging", "javax.activation", "jaxb-api")
FOLDER = Path("/usr/share/java")
VALIDATOR = "org.apache.pdfbox.preflight.Validator_A1b"
LIFTED = {"1.4", "2.2.1", "4.1.2", "7.11.2"}
"""Rules of PDF/A-1 that PDF/A-2 does not have: no cross-reference streams, no transparency (two), the number 1."""
_VERDICT = re.compile(r"^The file (\S+) is (a|not a) valid PDF/A-1b file")
_ERROR = re.compile(r"^(-?[\d.]+) : (.*)")


def installed() -> bool:
    """Whether it can be run here."""
    return shutil.which("java") is not None and all((FOLDER / f"{name}.jar").exists() for name in JARS)


def errors(files: Iterable[Path]) -> dict[str, list[tuple[str, str]]]:
    """What it finds in each file against rules of PDF/A-2, by name: the number of the rule and its words."""
    found: dict[str, list[tuple[str, str]]] = {}
    for folder in {path.parent for path in files}:
        command = ["java", "-cp", ":".join(str(FOLDER / f"{name}.jar") for name in JARS), VALIDATOR, "group"]
        answer = subprocess.run([*command, str(folder)], capture_output=True, text=True, check=False)
        current: list[tuple[str, str]] | None = None
        for line in answer.stdout.splitlines():
            if verdict := _VERDICT.match(line):
                current = found[verdict[1]] = []
            elif current is not None and (error := _ERROR.match(line)) and error[1] not in LIFTED:
                current.append((error[1], error[2]))
    return found
