"""Which engine lays out a build's documents."""

from __future__ import annotations

from typing import Literal

from iomreport.codes.layout import ENGINE_REPLACED, NO_EMBEDDED, NO_ENGINE, PDF_WITHOUT_ENGINE
from iomreport.diagnostics import Diagnostic, Findings
from iomreport.layout.embedded import EmbeddedEngine
from iomreport.layout.engine import LayoutEngine, LayoutError
from iomreport.layout.libreoffice import LibreOffice
from iomreport.layout.office import find_office
from iomreport.registry import available

EngineName = Literal["auto", "embedded", "libreoffice", "none"]


def choose(name: EngineName, pdf: bool, findings: Findings) -> LayoutEngine | None:
    """The engine for a build, which the caller closes; none where there shall be none or there is none.

    `auto` is the embedded engine, or LibreOffice where a PDF is made, since its PDF is tagged. What takes the place of
    a missing engine is added to the findings. Raises `LayoutError` where an engine asked for by name is missing.
    """
    if name == "none":
        if pdf:
            raise LayoutError(PDF_WITHOUT_ENGINE.at(None, "a PDF is asked for, and no layout engine may be used"))
        return None
    if name == "embedded":
        if not available("rdocx"):
            raise LayoutError(NO_EMBEDDED.at(None, "the embedded layout engine, rdocx, is not installed"))
        return EmbeddedEngine()
    if name == "libreoffice":
        office = find_office()
        if isinstance(office, Diagnostic):
            raise LayoutError(office)
        return LibreOffice(office)
    return _automatic(pdf, findings)


def _automatic(pdf: bool, findings: Findings) -> LayoutEngine | None:
    embedded = available("rdocx")
    if embedded and not pdf:
        return EmbeddedEngine()
    office = find_office()
    if not isinstance(office, Diagnostic):
        if not pdf:
            findings.add(ENGINE_REPLACED.at(None, "LibreOffice lays the pages out, since rdocx is not installed"))
        return LibreOffice(office)
    if embedded:
        message = "the embedded engine prints the PDF, since LibreOffice is missing: roman page numbers come out arabic"
        findings.add(ENGINE_REPLACED.at(None, message, fix="install LibreOffice Writer with its bridge to Python"))
        return EmbeddedEngine()
    if pdf:
        raise LayoutError(PDF_WITHOUT_ENGINE.at(None, "a PDF is asked for, and no layout engine is installed"))
    findings.add(NO_ENGINE.at(None, "neither rdocx nor LibreOffice is installed, so pages are not numbered"))
    return None
