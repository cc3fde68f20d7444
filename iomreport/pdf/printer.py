"""Finished documents as PDF: engines that stay open, and what they write mended.

What a press needs of a printer, which is opened only where a PDF is made.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from queue import LifoQueue
from threading import Lock
from typing import TYPE_CHECKING, Any

from iomreport.diagnostics.codes.layout import PDF_CLAIMS_LESS, PDF_WITHOUT_PIKEPDF
from iomreport.diagnostics.finding import Findings, Location
from iomreport.layout.choice import choose_printers
from iomreport.layout.engine import EngineName, LayoutError, PrintingEngine
from iomreport.optional import is_installed
from iomreport.pdf.contents_numbers import Fill
from iomreport.pdf.source import read_source

if TYPE_CHECKING:
    from iomreport.pdf.remediation import RawPdf

MOST_ENGINES = 2
ROUNDS = 3
"""How often a document is printed at the most, where its page numbers move what they are about."""


def open_printer(name: EngineName, findings: Findings, engines: int = 0) -> PdfPrinter:
    """A printer, which the caller closes, with an engine by its name and so many of its processes at the most.

    By default there is one for each processor, up to two. Raises `LayoutError` where what it needs is missing.
    """
    if not is_installed("pikepdf"):
        raise LayoutError(PDF_WITHOUT_PIKEPDF.at(None, "a PDF is asked for, and the package pikepdf is not installed"))
    count = engines or min(MOST_ENGINES, os.cpu_count() or 1)
    return PdfPrinter(choose_printers(name, count, findings), findings)


def _load_remediation() -> Any:
    # pikepdf is loaded with it, and only a run that prints needs it.
    from iomreport.pdf import remediation

    return remediation


@dataclass(slots=True)
class PdfPrinter:
    """Prints documents, for any number of threads at once; each engine prints one at a time.

    An engine is started when it is first needed, or by `start`. What a PDF does not claim, and why, is
    added to `findings`.
    """

    engines: Sequence[PrintingEngine]
    findings: Findings
    _free: LifoQueue[PrintingEngine] = field(default_factory=lambda: LifoQueue[PrintingEngine](), init=False)
    _lock: Lock = field(default_factory=Lock, init=False)
    _remediation: Any = field(default_factory=_load_remediation, init=False)

    def __post_init__(self) -> None:
        # The engine that was used last is used first, so that one document after the other starts only one.
        for engine in reversed(self.engines):
            self._free.put(engine)

    @property
    def name(self) -> str:
        """The engine and its version."""
        return self.engines[0].name

    @property
    def numbering(self) -> bool:
        """Whether it puts in the page numbers of contents and references, whatever a document says of them."""
        return self.engines[0].numbering

    def start(self) -> None:
        """Start all engines, without waiting for them."""
        for engine in self.engines:
            engine.start()

    def print(self, document: bytes, called: str) -> bytes:
        """The finished PDF of an assembled document; messages call it `called`. Raises `LayoutError`."""
        return self.finish(self.proof(document, called), called)

    def proof(self, document: bytes, called: str) -> RawPdf:
        """An assembled document as it comes from the engine, which knows its pages. Raises `LayoutError`."""
        return self._settled(document, called, "missing" if self.numbering else "never", {}, ROUNDS)

    def _settled(self, document: bytes, called: str, fill: Fill, known: Mapping[str, str], rounds: int) -> RawPdf:
        """A proof whose contents name the pages that came out, after so many rounds at the most."""
        source = read_source(document, called, fill)
        numbers = replace(source.numbers, known=known)
        engine = self._free.get()
        try:
            printout = engine.printout(source.copy, numbers, called)
        finally:
            self._free.put(engine)
        proof = self._remediation.RawPdf(printout, source, engine.name, tagged=engine.tagged)
        said = {**numbers.shown, **{name: printout.texts[words] for words, name in numbers.fields.items()}}
        found = proof.printed_pages(said)
        # They are others where the document said wrong ones, and where putting them in has moved a line.
        if rounds == 1 or all(said[name] == page for name, page in found.items()):
            return proof
        return self._settled(document, called, "all", found, rounds - 1)

    def finish(self, proof: RawPdf, called: str) -> bytes:
        """The finished PDF of a proof, which is used up."""
        finished = proof.finish()
        # That an engine's PDF has no tags is said once, when it is chosen.
        for fault in finished.faults if self.engines[0].tagged else ():
            at, message = Location(called, place=fault.place), f"the PDF does not claim PDF/UA: {fault.message}"
            with self._lock:
                self.findings.add(PDF_CLAIMS_LESS.at(at, message, fix=fault.fix))
        return finished.pdf

    def close(self) -> None:
        """End all engines."""
        for engine in self.engines:
            engine.close()
