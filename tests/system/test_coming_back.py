"""A document that comes back, as its reader asks the command about it."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from as_user import REPOSITORY, run

from iomreport.returned.read import read_returned
from iomreport.strategy.origin import is_as_built, read_origin
from iomreport.word.document import WordDocument

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PROJECTS = "content/countries/albania/projects.yaml"
CHAPTER = "content/countries/albania/chapter.md"
EXTRACT = "output/countries/albania.docx"


@pytest.fixture
def project(tmp_path: Path, documents: dict[str, Path], edition: Path) -> Path:
    """The edition with documents that were built yesterday."""
    folder = tmp_path / "project"
    for name in ("content", "templates"):
        shutil.copytree(edition / name, folder / name)
    for name in ("strategy", "countries/albania", "countries/kosovo", "themes/labour-migration"):
        target = folder / "output" / f"{name}.docx"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(documents[name], target)
    return folder


def edit(project: Path, file: str, old: str, new: str) -> None:
    path = project / file
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def told(command: str, project: Path, file: str | Path, *options: str, code: int = 0) -> Any:
    """What a command says of a document, as a script reads it."""
    result = run("-C", project, command, project / file, "--json", *options)
    assert result.exit_code == code, result.output
    return json.loads(result.output)


def in_word(path: Path, change: Callable[[Any], object]) -> None:
    document = docx.Document(str(path))
    change(document)
    document.save(str(path))


@pytest.mark.parametrize("name", ["strategy", "countries/albania", "countries/kosovo", "themes/labour-migration"])
def test_a_document_as_it_was_built_is_current_and_says_what_content_says(project: Path, name: str) -> None:
    inspected = told("inspect", project, f"output/{name}.docx", "--exit-code")
    assert inspected["as_built"]
    assert inspected["current"]
    assert inspected["template"]["unchanged"]
    assert inspected["edition"] == "2006-2007"
    assert inspected["target"] == name.rpartition("/")[2].replace("labour", "theme:labour")
    fields = told("addresses", project, f"output/{name}.docx", "--exit-code")
    assert {each["state"] for each in fields} == {"found"}
    assert all(each["text"] == each["content"] for each in fields)
    assert len(fields) > 50


def test_a_document_knows_the_text_of_every_field_that_can_change(documents: dict[str, Path]) -> None:
    """The digests of texts are made from the content alone, and agree with what the reader reads."""
    for path in documents.values():
        returned = read_returned(WordDocument(path.read_bytes()))
        origin = read_origin(returned.properties)
        assert origin is not None
        # The letter of a priority is part of its address, so that another letter is another field.
        fields = [each for each in returned.fields if not each.address.endswith("/letter")]
        assert {each.address: is_as_built(origin, each.address, each.text) for each in fields} == {
            each.address: True for each in fields
        }


def test_after_one_project_changed_yesterdays_extract_names_it_and_nothing_else(project: Path) -> None:
    edit(project, PROJECTS, "A pilot project that IOM intends to run", "A project that IOM runs")
    inspected = told("inspect", project, EXTRACT, "--exit-code", code=1)
    assert inspected["changed"] == ["AL/projects/circular-migration/description"]
    assert (inspected["new"], inspected["gone"], inspected["others"]) == ([], [], False)
    assert not inspected["current"]
    shown = run("-C", project, "inspect", project / EXTRACT).output
    assert re.findall(r"AL/\S+", shown) == ["AL/projects/circular-migration/description"]
    assert told("inspect", project, "output/countries/kosovo.docx", "--exit-code")["current"]


def test_a_title_that_changed_in_the_content_is_named_by_both_commands(project: Path) -> None:
    title = re.findall(r"id: remittances\n +title: (.*)", (project / PROJECTS).read_text("utf-8"))[0]
    edit(project, PROJECTS, f"title: {title}", "title: Remittances and what becomes of them")
    for file in (EXTRACT, "output/strategy.docx"):
        inspected = told("inspect", project, file)
        assert (inspected["changed"], inspected["new"], inspected["gone"]) == (
            ["AL/projects/remittances/title"],
            [],
            [],
        )
        (field,) = told("addresses", project, file, "--changed")
        assert field["address"] == "AL/projects/remittances/title"
        assert field["content"] == "Remittances and what becomes of them"
        assert field["text"] == title.strip('"')


def test_a_project_that_is_new_or_gone_is_said_as_such(project: Path) -> None:
    edit(project, PROJECTS, "id: remittances", "id: savings")
    result = run("-C", project, "inspect", project / EXTRACT)
    assert re.search(r"new +AL/projects/savings/title", result.output)
    assert re.search(r"gone +AL/projects/remittances/title", result.output)
    assert "changed " not in result.output


OPENING = "A National Strategy on Migration, followed by a Plan of Action, was recently launched"


def test_an_edited_document_is_told_from_one_as_built(project: Path) -> None:
    def correct(document: Any) -> None:
        (run_of_text,) = [each for each in document.element.body.iter(f"{W}t") if (each.text or "").startswith(OPENING)]
        run_of_text.text = run_of_text.text.replace("recently launched", "launched in 2005")

    in_word(project / EXTRACT, correct)
    inspected = told("inspect", project, EXTRACT, "--exit-code", code=1)
    assert (inspected["as_built"], inspected["current"]) == (False, True)
    (field,) = told("addresses", project, EXTRACT, "--changed", "--exit-code", code=1)
    assert field["address"] == "AL/background"
    changes = [(each["kind"], each["text"]) for each in field["difference"] if each["kind"] != "same"]
    assert changes == [("deleted", "recently "), ("inserted", " in 2005")]
    result = run("-C", project, "addresses", "--changed", project / EXTRACT)
    assert "AL/background: changed in the document\n" in result.output
    assert "was [-recently -]launched{+ in 2005+} by Albania" in result.output
    assert re.search(r"\n6\d addresses: 1 changed, 0 gone, 0 unsure\n$", result.output)


def test_what_stands_beside_a_field_is_not_lost(project: Path) -> None:
    in_word(project / EXTRACT, lambda document: document.tables[0].cell(0, 1).paragraphs[0].add_run(" (acting)"))
    in_word(project / EXTRACT, lambda document: document.paragraphs[0].insert_paragraph_before("Draft"))
    fields = {each["address"]: each for each in told("addresses", project, EXTRACT, "--changed")}
    (field,) = [each for each in fields.values() if each["text"].endswith(" (acting)")]
    assert field["text"] == f"{field['content']} (acting)"


def test_a_document_that_is_merely_old_is_not_said_to_have_been_edited(project: Path) -> None:
    """Whoever it is for, and though numbers and neighbours of its fields are others today."""
    words = ("build", "strategy", "albania", "--set", "recipient=Ministry of Labour", "--layout", "none")
    assert run("-C", project, *words).exit_code == 0
    added = "    - id: brand-new\n      title: Brand new\n    - id: circular-migration\n"
    edit(project, PROJECTS, "    - id: circular-migration\n", added)
    chapter = project / CHAPTER
    chapter.write_text(
        chapter.read_text("utf-8").replace("## (c)", "### Something new\n\nText of it.\n\n## (c)"), "utf-8"
    )
    for file in (EXTRACT, "output/strategy.docx"):
        assert told("addresses", project, file, "--changed") == []
        assert "AL/projects/brand-new/title" in told("inspect", project, file)["new"]


def test_a_template_that_changed_is_said(project: Path) -> None:
    in_word(project / "templates/country.docx", lambda document: document.add_paragraph("Another end"))
    assert not told("inspect", project, EXTRACT)["template"]["unchanged"]
    assert "templates/country.docx would be used now" in run("-C", project, "inspect", project / EXTRACT).output
    assert told("inspect", project, EXTRACT)["current"], "the content is as it was"


def test_outside_a_project_a_document_still_says_where_it_comes_from(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "ministry"
    folder.mkdir()
    shutil.copy(project / EXTRACT, folder / "annex.docx")
    monkeypatch.chdir(folder)
    shown = run("inspect", "annex.docx")
    assert shown.exit_code == 0
    assert re.search(r"edition +2006-2007\n", shown.output)
    assert re.search(r"document +as it was built\n", shown.output)
    assert "there is no project here" in shown.output
    assert json.loads(run("inspect", "annex.docx", "--json").output)["current"] is None
    listed = run("addresses", "annex.docx")
    assert listed.exit_code == 0
    assert "AL/mission/office: IOM Tirana (nothing in the content to compare it with)" in listed.output


@pytest.mark.parametrize("command", ["inspect", "addresses"])
def test_documents_that_say_nothing_of_themselves_are_a_finding(project: Path, command: str) -> None:
    assert run("-C", project, "build", "slovenia", "--plain", "-o", project / "plain").exit_code == 0
    docx.Document().save(str(project / "letter.docx"))
    (project / "letter.pdf").write_bytes(b"%PDF-1.7")
    code = {"inspect": "O102", "addresses": "O103"}[command]
    for file, expected in (("plain/countries/slovenia.docx", code), ("letter.docx", code), ("letter.pdf", "O101")):
        result = run("-C", project, command, project / file)
        assert result.exit_code == 1
        assert f"error[{expected}]" in result.output
        assert "Traceback" not in result.output
    assert run("-C", project, command, project / "nowhere.docx").exit_code == 2


@pytest.mark.parametrize("command", ["inspect", "addresses"])
def test_an_extract_of_a_country_that_left_the_content_is_a_finding(project: Path, command: str) -> None:
    edit(project, "content/countries/kosovo/country.yaml", "code: XK", "code: QQ")
    for file in sorted((project / "content").rglob("*.yaml")):
        file.write_text(re.sub(r"\bXK\b", "QQ", file.read_text("utf-8")), "utf-8")
    for file in sorted((project / "content").rglob("*.md")):
        file.write_text(file.read_text("utf-8").replace("(XK", "(QQ"), "utf-8")
    result = run("-C", project, command, project / "output/countries/kosovo.docx")
    assert result.exit_code == 1
    assert "O104" in result.output
    assert ("edition   2006-2007" in result.output) == (command == "inspect")


DOCUMENTED = re.findall(r"^\$ iomreport (.*)$", (REPOSITORY / "docs/origin.md").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("line", DOCUMENTED)
def test_a_documented_command_runs(line: str, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    result = run(*shlex.split(line))
    assert result.exit_code == 0, result.output
    assert result.output
