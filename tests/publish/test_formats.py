"""The same content in every format: by the command, in a batch and from Python."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import pytest
from batches import plan_of, run, texts
from click.testing import CliRunner, Result

from iomreport import ContentError, UsageError, build, extract, load
from iomreport.cli.main import command
from iomreport.layout.engine import LayoutError
from iomreport.publish.batch import Options

REPOSITORY = Path(__file__).resolve().parents[2]
FORMATS = """\
layout: none
matrices:
  - targets: [strategy, countries]
    formats: [docx, html]
    output: "{target}.{format}"
"""


def build_command(project: Path, *arguments: str) -> Result:
    words = ["-C", str(project), "build", "--layout", "none", *arguments]
    return CliRunner().invoke(command, words, standalone_mode=False)


@pytest.fixture
def labelled(batch_project: Path) -> Path:
    """The small project with all the words that a page can print."""
    shutil.copy(REPOSITORY / "content" / "labels.yaml", batch_project / "content" / "labels.yaml")
    return batch_project


def test_a_target_is_built_in_each_format_that_is_asked_for(labelled: Path) -> None:
    result = build_command(labelled, "albania", "-f", "html", "-f", "docx", "-f", "html")
    assert result.return_value == 0, result.output
    assert result.output.splitlines()[:2] == ["built     countries/albania.html", "built     countries/albania.docx"]
    assert (labelled / "output/countries/albania.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    again = build_command(labelled, "albania", "-f", "html")
    assert "unchanged countries/albania.html" in again.output


def test_a_page_needs_no_template_and_takes_none(labelled: Path) -> None:
    shutil.rmtree(labelled / "templates")
    assert build_command(labelled, "strategy", "-f", "html").return_value == 0
    result = build_command(labelled, "strategy", "-f", "html", "-t", "templates/strategy.docx")
    assert isinstance(result.exception, UsageError)
    assert [each.code for each in result.exception.diagnostics] == ["X007"]


def test_a_page_that_somebody_edited_is_not_replaced(labelled: Path) -> None:
    build_command(labelled, "albania", "-f", "html")
    page = labelled / "output/countries/albania.html"
    page.write_text(page.read_text("utf-8").replace("Albania", "Shqipëria"), "utf-8")
    (labelled / "content/countries/albania/country.yaml").touch()
    result = build_command(labelled, "albania", "-f", "html", "--set", "recipient=Ministry")
    assert result.return_value == 1
    assert "X103" in result.output
    assert "Shqipëria" in page.read_text("utf-8")
    assert build_command(labelled, "albania", "-f", "html", "--force").return_value == 0
    assert (page.parent / "albania.edited-1.html").exists()


def test_a_plan_names_formats_and_each_has_the_bytes_that_the_command_writes(labelled: Path) -> None:
    plan = plan_of(labelled, FORMATS)
    seen = run(labelled, plan, Options(jobs=2, output="batch"))
    assert seen.of("built") == [
        f"{target}.{form}" for target in ("strategy", "albania", "kosovo") for form in ("docx", "html")
    ]
    build_command(labelled, "-f", "docx", "-f", "html")
    for name in ("strategy.docx", "strategy.html"):
        assert (labelled / "batch" / name).read_bytes() == (labelled / "output" / name).read_bytes()
    for name in ("albania.docx", "albania.html"):
        assert (labelled / "batch" / name).read_bytes() == (labelled / "output" / "countries" / name).read_bytes()
    assert run(labelled, plan, Options(jobs=1, output="batch")).of("built") == []


def test_a_template_that_changes_rebuilds_no_page(labelled: Path) -> None:
    plan = plan_of(labelled, FORMATS)
    run(labelled, plan)
    shutil.copy(labelled / "templates" / "letter.docx", labelled / "templates" / "strategy.docx")
    assert run(labelled, plan).of("failed") == ["strategy.docx"]
    assert run(labelled, plan).of("unchanged") == [
        "strategy.html",
        "albania.docx",
        "albania.html",
        "kosovo.docx",
        "kosovo.html",
    ]


@pytest.mark.parametrize(
    ("output", "formats"), [("{target}.docx", "[pdf]"), ("{format}/{target}.html", "[docx, html]")]
)
def test_no_file_gets_the_ending_of_another_format(labelled: Path, output: str, formats: str) -> None:
    text = FORMATS.replace("[docx, html]", formats).replace("{target}.{format}", output)
    with pytest.raises(ContentError) as refused:
        run(labelled, plan_of(labelled, text))
    assert [each.code for each in refused.value.diagnostics] == ["B014"]


def test_a_plain_document_of_an_earlier_run_is_replaced_and_an_edited_one_is_not(labelled: Path) -> None:
    words = ("albania", "--plain", "-f", "docx", "-f", "html")
    assert build_command(labelled, *words).return_value == 0
    again = build_command(labelled, *words, "--set", "recipient=Ministry")
    assert again.return_value == 0, again.output
    page = labelled / "output/countries/albania.html"
    page.write_text(page.read_text("utf-8").replace("Albania", "Shqipëria"), "utf-8")
    edited = build_command(labelled, *words)
    assert edited.return_value == 1
    assert "countries/albania.html: error[X103]" in edited.output
    assert "countries/albania.docx: error" not in edited.output
    # Without the list nothing is known of them, so nothing is lost.
    (labelled / ".iomreport/unsealed.json").unlink()
    assert build_command(labelled, *words, "--set", "recipient=Other").return_value == 1


def test_plain_documents_of_a_plan_are_replaced_too(labelled: Path) -> None:
    text = FORMATS.replace("layout: none", "layout: none\noutput: plain").replace(
        'output: "{target}.{format}"', 'marks: none\n    output: "{target}.{format}"'
    )
    plan = plan_of(labelled, text)
    assert len(run(labelled, plan).of("built")) == 6
    seen = run(labelled, plan, Options(jobs=2, variables={"recipient": "Ministry"}))
    assert len(seen.of("built")) == 6
    page = labelled / "plain/albania.html"
    page.write_text(page.read_text("utf-8").replace("Albania", "Shqipëria"), "utf-8")
    assert run(labelled, plan, Options(jobs=1, variables={"recipient": "Other"})).of("failed") == ["albania.html"]


def test_a_fault_of_the_content_is_said_once_for_all_formats(labelled: Path) -> None:
    chapter = labelled / "content/countries/albania/chapter.md"
    chapter.write_text(chapter.read_text("utf-8").rstrip() + "\n\n![A map of the region](none.png)\n", "utf-8")
    result = build_command(labelled, "albania", "-f", "docx", "-f", "html")
    assert result.return_value == 1
    assert result.output.count("none.png cannot be read") == 1


def test_an_unknown_layout_is_refused_from_python_too(labelled: Path) -> None:
    albania = extract(load(labelled), countries=["AL"])
    with pytest.raises(UsageError, match='there is no layout engine "word"'):
        build(albania, labelled / "a.docx", project=labelled, layout="word")  # type: ignore[arg-type]


def test_a_variable_of_any_name_reaches_the_template_and_a_slip_does_not(labelled: Path) -> None:
    template = docx.Document()
    template.add_paragraph("Dear {{ variables.minister }},")
    template.save(str(labelled / "templates/country.docx"))
    assert build_command(labelled, "albania", "--set", "minister=Ms Hoxha").return_value == 0
    assert texts(labelled / "output/countries/albania.docx") == "Dear Ms Hoxha,"
    missing = build_command(labelled, "albania")
    assert '"minister" is not set' in missing.output
    slip = build_command(labelled, "albania", "--set", "recipent=Ministry")
    assert "did you mean recipient?" in slip.exception.diagnostics[0].fix  # type: ignore[union-attr]


def test_an_unknown_format_of_a_plan_is_an_error(labelled: Path) -> None:
    plan = plan_of(labelled, FORMATS.replace("html", "htm"))
    with pytest.raises(Exception, match='there is no format "htm"'):
        run(labelled, plan)


def test_from_python_the_ending_says_the_format(labelled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    albania = extract(load(labelled), countries=["AL"])
    page = build(albania, labelled / "a.html", project=labelled)
    build_command(labelled, "albania", "-f", "html")
    assert page.read_bytes() == (labelled / "output/countries/albania.html").read_bytes()
    for name, template in (("a.odt", None), ("a.html", "templates/country.docx")):
        with pytest.raises(UsageError):
            build(albania, labelled / name, project=labelled, template=template)


PRINTED = """\
layout: embedded
matrices:
  - targets: [strategy, countries]
    formats: [pdf]
    output: "{target}.{format}"
"""


def test_a_pdf_is_printed_by_the_engine_that_is_asked_for(labelled: Path) -> None:
    words = ["-C", str(labelled), "build", "-f", "pdf", "--layout", "embedded"]
    result = CliRunner().invoke(command, words, standalone_mode=False)
    assert result.return_value == 0, result.output
    assert "3 of 3 documents are current" in result.output
    made = labelled / "output/countries/albania.pdf"
    assert made.read_bytes().startswith(b"%PDF-")
    again = CliRunner().invoke(command, words, standalone_mode=False)
    assert "unchanged countries/albania.pdf" in again.output
    made.write_bytes(made.read_bytes() + b"% a note\n")
    edited = CliRunner().invoke(command, [*words, "--set", "recipient=Ministry"], standalone_mode=False)
    assert "X103" in edited.output


def test_a_batch_prints_the_same_pdfs_and_reports_their_pages(labelled: Path) -> None:
    plan = plan_of(labelled, PRINTED)
    seen = run(labelled, plan, Options(jobs=2, output="batch"))
    assert seen.of("built") == ["strategy.pdf", "albania.pdf", "kosovo.pdf"]
    assert [row.pages for row in seen.rows] == [1, 1, 1]
    again = run(labelled, plan, Options(jobs=2, output="batch"))
    assert again.of("unchanged") == ["strategy.pdf", "albania.pdf", "kosovo.pdf"]
    assert [row.pages for row in again.rows] == [1, 1, 1]
    albania = extract(load(labelled), countries=["AL"])
    made = build(albania, labelled / "a.pdf", project=labelled, layout="embedded")
    assert made.read_bytes() == (labelled / "batch" / "albania.pdf").read_bytes()


def test_without_an_engine_nothing_is_printed_and_that_is_said(labelled: Path) -> None:
    result = build_command(labelled, "albania", "-f", "pdf")
    assert isinstance(result.exception, LayoutError)
    assert "no layout engine may be used" in str(result.exception)
    with pytest.raises(LayoutError):
        run(labelled, plan_of(labelled, PRINTED.replace("embedded", "none")))
    assert not list(labelled.rglob("*.pdf"))


def test_pages_of_word_documents_are_reported_where_they_were_counted(labelled: Path) -> None:
    shutil.copy(REPOSITORY / "templates" / "country.docx", labelled / "templates" / "country.docx")
    text = PRINTED.replace("[strategy, countries]", "[albania]")
    counted = run(labelled, plan_of(labelled, text.replace("[pdf]", "[docx, pdf]")), Options(jobs=1))
    word, pdf = (row.pages for row in counted.rows)
    assert word == pdf
    assert word is not None
    assert word > 3
    uncounted = run(labelled, plan_of(labelled, text.replace("[pdf]", "[docx, html]").replace("embedded", "none")))
    assert [row.pages for row in uncounted.rows] == [None, None]


@pytest.mark.parametrize("form", ["docx", "html"])
def test_a_reference_that_would_print_nothing_is_an_error_and_one_with_words_is_not(labelled: Path, form: str) -> None:
    shutil.copy(REPOSITORY / "templates" / "country.docx", labelled / "templates" / "country.docx")
    chapter = labelled / "content/countries/albania/chapter.md"
    text = chapter.read_text("utf-8")
    heading, _, rest = text.partition("\n\n")
    chapter.write_text(f"{heading}\n\nAs [the words](#AL/priorities/zz) say.\n\n{rest}", "utf-8")
    assert build_command(labelled, "albania", "-f", form).return_value == 0
    chapter.write_text(f"{heading}\n\nAs [](#AL/priorities/zz) says.\n\n{rest}", "utf-8")
    result = build_command(labelled, "albania", "-f", form)
    assert result.return_value == 1
    assert "content/countries/albania/chapter.md:3:4: error[C420]: there is no place #AL/priorities/zz" in result.output
