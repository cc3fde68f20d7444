"""`iomreport check --accessibility`: what it prints, with which exit code it ends, and the reports that it writes."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html
from specimen import spoil

from iomreport.accessibility.clauses import CLAUSES
from iomreport.cli.errors import run_guarded
from iomreport.cli.main import command

ROOT = Path(__file__).parents[2]
CHAPTER = "content/countries/albania/chapter.md"
PAGE = ROOT / "docs/accessibility.md"

Output = tuple[int, str, str]
Run = Callable[..., Output]


@pytest.fixture
def run(small: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(small)

    def run(*arguments: str) -> Output:
        code = run_guarded(command, ["check", *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def test_without_a_barrier_it_says_so(run: Run) -> None:
    assert run("--accessibility") == (0, "nothing was found that fails a clause\n", "")


def test_a_barrier_is_shown_with_its_line_and_its_clause(run: Run, small: Path) -> None:
    spoil(small, CHAPTER, "Border text.", "It is [here](https://www.iom.int).")
    code, out, _ = run("--accessibility", "albania")
    assert code == 1
    assert out.startswith(f"{CHAPTER}:11:8: error[A502]: “here” does not say where the link leads\n")
    assert "  11 | It is [here](https://www.iom.int).\n" in out
    assert "why: EN 301 549, 10.2.4.4 Link purpose (in context) (WCAG 2.2, 2.4.4). " in out


def test_only_the_targets_that_are_named_are_checked(run: Run, small: Path) -> None:
    spoil(small, CHAPTER, "Border text.", "It is [here](https://www.iom.int).")
    assert run("--accessibility", "XK")[0] == 0
    assert run("--accessibility", "theme:border-management")[0] == 1
    assert run("--accessibility", "albanai")[0] == 2


@pytest.mark.parametrize("form", ["json", "github", "sarif"])
def test_machines_get_it_too(form: str, run: Run, small: Path) -> None:
    spoil(small, CHAPTER, "Border text.", "It is [here](https://www.iom.int).")
    code, out, _ = run("--accessibility", "albania", "--format", form)
    assert code == 1
    assert "A502" in out
    assert "10.2.4.4" in out
    if form != "github":
        json.loads(out)


def test_a_warning_fails_the_check_only_where_it_is_asked_for(run: Run, small: Path) -> None:
    (small / "iomreport.toml").write_text('[severity]\nA702 = "error"\n', "utf-8")
    assert run("--accessibility", "albania", "--fail-on", "warning")[0] == 0


def test_what_is_wrong_with_the_content_comes_first(run: Run, small: Path) -> None:
    spoil(small, CHAPTER, "text.[^nato]", "text.[^nota]")
    code, out, err = run("--accessibility")
    assert (code, err) == (1, "")
    assert out.startswith(f"{CHAPTER}:3:17: error[C301]")


@pytest.mark.parametrize("form", ["json", "github", "sarif"])
def test_machines_get_what_is_wrong_with_content_and_templates(form: str, run: Run, small: Path) -> None:
    """An error for which no document can be made hides neither a warning nor what the templates do."""
    spoil(small, CHAPTER, "Border text.", "Border text[^nope] and {{ a tag }}.")
    (small / "templates/theme.docx").write_bytes(b"no template")
    code, out, err = run("--accessibility", "--format", form)
    assert (code, err) == (1, "")
    assert "C301" in out
    assert "A901" in out
    if form != "github":
        json.loads(out)


@pytest.mark.parametrize("broken", [False, True])
def test_a_warning_about_the_content_is_not_left_out(broken: bool, run: Run, small: Path) -> None:
    (small / "content/note.txt").write_text("x", "utf-8")
    if broken:
        spoil(small, CHAPTER, "Border text.", "Border text[^nope].")
    code, out, _ = run("--accessibility", "albania", "--format", "json")
    found = {each["code"]: each["severity"] for each in json.loads(out)}
    assert code == int(broken)
    assert "warning" in found.values()
    assert ("error" in found.values()) == broken


def test_a_template_that_fails_is_one_of_the_findings(run: Run, small: Path) -> None:
    (small / "templates/country.docx").write_bytes(b"no template")
    code, out, _ = run("--accessibility", "strategy", "albania")
    assert code == 1
    assert "templates/country.docx: error[A901]" in out
    assert "templates/country.docx: error[T001]" in out


@pytest.mark.parametrize("arguments", [("albania",), ("--report", "r"), ("--accessibility", "--fix")])
def test_what_does_not_go_together_is_refused(arguments: tuple[str, ...], run: Run, small: Path) -> None:
    assert run(*arguments)[0] == 2
    assert not (small / "r").exists()


def test_a_report_says_what_was_checked_and_what_is_left(run: Run, small: Path) -> None:
    spoil(small, CHAPTER, "Border text.", "It is [here](https://www.iom.int) & <there>.")
    assert run("--accessibility", "albania", "--report", "reports")[0] == 1
    files = {file.relative_to(small / "reports").as_posix() for file in (small / "reports").rglob("*.*")}
    kinds = {f"templates/{kind}" for kind in ("strategy", "country", "theme")}
    assert files == {f"{name}{suffix}" for name in (*kinds, "countries/albania") for suffix in (".html", ".json")}
    report = json.loads((small / "reports/countries/albania.json").read_text("utf-8"))
    (finding,) = report["findings"]
    assert (finding["clause"], finding["path"], finding["line"]) == ("10.2.4.4 Link purpose (in context)", CHAPTER, 11)
    assert finding["in_document"].startswith("paragraph ")
    assert [each["number"] for each in report["clauses"]] == [clause.number for clause in CLAUSES]
    outcomes = {each["number"]: each["outcome"] for each in report["clauses"]}
    assert (outcomes["10.2.4.4"], outcomes["10.1.3.3"], outcomes["10.1.2.1"]) == ("failed", "person", "not_applicable")
    assert sum(report["outcomes"].values()) == len(CLAUSES)


def test_the_page_is_accessible_itself(run: Run, small: Path) -> None:
    spoil(small, CHAPTER, "Border text.", "It is [here](https://www.iom.int).")
    run("--accessibility", "albania", "--report", "reports")
    text = (small / "reports/countries/albania.html").read_text("utf-8")
    page = html.fromstring(text)
    assert page.get("lang") == "en"
    assert page.findtext(".//title") == page.findtext(".//h1") == "Accessibility of output/countries/albania.docx"
    assert [heading.tag for heading in page.iter("h1", "h2", "h3")] == ["h1", "h2", "h2", "h2"]
    tables = page.findall(".//table")
    assert len(tables) == 2
    for table in tables:
        assert table.findtext("caption")
        assert all(cell.get("scope") for cell in table.iter("th"))
    assert all(clause.title in page.text_content() for clause in CLAUSES)
    assert not re.search(r"<script|<link|<img|src=|https?://(?!www\.iom\.int)", text)


def test_a_second_run_writes_the_same(run: Run, small: Path) -> None:
    run("--accessibility", "albania", "--report", "reports")
    files = sorted((small / "reports").rglob("*.*"))
    before = [(file.read_bytes(), file.stat().st_mtime_ns) for file in files]
    run("--accessibility", "albania", "--report", "reports")
    assert [(file.read_bytes(), file.stat().st_mtime_ns) for file in files] == before


def test_a_report_that_cannot_be_written_is_one_more_finding(run: Run, small: Path) -> None:
    (small / "reports").mkdir()
    (small / "reports/countries").write_text("a file", "utf-8")
    code, out, _ = run("--accessibility", "albania", "--report", "reports")
    assert code == 1
    assert re.search(r"reports\S*albania\.html: error\[X\d+\]", out)
    assert (small / "reports/countries").read_text("utf-8") == "a file"
    assert (small / "reports/templates/country.html").is_file()


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def documented() -> list[str]:
    return [line[2:] for block in blocks("console") for line in block.splitlines() if line.startswith("$ ")]


def test_the_documented_script_runs(
    small: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small)
    assert run_guarded(command, ["build", "--quiet", "--layout", "none", "albania"]) == 0
    (script,) = blocks("python")
    exec(compile(script, "accessibility.md", "exec"), {})
    assert "Outcome.MET" in capsys.readouterr().out


@pytest.mark.parametrize("line", documented())
def test_a_documented_command_runs(
    line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("content", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    program, *words = shlex.split(line)
    assert program == "iomreport"
    assert run_guarded(command, words) == 0, capsys.readouterr().out


def test_every_clause_and_code_is_documented() -> None:
    text = PAGE.read_text("utf-8")
    for clause in CLAUSES:
        if clause.codes:
            assert f"{clause.number} {clause.name}" in text
            assert all(f"[{code}](codes/{code}.md)" in text for code in clause.codes)
