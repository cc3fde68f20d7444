"""Reading the addresses of a document that comes back, whoever saved or edited it.

The evidence for a field is its bookmark, the point at which it begins, and its content control. A control that kept its
tag is one that a word processor maintained, and what stands in it is the field. LibreOffice keeps the title alone and
lets the control grow over what follows, so there the bookmark decides. Where the evidence contradicts itself the field
is unsure, and no text is given for it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from lxml import etree

from iomreport.returned.marks import FieldMarks, Place, is_field
from iomreport.word.addresses import BEGINNING, ENDING, NAMESPACE, addresses_of_properties, is_address, key_of
from iomreport.word.document import WordDocument
from iomreport.word.story import END, Span, read_notes, read_stories


class State(StrEnum):
    """What is known of a field in a document that comes back."""

    FOUND = "found"
    GONE = "gone"
    UNSURE = "unsure"


class Beside(NamedTuple):
    """The words beside a field as far as the next field, and the address of that.

    Of an inline field they end with its paragraph; without another field the address is empty.
    """

    words: str = ""
    field: str = ""


NOTHING = Beside()


@dataclass(frozen=True, slots=True)
class ReturnedField:
    """A field of a document: its text now if it is found, and else why it is not."""

    address: str
    state: State
    text: str = ""
    before: Beside = NOTHING
    after: Beside = NOTHING
    is_block: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class ReturnedDocument:
    """A document that came back: its fields in the order of its map, and its custom properties.

    `has_map` tells whether it says itself which fields it was built with; without a map none can be missed.
    """

    fields: tuple[ReturnedField, ...]
    properties: Mapping[str, str]
    has_map: bool


def read_returned(package: WordDocument, known: Iterable[str] = ()) -> ReturnedDocument:
    """Read a document. `known` are addresses to look for beside those of its map. Raises `PackageError`."""
    properties = package.custom()
    mapped = dict.fromkeys(addresses_of_properties(properties))
    mapped |= dict.fromkeys(each for item in package.items() for each in _addresses_of_part(item))
    notes = {
        key: text
        for kind, _, root in package.stories("footnotes", "endnotes")
        for key, text in read_notes(kind.removesuffix("s"), root)
    }
    parts = package.stories("main", "header", "footer")
    stories = [story for _, _, root in parts for story in read_stories(root, notes)]
    evidence = FieldMarks(stories, frozenset((*mapped, *known)))
    wanted = [each for each in mapped if is_field(each)]
    wanted += [each for each in dict.fromkeys(known) if each not in mapped and evidence.has_any(each)]
    return ReturnedDocument(tuple(_read(wanted, evidence)), properties, bool(mapped))


def _addresses_of_part(root: etree._Element) -> Iterator[str]:
    """The addresses that a custom XML part names; none where it is another's."""
    if root.tag == f"{{{NAMESPACE}}}addresses":
        named = (str(entry.get("address", "")) for entry in root.iterchildren(f"{{{NAMESPACE}}}field"))
        yield from filter(is_address, named)


@dataclass(frozen=True, slots=True)
class _Finding:
    """Where a field stands, or why that is not known.

    `mark` is what its bookmark holds, and `is_agreed` says that the point at which it begins agrees.
    """

    place: Place | None = None
    mark: Place | None = None
    why: str = ""
    is_agreed: bool = False


def _read(addresses: Iterable[str], evidence: FieldMarks) -> Iterator[ReturnedField]:
    """The fields with what the evidence says of each, and of each beside the others."""
    found = {address: _locate(address, evidence) for address in addresses}
    marks = sorted(each.mark for each in found.values() if each.mark is not None)
    for address, each in found.items():
        found[address] = _completed(address, each, evidence, marks)
    for address, other in list(_overlapping(found)):
        found[address] = _Finding(why=f"its place holds text of {other}")
    placed = sorted((each.place, address) for address, each in found.items() if each.place is not None)
    for address, each in found.items():
        if each.place is None:
            yield ReturnedField(address, State.UNSURE if each.why else State.GONE, why=each.why or "nothing marks it")
        else:
            is_block = evidence.is_block(address)
            before, after = _beside(each.place, address, evidence, placed, is_block=is_block)
            yield ReturnedField(address, State.FOUND, evidence.text(each.place), before, after, is_block)


def _locate(address: str, evidence: FieldMarks) -> _Finding:
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


def _controlled(marked: _Finding, tagged: list[Place], evidence: FieldMarks) -> _Finding:
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


def _marked(address: str, evidence: FieldMarks) -> _Finding:
    """A field by its bookmark and the point at which it begins."""
    marks = evidence.marks(address)
    if f"{address}{ENDING}" in evidence.addresses:
        return _between_points(address, marks, evidence)
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
        place = Place(place.story, joined)
        return _Finding(place, place, is_agreed=True)
    return _Finding(why="the point at which it begins stands apart from the rest")


def _between_points(address: str, marks: list[Place], evidence: FieldMarks) -> _Finding:
    """A field with a table at an edge, of which the bookmark may have lost the table."""
    points = [evidence.marks(f"{address}{sign}") for sign in (BEGINNING, ENDING)]
    if not marks and not any(points):
        return _Finding()
    if [len(each) for each in points] != [1, 1] or points[0] > points[1] or points[0][0].story != points[1][0].story:
        return _Finding(why="the points at which it begins and ends are not both there")
    place = Place(points[0][0].story, Span(points[0][0].span.start, points[1][0].span.end))
    if any(not place.touches(each) for each in marks):
        return _Finding(why="its bookmark stands apart from the points at which it begins and ends")
    return _Finding(place, place, is_agreed=True)


def _completed(address: str, found: _Finding, evidence: FieldMarks, marks: list[Place]) -> _Finding:
    """A block-level field with what was written at the edges of its paragraphs, unless other fields stand there."""
    place = found.place
    if place is None or not evidence.is_block(address):
        return found
    whole = Place(place.story, evidence.stories[place.story].whole(place.span))
    if place.is_empty and evidence.text(whole):
        return _Finding(why="nothing stands between its marks any more, but something beside them")
    index = bisect_left(marks, found.mark or place)
    near = marks[max(0, index - 1) : index + 2]
    return found if any(each.meets(whole) and not each.touches(place) for each in near) else replace(found, place=whole)


def _overlapping(found: Mapping[str, _Finding]) -> Iterator[tuple[str, str]]:
    """The fields whose places hold text of another, each with the other."""
    placed = sorted((each.place, address) for address, each in found.items() if each.place is not None)
    around: list[tuple[Place, str]] = []
    for place, address in placed:
        if place.is_empty:
            continue
        while around and not around[-1][0].meets(place):
            around.pop()
        if around:
            outer, other = around[-1]
            yield other, address
            if not outer.holds(place) or outer == place:
                yield address, other
        around.append((place, address))


def _beside(
    place: Place, address: str, evidence: FieldMarks, placed: list[tuple[Place, str]], *, is_block: bool
) -> tuple[Beside, Beside]:
    """What stands before and behind a field."""
    story = evidence.stories[place.story]
    # What somebody wrote in paragraphs of its own beside a block-level field stands in no field at all.
    around = Span(0, len(story.pieces)) if is_block else story.whole(place.span)
    index = bisect_left(placed, (place, address))
    start, left, end, right = max(around.start - 1, 0), "", around.end, ""
    for near, other in placed[max(0, index - 1) : index]:
        if near.story == place.story and near.span.end >= around.start:
            start, left = near.span.end, other
    for near, other in placed[index + 1 : index + 2]:
        if near.story == place.story and near.span.start < around.end:
            end, right = near.span.start, other
    # The end of the paragraph before tells the beginning of a paragraph from a field that directly follows another.
    before = story.raw(Span(start, place.span.start)) or (END if place.span.start == 0 else "")
    return Beside(before, left), Beside(story.raw(Span(place.span.end, end)), right)
