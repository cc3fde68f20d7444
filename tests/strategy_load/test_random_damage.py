"""However a project is mangled, it ends in findings, never in a traceback."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from specimen import FILES, put, write_specimen

from iomreport.strategy.load.loader import load_edition

PIECES = (
    "\t",
    ":",
    "- ",
    "[",
    "]",
    '"',
    "{",
    "}",
    "#",
    "*",
    "&",
    "!",
    "\n",
    "\n\n",
    "# ",
    "## ",
    "---\n",
    "[^x]",
    "\x00",
)


def mangled(text: str, chance: random.Random) -> bytes:
    """The text with one to four strokes of bad luck."""
    content = text
    for _ in range(chance.randint(1, 4)):
        at, to = sorted(chance.randrange(len(content) + 1) for _ in range(2))
        match chance.randrange(5):
            case 0:
                content = content[:at] + chance.choice(PIECES) + content[at:]
            case 1:
                content = content[:at] + content[min(to, at + chance.randint(1, 12)) :]
            case 2:
                content = content[:at] + content[at : at + 30] + content[at:]
            case 3:
                lines = content.split("\n")
                lines.insert(chance.randrange(len(lines) + 1), lines.pop(chance.randrange(len(lines))))
                content = "\n".join(lines)
            case _:
                content = content[:to]
    if chance.random() < 0.1:
        return content.encode("utf-16")
    return content.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("seed", range(12))
def test_a_mangled_project_ends_in_findings(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    project = write_specimen(tmp_path)
    for _ in range(12):
        path = chance.choice(sorted(FILES))
        put(project, path, mangled(FILES[path], chance))
        edition = load_edition(project)
        assert all(finding.location is not None and finding.message for finding in edition.findings)
        assert edition.strategy is not None or edition.findings
        put(project, path, FILES[path])
