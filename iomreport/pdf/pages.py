"""The pages of a PDF: their labels (ISO 32000-1, 12.4.2), and on which printed page its places are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from pikepdf import Array, Dictionary, Name, NameTree, Pdf, String

from iomreport.layout.engine import Printout
from iomreport.layout.page_numbers import page_label
from iomreport.pdf.contents_numbers import Section, begin_sections
from iomreport.pdf.source import SECTION

_STYLES: Final = {"decimal": "/D", "lowerRoman": "/r", "upperRoman": "/R", "lowerLetter": "/a", "upperLetter": "/A"}
_PLAIN = re.compile(r"[A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of the outline: its words, its level from 1, and the label of its page."""

    title: str
    level: int
    page: str


def printed_pages(pdf: bytes, bookmarks: Iterable[str]) -> dict[str, str]:
    """The printed page of each bookmark that a finished PDF has, as its page labels say."""
    with Pdf.open(BytesIO(pdf)) as opened:
        labels = page_labels(opened)
        places = _destinations(opened)
        return {name: labels[places[name]] for name in bookmarks if name in places}


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    with Pdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


def outline(pdf: bytes) -> list[Heading]:
    """The headings in the outline of a PDF, in order, with the labels of their pages."""
    with Pdf.open(BytesIO(pdf)) as opened:
        labels = page_labels(opened)
        numbers = {page.obj.objgen: index for index, page in enumerate(opened.pages)}

        def walk(item: Any, level: int) -> Iterator[Heading]:
            while item is not None:
                target = item.get("/Dest") or item.get("/A", Dictionary()).get("/D")
                page = numbers.get(target[0].objgen) if isinstance(target, Array) else None
                yield Heading(str(item.Title), level, labels[page] if page is not None else "")
                yield from walk(item.get("/First"), level + 1)
                item = item.get("/Next")

        return list(walk(opened.Root.get("/Outlines", Dictionary()).get("/First"), 1))


def name_places(pdf: Pdf, bookmarks: Sequence[str], printout: Printout) -> dict[str, int]:
    """Give the bookmarks of the document as named destinations; the pages of all, those of sections included."""
    numbers = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
    written = pdf.Root.get("/Dests", Dictionary())
    places = dict(printout.pages)
    targets: dict[str, Any] = {}
    for name in bookmarks:
        target = written.get(f"/{_office_name(name)}")
        if isinstance(target, Array):
            places[name] = numbers[target[0].objgen]
            targets[name] = target
        elif name in places:
            targets[name] = Array([pdf.pages[places[name]].obj, Name.Fit])
    if "/Dests" in pdf.Root:
        del pdf.Root["/Dests"]
    kept = sorted((bytes(String(name)), name) for name in targets if not name.startswith(SECTION))
    if kept:
        entries = [each for _, name in kept for each in (String(name), targets[name])]
        tree = pdf.make_indirect(Dictionary(Names=Array(entries)))
        pdf.Root.Names = pdf.make_indirect(Dictionary(Dests=tree))
    return places


def label_pages(pdf: Pdf, sections: Sequence[Section], places: Mapping[str, int], printed: Mapping[str, str]) -> None:
    """Give every page the label of the number that it shows.

    Pages of a section that shows no number before any other does are lettered, so that no two pages share a label.
    """
    entries: list[Any] = []
    letters = 0
    count = len(pdf.pages)
    begun = [each for each in begin_sections(sections, places, printed) if each.page < count]
    for index, each in enumerate(begun):
        following = begun[index + 1].page if index + 1 < len(begun) else count
        if each.section.shown or each.section.start is not None:
            for offset, label in _label(each.number, each.style, following - each.page):
                entries += (each.page + offset, label)
        else:
            entries += (each.page, Dictionary(S=Name.A, St=letters + 1))
            letters += following - each.page
    if entries:
        pdf.Root.PageLabels = pdf.make_indirect(Dictionary(Nums=Array(entries)))


def _label(number: int, style: str, count: int) -> Iterator[tuple[int, Dictionary]]:
    if style in _STYLES and number > 0:
        yield 0, Dictionary(S=Name(_STYLES[style]), St=number)
        return
    for offset in range(count):
        yield offset, Dictionary(P=String(page_label(number + offset, style)))


def page_labels(pdf: Pdf) -> list[str]:
    """What the pages are called, in order."""
    return [page.label for page in pdf.pages]


def _destinations(pdf: Pdf) -> dict[str, int]:
    """The named destinations and their pages."""
    tree = pdf.Root.get("/Names", Dictionary()).get("/Dests")
    if tree is None:
        return {}
    numbers = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
    return {str(name): numbers[target[0].objgen] for name, target in NameTree(tree).items()}


def _office_name(name: str) -> str:
    """A bookmark as LibreOffice writes it into a PDF: what is neither letter nor digit, by its code."""
    return "".join(each if _PLAIN.fullmatch(each) else f"{ord(each):02X}" for each in name)
