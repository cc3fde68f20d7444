"""Findings for machines: annotations of GitHub's workflows, and SARIF 2.1.0 (OASIS)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from iomreport.diagnostics import Code, Diagnostic, Location, Severity
from iomreport.version import VERSION

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.REMARK: "notice"}
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.REMARK: "note"}


def github(findings: Iterable[Diagnostic]) -> str:
    """One workflow command a finding, which GitHub shows beside the line that is meant."""
    return "\n".join(map(_command, findings))


def _command(finding: Diagnostic) -> str:
    at = finding.location or Location("")
    properties: dict[str, object] = {"file": at.path} if at.path else {}
    if at.line is not None:
        properties["line"] = at.line
        if at.column is not None:
            properties |= {"col": at.column, "endColumn": at.column + at.length}
    properties["title"] = finding.code
    written = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {written}::{_escaped(_text(finding))}"


def _text(finding: Diagnostic) -> str:
    place = finding.location.place if finding.location is not None else ""
    lines = [f"{place}: {finding.message}" if place else finding.message]
    lines += [f"why: {finding.why}"] if finding.why else []
    lines += [f"fix: {finding.fix}"] if finding.fix else []
    return "\n".join(lines)


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def sarif(findings: Iterable[Diagnostic], codes: Mapping[str, Code]) -> str:
    """A SARIF log of one run; its rules are the kinds of findings that occur in it."""
    items = list(findings)
    used = sorted({each.code for each in items})
    run = {
        "tool": {
            "driver": {
                "name": "iomreport",
                "semanticVersion": VERSION,
                "rules": [_rule(codes[code]) if code in codes else {"id": code} for code in used],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, used.index(each.code)) for each in items],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _rule(code: Code) -> dict[str, Any]:
    return {
        "id": code.id,
        "shortDescription": {"text": code.title},
        "fullDescription": {"text": code.why},
        "help": {"text": f"{code.why} {code.fix}".strip()},
        "defaultConfiguration": {"level": _LEVELS[code.severity]},
    }


def _result(finding: Diagnostic, rule: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": _text(finding)},
    }
    at = finding.location
    if at is not None:
        # A path in a URI is percent-encoded (RFC 3986); folders of content have names without such signs.
        physical: dict[str, Any] = {"artifactLocation": {"uri": at.path.replace(" ", "%20")}}
        if at.line is not None:
            region = {"startLine": at.line}
            if at.column is not None:
                region |= {"startColumn": at.column, "endColumn": at.column + at.length}
            physical["region"] = region
        location: dict[str, Any] = {"physicalLocation": physical}
        if at.place:
            location["logicalLocations"] = [{"fullyQualifiedName": at.place}]
        result["locations"] = [location]
    return result
