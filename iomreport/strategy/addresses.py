"""Addresses of fields: the stable name of each value that a document can show, such as `AL/priorities/a/body`.

An address is made of ids (country codes, letters, ids of projects and sections), never of positions, so that it keeps
its meaning when something is added before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from iomreport.markup.field import Record
from iomreport.markup.nodes import Prose
from iomreport.strategy.model.country import Country, Mission, Office, ProjectGroup, Section
from iomreport.strategy.model.strategy import Strategy

S = TypeVar("S", bound=Strategy)
Value = str | Prose


@dataclass(frozen=True, slots=True)
class Field:
    """A value of the strategy: its address, the record that holds it, and its name there."""

    address: str
    record: Record
    name: str
    value: Value


def fields(strategy: Strategy) -> Iterator[Field]:
    """Every field of a strategy or an extract that has a value, in reading order."""
    for address, record in records(strategy):
        for name in type(record).model_fields:
            if name in _NOT_SHOWN:
                continue
            value = _value(getattr(record, name))
            if value:
                yield Field(f"{address}/{name}".lstrip("/"), record, name, value)


_NOT_SHOWN = frozenset({"remarks", "id", "slug", "letter", "language", "answers", "countries"})
"""Fields that stand in no document as they are: they are ids, or say how other fields are read."""


def records(strategy: Strategy) -> Iterator[tuple[str, Record]]:
    """Every record of a strategy or an extract with its address, in reading order; the strategy's own is empty."""
    yield "", strategy
    yield "period", strategy.period
    yield "publisher", strategy.publisher
    yield "regional-office", strategy.regional_office
    yield "parts", strategy.parts
    for group in strategy.groups:
        yield f"groups/{group.id}", group
    for area in strategy.areas:
        yield f"areas/{area.id}", area
    for theme in strategy.themes:
        yield f"themes/{theme.id}", theme
    for entry in strategy.acronyms:
        yield f"acronyms/{entry.acronym}", entry
    if strategy.foreword:
        yield "foreword", strategy.foreword
        if strategy.foreword.signatory:
            yield "foreword/signatory", strategy.foreword.signatory
    regional = strategy.regional
    titled = {
        "executive-summary": strategy.executive_summary,
        "regional/introduction": regional.introduction,
        "regional/trends": regional.trends,
    }
    titled |= {f"regional/priorities/{priority.number}": priority for priority in regional.priorities}
    for address, part in titled.items():
        if part is not None:
            yield address, part
    yield from _proposals("regional", regional.project_groups)
    for country in strategy.countries:
        yield from _country(country)


def _country(country: Country) -> Iterator[tuple[str, Record]]:
    code = country.code
    yield code, country
    yield f"{code}/names", country.names
    for priority in country.priorities:
        address = f"{code}/priorities/{priority.letter}"
        yield address, priority
        yield from _sections(address, priority.sections)
    yield from _sections(f"{code}/closing", country.closing)
    if country.mission:
        yield from _mission(f"{code}/mission", country.mission)
    yield from _proposals(code, country.project_groups)


def _sections(address: str, sections: Iterable[Section]) -> Iterator[tuple[str, Record]]:
    for section in sections:
        yield f"{address}/sections/{section.id}", section


def _mission(address: str, mission: Mission) -> Iterator[tuple[str, Record]]:
    yield from _office(address, mission)
    if mission.head:
        yield f"{address}/head", mission.head
    for office in mission.sub_offices:
        yield from _office(f"{address}/sub-offices/{slug(office.office)}", office)


def _office(address: str, office: Office) -> Iterator[tuple[str, Record]]:
    yield address, office
    for phones in office.phones:
        yield f"{address}/phones/{slug(phones.label) or 'main'}", phones


def _proposals(address: str, groups: Iterable[ProjectGroup]) -> Iterator[tuple[str, Record]]:
    for group in groups:
        yield f"{address}/groups/{group.theme}", group
        for project in group.projects:
            yield f"{address}/projects/{project.id}", project


def _value(value: object) -> Value:
    """A field's value as prose or text; lists of texts a line each; what holds records is no value of its own."""
    if isinstance(value, Prose | str):
        return value
    if isinstance(value, tuple):
        return "\n".join(each for each in value if isinstance(each, str))  # pyright: ignore[reportUnknownVariableType]
    return str(value) if isinstance(value, int) and value else ""


def slug(text: str) -> str:
    """A text as part of an address: lower case, words joined by hyphens."""
    return "-".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def assign_addresses(strategy: S) -> S:
    """Tell every record and every piece of prose its address; the strategy itself is given back."""
    for address, record in records(strategy):
        record.called(address)
    for field in fields(strategy):
        if isinstance(field.value, Prose):
            # Where a field stands is not part of what it says, so equal prose stays equal.
            object.__setattr__(field.value, "address", field.address)
    return strategy
