"""The report of a batch as JSON and as a page."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from batches import plan_of
from lxml import html

from iomreport.diagnostics.finding import OutputError
from iomreport.publish.batch import Options, run_batch
from iomreport.publish.report import ReportFile


def report(project: Path, name: str) -> Path:
    path = project / "reports" / name
    shutil.copy(project / "templates/country.docx", project / "templates/strategy.docx")
    run_batch(plan_of(project), project, Options(jobs=1), [ReportFile(path, "batch.yaml")])
    return path


def test_a_report_for_machines_has_every_document(batch_project: Path) -> None:
    found = json.loads(report(batch_project, "report.json").read_text())
    assert (found["total"], found["built"], found["failed"]) == (3, 2, 1)
    assert found["plan"] == "batch.yaml"
    failed, albania, _ = found["targets"]
    assert failed["status"] == "failed"
    assert failed["findings"][0]["code"] == "T101"
    assert albania["output"] == "2006-2007/albania.docx"
    assert albania["why"] == "it is new"
    assert set(albania["fingerprints"]) == {"tool", "template", "content", "settings", "layout"}
    assert albania["size"] == (batch_project / "output/2006-2007/albania.docx").stat().st_size
    assert re.fullmatch("[0-9a-f]{64}", albania["sha256"])
    assert albania["seconds"] >= 0


def test_a_report_for_people_has_every_document(batch_project: Path) -> None:
    page = html.fromstring(report(batch_project, "report.html").read_bytes())
    rows = page.xpath("//tbody/tr")
    assert [row.get("class") for row in rows] == ["failed", "built", "built"]
    assert "T101" in rows[0].text_content()
    assert page.xpath("//caption")


def test_a_report_that_cannot_be_written_is_a_plain_message(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError) as stopped:
        ReportFile(tmp_path / "file" / "report.json", "batch.yaml")
    assert stopped.value.diagnostics[0].code == "X101"
