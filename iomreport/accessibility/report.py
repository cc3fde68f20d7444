"""What was checked of a document, clause by clause: a page for people, which is itself accessible, and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape

from iomreport.accessibility.check import ClauseResult, Examination, Outcome
from iomreport.accessibility.clauses import CLAUSE_OF
from iomreport.diagnostics.finding import Diagnostic, Location
from iomreport.version import VERSION

STANDARD = "EN 301 549 V3.2.1 (2021-03), chapter 10: non-web documents"
_STYLE = """
:root{color-scheme:light dark;--line:#8c959f;--fail:#a40e26;--rest:#7a4d00;--ink:#1b1f24;--page:#fff}
@media (prefers-color-scheme:dark){:root{--fail:#ffa198;--rest:#f0c36d;--ink:#e6edf3;--page:#14181d}}
body{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:var(--ink);
background:var(--page);overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;margin:1rem 0}caption{text-align:left;font-weight:600;padding:.5rem 0}
th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid var(--line)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dt{font-weight:600}dd{margin:0}
@media (min-width:50rem){.clauses th{overflow-wrap:normal}}
.fails strong{color:var(--fail)}.person strong{color:var(--rest)}p.sum{font-size:1.15rem}
@media print{body{margin:0;max-width:none}tr{break-inside:avoid}}
"""
_CLASSES = {Outcome.FAILED: "fails", Outcome.IN_PART: "person", Outcome.PERSON: "person"}


def report_json(examination: Examination) -> str:
    """The report as an object of JSON."""
    return json.dumps(
        {
            "iomreport": VERSION,
            "standard": STANDARD,
            "document": examination.called,
            "title": examination.title,
            "outcomes": _counts(examination.clauses),
            "findings": [
                _finding(finding, place)
                for finding, place in zip(examination.findings, examination.places, strict=True)
            ],
            "clauses": [_clause(result) for result in examination.clauses],
        },
        ensure_ascii=False,
        indent=2,
    )


def _finding(finding: Diagnostic, place: str) -> dict[str, object]:
    at = finding.location or Location("")
    clause = CLAUSE_OF.get(finding.code)
    return {
        "severity": str(finding.severity),
        "code": finding.code,
        "clause": clause.title if clause else "",
        "wcag": clause.wcag if clause else "",
        "message": finding.message,
        "path": at.path,
        "line": at.line,
        "column": at.column,
        "place": at.place,
        "in_document": place,
        "why": finding.why,
        "fix": finding.fix,
    }


def _clause(result: ClauseResult) -> dict[str, object]:
    clause = result.clause
    return {
        "number": clause.number,
        "name": clause.name,
        "wcag": clause.wcag,
        "level": clause.level,
        "outcome": result.outcome.name.lower(),
        "checked": clause.checked,
        "person": clause.person,
        "subject": str(clause.subject),
        "findings": [finding.code for finding in result.findings],
    }


def _counts(results: Iterable[ClauseResult]) -> dict[str, int]:
    outcomes = [result.outcome for result in results]
    return {outcome.name.lower(): outcomes.count(outcome) for outcome in Outcome}


def report_html(examination: Examination) -> str:
    """The report as a page that needs nothing beside it."""
    title = f"Accessibility of {examination.called}"
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body><main>\n'
        f'<h1>{escape(title)}</h1>\n<p class="sum">{escape(_summary(examination))}</p>\n'
        f"<dl><dt>Title of the document</dt><dd>{escape(examination.title) or 'none'}</dd>"
        f"<dt>Standard</dt><dd>{escape(STANDARD)}; criteria of WCAG 2.2</dd>"
        f"<dt>Checked by</dt><dd>iomreport {VERSION}</dd></dl>\n"
        f"<h2>Findings</h2>\n{_findings_table(examination)}\n"
        f"<h2>Clauses</h2>\n{_clauses_table(examination.clauses)}\n"
        f"<h2>Clauses that do not apply</h2>\n{_not_applicable(examination.clauses)}\n</main></body></html>\n"
    )


def _summary(examination: Examination) -> str:
    """What can honestly be said in a sentence: a program that finds nothing has not seen everything."""
    counts = _counts(examination.clauses)
    if not examination.clauses:
        return "The file cannot be checked."
    failed, open_now = counts["failed"], counts["in_part"] + counts["person"]
    fails = (
        f"{failed} clause{' fails' if failed == 1 else 's fail'}" if failed else "Nothing was found that fails a clause"
    )
    rest = f"{counts['met']} clauses are met, {counts['not_applicable']} do not apply"
    return f"{fails}; {rest}, and at {open_now} a person must look."


def _findings_table(examination: Examination) -> str:
    if not examination.findings:
        return "<p>None.</p>"
    rows = "".join(
        _row(
            "fails",
            str(finding.location or ""),
            place,
            f"{finding.code}: {finding.message}",
            clause.title if (clause := CLAUSE_OF.get(finding.code)) else "",
            finding.fix,
        )
        for finding, place in zip(examination.findings, examination.places, strict=True)
    )
    heads = ("Where it is mended", "Where it shows in the document", "What is wrong", "Clause", "How to mend it")
    return _table("What fails a clause, or hinders a reader", heads, rows)


def _clauses_table(results: Iterable[ClauseResult]) -> str:
    rows = "".join(
        _row(
            _CLASSES.get(result.outcome, ""),
            result.clause.title,
            f"{result.clause.wcag}{f' ({result.clause.level})' if result.clause.level else ''}",
            _said(result),
            result.clause.checked,
            result.clause.person if result.outcome is not Outcome.MET else "",
            strong=2,
        )
        for result in results
        if result.outcome is not Outcome.NOT_APPLICABLE
    )
    heads = ("Clause", "WCAG 2.2", "Outcome", "What the program looked at", "What a person must look at")
    return _table("The clauses of the chapter that apply", heads, rows, "clauses")


def _said(result: ClauseResult) -> str:
    found = len(result.findings)
    counted = f"{found} finding{'' if found == 1 else 's'}"
    if result.outcome is Outcome.FAILED:
        return f"{result.outcome}: {counted}"
    return f"{result.outcome} ({counted} that hinder a reader)" if found else str(result.outcome)


def _not_applicable(results: Iterable[ClauseResult]) -> str:
    """The clauses that are about something that the document has not, by what that is."""
    without: dict[str, list[str]] = {}
    for result in results:
        if result.outcome is Outcome.NOT_APPLICABLE:
            without.setdefault(str(result.clause.subject), []).append(result.clause.title)
    items = "".join(
        f"<li>The document has no {escape(subject)}: {escape('; '.join(titles))}.</li>"
        for subject, titles in without.items()
    )
    return f"<ul>{items}</ul>" if items else "<p>None.</p>"


def _table(caption: str, heads: Iterable[str], rows: str, kind: str = "findings") -> str:
    header = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    return (
        f'<table class="{kind}"><caption>{escape(caption)}</caption><thead><tr>{header}</tr></thead>'
        f"<tbody>\n{rows}</tbody></table>"
    )


def _row(kind: str, first: str, *others: str, strong: int = 3) -> str:
    cells = "".join(
        f"<td><strong>{escape(text)}</strong></td>" if number == strong else f"<td>{escape(text)}</td>"
        for number, text in enumerate(others, 1)
    )
    attribute = f' class="{kind}"' if kind else ""
    return f'<tr{attribute}><th scope="row">{escape(first)}</th>{cells}</tr>\n'
