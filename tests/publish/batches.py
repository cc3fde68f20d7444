"""A small batch: a project with templates and plans, and what happens in a run of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path

import docx
from specimen import put

from iomreport.publish.batch import Options, run_batch
from iomreport.publish.report import ReportRow, Summary

TEMPLATES = {
    "strategy": ("{{ strategy.title }}", "{% for c in strategy.countries %}{{ c.names.long }} {% endfor %}"),
    "country": (
        "{{ country.names.long }} {{ recipient }}",
        "{{ reference }} {% if country.mission %}{{ country.mission.office }}{% endif %}",
    ),
    "theme": ("{{ theme.label }}", "{% for c in strategy.countries %}{{ c.names.long }} {% endfor %}"),
    "letter": ("Dear {{ variables.minister }},", "{{ strategy.title }}"),
}
PLAN = """\
layout: none
matrices:
  - targets: [strategy, countries]
    output: "{edition}/{target}.{format}"
"""


def make_templates(project: Path) -> None:
    """Write the four templates of a project."""
    for name, paragraphs in TEMPLATES.items():
        (project / "templates" / f"{name}.docx").write_bytes(_template(paragraphs))


@cache
def _template(paragraphs: tuple[str, ...]) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def plan_of(project: Path, text: str = PLAN) -> Path:
    """Write a plan, and give its path."""
    put(project, "batch.yaml", text)
    return project / "batch.yaml"


def recipients(project: Path, count: int) -> None:
    """Write a list of so many recipients."""
    rows = (f"r{number},Ministry {number},IOM/{number}" for number in range(count))
    put(project, "recipients.csv", "\n".join(("id,recipient,reference", *rows)) + "\n")


MANY = """\
layout: none
matrices:
  - targets: [countries]
    recipients: recipients.csv
    output: "{country.slug}/{recipient.id}.{format}"
"""


@dataclass(slots=True)
class Seen:
    """A listener that keeps what it is told."""

    total: int = 0
    rows: list[ReportRow] = field(default_factory=list[ReportRow])
    summary: Summary = field(default_factory=Summary)

    def begin(self, total: int) -> None:
        self.total = total

    def row(self, row: ReportRow) -> None:
        self.rows.append(row)

    def end(self, summary: Summary) -> None:
        self.summary = summary

    def of(self, status: str) -> list[str]:
        """The outputs with a status, in order."""
        return [row.output for row in self.rows if row.status == status]


def run(project: Path, plan: Path, options: Options | None = None) -> Seen:
    """Run a batch in this process, unless the options say otherwise."""
    seen = Seen()
    run_batch(plan, project, options or Options(jobs=1), [seen])
    return seen


def texts(path: Path) -> str:
    """The text of a document."""
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
