"""Templates from unknown hands, as the command, a batch and a script render them."""

from __future__ import annotations

import sys
from pathlib import Path

import docx
import pytest
from batches import plan_of, run
from click.testing import CliRunner, Result

from iomreport import TemplateError, build, extract, load
from iomreport.cli.errors import ERRORS
from iomreport.cli.main import command
from iomreport.publish.batch import Options

HOG = "{{ 'a' * 10**9 }}"
LIMITED = pytest.mark.skipif(sys.platform == "win32", reason="only time is bounded on Windows")


def spoil(project: Path, text: str = HOG) -> None:
    document = docx.Document()
    document.add_paragraph(text)
    document.save(str(project / "templates" / "country.docx"))


def build_command(project: Path, *arguments: str) -> Result:
    words = ["-C", str(project), "build", "--layout", "none", *arguments]
    return CliRunner().invoke(command, words, standalone_mode=False)


def test_a_good_template_gives_the_very_bytes_that_it_gives_when_trusted(batch_project: Path) -> None:
    for folder, words in (("trusted", ()), ("unknown", ("--untrusted-template",))):
        assert (
            build_command(batch_project, "albania", "strategy", "-o", str(batch_project / folder), *words).exit_code
            == 0
        )
    for name in ("strategy.docx", "countries/albania.docx"):
        assert (batch_project / "unknown" / name).read_bytes() == (batch_project / "trusted" / name).read_bytes()


def test_it_can_be_numbered_and_get_its_fonts_too(batch_project: Path) -> None:
    words = ["-C", str(batch_project), "build", "albania", "--layout", "embedded", "--embed-fonts"]
    made: list[bytes] = []
    for folder, own in (("trusted", []), ("unknown", ["--untrusted-template"])):
        output = batch_project / folder
        result = CliRunner().invoke(command, [*words, "-o", str(output), *own], standalone_mode=False)
        assert result.exit_code == 0, result.output
        made.append((output / "countries" / "albania.docx").read_bytes())
    assert made[0] == made[1]


@LIMITED
def test_a_hostile_template_is_stopped_and_the_last_good_document_stays(batch_project: Path) -> None:
    good = batch_project / "output" / "countries" / "albania.docx"
    assert build_command(batch_project, "albania").return_value == 0
    before = good.read_bytes()
    spoil(batch_project)
    result = build_command(batch_project, "albania", "--untrusted-template")
    assert result.return_value == ERRORS
    assert "templates/country.docx" in result.output
    assert "error[T109]" in result.output
    assert good.read_bytes() == before


@LIMITED
def test_in_a_batch_it_fails_alone(batch_project: Path) -> None:
    spoil(batch_project)
    seen = run(batch_project, plan_of(batch_project), Options(jobs=1, untrusted=True))
    assert seen.of("built") == ["2006-2007/strategy.docx"]
    assert [finding.code for row in seen.rows for finding in row.findings] == ["T109", "T109"]


@LIMITED
def test_a_script_can_ask_for_it(batch_project: Path) -> None:
    spoil(batch_project)
    albania = extract(load(batch_project), countries=["AL"])
    with pytest.raises(TemplateError, match="takes too much"):
        build(albania, batch_project / "a.docx", project=batch_project, layout="none", untrusted=True)
    assert not (batch_project / "a.docx").exists()


def test_what_is_no_template_at_all_is_said(batch_project: Path) -> None:
    (batch_project / "templates" / "country.docx").write_bytes(b"not a package")
    result = build_command(batch_project, "albania", "--untrusted-template")
    assert result.return_value == ERRORS
    assert "it is not a readable ZIP package" in result.output
