"""What a press needs of a printer, which is opened only where a PDF is made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Printer(Protocol):
    """Prints documents, for any number of threads at once."""

    @property
    def name(self) -> str:
        """The engine and its version."""
        ...

    @property
    def engines(self) -> Sequence[object]:
        """Each prints one document at a time."""
        ...

    @property
    def numbering(self) -> bool:
        """Whether it puts in the page numbers of contents and references itself."""
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
