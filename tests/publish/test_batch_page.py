"""The plan that the documentation shows is a plan."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from specimen import put

from iomreport.publish.batch import preview

REPOSITORY = Path(__file__).resolve().parents[2]


def test_the_plan_of_the_documentation_gives_documents(tmp_path: Path) -> None:
    page = (REPOSITORY / "docs/batch.md").read_text("utf-8")
    plan = re.search(r"```yaml\n(.*?)```", page, re.DOTALL)
    people = re.search(r"```\n(id;country.*?)```", page, re.DOTALL)
    assert plan
    assert people
    for name in ("content", "templates"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    shutil.copy(tmp_path / "templates/country.docx", tmp_path / "templates/brief.docx")
    put(tmp_path, "batch.yaml", plan[1].replace("layout: auto", "layout: none"))
    put(tmp_path, "ministries.csv", people[1])
    outputs = {planned.job.output for planned in preview(tmp_path / "batch.yaml", tmp_path)}
    assert {
        "2006-2007/strategy.docx",
        "2006-2007/slovenia.docx",
        "2006-2007/croatia/country-un.docx",
        "2006-2007/fyrom/brief-un.docx",
        "2006-2007/themes/theme-counter-trafficking.docx",
        "2006-2007/themes/balkans-trafficking.docx",
    } <= outputs
    assert not any("croatia/brief" in output or "al-moi" in output for output in outputs)
