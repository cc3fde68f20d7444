"""Which paragraph of a template a paragraph of a document was made from.

A document does not say it: rendering repeats and leaves out paragraphs. But the style, the column of a table, and the
words between the tags stay what they are in the template. Where that fits more than one, none is named. A paragraph
without words is known by the template's own fault (`template_locations.py`).

Which fault of a template without words, such as an empty heading, shows in a document.

There are no words that would name the paragraph. But the template has the very fault itself, in a paragraph of the same
style, between the same neighbours. Of several that are alike in all this, the order decides where all of them show;
else the first is named: it is the template's for certain, and all of them are told of the template anyhow.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from iomreport.accessibility.structure import cells_of, is_header
from iomreport.accessibility.word_file import BLOCK_TAG, Fault, Story, WordFile
from iomreport.diagnostics.finding import Location
from iomreport.template.locations import paragraph_place
from iomreport.word.elements import Element, shown, value, w, words_of

Place: TypeAlias = Callable[[Element, Story], Location]
Fits: TypeAlias = Callable[[Element, Element, Story], bool | None]
"""Whether a paragraph of a document can have been made from one of the template; none where that is not known."""


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    kind: tuple[object, ...]
    location: Location
    neighbours: tuple[Element | None, Element | None]


class EmptyElements:
    """The faults of a template at paragraphs without words. `signature` is what stays the same of a paragraph."""

    def __init__(self, faults: Sequence[Fault], place: Place, signature: Callable[[Element, Story], object]) -> None:
        self._signature = signature
        self._known = [
            _Known(self._kind(fault, fault.element), place(fault.element, fault.story), _around(fault.element, fault))
            for fault in faults
            if fault.element is not None and is_empty_element(fault)
        ]

    def of(self, fault: Fault, alike: Sequence[Fault], fits: Fits) -> Location | None:
        """The place of the template's own fault. `alike` are those that the template made in the document."""
        element = fault.element
        if element is None or not is_empty_element(fault):
            return None
        kind = self._kind(fault, element)
        known = [each for each in self._known if each.kind == kind]
        if len(known) > 1:
            same = [each for each in alike if each.element is not None and self._kind(each, each.element) == kind]
            if fault in same and len(same) == len(known):
                return known[same.index(fault)].location
            around = _around(element, fault)
            known.sort(key=lambda each: -_fit(each.neighbours, around, fault.story, fits))
        return known[0].location if known else None

    def _kind(self, fault: Fault, element: Element) -> tuple[object, ...]:
        return fault.code.id, fault.message, self._signature(element, fault.story)


def is_empty_element(fault: Fault) -> bool:
    """Whether a fault is a paragraph's, and the paragraph has no words."""
    element = fault.element
    return element is not None and element.tag == w("p") and not words_of(element).strip()


def _around(element: Element, fault: Fault) -> tuple[Element | None, Element | None]:
    """The nearest paragraphs with words before and behind an element."""
    paragraphs = list(shown(fault.story.root, w("p")))
    place = next(index for index, each in enumerate(paragraphs) if each is element)
    before = next((each for each in reversed(paragraphs[:place]) if words_of(each).strip()), None)
    return before, next((each for each in paragraphs[place + 1 :] if words_of(each).strip()), None)


def _fit(
    known: tuple[Element | None, Element | None], found: tuple[Element | None, Element | None], story: Story, fits: Fits
) -> int:
    """How many neighbours can have been made from those in a template; -1 where one cannot."""
    both = [
        fits(own, made, story) for own, made in zip(known, found, strict=True) if own is not None and made is not None
    ]
    return -1 if False in both else both.count(True)


_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


@dataclass(frozen=True, slots=True, eq=False)
class _Original:
    signature: tuple[object, ...]
    pattern: re.Pattern[str]
    literal: int
    location: Location


def place_in(element: Element, story: Story, called: str) -> Location:
    """The place of an element in a file, in the words that findings about templates use."""
    paragraph = _nearest_paragraph(element)
    known = story.numbered.get(paragraph) if paragraph is not None else None
    where = "" if known is None else paragraph_place(*known)
    if story.kind == "main":
        return Location(called, place=where or "the main text")
    return Location(called, place=f"{story.kind} ({story.name}){f', {where}' if where else ''}")


def _nearest_paragraph(element: Element) -> Element | None:
    """The paragraph that an element is, stands in, or begins with."""
    if element.tag == w("p"):
        return element
    around = next(element.iterancestors(w("p")), None)
    return around if around is not None else next(shown(element, w("p")), None)


class TemplatePlaces:
    """The paragraphs of a template, to be known again in the documents that it makes. `faults` are its own."""

    def __init__(self, file: WordFile, name: str, faults: Sequence[Fault] = ()) -> None:
        self.name = name
        self._file = file
        self._wordless = EmptyElements(faults, partial(place_in, called=name), _signature)
        self._originals = [
            original
            for story in file.stories
            for paragraph in file.paragraphs(story)
            if (original := _original(paragraph, story, name)) is not None
        ]

    def of(self, fault: Fault, alike: Sequence[Fault]) -> Location | None:
        """The place in the template of a fault in a document; none where it is not certain.

        `alike` are the faults that the template made in the document.
        """
        if fault.element is None:
            return None
        found = self._wordless.of(fault, alike, self._fits) if is_empty_element(fault) else None
        return found or self._by_words(fault.element, fault.story)

    def _fits(self, own: Element, made: Element, story: Story) -> bool | None:
        """Whether a paragraph can have been made from one of the template; what an instruction makes is not known."""
        original = None if self._file.is_instruction(own) else _original(own, story, self.name)
        if original is None:
            return None
        same = original.signature == _signature(made, story)
        return same and original.pattern.fullmatch(words_of(made)) is not None

    def _by_words(self, element: Element, story: Story) -> Location | None:
        paragraph = _nearest_paragraph(element)
        if paragraph is None:
            return None
        words = words_of(paragraph)
        signature = _signature(paragraph, story)
        fitting = [each for each in self._originals if each.signature == signature and each.pattern.fullmatch(words)]
        most = max((each.literal for each in fitting), default=0)
        best = {each.location for each in fitting if each.literal == most}
        return best.pop() if len(best) == 1 else None


def _original(paragraph: Element, story: Story, name: str) -> _Original | None:
    text = words_of(paragraph)
    if BLOCK_TAG.fullmatch(text):
        return None
    literals = _TAG.split(text)
    pattern = re.compile(".*?".join(map(re.escape, literals)), re.DOTALL)
    literal = sum(map(len, literals))
    return _Original(_signature(paragraph, story), pattern, literal, place_in(paragraph, story, name))


def _signature(paragraph: Element, story: Story) -> tuple[object, ...]:
    """What of a paragraph stays the same: its part, its style, its table and column, whether it holds a drawing."""
    drawn = next(shown(paragraph, w("drawing"), w("pict")), None) is not None
    style = value(paragraph.find(w("pPr/pStyle")))
    cell = next(paragraph.iterancestors(w("tc")), None)
    if cell is None:
        return story.name, style, drawn
    table, row = next(cell.iterancestors(w("tbl"))), next(cell.iterancestors(w("tr")))
    column = next(each.column for each in cells_of(row) if each.cell is cell)
    kind = value(table.find(w("tblPr/tblStyle")))
    first = next(cell.iter(w("p"))) is paragraph
    return story.name, style, drawn, kind, len(table.findall(w("tblGrid/gridCol"))), is_header(row), column, first
