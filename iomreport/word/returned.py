"""Reading the addresses of a document that comes back, whoever saved or edited it.

The evidence for a field is its bookmark, the point at which it begins, and its content control. A control that kept its
tag is one that a word processor maintained, and what stands in it is the field. LibreOffice keeps the title alone and
lets the control grow over what follows, so there the bookmark decides. Where the evidence contradicts itself the field
is unsure, and no text is given for it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final, NamedTuple

from lxml import etree

from iomreport.word.address_map import addresses_of_properties, is_address
from iomreport.word.keys import BEGINNING, LOCAL, NAMESPACE, PREFIX, alias_of, key_of
from iomreport.word.opened import OpenedPackage
from iomreport.word.story import Control, Span, Story, read_notes, read_stories

_COPY: Final = re.compile(rf"({PREFIX}[0-9a-f]+)(?:_Copy_\d+)+")
"""What LibreOffice calls a bookmark whose text it puts into a frame, and one that was pasted."""
_COUNT: Final = re.compile(r" \(\d+\)$")


class State(StrEnum):
    """What is known of a field in a document that comes back."""

    FOUND = "found"
    GONE = "gone"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class ReturnedField:
    """A field of a document: its text now if it is found, and else why it is not."""

    address: str
    state: State
    text: str = ""
    before: str = ""
    """What stands before it in its paragraph, behind any other field."""
    after: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class ReturnedDocument:
    """A document that came back: its fields in the order of its map, and its custom properties.

    `has_map` tells whether it says itself which fields it was built with; without a map none can be missed.
    """

    fields: tuple[ReturnedField, ...]
    properties: Mapping[str, str]
    has_map: bool


def read_returned(content: bytes, known: Iterable[str] = ()) -> ReturnedDocument:
    """Read a document. `known` are addresses to look for beside those of its map. Raises `PackageError`."""
    package = OpenedPackage(content)
    properties = package.custom()
    mapped = dict.fromkeys(addresses_of_properties(properties))
    mapped |= dict.fromkeys(each for item in package.items() for each in _addresses_of_part(item))
    notes = {key: text for kind, root in package.notes() for key, text in read_notes(kind, root)}
    stories = [story for _, root in package.stories() for story in read_stories(root, notes)]
    evidence = _Evidence(stories, frozenset((*mapped, *known)))
    wanted = [each for each in mapped if _is_field(each)]
    wanted += [each for each in dict.fromkeys(known) if each not in mapped and evidence.has_any(each)]
    return ReturnedDocument(tuple(_read(wanted, evidence)), properties, bool(mapped))


def _addresses_of_part(root: etree._Element) -> Iterator[str]:
    """The addresses that a custom XML part names; none where it is another's."""
    if root.tag == f"{{{NAMESPACE}}}addresses":
        named = (str(entry.get("address", "")) for entry in root.iterchildren(f"{{{NAMESPACE}}}field"))
        yield from filter(is_address, named)


class _Place(NamedTuple):
    story: int
    span: Span

    def holds(self, other: _Place) -> bool:
        return self.story == other.story and self.span.start <= other.span.start and other.span.end <= self.span.end

    def meets(self, other: _Place) -> bool:
        return self.story == other.story and self.span.start < other.span.end and other.span.start < self.span.end

    def touches(self, other: _Place) -> bool:
        return self.meets(other) or self.holds(other) or other.holds(self)


@dataclass(slots=True)
class _Evidence:
    """The bookmarks and controls of all stories by what they are of."""

    stories: list[Story]
    addresses: frozenset[str]
    bookmarks: dict[str, list[_Place]] = field(default_factory=dict[str, list[_Place]], init=False)
    copies: dict[str, list[_Place]] = field(default_factory=dict[str, list[_Place]], init=False)
    unclosed: set[str] = field(default_factory=set[str], init=False)
    tagged: dict[str, list[_Place]] = field(default_factory=dict[str, list[_Place]], init=False)
    titled: dict[str, list[_Place]] = field(default_factory=dict[str, list[_Place]], init=False)
    renamed: set[str] = field(default_factory=set[str], init=False)
    """Addresses of which a control has the tag, and another field's title."""

    def __post_init__(self) -> None:
        keys = {key_of(each): each for each in self.addresses}
        titles = {alias_of(each, 1): each for each in keys.values() if _is_field(each)}
        for number, story in enumerate(self.stories):
            self.unclosed |= story.unclosed
            for name, spans in story.bookmarks.items():
                copied = _COPY.fullmatch(name)
                kept = self.copies.setdefault(copied[1], []) if copied else self.bookmarks.setdefault(name, [])
                kept += (_Place(number, span) for span in spans)
            for control in story.controls:
                self._add(control, _Place(number, control.span), keys, titles)

    def _add(self, control: Control, place: _Place, keys: Mapping[str, str], titles: Mapping[str, str]) -> None:
        titled = titles.get(control.alias) or titles.get(_COUNT.sub("", control.alias))
        tagged = keys.get(control.tag)
        if tagged is not None:
            self.tagged.setdefault(tagged, []).append(place)
            if titled not in (None, tagged):
                self.renamed.add(tagged)
        elif titled is not None:
            self.titled.setdefault(titled, []).append(place)

    def marks(self, address: str) -> list[_Place]:
        """The places of a bookmark; those of copies where it stands nowhere itself."""
        key = key_of(address)
        return self.bookmarks.get(key) or self.copies.get(key, [])

    def is_block(self, address: str) -> bool:
        """Whether a field is one that fills whole paragraphs."""
        point = f"{address}{BEGINNING}"
        return point in self.addresses or bool(self.marks(point))

    def has_any(self, address: str) -> bool:
        return bool(self.marks(address) or self.tagged.get(address) or self.titled.get(address))

    def text(self, place: _Place) -> str:
        return self.stories[place.story].text(place.span)


@dataclass(frozen=True, slots=True)
class _Finding:
    """Where a field stands, or why that is not known.

    `mark` is what its bookmark holds, and `is_agreed` says that the point at which it begins agrees.
    """

    place: _Place | None = None
    mark: _Place | None = None
    why: str = ""
    is_agreed: bool = False


def _is_field(address: str) -> bool:
    """Whether an address is of a field, and not of a point or of something with an id in its own file."""
    return not address.startswith(LOCAL) and not address.endswith(BEGINNING)


def _read(addresses: Iterable[str], evidence: _Evidence) -> Iterator[ReturnedField]:
    """The fields with what the evidence says of each, and of each beside the others."""
    found = {address: _locate(address, evidence) for address in addresses}
    marks = sorted(each.mark for each in found.values() if each.mark is not None)
    for address, each in found.items():
        found[address] = _completed(address, each, evidence, marks)
    for address, other in list(_overlapping(found)):
        found[address] = _Finding(why=f"its place holds text of {other}")
    places = sorted(each.place for each in found.values() if each.place is not None)
    for address, each in found.items():
        if each.place is None:
            yield ReturnedField(address, State.UNSURE if each.why else State.GONE, why=each.why or "nothing marks it")
        else:
            before, after = _beside(each.place, evidence, places)
            yield ReturnedField(address, State.FOUND, evidence.text(each.place), before, after)


def _locate(address: str, evidence: _Evidence) -> _Finding:
    marked = _marked(address, evidence)
    tagged, titled = evidence.tagged.get(address, []), evidence.titled.get(address, [])
    if address in evidence.renamed:
        return _Finding(why="its control has the title of another field")
    if tagged:
        return _controlled(marked, tagged, evidence)
    if titled and marked.place is None:
        return _Finding(why=marked.why or "of its marks only a control is left, which may hold more than the field")
    # A title alone does not stand against two marks that agree, since LibreOffice loses the ends of controls.
    if titled and marked.place is not None and not marked.is_agreed and not any(map(marked.place.touches, titled)):
        return _Finding(why="its control and its bookmark stand apart")
    return marked


def _controlled(marked: _Finding, tagged: list[_Place], evidence: _Evidence) -> _Finding:
    """A field in controls that kept their tags."""
    place = tagged[0]
    if marked.mark is not None:
        around = next((each for each in tagged if each.touches(marked.mark) and each.holds(marked.mark)), None)
        if around is None and evidence.text(marked.mark) != evidence.text(place):
            return _Finding(why="its control and its bookmark stand apart")
        place = around or place
    text = evidence.text(place)
    if any(evidence.text(each) != text for each in tagged):
        return _Finding(why=f"it stands {len(tagged)} times, and no longer says the same everywhere")
    return _Finding(place, marked.mark)


def _marked(address: str, evidence: _Evidence) -> _Finding:
    """A field by its bookmark and the point at which it begins."""
    marks = evidence.marks(address)
    if len(marks) > 1:
        return _Finding(why=f"its bookmark stands {len(marks)} times")
    if not marks:
        return _Finding(why="its bookmark has lost an end" if key_of(address) in evidence.unclosed else "")
    (place,) = marks
    if not evidence.is_block(address):
        return _Finding(place, place)
    story = evidence.stories[place.story]
    points = [each for each in evidence.marks(f"{address}{BEGINNING}") if each.story == place.story]
    if len(points) != 1:
        # Where the first paragraph was taken away the bookmark begins with the next; alone, it may be the last of many.
        known = story.crosses(place.span)
        return _Finding(place, place) if known else _Finding(why="no more than its last paragraph can be found")
    begins = story.next_text(points[0].span.start)
    if place.span.start <= begins <= place.span.end:
        return _Finding(place, place, is_agreed=True)
    joined = Span(begins, place.span.end)
    if begins < place.span.end and not (
        story.crosses(place.span) and story.crosses(Span(begins, place.span.start + 1))
    ):
        place = _Place(place.story, joined)
        return _Finding(place, place, is_agreed=True)
    return _Finding(why="the point at which it begins stands apart from the rest")


def _completed(address: str, found: _Finding, evidence: _Evidence, marks: list[_Place]) -> _Finding:
    """A block-level field with what was written at the edges of its paragraphs, unless other fields stand there."""
    place = found.place
    if place is None or not evidence.is_block(address):
        return found
    whole = _Place(place.story, evidence.stories[place.story].whole(place.span))
    index = bisect_left(marks, found.mark or place)
    near = marks[max(0, index - 1) : index + 2]
    return found if any(each.meets(whole) and not each.touches(place) for each in near) else replace(found, place=whole)


def _overlapping(found: Mapping[str, _Finding]) -> Iterator[tuple[str, str]]:
    """The fields whose places hold text of another, each with the other."""
    placed = sorted((each.place, address) for address, each in found.items() if each.place is not None)
    around: list[tuple[_Place, str]] = []
    for place, address in placed:
        if place.span.start == place.span.end:
            continue
        while around and not around[-1][0].meets(place):
            around.pop()
        if around:
            outer, other = around[-1]
            yield other, address
            if not outer.holds(place) or outer == place:
                yield address, other
        around.append((place, address))


def _beside(place: _Place, evidence: _Evidence, places: list[_Place]) -> tuple[str, str]:
    """What stands before and behind a field in its paragraph, as far as the next field."""
    story = evidence.stories[place.story]
    whole = story.whole(place.span)
    index = bisect_left(places, place)
    left = [each.span.end for each in places[max(0, index - 1) : index] if each.story == place.story]
    right = [each.span.start for each in places[index + 1 : index + 2] if each.story == place.story]
    before = Span(max((whole.start, *left)), place.span.start)
    after = Span(place.span.end, min((whole.end, *right)))
    return story.text(before), story.text(after)
