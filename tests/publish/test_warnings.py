"""What concerns no single document is said once, whoever found it."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from batches import plan_of, recipients, run
from specimen import put

from iomreport.publish.batch import Options

PLAN = """\
layout: embedded
matrices:
  - targets: [countries]
    recipients: recipients.csv
    output: "{country.slug}/{recipient.id}.{format}"
"""


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_font_in_the_place_of_another_is_said_once_by_all_workers(batch_project: Path, jobs: int) -> None:
    template = docx.Document()
    template.add_paragraph("{{ country.names.long }} {{ recipient }}").runs[0].font.name = "No Such Font"
    template.save(str(batch_project / "templates" / "country.docx"))
    recipients(batch_project, 4)
    seen = run(batch_project, plan_of(batch_project, PLAN), Options(jobs=jobs))
    assert len(seen.of("built")) == 8
    said = [finding for finding in seen.summary.findings if "No Such Font" in finding.message]
    assert len(said) == 1
    assert str(said[0].location) == "templates/country.docx"


def test_warnings_of_the_content_are_said(batch_project: Path) -> None:
    put(batch_project, "content/countries/albania/notes.txt", "Ask the mission.\n")
    seen = run(batch_project, plan_of(batch_project))
    assert [str(finding.location) for finding in seen.summary.findings] == ["content/countries/albania/notes.txt"]
    assert len(seen.of("built")) == 3
