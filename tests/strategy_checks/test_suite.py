"""Every annotated file: what its notes announce is found, at its place, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from specimen import put

from iomreport.diagnostics.codes import checks as rules
from iomreport.diagnostics.finding import Code, Diagnostic
from iomreport.strategy.checks.run import check_content

SUITE = Path(__file__).parent / "suite"
CASES = sorted(file for file in SUITE.iterdir() if file.name != "README.md")
FILE = re.compile(r"(?:<!--|#) file: (\S+)(?: -->)?")
NOTE = re.compile(r" (?:<!--|#) (Error|Warning|Remark): ([A-Z]\d{3}) (\d+):(\d+)(?: -->)?$")
ELSEWHERE = {"C433", "C482"}
"""Codes that no file of a project can show: a library that is missing, an argument of a command."""

Announced = tuple[str, str, str, int | None, int | None]


def read_case(text: str) -> tuple[dict[str, str], set[Announced]]:
    """The files of a case without their notes, and what the notes announce."""
    files: dict[str, list[str]] = {}
    announced: set[Announced] = set()
    path = ""
    for line in text.split("\n"):
        if named := FILE.fullmatch(line):
            path = named[1]
            continue
        while note := NOTE.search(line):
            announced.add((path, note[1].lower(), note[2], int(note[3]), int(note[4])))
            line = line[: note.start()]
        files.setdefault(path, []).append(line)
    return {name: "\n".join(lines) for name, lines in files.items()}, announced


def said(finding: Diagnostic) -> Announced:
    at = finding.location
    assert at is not None
    return at.path, str(finding.severity), finding.code, at.line, at.column


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_what_is_announced_is_found(case: Path, project: Path) -> None:
    before = {(each.code, each.message) for each in check_content(project).findings}
    files, announced = read_case(case.read_text("utf-8"))
    for path, text in files.items():
        put(project, path, text)
    found = [each for each in check_content(project).findings if (each.code, each.message) not in before]
    assert {said(each) for each in found} == announced
    assert case.stem in {each.code for each in found}
    assert all(each.why for each in found)


def test_every_rule_has_a_file() -> None:
    codes = {each.id for each in vars(rules).values() if isinstance(each, Code)}
    assert codes - ELSEWHERE <= {case.stem for case in CASES}


@pytest.mark.parametrize(
    ("path", "content", "code"),
    [
        ("content/themes.yaml", b"\xff\xfe\x00", "C102"),
        ("content/countries/albania/chaptre.md", b"# Background\n", "C404"),
        ("content/countries/serbia/chapter.md", b"# Background\n", "C403"),
        ("content/regional/priorities/border.md", b"# Border\n\nText.\n", "C414"),
        ("content/regional/priorities/09-border.md", b"# Border\n\nText.\n", "C415"),
    ],
)
def test_what_is_wrong_with_a_whole_file_is_found_at_the_file(
    path: str, content: bytes, code: str, project: Path
) -> None:
    put(project, path, content)
    found = [each for each in check_content(project).findings if each.code == code]
    assert [each.location.path for each in found if each.location] in ([path], [str(Path(path).parent)])


def test_a_missing_file_does_not_hide_what_is_wrong_elsewhere(project: Path) -> None:
    (project / "content/countries/albania/chapter.md").unlink()
    put(project, "content/foreword.md", "---\nsignatory: {name: A, role: B}\n---\n# Foreword\n\nThe the text.\n")
    codes = [each.code for each in check_content(project).findings]
    assert codes[0] == "C401"
    assert "C452" in codes
