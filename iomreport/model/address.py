"""Addresses of fields: the stable name of each value that a document can show, such as `AL/priorities/a/body`.

An address is made of ids (country codes, letters, ids of projects and sections), never of positions, so that it keeps
its meaning when something is added before it.
"""

from __future__ import annotations

from collections.abc import Iterator

from iomreport.markup.nodes import Prose
from iomreport.model.country import Country, Section
from iomreport.model.mission import Mission, Office
from iomreport.model.project import ProjectGroup
from iomreport.model.strategy import Strategy, TitledProse

Value = str | Prose
Field = tuple[str, Value]
"""An address and the value that stands there."""


def fields(strategy: Strategy) -> Iterator[Field]:
    """Every field of a strategy or an extract that has a value, in reading order."""
    yield "title", strategy.title
    yield "edition", strategy.edition
    yield "period", str(strategy.period)
    yield "publisher", strategy.publisher.name
    yield "regional-office", strategy.regional_office.name
    for name, title in strategy.parts:
        if isinstance(title, str):
            yield f"parts/{name.replace('_', '-')}", title
    if strategy.foreword:
        yield from _titled("foreword", strategy.foreword)
        if strategy.foreword.signatory:
            yield "foreword/signatory", f"{strategy.foreword.signatory.name}, {strategy.foreword.signatory.role}"
    yield from _titled("executive-summary", strategy.executive_summary)
    regional = strategy.regional
    yield from _titled("regional/introduction", regional.introduction)
    yield from _titled("regional/trends", regional.trends)
    for priority in regional.priorities:
        yield from _titled(f"regional/priorities/{priority.number}", priority)
    yield from _groups("regional", regional.project_groups)
    for country in strategy.countries:
        yield from _country(country)
    for entry in strategy.acronyms:
        yield f"acronyms/{entry.acronym}", entry.expansion


def _titled(address: str, part: TitledProse | None) -> Iterator[Field]:
    if part is not None:
        yield f"{address}/title", part.title
        if part.body:
            yield f"{address}/body", part.body


def _country(country: Country) -> Iterator[Field]:
    code = country.code
    yield f"{code}/names/short", country.names.short
    yield f"{code}/names/long", country.names.long
    if country.names.annex:
        yield f"{code}/names/annex", country.names.annex
    if country.status:
        yield f"{code}/status", country.status
    if country.background:
        yield f"{code}/background", country.background
    if country.priorities_heading:
        yield f"{code}/priorities/heading", country.priorities_heading
    for priority in country.priorities:
        address = f"{code}/priorities/{priority.letter}"
        yield f"{address}/title", priority.title
        if priority.body:
            yield f"{address}/body", priority.body
        yield from _sections(address, priority.sections)
    yield from _sections(f"{code}/closing", country.closing)
    if country.mission:
        yield from _mission(f"{code}/mission", country.mission)
    yield from _groups(code, country.project_groups)


def _sections(address: str, sections: tuple[Section, ...]) -> Iterator[Field]:
    for section in sections:
        yield f"{address}/{section.id}/title", section.title
        if section.body:
            yield f"{address}/{section.id}/body", section.body


def _mission(address: str, mission: Mission) -> Iterator[Field]:
    yield from _office(address, mission)
    if mission.head:
        yield f"{address}/head", f"{mission.head.role}: {mission.head.name}"
    for office in mission.sub_offices:
        yield from _office(f"{address}/{slug(office.office)}", office)


def _office(address: str, office: Office) -> Iterator[Field]:
    yield f"{address}/office", office.office
    if office.subtitle:
        yield f"{address}/subtitle", office.subtitle
    lists = {"address": office.address, "fax": office.fax, "emails": office.emails, "websites": office.websites}
    lists["phones"] = tuple(f"{phones.label} {number}".strip() for phones in office.phones for number in phones.numbers)
    for name, values in lists.items():
        if values:
            yield f"{address}/{name}", "\n".join(values)


def _groups(address: str, groups: tuple[ProjectGroup, ...]) -> Iterator[Field]:
    for group in groups:
        if group.label:
            yield f"{address}/labels/{group.theme}", group.label
        for project in group.projects:
            yield f"{address}/projects/{project.id}/title", project.title
            if project.description:
                yield f"{address}/projects/{project.id}/description", project.description


def slug(text: str) -> str:
    """A text as part of an address: lower case, words joined by hyphens."""
    return "-".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
