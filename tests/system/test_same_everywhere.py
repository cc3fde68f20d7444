"""What the command, a script and a batch make of the same extract is the same document, with its page numbers."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pytest
from as_user import REPOSITORY, run

from iomreport import build, extract, load
from iomreport.word.addresses import addresses_of_properties

PAGE = re.compile(r'PAGEREF _Toc2\d+ .*?"separate"/></w:r><w:r><w:t>([^<]*)<')
PLAN = "matrices:\n  - targets: [{target}]\n    output: made.docx\n"
PROPERTY = re.compile(r'<property [^>]*name="([^"]+)"><vt:lpwstr>([^<]*)<')


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("content", "templates"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    return tmp_path


def part(path: Path, name: str) -> str:
    return zipfile.ZipFile(path).read(name).decode()


def batch(project: Path, target: str) -> Path:
    (project / "batch.yaml").write_text(PLAN.replace("{target}", target), "utf-8")
    result = run("-C", project, "batch", project / "batch.yaml", "--jobs", "1")
    assert result.exit_code == 0, result.output
    return project / "output" / "made.docx"


def test_a_script_and_a_batch_write_what_the_command_writes(project: Path) -> None:
    result = run("-C", project, "build", "kosovo")
    assert result.exit_code == 0, result.output
    commanded = project / "output/countries/kosovo.docx"
    pages = PAGE.findall(part(commanded, "word/document.xml"))
    assert len(pages) > 10
    assert all(pages)
    scripted = project / "script.docx"
    build(extract(load(project), countries=["XK"]), scripted, project=project)
    assert scripted.read_bytes() == commanded.read_bytes()
    batched = batch(project, "kosovo")
    assert part(batched, "word/document.xml") == part(commanded, "word/document.xml")


def test_a_group_of_countries_is_one_document_of_their_chapters(project: Path) -> None:
    text = part(batch(project, '"group:acceding"'), "word/document.xml")
    assert "Bulgaria" in text
    assert "Romania" in text
    assert "IOM Tirana" not in text


def test_the_addresses_of_a_document_are_those_that_it_marks(project: Path) -> None:
    assert run("-C", project, "build", "kosovo", "--layout", "none").exit_code == 0
    path = project / "output/countries/kosovo.docx"
    listed = addresses_of_properties(dict(PROPERTY.findall(part(path, "docProps/custom.xml"))))
    marked = set(re.findall(r'w:name="(_iom_\w+)"', part(path, "word/document.xml")))
    item = next(name for name in zipfile.ZipFile(path).namelist() if re.fullmatch(r"customXml/item\d+\.xml", name))
    keys = dict(re.findall(r'<field key="(\w+)" address="([^"]+)"/>', part(path, item)))
    assert marked == set(keys)
    assert sorted(listed) == sorted(keys.values())
    assert {"XK/background", "XK/priorities/a/title", "XK/mission/office"} <= set(listed)


def test_a_warning_of_the_content_is_said_at_every_build(project: Path) -> None:
    shutil.copytree(project / "content/countries/slovenia", project / "content/countries/atlantis")
    for _ in range(2):
        result = run("-C", project, "build", "slovenia", "--layout", "none")
        assert result.exit_code == 0
        assert "content/countries/atlantis" in result.output
        assert "warning[" in result.output


def test_an_extract_with_nothing_in_it_is_said(project: Path) -> None:
    themes = project / "content/themes.yaml"
    themes.write_text(themes.read_text("utf-8") + "- id: nothing\n  label: Nothing\n", "utf-8")
    result = run("-C", project, "build", "theme:nothing", "--layout", "none")
    assert "warning[X105]" in result.output


def test_a_setting_that_cannot_be_is_located(project: Path) -> None:
    path, changed = project / "templates/country.docx", project / "changed.docx"
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(changed, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(b"<vt:lpwstr>3<", b"<vt:lpwstr>two<"))
    result = run("-C", project, "build", "kosovo", "--template", changed)
    assert result.exit_code == 1
    assert "error[T110]" in result.output
    assert "iomreport.contents-levels" in result.output
    assert run("-C", project, "template", "lint", changed).exit_code == 1
