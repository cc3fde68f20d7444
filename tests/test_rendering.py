"""Findings are rendered with the line that is meant, and puts the carets under the right signs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from iomreport.diagnostics.finding import Code, Diagnostic, Location, Severity
from iomreport.diagnostics.rendering import count, printed

UNDEFINED = Code("C301", "Undefined footnote", why='Word would print "[^unhrc]" as ordinary text.')


def write(project: Path, path: str, content: str | bytes) -> None:
    file = project / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)


def carets(text: str) -> str:
    """What stands above the carets in a printed diagnostic."""
    lines = text.split("\n")
    number = next(index for index, line in enumerate(lines) if line.rstrip().endswith("^"))
    start, end = lines[number].index("^"), len(lines[number].rstrip())
    return lines[number - 1][start:end]


def test_a_finding_looks_as_the_design_shows_it(tmp_path: Path) -> None:
    write(tmp_path, "content/countries/albania/chapter.md", "\n" * 13 + "Arrivals rose.[^unhrc]\n")
    at = Location("content/countries/albania/chapter.md", 14, 15, 8)
    fix = 'write [^unhcr] (defined on line 40), or add "[^unhrc]: …".'
    finding = UNDEFINED.at(at, "footnote [^unhrc] is not defined", fix=fix)
    assert printed([finding], tmp_path) == (
        "content/countries/albania/chapter.md:14:15: error[C301]: footnote [^unhrc] is not defined\n"
        "  14 | Arrivals rose.[^unhrc]\n"
        "     |               ^^^^^^^^\n"
        '  why: Word would print "[^unhrc]" as ordinary text.\n'
        '  fix: write [^unhcr] (defined on line 40), or add "[^unhrc]: …".\n'
        "\n"
        "1 error"
    )


def test_a_template_is_located_in_words_and_a_document_by_its_path() -> None:
    template = Location("templates/country.docx", place='paragraph 12 "Population: {{ country.popluation }}"')
    findings = [
        Diagnostic("T101", 'Country has no field "popluation"', template, fix="did you mean country.population?"),
        Diagnostic("X102", "the file cannot be replaced", Location("output/AL.docx"), Severity.WARNING),
        Diagnostic("C100", "there is no project here"),
    ]
    text = printed(findings)
    assert text.startswith(
        'templates/country.docx, paragraph 12 "Population: {{ country.popluation }}": error[T101]: Country has no'
        ' field "popluation"\n  fix: did you mean country.population?\n\n'
        "output/AL.docx: warning[X102]: the file cannot be replaced\n\nerror[C100]: there is no project here\n"
    )
    assert text.endswith("\n2 errors, 1 warning")


@pytest.mark.parametrize(
    ("line", "column", "length", "meant"),
    [
        ("a\tb wrong c", 5, 5, "wrong"),
        ("\t\twrong", 3, 5, "wrong"),
        ("e\u0301e\u0301 wrong", 6, 5, "wrong"),
        ("ends here", 40, 3, ""),
    ],
)
def test_carets_stand_under_the_words(tmp_path: Path, line: str, column: int, length: int, meant: str) -> None:
    write(tmp_path, "content/x.yaml", line)
    text = printed([UNDEFINED.at(Location("content/x.yaml", 1, column, length), "wrong")], tmp_path)
    combining = line.count("\u0301")
    shown = text.split("\n")[1].replace("\u0301", "")
    under = text.split("\n")[2]
    assert shown[under.index("^") : len(under)] == meant
    assert combining == 0 or "\u0301" in text


def test_wide_signs_take_two_cells(tmp_path: Path) -> None:
    write(tmp_path, "content/x.md", "日本 wrong 語")
    text = printed([UNDEFINED.at(Location("content/x.md", 1, 4, 5), "wrong")], tmp_path)
    assert text.split("\n")[1:3] == ["  1 | 日本 wrong 語", "    |      ^^^^^"]
    text = printed([UNDEFINED.at(Location("content/x.md", 1, 10, 1), "wrong")], tmp_path)
    assert text.split("\n")[2] == "    |            ^^"


def test_a_long_line_is_cut_around_the_words(tmp_path: Path) -> None:
    write(tmp_path, "content/x.md", "word " * 20_000 + "wrong" + " word" * 20_000)
    text = printed([UNDEFINED.at(Location("content/x.md", 1, 100_001, 5), "wrong")], tmp_path)
    shown = text.split("\n")[1]
    assert carets(text) == "wrong"
    assert len(shown) < 130
    assert shown.startswith("  1 | …")
    assert shown.endswith("…")


def test_nothing_acts_on_the_terminal(tmp_path: Path) -> None:
    write(tmp_path, "content/x.md", "red \x1b[31m and \u202eturned")
    text = printed([UNDEFINED.at(Location("content/x.md", 1, 5), "a message with \x1b[2J in it")], tmp_path)
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_a_file_that_is_gone_or_binary_has_no_excerpt(tmp_path: Path) -> None:
    write(tmp_path, "content/x.md", b"\x00\x01\xff")
    findings = [UNDEFINED.at(Location(path, 1, 1), "wrong") for path in ("content/x.md", "content/gone.md")]
    assert " | " not in printed(findings, tmp_path)


def test_a_diagnostic_can_bring_its_own_excerpt(tmp_path: Path) -> None:
    finding = UNDEFINED.at(Location("content/gone.md", 3, 1), "wrong", excerpt="one\ntwo")
    assert printed([finding], tmp_path).split("\n")[1:3] == ["  | one", "  | two"]


def test_style_colours_and_says_the_same(tmp_path: Path) -> None:
    write(tmp_path, "content/x.md", "wrong")
    findings = [UNDEFINED.at(Location("content/x.md", 1, 1, 5), "wrong")]
    styled = printed(findings, tmp_path, style=True)
    assert "\x1b[31m" in styled
    for code in ("\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[31m"):
        styled = styled.replace(code, "")
    assert styled == printed(findings, tmp_path)


def test_json_has_every_part() -> None:
    at = Location("content/x.yaml", 2, 3, 4)
    (entry,) = json.loads(printed([UNDEFINED.at(at, "„wrong“", fix="mend it")], format="json"))
    assert entry == {
        "severity": "error",
        "code": "C301",
        "message": "„wrong“",
        "location": "content/x.yaml:2:3",
        "path": "content/x.yaml",
        "line": 2,
        "column": 3,
        "length": 4,
        "place": "",
        "why": UNDEFINED.why,
        "fix": "mend it",
        "excerpt": "",
    }
    assert json.loads(printed([], format="json")) == []


def test_nothing_is_said_of_nothing() -> None:
    assert printed([]) == ""
    assert count([]) == ""
