"""Which fault of a template without words, such as an empty heading, shows in a document.

There are no words that would name the paragraph. But the template has the very fault itself, in a paragraph of the same
style, between the same neighbours. Of several that are alike in all this, the order decides where all of them show;
else the first is named: it is the template's for certain, and all of them are told of the template anyhow.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from iomreport.accessibility.faults import Fault
from iomreport.accessibility.marks import Element, shown, w, words_of
from iomreport.accessibility.reading import Story
from iomreport.diagnostics import Location

Place: TypeAlias = Callable[[Element, Story], Location]
Fits: TypeAlias = Callable[[Element, Element, Story], bool | None]
"""Whether a paragraph of a document can have been made from one of the template; none where that is not known."""


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    kind: tuple[object, ...]
    location: Location
    neighbours: tuple[Element | None, Element | None]


class Wordless:
    """The faults of a template at paragraphs without words. `signature` is what stays the same of a paragraph."""

    def __init__(self, faults: Sequence[Fault], place: Place, signature: Callable[[Element, Story], object]) -> None:
        self._signature = signature
        self._known = [
            _Known(self._kind(fault, fault.element), place(fault.element, fault.story), _around(fault.element, fault))
            for fault in faults
            if fault.element is not None and is_wordless(fault)
        ]

    def of(self, fault: Fault, alike: Sequence[Fault], fits: Fits) -> Location | None:
        """The place of the template's own fault. `alike` are those that the template made in the document."""
        element = fault.element
        if element is None or not is_wordless(fault):
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


def is_wordless(fault: Fault) -> bool:
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
