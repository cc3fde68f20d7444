"""The commands `batch` and `verify`: what they print, with which exit code they end, and how they are interrupted."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document
from specimen import put
from waiting import PATIENCE, eventually

from iomreport.cli.main import command

REPOSITORY = Path(__file__).resolve().parents[2]
PLAN = """\
layout: none
matrices:
  - targets: [strategy, countries]
    output: "{target}.{format}"
"""
UNDER_WAY = 3 * 128
"""Documents that may be under way for each worker."""
TEMPLATES = {
    "strategy": "{{ strategy.title }}",
    "country": "{{ country.names.long }} {{ recipient }}",
}


@pytest.fixture
def batch_project(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in TEMPLATES.items():
        document = Document()
        document.add_paragraph(text)
        document.save(str(project / "templates" / f"{name}.docx"))
    put(project, "batch.yaml", PLAN)
    monkeypatch.chdir(project)
    return project


def batch(*arguments: str) -> Result:
    return CliRunner().invoke(command, ["batch", "batch.yaml", *arguments], standalone_mode=False)


def test_a_run_says_what_it_did_and_the_next_has_nothing_to_do(batch_project: Path) -> None:
    first = batch()
    assert first.return_value == 0, first.output
    assert "built     albania.docx (it is new)" in first.output
    assert "3 of 3 documents are current in output (3 built, 0 unchanged)" in first.output
    second = batch()
    assert second.output == "3 of 3 documents are current in output (0 built, 3 unchanged)\n"
    assert batch("--quiet").output == ""


def test_a_dry_run_shows_why_and_writes_nothing(batch_project: Path) -> None:
    found = batch("--dry-run")
    assert "build     kosovo.docx (it is new)" in found.output
    assert "3 of 3 documents would be built" in found.output
    assert not (batch_project / "output").exists()


def test_machines_read_an_object_a_line(batch_project: Path) -> None:
    lines = [json.loads(line) for line in batch("--log-format", "json").output.splitlines()]
    assert [line["event"] for line in lines] == ["begin", "document", "document", "document", "end"]
    assert lines[0]["total"] == 3
    assert [line["output"] for line in lines[1:4]] == ["strategy.docx", "albania.docx", "kosovo.docx"]
    assert lines[4]["built"] == 3


def test_a_failure_is_shown_with_its_place_and_gives_exit_code_1(batch_project: Path) -> None:
    shutil.copy("templates/country.docx", "templates/strategy.docx")
    found = batch()
    assert found.return_value == 1
    assert "templates/strategy.docx, paragraph 1" in found.output
    assert "error[T101]" in found.output
    assert "2 of 3 documents are current in output (2 built, 0 unchanged, 1 failed)" in found.output


def test_what_many_documents_have_in_common_is_explained_once(batch_project: Path) -> None:
    document = Document()
    document.add_paragraph("{{ country.nmae }}")
    document.save("templates/country.docx")
    found = batch()
    assert found.output.count("has no field") == 1
    assert "failed    kosovo.docx (T101, as above)" in found.output


def test_reports_are_written_also_when_there_is_nothing_to_do(batch_project: Path) -> None:
    batch()
    batch("--report", "a.json", "--report", "a.html")
    found = json.loads(Path("a.json").read_text())
    assert [row["status"] for row in found["targets"]] == ["unchanged"] * 3
    assert Path("a.html").read_text().count("<tr class=") == 3
    batch("--set", "nothing")
    assert not list(Path().glob(".a.json*"))


def test_a_variable_is_set_for_all(batch_project: Path) -> None:
    batch("--set", "recipient=UNHCR")
    assert Document("output/albania.docx").paragraphs[0].text == "Albania UNHCR"


def test_a_delivery_is_verified(batch_project: Path) -> None:
    batch()
    runner = CliRunner()
    good = runner.invoke(command, ["verify", "output/MANIFEST"], standalone_mode=False)
    assert (good.return_value, good.output) == (0, "all 3 documents are as they were built\n")
    Path("output/albania.docx").write_bytes(b"")
    bad = runner.invoke(command, ["verify", "output/MANIFEST"], standalone_mode=False)
    assert bad.return_value == 1
    assert "albania.docx: error[B203]" in bad.output


def test_with_nothing_to_do_neither_models_nor_engines_are_imported(batch_project: Path) -> None:
    batch()
    code = (
        "import sys; from iomreport.cli.errors import run_guarded; from iomreport.cli.main import command\n"
        "sys.argv = ['iomreport', 'batch', 'batch.yaml']\n"
        "print(run_guarded(command)); print(sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert "3 unchanged" in found.stdout
    for heavy in ("pydantic", "jinja2", "lxml", "yaml", "docxtpl", "markdown_it", "rdocx", "fsspec"):
        assert f"'{heavy}'" not in found.stdout


def _heed_interrupts() -> None:
    """What a shell starts in the background ignores Ctrl-C, and so does all that is started by it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal of Unix")
@pytest.mark.parametrize(("how", "jobs"), [(signal.SIGINT, "2"), (signal.SIGTERM, "2"), (signal.SIGINT, "1")])
def test_an_interrupted_run_ends_at_once_and_says_how_far_it_came(
    batch_project: Path, how: signal.Signals, jobs: str
) -> None:
    put(batch_project, "list.csv", "id\n" + "".join(f"r{number}\n" for number in range(60_000)))
    plan = PLAN.replace("[strategy, countries]", "[albania]\n    recipients: list.csv")
    put(batch_project, "batch.yaml", plan.replace("{target}", "{recipient.id}"))
    said = batch_project / "said.txt"
    line = [sys.executable, "-m", "iomreport", "batch", "batch.yaml", "--jobs", jobs, "--quiet"]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    with said.open("w") as file:
        process = subprocess.Popen(
            line, stderr=file, env=environment, start_new_session=True, preexec_fn=_heed_interrupts
        )
    output = batch_project / "output"
    assert eventually(lambda: process.poll() is not None or len(list(output.rglob("*.docx"))) > 10)
    if how is signal.SIGINT:
        os.killpg(process.pid, how)
    else:
        process.send_signal(how)
    made = len(list(output.rglob("*.docx")))
    process.wait(PATIENCE)
    # What was under way is finished, and nothing else is begun.
    assert len(list(output.rglob("*.docx"))) <= made + int(jobs) * UNDER_WAY
    assert process.returncode == 130
    assert "of 60,000 documents are done; run it again to carry on" in said.read_text()
    assert not list(output.rglob("*.part"))


def test_reports_have_to_be_of_a_known_kind(batch_project: Path) -> None:
    assert "a file .json or .html" in str(batch("--report", "a.pdf").exception)
