"""What references can point to: the words of each target, and where in the full strategy it stands.

A target within the document is a field (REF, 17.16.5.51) that repeats the words of its bookmark; a target outside the
extract is plain words that say where in the full strategy to look.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from iomreport.strategy.context import NATIONAL_PART
from iomreport.strategy.model.country import Country
from iomreport.strategy.model.strategy import Strategy
from iomreport.template.rendered import ReferenceTarget


def targets(strategy: Strategy, words: Mapping[str, str]) -> dict[str, ReferenceTarget]:
    """All targets of a strategy by address. `words` are the labels of its language."""
    return dict(_targets(strategy, words))


def _targets(strategy: Strategy, words: Mapping[str, str]) -> Iterator[tuple[str, ReferenceTarget]]:
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
            yield address, ReferenceTarget(f"{address}/title", part.title, number or part.title)
    annex = words.get("annex", "")
    for project in regional.projects:
        address = f"regional/projects/{project.id}"
        yield address, ReferenceTarget(f"{address}/title", project.title, annex)
    for country in strategy.countries:
        yield from _country(country, annex)


def _country(country: Country, annex: str) -> Iterator[tuple[str, ReferenceTarget]]:
    code, chapter = country.code, f"{NATIONAL_PART}.{country.number}"
    yield code, ReferenceTarget(f"{code}/names/long", country.names.long, chapter)
    for priority in country.priorities:
        address = f"{code}/priorities/{priority.letter}"
        number = f"{chapter} ({priority.letter})"
        yield address, ReferenceTarget(f"{address}/title", priority.title, number)
        for section in priority.sections:
            yield (
                f"{address}/sections/{section.id}",
                ReferenceTarget(f"{address}/sections/{section.id}/title", section.title, number),
            )
    for section in country.closing:
        address = f"{code}/closing/sections/{section.id}"
        target = ReferenceTarget(f"{address}/title", section.title, chapter)
        # Either way of writing it is allowed.
        yield address, target
        yield f"{code}/closing/{section.id}", target
    for project in country.projects:
        address = f"{code}/projects/{project.id}"
        yield address, ReferenceTarget(f"{address}/title", project.title, f"{annex}, {country.names.short}")
