"""What every layout engine can do: say on which printed page a bookmark stands, and print the document as PDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol, get_args

from iomreport.diagnostics.codes.layout import NO_BOOKMARK
from iomreport.diagnostics.finding import Location, ReportError

A_DOCUMENT: Final = "the document"
EngineName = Literal["auto", "embedded", "libreoffice", "none"]
ENGINE_NAMES: Final[tuple[str, ...]] = get_args(EngineName)


class LayoutError(ReportError):
    """An engine cannot lay a document out; the diagnostics name the document."""


@dataclass(frozen=True, slots=True)
class Printout:
    """A PDF as an engine writes it, and what the engine knows of bookmarks.

    `pages` counts pages of the PDF from 0; it is empty where the PDF itself has the bookmarks as named destinations.
    `printed` is the number that the bookmark's page shows, where that may differ from what its section asks for.
    `texts` is what was put in for the numbers of pages that the document prints.
    """

    pdf: bytes
    pages: Mapping[str, int] = field(default_factory=dict[str, int])
    printed: Mapping[str, str] = field(default_factory=dict[str, str])
    texts: Mapping[str, str] = field(default_factory=dict[str, str])


class PageNumbers(Protocol):
    """The numbers of its own pages that a document prints, such as in its contents."""

    @property
    def asked(self) -> Sequence[str]:
        """The bookmarks whose pages must be known."""
        ...

    def texts(self, pages: Mapping[str, int]) -> Mapping[str, str]:
        """What to print, by the words that stand in its place. `pages` counts from 1, blank pages included."""
        ...

    def begins(self, pages: Mapping[str, int]) -> Mapping[str, str]:
        """The numbers of the pages on which sections begin, by their bookmarks."""
        ...


class PrintingEngine(Protocol):
    """An engine as a printer uses it."""

    @property
    def name(self) -> str:
        """The engine and its version."""
        ...

    @property
    def tagged(self) -> bool:
        """Whether its PDF has tags, which say what is a heading, a table, a note."""
        ...

    @property
    def numbering(self) -> bool:
        """Whether it puts in the numbers that a document prints of its own pages."""
        ...

    def start(self) -> None:
        """Begin to start what takes a while, without waiting for it."""
        ...

    def printout(self, document: bytes, numbers: PageNumbers | None, called: str = A_DOCUMENT) -> Printout:
        """The document as PDF, as the engine writes it. Raises `LayoutError`."""
        ...

    def close(self) -> None:
        """End the engine and remove what it keeps on disk while it runs."""
        ...


class Pages(dict[str, str]):
    """The printed number of the page on which each bookmark starts, as the page shows it: `iv`, `12`.

    `count` is how many pages the document has, where the engine says so.
    """

    def __init__(self, pages: Mapping[str, str], count: int | None = None) -> None:
        super().__init__(pages)
        self.count = count


class LayoutEngine(Protocol):
    """An engine, open until it is closed. `called` is what messages call the document, such as its path."""

    @property
    def name(self) -> str:
        """The engine and its version, as a document's properties hold it."""
        ...

    def pages(self, document: bytes, bookmarks: Sequence[str], called: str = A_DOCUMENT) -> Pages:
        """The printed page of each bookmark.

        Raises `LayoutError`, also where a bookmark stands on no page.
        """
        ...

    def close(self) -> None:
        """End the engine and remove what it keeps on disk while it runs."""
        ...


def complete(pages: Pages, bookmarks: Sequence[str], called: str) -> Pages:
    """The pages, if there is one for each bookmark; raises `LayoutError` naming every bookmark without one."""
    missing = [name for name in bookmarks if not pages.get(name)]
    if missing:
        where = Location(called)
        raise LayoutError([NO_BOOKMARK.at(where, f'the bookmark "{name}" stands on no page') for name in missing])
    return Pages({name: pages[name] for name in bookmarks}, pages.count)


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
