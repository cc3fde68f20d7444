"""Which engine is taken, and what is said where the wanted one is missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import layout_documents as documents
import pytest

from iomreport.diagnostics.codes.layout import NO_LIBREOFFICE
from iomreport.diagnostics.finding import Findings
from iomreport.layout import choice
from iomreport.layout.choice import choose
from iomreport.layout.embedded import EmbeddedEngine
from iomreport.layout.engine import LayoutError
from iomreport.layout.libreoffice import Installation, LibreOffice
from iomreport.optional import is_installed

Machine = Callable[[bool, bool], None]


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A machine with or without the embedded engine and LibreOffice."""

    def set_up(embedded: bool, office: bool) -> None:
        if embedded:
            documents.require(is_installed("rdocx"), "rdocx")
        there = Installation(Path("soffice"), Path("python3"), "7.4")
        missing = NO_LIBREOFFICE.at(None, "LibreOffice is missing")
        monkeypatch.setattr(choice, "is_installed", lambda name: embedded)
        monkeypatch.setattr(choice, "find_office", lambda: there if office else missing)

    return set_up


@pytest.mark.parametrize(
    ("embedded", "office", "pdf", "engine", "codes"),
    [
        (True, True, False, EmbeddedEngine, []),
        (True, True, True, LibreOffice, []),
        (True, False, False, EmbeddedEngine, []),
        (True, False, True, EmbeddedEngine, ["L008"]),
        (False, True, False, LibreOffice, ["L002"]),
        (False, True, True, LibreOffice, []),
        (False, False, False, type(None), ["L001"]),
    ],
)
def test_auto_takes_what_is_there(
    machine: Machine, embedded: bool, office: bool, pdf: bool, engine: type, codes: list[str]
) -> None:
    machine(embedded, office)
    findings = Findings()
    assert isinstance(choose("auto", pdf, findings), engine)
    assert [item.code for item in findings.items] == codes
    assert findings.errors == []


@pytest.mark.parametrize(("name", "code"), [("embedded", "L003"), ("libreoffice", "L004")])
def test_an_engine_asked_for_by_name_must_be_there(machine: Machine, name: choice.EngineName, code: str) -> None:
    machine(False, False)
    with pytest.raises(LayoutError) as caught:
        choose(name, False, Findings())
    assert [item.code for item in caught.value.diagnostics] == [code]


def test_none_is_no_engine_and_no_finding() -> None:
    findings = Findings()
    assert choose("none", False, findings) is None
    assert findings.items == []


@pytest.mark.parametrize(
    ("name", "there", "advice"),
    [("none", True, "leaving the layout “none” away"), ("auto", False, "pip install 'iomreport[layout,pdf]'")],
)
def test_a_pdf_needs_an_engine(machine: Machine, name: choice.EngineName, there: bool, advice: str) -> None:
    machine(False, there)
    with pytest.raises(LayoutError) as caught:
        choose(name, True, Findings())
    (finding,) = caught.value.diagnostics
    assert finding.code == "L006"
    assert advice in finding.fix
    assert ("install" in finding.fix) is not there


def test_what_asked_for_an_untagged_pdf_is_to_be_left_away(machine: Machine) -> None:
    for office, advice in ((True, "leave the layout “embedded” away"), (False, "install LibreOffice Writer")):
        machine(True, office)
        findings = Findings()
        choose("embedded", True, findings)
        (finding,) = findings.items
        assert finding.code == "L008"
        assert advice in finding.fix
        assert ("install" in finding.fix) is not office
