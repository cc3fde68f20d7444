"""What references can point to (REF, 17.16.5.51), and the words of one whose target is elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from iomreport.diagnostics.codes.checks import REFERENCE_UNKNOWN
from iomreport.diagnostics.finding import Diagnostic, Location
from iomreport.word.addresses import LOCAL, address_of, key_of
from iomreport.word.markers import BOOKMARK, BOOKMARK_END, SEQUENCE, Cut
from iomreport.word.oxml import text_run


@dataclass(frozen=True, slots=True)
class Target:
    """A target: the field that shows it, the words that it has there, and its number in the full strategy."""

    field: str
    words: str
    number: str


def leads_nowhere(address: str, location: Location | None) -> Diagnostic:
    """A reference to no known place, without words of its own: there would be nothing to print for it."""
    return REFERENCE_UNKNOWN.at(location, f"there is no place #{address}")


def elsewhere(target: Target | None, words: Mapping[str, str], *, own_words: bool, properties: str) -> str:
    """The runs of a reference whose target is outside the document, behind the author's own words if there are any."""
    if target is None:
        return ""
    place = words.get("elsewhere", "{place}").replace("{place}", target.number)
    return text_run(f" ({words.get('see', '')} {place})" if own_words else place, properties)


def targets_within(
    cuts: Sequence[Cut], references: Mapping[str, Target], captions: tuple[str, str]
) -> dict[str, tuple[str, str]]:
    """Of the targets of a document's references, those that stand in it: bookmark and words, by address.

    `cuts` are the document's markers.
    """
    bookmarks = {key for _, _, kind, key in cuts if kind == BOOKMARK}
    keys = {address: (key_of(target.field), target.words) for address, target in references.items()}
    found = {address: (key, words) for address, (key, words) in keys.items() if key in bookmarks}
    found.update(_captions(cuts, captions))
    return found


def _captions(cuts: Sequence[Cut], captions: tuple[str, str]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Tables and figures with an id: their bookmark holds the label and the number, as `Table 3`."""
    labels = dict(zip(("Table", "Figure"), captions, strict=True))
    counts = dict.fromkeys(labels, 0)
    opened = ""
    for _, _, kind, key in cuts:
        if kind == BOOKMARK:
            opened = key
        elif kind == BOOKMARK_END:
            opened = "" if key == opened else opened
        elif kind == SEQUENCE and key in counts:
            counts[key] += 1
            address = address_of(opened)
            if address is not None and address.startswith(LOCAL):
                yield address.removeprefix(LOCAL), (opened, f"{labels[key]} {counts[key]}")
                opened = ""
