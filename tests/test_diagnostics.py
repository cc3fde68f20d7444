"""Findings in order, exceptions that carry them, and codes that explain themselves."""

from __future__ import annotations

import pickle
import pkgutil
from importlib import import_module
from pathlib import Path

import pytest

from iomreport.diagnostics import codes
from iomreport.diagnostics.finding import Code, ContentError, Diagnostic, Findings, Location, Severity

MODULES = [
    import_module(f"iomreport.diagnostics.codes.{module.name}") for module in pkgutil.iter_modules(codes.__path__)
]
CODES = [value for module in MODULES for value in vars(module).values() if isinstance(value, Code)]


def finding(path: str, line: int | None = None, code: str = "C101") -> Diagnostic:
    return Diagnostic(code, "wrong", Location(path, line, None if line is None else 1))


def test_findings_are_shown_in_reading_order_and_once() -> None:
    findings = Findings([finding("b", 2), finding("a", 10), finding("a", 9), finding("a", 10), finding("a")])
    assert [str(item.location) for item in findings.sorted()] == ["a", "a:9:1", "a:10:1", "b:2:1"]


def test_a_code_makes_findings_of_its_severity() -> None:
    code = Code("C999", "a title", why="why", fix="fix", severity=Severity.WARNING)
    assert code.at(None, "message") == Diagnostic("C999", "message", None, Severity.WARNING, "why", "fix")
    assert code.at(None, "message", fix="better").fix == "better"
    assert Findings([code.at(None, "message")]).errors == []


def test_an_exception_keeps_its_diagnostics_between_processes() -> None:
    error = ContentError([finding("a", 1)], Path("project"))
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is ContentError
    assert (again.diagnostics, again.project, str(again)) == (error.diagnostics, error.project, str(error))


def test_codes_are_unique() -> None:
    ids = [code.id for code in CODES]
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.id)
def test_a_code_says_what_and_why_and_has_examples(code: Code) -> None:
    assert code.title
    assert code.why
    assert code.wrong != code.right
