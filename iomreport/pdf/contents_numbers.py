"""Page numbers that a document prints of its own pages, such as in its contents: put in when it is laid out.

The engine loads a document once. It says where bookmarks came out, is told what to print, and writes the PDF.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, cast

from lxml import etree

from iomreport.layout.page_numbers import page_label
from iomreport.word.elements import Element, w

_SIGN: Final = "~"
_REFERENCE = re.compile(r"\s*PAGEREF\s+(\S+)")


@dataclass(frozen=True, slots=True)
class Section:
    """How a section numbers its pages: the style (`w:fmt`), the first number if it is set, the bookmark of its
    beginning (none for the first), whether its pages show a number at all, and whether it begins on an odd or an even
    page, whichever comes next."""

    bookmark: str
    style: str
    start: int | None
    shown: bool
    turns: bool = False


@dataclass(frozen=True, slots=True)
class Begun:
    """A section that begins a page, with the number of that page and its style."""

    page: int
    number: int
    style: str
    section: Section


Fill = Literal["never", "missing", "all"]
"""Which page numbers of its contents a document gets: none, all where one is missing, or all."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a document prints of its own pages.

    `fields` are the bookmarks that numbers are about, by the words in the place of the number; `shown` are numbers that
    it has already, and `known` those that an earlier print came out with, by bookmark.
    """

    sections: Sequence[Section]
    fields: Mapping[str, str] = field(default_factory=dict[str, str])
    shown: Mapping[str, str] = field(default_factory=dict[str, str])
    known: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def asked(self) -> tuple[str, ...]:
        """The bookmarks whose pages must be known."""
        wanted = [name for name in self.fields.values() if name not in self.known]
        # Without blank pages between them the numbers of sections are known before.
        if wanted or not self.shown or any(section.turns for section in self.sections):
            wanted = [*(section.bookmark for section in self.sections if section.bookmark), *wanted]
        return tuple(dict.fromkeys(wanted))

    def texts(self, pages: Mapping[str, int]) -> dict[str, str]:
        """What to print, by the words that stand in its place. `pages` counts from 1, blank pages included."""
        begun = self._begun(pages)
        found = {name: number_of(page - 1, begun) for name, page in pages.items()} | dict(self.known)
        return {words: found.get(target, "") for words, target in self.fields.items()}

    def begins(self, pages: Mapping[str, int]) -> dict[str, str]:
        """The numbers of the pages on which sections begin, by their bookmarks."""
        begun = self._begun(pages)
        return {each.section.bookmark: page_label(each.number, each.style) for each in begun if each.section.bookmark}

    def _begun(self, pages: Mapping[str, int]) -> list[Begun]:
        return begin_sections(self.sections, {name: page - 1 for name, page in pages.items()})


def begin_sections(
    sections: Sequence[Section], places: Mapping[str, int], printed: Mapping[str, str] | None = None
) -> list[Begun]:
    """The sections that begin a page, in order.

    `places` counts pages from 0; `printed` is what a page is known to show.
    """
    found: list[Begun] = []
    number = 1
    for index, section in enumerate(sections):
        page = places.get(section.bookmark, -1) if index else 0
        if found and page <= found[-1].page:
            continue
        if found:
            number += page - found[-1].page
        shown = (printed or {}).get(section.bookmark, "")
        number = _number(shown, section.style) or (number if section.start is None else section.start)
        # The embedded engine shows digits whatever a section asks for.
        style = "decimal" if shown.isdigit() and page_label(number, section.style) != shown else section.style
        found.append(Begun(page, number, style, section))
    return found


def number_of(page: int, begun: Sequence[Begun]) -> str:
    """What a page shows as its number."""
    last = next((each for each in reversed(begun) if each.page <= page), None)
    return page_label(last.number + page - last.page, last.style) if last else str(page + 1)


def mark_fields(body: Element, fill: Fill) -> tuple[dict[str, str], dict[str, str]]:
    """Put words that occur nowhere else in the place of the page numbers of contents, where they shall be filled in.

    Gives what each is about, by the words; or, where all stay, the numbers by what they are about. They are fields
    (17.16.5.45) in a link; others LibreOffice fills in by itself.
    """
    if fill == "never":
        return {}, {}
    fields = [each for instruction in body.iter(w("instrText")) for each in _found(instruction)]
    shown = [(target, "".join(text.text or "" for run in runs for text in run.iter(w("t")))) for target, runs in fields]
    if fill == "missing" and all(text for _, text in shown):
        return {}, dict(shown)
    sign = _SIGN
    while sign in "".join(cast(Iterator[str], body.itertext())):
        sign += _SIGN
    digits = len(str(len(fields)))
    found: dict[str, str] = {}
    for number, (target, runs) in enumerate(fields):
        words = f"{sign}{number:0{digits}}"
        _make_text(runs, words)
        found[words] = target
    return found, {}


def _found(instruction: Element) -> Iterator[tuple[str, list[Element]]]:
    """The bookmark and the runs of the field of an instruction, if it is one for a page number in a link."""
    reference = _REFERENCE.match(instruction.text or "")
    run = instruction.getparent()
    holder = run.getparent() if run is not None else None
    if reference and holder is not None and holder.tag == w("hyperlink") and (runs := _field(run)):
        yield reference[1], runs


def _field(run: Element | None) -> list[Element] | None:
    """The runs of a field of which one holds the instruction; none where it is not made of runs side by side."""
    begin = run.getprevious() if run is not None else None
    if begin is None or _kind(begin) != "begin":
        return None
    runs = [begin]
    for each in begin.itersiblings(w("r")):
        runs.append(each)
        if _kind(each) == "end":
            return runs
        if _kind(each) == "begin":
            return None
    return None


def _kind(run: Element) -> str:
    mark = run.find(w("fldChar"))
    return mark.get(w("fldCharType"), "") if mark is not None else ""


def _make_text(runs: Sequence[Element], words: str) -> None:
    """Leave one run of a field, with other words in it."""
    kept = next((run for run in runs if run.find(w("t")) is not None), runs[0])
    for run in runs:
        holder = run.getparent()
        if run is not kept and holder is not None:
            holder.remove(run)
    for each in list(kept):
        if each.tag != w("rPr"):
            kept.remove(each)
    etree.SubElement(kept, w("t")).text = words


def _number(shown: str, style: str) -> int:
    """The number that a page shows as text; 0 where it is none of the style."""
    if not shown:
        return 0
    if shown.isdigit():
        return int(shown)
    return next((number for number in range(1, 5_000) if page_label(number, style) == shown), 0)
