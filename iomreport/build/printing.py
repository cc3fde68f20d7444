"""A document as PDF: printed, and printed again where its contents name other pages than those that came out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from iomreport.build.pages import number_pages
from iomreport.document.assemble import Document
from iomreport.registry import load


class Printer(Protocol):
    """What prints documents, for any number of threads at once."""

    @property
    def name(self) -> str:
        """The engine and its version."""
        ...

    @property
    def engines(self) -> Sequence[object]:
        """Each prints one document at a time."""
        ...

    def start(self) -> None:
        """Start all engines, without waiting for them."""
        ...

    def print(self, document: bytes, called: str) -> bytes:
        """The PDF of a document. Raises `LayoutError`."""
        ...

    def close(self) -> None:
        """End its engines."""
        ...


def print_document(
    make: Callable[[Mapping[str, str]], Document], printer: Printer, called: str, pages: Mapping[str, str]
) -> tuple[Document, bytes]:
    """A document and its PDF, whose contents name the pages of the PDF. `pages` is what they are thought to be.

    Raises `LayoutError`.
    """
    proof = _Proof(printer, dict(pages))
    document, _ = number_pages(make, proof, called, pages)
    return document, proof.of(document.content, called)


@dataclass(slots=True)
class _Proof:
    """The last print of a document, which says what stands on which page."""

    printer: Printer
    known: dict[str, str]
    """Pages that were said before, for bookmarks of which the print says nothing."""
    _document: bytes = field(default=b"", init=False)
    _pdf: bytes = field(default=b"", init=False)

    def pages(self, document: bytes, bookmarks: Sequence[str], called: str) -> Mapping[str, str]:
        self.known |= load("PDF pages").printed_pages(self.of(document, called), bookmarks)
        return {name: self.known.get(name, "") for name in bookmarks}

    def of(self, document: bytes, called: str) -> bytes:
        """The PDF of a document."""
        if document != self._document:
            self._document, self._pdf = document, self.printer.print(document, called)
        return self._pdf
