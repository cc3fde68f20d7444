"""What references can point to: the words of each target, and where in the full strategy it stands.

A target within the document is a field (REF, 17.16.5.51) that repeats the words of its bookmark; a target outside the
extract is plain words that say where in the full strategy to look.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from iomreport.codes.rules import REFERENCE_UNKNOWN
from iomreport.diagnostics import Diagnostic, Location
from iomreport.document.view import NATIONAL_PART
from iomreport.model.country import Country
from iomreport.model.strategy import Strategy
from iomreport.word.keys import LOCAL, address_of, key_of
from iomreport.word.markers import BOOKMARK, BOOKMARK_END, SEQUENCE, Cut
from iomreport.word.oxml import text_run


@dataclass(frozen=True, slots=True)
class Target:
    """A target: the field that shows it, the words that it has there, and its number in the full strategy."""

    field: str
    words: str
    number: str


def targets(strategy: Strategy, words: Mapping[str, str]) -> dict[str, Target]:
    """All targets of a strategy by address. `words` are the labels of its language."""
    return dict(_targets(strategy, words))


def _targets(strategy: Strategy, words: Mapping[str, str]) -> Iterator[tuple[str, Target]]:
    regional = strategy.regional
    titled = {
        "foreword": (strategy.foreword, ""),
        "executive-summary": (strategy.executive_summary, "I"),
        "regional/introduction": (regional.introduction, "II"),
        "regional/trends": (regional.trends, "II.1"),
    }
    titled |= {f"regional/priorities/{each.number}": (each, f"II.2.{each.number}") for each in regional.priorities}
    for address, (part, number) in titled.items():
        if part is not None:
            yield address, Target(f"{address}/title", part.title, number or part.title)
    annex = words.get("annex", "")
    for project in regional.projects:
        address = f"regional/projects/{project.id}"
        yield address, Target(f"{address}/title", project.title, annex)
    for country in strategy.countries:
        yield from _country(country, annex)


def _country(country: Country, annex: str) -> Iterator[tuple[str, Target]]:
    code, chapter = country.code, f"{NATIONAL_PART}.{country.number}"
    yield code, Target(f"{code}/names/long", country.names.long, chapter)
    for priority in country.priorities:
        address = f"{code}/priorities/{priority.letter}"
        number = f"{chapter} ({priority.letter})"
        yield address, Target(f"{address}/title", priority.title, number)
        for section in priority.sections:
            yield (
                f"{address}/sections/{section.id}",
                Target(f"{address}/sections/{section.id}/title", section.title, number),
            )
    for section in country.closing:
        address = f"{code}/closing/sections/{section.id}"
        target = Target(f"{address}/title", section.title, chapter)
        # Either way of writing it is allowed.
        yield address, target
        yield f"{code}/closing/{section.id}", target
    for project in country.projects:
        address = f"{code}/projects/{project.id}"
        yield address, Target(f"{address}/title", project.title, f"{annex}, {country.names.short}")


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
