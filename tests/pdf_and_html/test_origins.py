"""A PDF and a page say where they come from as a Word document does."""

from __future__ import annotations

import json
import shutil
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner

from iomreport.cli.errors import ERRORS
from iomreport.cli.main import command
from iomreport.diagnostics.finding import ContentError
from iomreport.returned.status import read_stated_origin
from iomreport.word.package import PackageError

REPOSITORY = Path(__file__).resolve().parents[2]
PROJECTS = "content/countries/kosovo/projects.yaml"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = tmp_path_factory.mktemp("said")
    for name in ("content", "templates"):
        shutil.copytree(REPOSITORY / name, project / name)
    words = [
        "-C",
        str(project),
        "build",
        "kosovo",
        "-f",
        "docx",
        "-f",
        "pdf",
        "-f",
        "html",
        "--layout",
        "embedded",
        "-q",
    ]
    result = CliRunner().invoke(command, words, standalone_mode=False)
    assert result.return_value == 0, result.output
    return project


def inspected(project: Path, form: str, *options: str) -> dict[str, object]:
    words = ["-C", str(project), "inspect", "--json", str(project / f"output/countries/kosovo.{form}"), *options]
    result = CliRunner().invoke(command, words, standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    return {**json.loads(result.output), "exit": result.return_value}


def test_all_formats_say_the_same_of_their_origin(built: Path) -> None:
    word, pdf, page = (inspected(built, form) for form in ("docx", "pdf", "html"))
    for name in ("edition", "target", "content", "countries", "version", "created", "modified", "title"):
        assert pdf[name] == word[name] == page[name], name
    for found in (word, pdf, page):
        assert found["as_built"] is True
        assert found["current"] is True
    assert pdf["template"] == word["template"]
    assert page["template"] == {"digest": "", "file": None, "unchanged": None}


@pytest.mark.parametrize("form", ["pdf", "html"])
def test_yesterdays_document_names_the_project_that_changed_and_nothing_else(built: Path, form: str) -> None:
    path = built / PROJECTS
    text = path.read_text("utf-8")
    title = next(line for line in text.splitlines() if "title:" in line)
    path.write_text(text.replace(title, f"{title} again", 1), "utf-8")
    try:
        found = inspected(built, form, "--exit-code")
    finally:
        path.write_text(text, "utf-8")
    assert found["exit"] == ERRORS
    (changed,) = found["changed"]  # type: ignore[misc]
    assert changed.startswith("XK/projects/")
    assert changed.endswith("/title")
    assert not found["new"]
    assert not found["gone"]


def test_an_edited_pdf_and_an_edited_page_are_told(built: Path) -> None:
    pdf = built / "output/countries/kosovo.pdf"
    opened = pikepdf.open(pdf)
    opened.docinfo["/Title"] = "Another"
    saved = BytesIO()
    opened.save(saved)
    assert read_stated_origin(pdf.read_bytes()).as_built
    said = read_stated_origin(saved.getvalue())
    assert not said.as_built
    assert said.properties["iomreport.target"] == "kosovo"
    page = (built / "output/countries/kosovo.html").read_bytes()
    assert read_stated_origin(page).as_built
    assert not read_stated_origin(page.replace(b"Pristina", b"Prishtina")).as_built


def test_what_says_nothing_or_is_broken_is_a_finding(built: Path, tmp_path: Path) -> None:
    empty = BytesIO()
    pikepdf.new().save(empty)
    assert read_stated_origin(empty.getvalue()).properties == {}
    assert read_stated_origin(b"<!DOCTYPE html><html><head><title>A</title></head></html>").core == {"title": "A"}
    for broken in (b"%PDF-1.7\nnothing", b"PK nothing", b""):
        with pytest.raises(PackageError):
            read_stated_origin(broken)
    path = tmp_path / "empty.pdf"
    path.write_bytes(empty.getvalue())
    result = CliRunner().invoke(command, ["-C", str(built), "inspect", str(path)], standalone_mode=False)
    assert isinstance(result.exception, ContentError)
    assert result.exception.diagnostics[0].code == "O102"
