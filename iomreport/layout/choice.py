"""Which engine lays out a build's documents."""

from __future__ import annotations

from iomreport.diagnostics.codes.layout import ENGINE_REPLACED, NO_EMBEDDED, NO_ENGINE, PDF_UNTAGGED, PDF_WITHOUT_ENGINE
from iomreport.diagnostics.finding import Diagnostic, Findings
from iomreport.layout.embedded import EmbeddedEngine
from iomreport.layout.engine import EngineName, LayoutError, PrintingEngine
from iomreport.layout.libreoffice import LibreOffice, find_office
from iomreport.optional import is_installed

UNTAGGED = "the embedded engine prints the PDF: it has neither tags nor links, and all its page numbers are arabic"
_LEFT_AWAY = "leave the layout “embedded” away, so that LibreOffice prints it"


def choose(name: EngineName, pdf: bool, findings: Findings) -> EmbeddedEngine | LibreOffice | None:
    """The engine for a build, which the caller closes; none where there shall be none or there is none.

    `auto` is the embedded engine, or LibreOffice where a PDF is made, since its PDF is tagged. What takes the place of
    a missing engine is added to the findings. Raises `LayoutError` where an engine asked for by name is missing.
    """
    if name == "none":
        if pdf:
            message = "a PDF is asked for, and no layout engine may be used"
            fix = "let an engine lay the pages out, leaving the layout “none” away, or make Word documents only"
            raise LayoutError(PDF_WITHOUT_ENGINE.at(None, message, fix=fix))
        return None
    if name == "embedded":
        if not is_installed("rdocx"):
            raise LayoutError(NO_EMBEDDED.at(None, "the embedded layout engine, rdocx, is not installed"))
        if pdf:
            missing = isinstance(find_office(), Diagnostic)
            fix = f"{PDF_UNTAGGED.fix}, without the layout “embedded”" if missing else _LEFT_AWAY
            findings.add(PDF_UNTAGGED.at(None, UNTAGGED, fix=fix))
        return EmbeddedEngine()
    if name == "libreoffice":
        office = find_office()
        if isinstance(office, Diagnostic):
            raise LayoutError(office)
        return LibreOffice(office)
    return _automatic(pdf, findings)


def choose_printers(name: EngineName, count: int, findings: Findings) -> list[PrintingEngine]:
    """So many engines of one kind, not started yet, which print PDFs side by side. Raises `LayoutError`."""
    first = choose(name, True, findings)
    if isinstance(first, LibreOffice):
        return [first, *(LibreOffice(first.office) for _ in range(count - 1))]
    return [first or EmbeddedEngine()] * count


def _automatic(pdf: bool, findings: Findings) -> EmbeddedEngine | LibreOffice | None:
    embedded = is_installed("rdocx")
    if embedded and not pdf:
        return EmbeddedEngine()
    office = find_office()
    if not isinstance(office, Diagnostic):
        if not pdf:
            findings.add(ENGINE_REPLACED.at(None, "LibreOffice lays the pages out, since rdocx is not installed"))
        return LibreOffice(office)
    if embedded:
        findings.add(PDF_UNTAGGED.at(None, f"{UNTAGGED}, since LibreOffice is missing"))
        return EmbeddedEngine()
    if pdf:
        raise LayoutError(PDF_WITHOUT_ENGINE.at(None, "a PDF is asked for, and no layout engine is installed"))
    findings.add(NO_ENGINE.at(None, "neither rdocx nor LibreOffice is installed, so pages are not numbered"))
    return None
