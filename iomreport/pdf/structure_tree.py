"""Reading the structure tree of a PDF (ISO 32000-1, 14.7), and the tree by which pages find their elements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Array, Dictionary, Pdf

Place = tuple[int, int]
"""A page, by the number and generation of its object."""


def kids(element: Any) -> list[Any]:
    """What an element holds: elements, numbers of marked sequences, references to objects."""
    found = element.get("/K")
    if found is None:
        return []
    return list(found) if isinstance(found, Array) else [found]


def is_element(kid: Any) -> bool:
    """Whether what an element holds is an element itself."""
    return isinstance(kid, Dictionary) and "/S" in kid


def first_page(element: Any) -> Any:
    """The page on which an element begins; none where nothing of it stands on a page."""
    page = element.get("/Pg")
    within = (first_page(each) for each in kids(element) if isinstance(each, Dictionary))
    return page if page is not None else next((each for each in within if each is not None), None)


@dataclass(slots=True)
class Parents:
    """The parent tree (14.7.4.4): for a page, the elements of its marked sequences; for a link, its element."""

    pdf: Pdf
    _entries: dict[int, Any] = field(init=False)

    def __post_init__(self) -> None:
        self._entries = dict(_numbers(self.pdf.Root.StructTreeRoot.get("/ParentTree", Dictionary())))

    def of_page(self, page: Any) -> Any:
        """The elements of a page's marked sequences, by their numbers; a page without any gets an empty list."""
        if "/StructParents" not in page:
            page.StructParents = self.add(self.pdf.make_indirect(Array()))
        return self._entries[int(page.StructParents)]

    def add(self, parent: Any) -> int:
        """Enter a parent; the number by which it is found."""
        key = max(self._entries, default=-1) + 1
        self._entries[key] = parent
        return key

    def write(self) -> None:
        """Put the entries back into the PDF."""
        root = self.pdf.Root.StructTreeRoot
        numbers = [each for key in sorted(self._entries) for each in (key, self._entries[key])]
        root.ParentTree = self.pdf.make_indirect(Dictionary(Nums=Array(numbers)))
        root.ParentTreeNextKey = max(self._entries, default=-1) + 1


def _numbers(tree: Any) -> Iterator[tuple[int, Any]]:
    """The entries of a number tree (7.9.7)."""
    found = tree.get("/Nums", Array())
    for index in range(0, len(found), 2):
        yield int(found[index]), found[index + 1]
    for branch in tree.get("/Kids", Array()):
        yield from _numbers(branch)
