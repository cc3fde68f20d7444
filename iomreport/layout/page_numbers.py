"""Page numbers: a document is laid out, its numbers are written in, and that is repeated until nothing moves."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from iomreport.layout.engine import LayoutEngine
from iomreport.template.rendered import Document

ROUNDS = 4
"""Writing the numbers in can move a line at the most once or twice; a document that never settles is left at this."""


def number_pages(
    make: Callable[[Mapping[str, str]], Document], engine: LayoutEngine, called: str
) -> tuple[Document, int | None]:
    """The document that `make` makes, with the numbers of its pages, and how many pages it has, where that is known.

    `called` is what messages call it. Raises `LayoutError`.
    """
    pages: Mapping[str, str] = {}
    count: int | None = None
    document = make(pages)
    for _ in range(ROUNDS):
        if not document.paged:
            break
        found = engine.pages(document.content, document.paged, called)
        count = found.count
        if found == pages:
            break
        pages = found
        document = make(pages)
    return document, count
