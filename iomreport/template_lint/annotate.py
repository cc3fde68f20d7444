"""A copy of a template with the findings as Word comments where they belong."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any, cast

from docx import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from iomreport.template.compiled import MAIN
from iomreport.template_lint.lint import TemplateFinding

AUTHOR, INITIALS = "iomreport", "iom"


def annotated(content: bytes, findings: Iterable[TemplateFinding]) -> bytes:
    """The template with a comment a finding. What is not in the main text is said at its first paragraph with words.

    Raises what python-docx raises for a package that it cannot open.
    """
    document = Document(BytesIO(content))
    body = cast(Any, document.element).body
    paragraphs = [Paragraph(each, body) for each in body.iter(qn("w:p"))]
    first = next((each for each in paragraphs if each.runs), None) or document.add_paragraph(" ")
    for finding in findings:
        known = finding.part == MAIN and 0 <= finding.paragraph < len(paragraphs)
        paragraph = paragraphs[finding.paragraph] if known else first
        if not paragraph.runs:
            paragraph = first
        comment = document.add_comment(paragraph.runs, author=AUTHOR, initials=INITIALS)
        lines = _lines(finding, at_place=known)
        comment.paragraphs[0].text = lines[0]
        for line in lines[1:]:
            comment.add_paragraph(line)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _lines(finding: TemplateFinding, *, at_place: bool) -> list[str]:
    item = finding.diagnostic
    where = f"{item.location.place}: " if item.location is not None and item.location.place and not at_place else ""
    lines = [f"{where}{item.severity}[{item.code}] {item.message}"]
    lines += [item.why] if item.why else []
    return lines + ([f"Mend: {item.fix}"] if item.fix else [])
