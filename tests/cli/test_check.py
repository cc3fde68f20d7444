"""The verbs check, explain, schema and template lint: what they print and with which exit code they end."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from specimen import put, spoil

from iomreport.cli.errors import run_guarded
from iomreport.cli.main import command

ROOT = Path(__file__).resolve().parents[2]
FOREWORD = "content/foreword.md"

Output = tuple[int, str, str]


@pytest.fixture
def run(project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.setenv("IOMREPORT_CACHE", str(tmp_path / "cache"))

    def run(*arguments: str) -> Output:
        code = run_guarded(command, ["-C", str(project), *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def test_warnings_let_the_check_pass_unless_they_are_asked_for(run: Any) -> None:
    code, out, _ = run("check")
    assert code == 0
    assert "warning[C430]" in out
    assert " remarks open: iomreport check --remarks" in out
    assert run("check", "--fail-on", "warning")[0] == 1
    assert "remark[C470]" in run("check", "--remarks")[1]


def test_an_error_is_shown_first_with_its_line_and_ends_with_1(run: Any, project: Path) -> None:
    spoil(project, "content/countries/albania/chapter.md", "text.[^nato]", "text.[^nota]")
    code, out, err = run("check")
    assert code == 1
    assert out.startswith("content/countries/albania/chapter.md:3:17: error[C301]: footnote [^nota] is not defined\n")
    assert "  3 | Background text.[^nota]\n" in out
    assert "Traceback" not in out + err


def test_json_holds_every_finding(run: Any) -> None:
    code, out, _ = run("check", "--format", "json")
    found = json.loads(out)
    assert code == 0
    assert {"C430", "C470"} <= {each["code"] for each in found}
    assert all({"path", "line", "column", "message", "why", "fix"} <= set(each) for each in found)


def test_github_gets_one_line_a_finding(run: Any, project: Path) -> None:
    spoil(project, FOREWORD, "Foreword text.", "100% of the the text: all, all.")
    _, out, _ = run("check", "--format", "github")
    (line,) = [each for each in out.splitlines() if "C452" in each]
    assert line.startswith(f"::warning file={FOREWORD},line=9,col=13,endColumn=16,title=C452::")
    assert "%0Afix: " in line


def test_sarif_is_whole(run: Any, project: Path) -> None:
    spoil(project, FOREWORD, "Foreword text.", "The the text.")
    _, out, _ = run("check", "--format", "sarif")
    log = json.loads(out)
    (only,) = log["runs"]
    assert log["version"] == "2.1.0"
    rules = only["tool"]["driver"]["rules"]
    result = next(each for each in only["results"] if each["ruleId"] == "C452")
    assert rules[result["ruleIndex"]]["id"] == "C452"
    assert result["level"] == "warning"
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 9, "startColumn": 5, "endColumn": 8}
    assert {each["level"] for each in only["results"]} <= {"error", "warning", "note"}


def test_templates_are_checked_with_the_content(run: Any, project: Path) -> None:
    shutil.copy(ROOT / "templates/country.docx", project / "templates/country.docx")
    code, out, _ = run("check")
    # The labels of the small project are not those that the template prints.
    assert code == 1
    assert "templates/country.docx, " in out
    assert 'there is no "country_extract" in labels' in out
    assert run("check")[1] == out


def test_fix_mends_before_it_checks_and_then_has_nothing_to_do(run: Any, project: Path) -> None:
    spoil(project, FOREWORD, "Foreword text.", 'Foreword "text".')
    _, _, err = run("check", "--fix")
    assert f"mended {FOREWORD}: 2 places" in err
    assert "Foreword “text”." in (project / FOREWORD).read_text("utf-8")
    assert "mended" not in run("check", "--fix")[2]


def test_explain_prints_the_page_of_a_code(run: Any) -> None:
    code, out, _ = run("explain", "c301")
    assert (code, out.splitlines()[0]) == (0, "# C301: A footnote that is not defined")
    assert "## Wrong" in out
    code, _, err = run("explain", "C30l")
    assert (code, "C301" in err or "C30" in err) == (2, True)
    assert "C452" in run("explain")[1]


def test_schema_writes_what_is_not_current(run: Any, project: Path) -> None:
    assert run("schema", "--check")[0] == 1
    assert run("schema", "--editors")[0] == 0
    assert run("schema", "--editors", "--check")[0] == 0
    put(project, ".vscode/settings.json", "{ // mine\n}")
    code, _, err = run("schema", "--editors")
    assert code == 1
    assert "left as it is" in err
    assert (project / ".vscode/settings.json").read_text("utf-8") == "{ // mine\n}"


def test_settings_of_an_editor_are_kept(run: Any, project: Path) -> None:
    put(project, ".vscode/settings.json", '{"editor.rulers": [120]}')
    run("schema", "--editors")
    settings = json.loads((project / ".vscode/settings.json").read_text("utf-8"))
    assert settings["editor.rulers"] == [120]
    assert settings["yaml.schemas"]["./schemas/country.schema.json"] == "content/countries/*/country.yaml"


def test_lint_names_the_place_and_writes_a_copy_with_comments(run: Any, project: Path, tmp_path: Path) -> None:
    for kind in ("strategy", "country"):
        shutil.copy(ROOT / f"templates/{kind}.docx", project / f"templates/{kind}.docx")
    copy = tmp_path / "copy.docx"
    code, out, _ = run("template", "lint", str(project / "templates/country.docx"), "--annotate", str(copy))
    assert code == 1
    assert copy.is_file()
    assert re.search(r"templates/country\.docx, paragraph \d+ \"\{\{ labels\.", out)
    assert run("template", "lint", "--annotate", str(copy))[0] == 2
    file = str(project / "templates/country.docx")
    assert run("template", "lint", file, "--annotate", file)[0] == 1


def test_fields_are_printed_with_examples_from_the_content(run: Any) -> None:
    code, out, _ = run("template", "fields")
    assert code == 0
    assert "{{ country.names.long }}" in out or "{{ names.long }}" in out
    assert "e.g. Albania" in out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_can_complete(
    shell: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert f"_IOMREPORT_COMPLETE={shell}_source" in (ROOT / "docs/checking.md").read_text("utf-8")
    monkeypatch.setenv("_IOMREPORT_COMPLETE", f"{shell}_source")
    with pytest.raises(SystemExit):
        run_guarded(command, [])
    assert "iomreport" in capsys.readouterr().out


def test_the_hooks_name_commands_that_exist() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert [hook["entry"] for hook in hooks] == ["iomreport check", "iomreport check --fix"]
    workflow = yaml.safe_load((ROOT / "docs/check-workflow.yml").read_text("utf-8"))
    steps = [step.get("run", "") for step in workflow["jobs"]["check"]["steps"]]
    assert "iomreport check --format github --fail-on warning" in steps
