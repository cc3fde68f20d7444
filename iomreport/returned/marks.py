"""The marks of fields in the stories of a document that comes back: bookmarks, and the titles and tags of controls."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from iomreport.word.addresses import BEGINNING, ENDING, LOCAL, PREFIX, alias_of, key_of
from iomreport.word.story import Control, Span, Story

_COPY: Final = re.compile(rf"({PREFIX}[0-9a-f]+)(?:_Copy_\d+)+")
"""What LibreOffice calls a bookmark whose text it puts into a frame, and one that was pasted."""
_COUNT: Final = re.compile(r" \(\d+\)$")


def is_field(address: str) -> bool:
    """Whether an address is of a field, and not of a point or of something with an id in its own file."""
    return not address.startswith(LOCAL) and not address.endswith((BEGINNING, ENDING))


class Place(NamedTuple):
    story: int
    span: Span

    @property
    def is_empty(self) -> bool:
        return self.span.start == self.span.end

    def holds(self, other: Place) -> bool:
        return self.story == other.story and self.span.start <= other.span.start and other.span.end <= self.span.end

    def meets(self, other: Place) -> bool:
        return self.story == other.story and self.span.start < other.span.end and other.span.start < self.span.end

    def touches(self, other: Place) -> bool:
        return self.meets(other) or self.holds(other) or other.holds(self)


@dataclass(slots=True)
class FieldMarks:
    """The bookmarks and controls of all stories by what they are of."""

    stories: list[Story]
    addresses: frozenset[str]
    bookmarks: dict[str, list[Place]] = field(default_factory=dict[str, list[Place]], init=False)
    copies: dict[str, list[Place]] = field(default_factory=dict[str, list[Place]], init=False)
    unclosed: set[str] = field(default_factory=set[str], init=False)
    tagged: dict[str, list[Place]] = field(default_factory=dict[str, list[Place]], init=False)
    titled: dict[str, list[Place]] = field(default_factory=dict[str, list[Place]], init=False)
    renamed: set[str] = field(default_factory=set[str], init=False)
    """Addresses of which a control has the tag, and another field's title."""

    def __post_init__(self) -> None:
        keys = {key_of(each): each for each in self.addresses}
        titles = {alias_of(each, 1): each for each in keys.values() if is_field(each)}
        for number, story in enumerate(self.stories):
            self.unclosed |= story.unclosed
            for name, spans in story.bookmarks.items():
                copied = _COPY.fullmatch(name)
                kept = self.copies.setdefault(copied[1], []) if copied else self.bookmarks.setdefault(name, [])
                kept += (Place(number, span) for span in spans)
            for control in story.controls:
                self._add(control, Place(number, control.span), keys, titles)

    def _add(self, control: Control, place: Place, keys: Mapping[str, str], titles: Mapping[str, str]) -> None:
        titled = titles.get(control.alias) or titles.get(_COUNT.sub("", control.alias))
        tagged = keys.get(control.tag)
        if tagged is not None:
            self.tagged.setdefault(tagged, []).append(place)
            if titled not in (None, tagged):
                self.renamed.add(tagged)
        elif titled is not None:
            self.titled.setdefault(titled, []).append(place)

    def marks(self, address: str) -> list[Place]:
        """The places of a bookmark; those of copies where it stands nowhere itself.

        One that begins and ends where paragraphs begin LibreOffice writes as two empty ones, at its ends.
        """
        key = key_of(address)
        own, copies = self.bookmarks.get(key, []), self.copies.get(key, [])
        ends = sorted((*own, *copies))
        if len(ends) == 2 and all(each.is_empty for each in ends) and ends[0].story == ends[1].story:
            return [Place(ends[0].story, Span(ends[0].span.start, ends[1].span.end))]
        return own or copies

    def is_block(self, address: str) -> bool:
        """Whether a field is one that fills whole paragraphs."""
        point = f"{address}{BEGINNING}"
        return point in self.addresses or bool(self.marks(point))

    def has_any(self, address: str) -> bool:
        return bool(self.marks(address) or self.tagged.get(address) or self.titled.get(address))

    def text(self, place: Place) -> str:
        return self.stories[place.story].text(place.span)
