"""Which paragraph of a template a paragraph of a document was made from.

A document does not say it: rendering repeats and leaves out paragraphs. But the style, the column of a table, and the
words between the tags stay what they are in the template. Where that fits more than one, none is named. A paragraph
without words is known by the template's own fault (`wordless.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from iomreport.accessibility.cells import cells_of, is_header
from iomreport.accessibility.faults import Fault
from iomreport.accessibility.marks import Element, shown, value, w, words_of
from iomreport.accessibility.reading import BLOCK_TAG, Story, WordFile
from iomreport.accessibility.wordless import Wordless, is_wordless
from iomreport.diagnostics import Location
from iomreport.document.places import paragraph_place

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
        self._wordless = Wordless(faults, partial(place_in, called=name), _signature)
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
        found = self._wordless.of(fault, alike, self._fits) if is_wordless(fault) else None
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
