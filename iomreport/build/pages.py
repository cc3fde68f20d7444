"""Page numbers: a document is laid out, its numbers are written in, and that is repeated until nothing moves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from iomreport.document.assemble import Document


class PageFinder(Protocol):
    """What says on which printed page bookmarks stand."""

    def pages(self, document: bytes, bookmarks: Sequence[str], called: str) -> Mapping[str, str]:
        """The printed page of each bookmark. Raises `LayoutError`."""
        ...


ROUNDS = 4
"""Writing the numbers in can move a line at the most once or twice; a document that never settles is left at this."""


def number_pages(
    make: Callable[[Mapping[str, str]], Document],
    engine: PageFinder,
    called: str,
    pages: Mapping[str, str] | None = None,
) -> tuple[Document, Mapping[str, str]]:
    """The document that `make` makes with the numbers of its pages, and these numbers by bookmark.

    `pages` is what they are thought to be; the right guess saves a round. `called` is what messages call the document.
    Raises `LayoutError`.
    """
    pages = pages or {}
    document = make(pages)
    for _ in range(ROUNDS):
        if not document.paged:
            break
        found = engine.pages(document.content, document.paged, called)
        if found == pages:
            break
        pages = found
        document = make(pages)
    return document, pages
