"""A batch makes what its plan asks for, anew only where something differs, and the same bytes in every pool."""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

import fsspec
import pytest
from batches import MANY, plan_of, recipients, run, texts
from specimen import put, spoil

from iomreport.diagnostics.finding import ContentError, OutputError
from iomreport.publish import builder as building
from iomreport.publish.batch import Options, preview, run_batch
from iomreport.publish.builder import DocumentBuilder

ALBANIA = "content/countries/albania"
OUT = "2006-2007"
ALL = [f"{OUT}/strategy.docx", f"{OUT}/albania.docx", f"{OUT}/kosovo.docx"]


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def forbid_rendering(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something was rendered")

    monkeypatch.setattr(building, "assemble", refuse)
    monkeypatch.setattr(DocumentBuilder, "prepare", refuse)


def test_a_first_run_makes_everything_in_the_order_of_the_plan(batch_project: Path) -> None:
    seen = run(batch_project, plan_of(batch_project))
    assert seen.of("built") == ALL
    assert {row.why for row in seen.rows} == {"it is new"}
    assert "IOM Tirana" in texts(batch_project / "output" / ALL[1])


def test_a_run_without_a_change_renders_nothing(batch_project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plan_of(batch_project)
    run(batch_project, plan)
    forbid_rendering(monkeypatch)
    monkeypatch.setattr("iomreport.publish.batch.prepare_batch", None)  # Not even the plan is read.
    seen = run(batch_project, plan)
    assert seen.of("unchanged") == ALL


def test_what_is_not_shown_builds_nothing(batch_project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plan_of(batch_project)
    run(batch_project, plan)
    forbid_rendering(monkeypatch)
    path = batch_project / "content/strategy.yaml"
    path.write_text("# A remark for editors.\n" + path.read_text())
    put(batch_project, "batch.yaml", "# Nightly.\n" + plan.read_text())
    assert run(batch_project, plan).of("unchanged") == ALL


def test_a_change_in_one_folder_rebuilds_its_extract_and_the_strategy(batch_project: Path) -> None:
    plan = plan_of(batch_project)
    run(batch_project, plan)
    path = batch_project / ALBANIA / "country.yaml"
    path.write_text(path.read_text().replace("Tirana", "Tiranë"))
    seen = run(batch_project, plan)
    assert seen.of("built") == ALL[:2]
    assert {row.why for row in seen.rows if row.why} == {"the content changed"}


def test_a_template_rebuilds_its_own_documents(batch_project: Path) -> None:
    plan = plan_of(batch_project)
    run(batch_project, plan)
    shutil.copy(batch_project / "templates/theme.docx", batch_project / "templates/strategy.docx")
    put(batch_project, "batch.yaml", plan.read_text().replace("[strategy, countries]", "[countries]"))
    assert run(batch_project, plan).of("built") == []
    shutil.copy(batch_project / "templates/letter.docx", batch_project / "templates/country.docx")
    seen = run(batch_project, plan)
    assert [row.why for row in seen.rows] == ["the template changed"] * 2


def test_variables_rebuild(batch_project: Path) -> None:
    plan = plan_of(batch_project)
    run(batch_project, plan)
    seen = run(batch_project, plan, Options(jobs=1, variables={"recipient": "the Ministry"}))
    assert {row.why for row in seen.rows} == {"the settings or variables changed"}
    assert "the Ministry" in texts(batch_project / "output" / ALL[1])


def test_variables_of_any_name_reach_a_template(batch_project: Path) -> None:
    plan = plan_of(
        batch_project,
        "layout: none\nmatrices:\n  - targets: [albania]\n    templates: [templates/letter.docx]\n"
        "    variables: {minister: Minister}\n    output: 'letter.{format}'\n",
    )
    run(batch_project, plan)
    assert "Dear Minister," in texts(batch_project / "output/letter.docx")


def test_a_deleted_output_is_built_again(batch_project: Path) -> None:
    plan = plan_of(batch_project)
    run(batch_project, plan)
    (batch_project / "output" / ALL[2]).unlink()
    seen = run(batch_project, plan)
    assert [(row.output, row.why) for row in seen.rows if row.why] == [(ALL[2], "its file is gone")]


def test_a_touched_output_stays(batch_project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plan_of(batch_project)
    run(batch_project, plan)
    os.utime(batch_project / "output" / ALL[2], (1, 1))
    forbid_rendering(monkeypatch)
    assert run(batch_project, plan).of("unchanged") == ALL
    monkeypatch.setattr("iomreport.publish.batch.prepare_batch", None)
    assert run(batch_project, plan).of("unchanged") == ALL


def test_an_output_that_was_edited_is_kept_unless_forced(batch_project: Path) -> None:
    plan = plan_of(batch_project)
    run(batch_project, plan)
    edited = batch_project / "output" / ALL[2]
    shutil.copy(batch_project / "templates/letter.docx", edited)
    seen = run(batch_project, plan)
    assert [finding.code for row in seen.rows for finding in row.findings] == ["X103"]
    assert seen.of("unchanged") == ALL[:2]
    assert edited.read_bytes() == (batch_project / "templates/letter.docx").read_bytes()
    assert run(batch_project, plan, Options(jobs=1, force=True)).of("built") == ALL
    assert (edited.parent / "kosovo.edited-1.docx").exists()


def test_a_failing_document_does_not_stop_the_others(batch_project: Path) -> None:
    shutil.copy(batch_project / "templates/country.docx", batch_project / "templates/strategy.docx")
    plan = plan_of(batch_project)
    seen = run(batch_project, plan)
    assert seen.of("failed") == ALL[:1]
    assert seen.of("built") == ALL[1:]
    assert seen.rows[0].findings[0].code == "T101"
    again = run(batch_project, plan)
    assert (again.of("failed"), again.of("unchanged")) == (ALL[:1], ALL[1:])


def test_fail_fast_stops_at_the_first_failure(batch_project: Path) -> None:
    shutil.copy(batch_project / "templates/country.docx", batch_project / "templates/strategy.docx")
    recipients(batch_project, 400)
    text = MANY + "  - targets: [strategy]\n    output: last.docx\n"
    head, _, rest = text.partition("  - targets")
    plan = plan_of(batch_project, head + "  - targets: [strategy]\n    output: first.docx\n  - targets" + rest)
    seen = run(batch_project, plan, Options(jobs=1, fail_fast=True))
    assert seen.summary.stopped
    assert seen.rows[0].status == "failed"
    assert seen.summary.done < 400


def test_wrong_content_leaves_everything_as_it_was(batch_project: Path) -> None:
    plan = plan_of(batch_project)
    run(batch_project, plan)
    before = files(batch_project / "output")
    put(batch_project, f"{ALBANIA}/country.yaml", "names: {")
    with pytest.raises(ContentError):
        run(batch_project, plan)
    assert files(batch_project / "output") == before


def test_a_wrong_plan_writes_nothing(batch_project: Path) -> None:
    with pytest.raises(ContentError):
        run(batch_project, plan_of(batch_project, "matrices:\n  - {targets: [countries], output: x.docx}\n"))
    assert not (batch_project / "output").exists()
    assert not (batch_project / ".iomreport").exists()


def test_a_preview_says_why_and_writes_nothing(batch_project: Path) -> None:
    plan = plan_of(batch_project)
    assert [(each.job.output, each.why) for each in preview(plan, batch_project)] == [
        (path, "it is new") for path in ALL
    ]
    assert not (batch_project / "output").exists()
    run(batch_project, plan)
    (batch_project / "output" / ALL[0]).unlink()
    assert [each.why for each in preview(plan, batch_project)] == ["its file is gone", "", ""]


def test_processes_write_the_same_bytes_in_the_same_order(batch_project: Path) -> None:
    recipients(batch_project, 150)
    plan = plan_of(batch_project, MANY)
    alone = run(batch_project, plan, Options(output=str(batch_project / "one"), jobs=1))
    together = run(batch_project, plan, Options(output=str(batch_project / "two"), jobs=2))
    assert [row.output for row in alone.rows] == [row.output for row in together.rows]
    assert len(together.of("built")) == 300
    assert files(batch_project / "one") == files(batch_project / "two")


def test_any_executor_makes_the_same_documents_and_needs_no_project_folder(batch_project: Path) -> None:
    recipients(batch_project, 20)
    plan = plan_of(batch_project, MANY)
    run(batch_project, plan, Options(jobs=1))
    for number, executor in enumerate((ThreadPoolExecutor(3), ProcessPoolExecutor(2, mp_context=get_context("spawn")))):
        with executor:
            output = str(batch_project / f"out{number}")
            seen = run(batch_project, plan, Options(output=output, executor=executor))
        assert len(seen.of("built")) == 40
        assert files(Path(output)) == files(batch_project / "output")


def test_the_manifest_has_the_digest_of_every_document(batch_project: Path) -> None:
    run(batch_project, plan_of(batch_project))
    lines = (batch_project / "output/MANIFEST").read_text().splitlines()
    expected = [f"{sha256((batch_project / 'output' / path).read_bytes()).hexdigest()}  {path}" for path in sorted(ALL)]
    assert lines == expected


def test_a_run_in_memory(batch_project: Path) -> None:
    plan = plan_of(batch_project)
    options = Options(jobs=1, output="memory://deliveries/one")
    assert run(batch_project, plan, options).of("built") == ALL
    system = fsspec.filesystem("memory")
    assert sorted(system.find("/deliveries/one")) == sorted(f"/deliveries/one/{path}" for path in [*ALL, "MANIFEST"])
    assert run(batch_project, plan, options).of("unchanged") == ALL
    system.pipe_file(f"/deliveries/one/{ALL[0]}", b"edited")
    seen = run(batch_project, plan, options)
    assert [finding.code for row in seen.rows for finding in row.findings] == ["X103"]
    run(batch_project, plan, Options(jobs=1, output=options.output, force=True))
    assert system.cat_file(f"/deliveries/one/{OUT}/strategy.edited-1.docx") == b"edited"


def test_a_place_that_cannot_be_written_is_one_plain_message(batch_project: Path) -> None:
    put(batch_project, "output", "a file, not a folder")
    with pytest.raises(OutputError) as stopped:
        run(batch_project, plan_of(batch_project))
    assert [(each.code, str(each.location)) for each in stopped.value.diagnostics] == [("X101", "output")]


def test_a_full_disk_is_a_plain_message_for_each_document(batch_project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plan_of(batch_project)
    real = os.write

    def full(file: int, content: bytes) -> int:
        if len(content) > 5_000:
            raise OSError(28, "No space left on device")
        return real(file, content)

    monkeypatch.setattr(os, "write", full)
    seen = run(batch_project, plan)
    assert [row.findings[0].message for row in seen.rows] == [
        "the file cannot be written (No space left on device)"
    ] * 3
    monkeypatch.undo()
    assert not list((batch_project / "output").rglob("*.part"))


CUT_OFF = b"""\
{"run":"dead","format":3,"destination":"output"}
{"run":"dead too","format":3,"destination":"output"}
{"output":"2006"""


def test_what_a_cut_off_run_left_beside_is_swept(batch_project: Path) -> None:
    plan = plan_of(batch_project)
    run(batch_project, plan)
    journal = next((batch_project / ".iomreport/batch").glob("*.jsonl"))
    journal.write_bytes(journal.read_bytes() + CUT_OFF)
    # The second of the two was cut off before it had swept what the first had left.
    left = batch_project / "output" / OUT / ".1-2-3-dead.part"
    other = batch_project / "output" / OUT / ".1-2-3-alive.part"
    left.write_text("half")
    other.write_text("half")
    assert run(batch_project, plan).of("unchanged") == ALL
    assert (left.exists(), other.exists()) == (False, True)


def test_a_picture_that_changed_rebuilds_what_shows_it(batch_project: Path) -> None:
    image = Path(__file__).parent / "pixel.png"
    (batch_project / ALBANIA / "map.png").write_bytes(image.read_bytes())
    chapter = batch_project / ALBANIA / "chapter.md"
    chapter.write_text(chapter.read_text().rstrip() + "\n\n![Map of Albania](map.png)\n")
    plan = plan_of(batch_project)
    run(batch_project, plan)
    (batch_project / ALBANIA / "map.png").write_bytes(image.read_bytes() + b"\0")
    assert run(batch_project, plan).of("built") == ALL[:2]


def test_the_words_of_a_reference_to_another_chapter_rebuild(batch_project: Path) -> None:
    chapter = batch_project / "content/countries/kosovo/chapter.md"
    chapter.write_text(chapter.read_text().rstrip() + "\n\nSee [](#AL).\n")
    plan = plan_of(batch_project)
    run(batch_project, plan)
    spoil(batch_project, "content/strategy.yaml", "  - albania\n  - kosovo\n", "  - kosovo\n  - albania\n")
    assert ALL[2] in run(batch_project, plan).of("built")


def test_run_batch_can_be_called_with_nothing_but_a_plan(batch_project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan_of(batch_project)
    monkeypatch.chdir(batch_project)
    assert run_batch("batch.yaml").built == 3
