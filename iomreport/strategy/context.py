"""From an extract to what its template can name.

What a template can name: plain, immutable values, derived from an extract once.

A template sees the fields of `Context`. Everything that it reaches from there is a declared field or property of a
record or of one of the small classes below, so that the template lint knows every right name and its type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from iomreport.diagnostics.finding import Location
from iomreport.markup.nodes import Figure, Prose
from iomreport.markup.walk import plain_text
from iomreport.strategy.model.country import Country, Priority, Project, ProjectGroup, Section
from iomreport.strategy.model.strategy import Acronym, RegionalPriority, Strategy, Theme
from iomreport.template.values import Placeholder


@dataclass(frozen=True, slots=True)
class Group:
    """Project proposals under their printed heading."""

    heading: str
    theme: Theme
    projects: tuple[Project, ...]


@dataclass(frozen=True, slots=True)
class RegionalAnswer:
    """Where a country stands towards one regional priority: which of its own priorities answer it."""

    number: int
    title: str
    priorities: tuple[Priority, ...]

    @property
    def answered(self) -> bool:
        return bool(self.priorities)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A country with what its pages print beside its own fields."""

    country: Country
    number: str
    status: str
    standing: tuple[RegionalAnswer, ...]
    groups: tuple[Group, ...]
    priority_count: int
    project_count: int


@dataclass(frozen=True, slots=True)
class Context:
    """All that a template of any kind can use.

    `emblem` is the publisher's, as a figure, or empty.
    `chapter` and `country` are there in a country's extract, `themes` in that of a theme or of several, in the order of
    the edition, and `theme` where it is one. `recipient`, `reference` and `date`
    are given by whoever builds and are empty otherwise; `variables` holds these and all others that are given.
    """

    strategy: Strategy
    labels: dict[str, str]
    chapters: tuple[Chapter, ...]
    regional_priorities: tuple[RegionalPriority, ...]
    regional_groups: tuple[Group, ...]
    acronyms: tuple[Acronym, ...]
    chapter: Chapter | None = None
    country: Country | None = None
    theme: Theme | None = None
    themes: tuple[Theme, ...] | None = None
    emblem: Prose = field(default=Prose())
    recipient: str = ""
    reference: str = ""
    date: str = ""
    variables: dict[str, str] = field(default_factory=dict[str, str])
    contents: Placeholder = field(default=Placeholder("contents"))
    tables: Placeholder = field(default=Placeholder("tables"))
    figures: Placeholder = field(default=Placeholder("figures"))
    matrix: Placeholder = field(default=Placeholder("matrix"))


OWN = frozenset({"recipient", "reference", "date", "variables"})
"""What one document of an extract has for its own."""
SHARED = frozenset(each.name for each in fields(Context)) - OWN
"""What all documents of an extract are made of; nobody changes it once it is there."""


NATIONAL_PART = "III"
_EMBLEM_WIDTH = 25
"""Share of the text column that the emblem takes, in per cent."""
_WORD = re.compile(r"[\w/&+-]+")


def make_context(strategy: Strategy, *, recipient: str = "", reference: str = "", date: str = "") -> Context:
    """The context of a strategy or of an extract; one country gives a country's, themes give theirs."""
    themes = {theme.id: theme for theme in strategy.themes}
    chapters = tuple(_chapter(strategy, country, themes) for country in strategy.countries)
    selection = strategy.selection
    selected = tuple(theme for theme in strategy.themes if theme.id in selection.themes)
    alone = chapters[0] if len(selection.countries) == 1 and not selection.themes and chapters else None
    return Context(
        strategy=strategy,
        labels=labels(strategy),
        chapters=chapters,
        regional_priorities=strategy.regional.priorities,
        regional_groups=tuple(_group(group, themes) for group in strategy.regional.project_groups),
        acronyms=used_acronyms(strategy),
        chapter=alone,
        country=alone.country if alone else None,
        theme=selected[0] if len(selected) == 1 else None,
        themes=selected or None,
        emblem=_emblem(strategy),
        recipient=recipient,
        reference=reference,
        date=date,
    )


def template_values(context: Context) -> Mapping[str, Any]:
    """The names of a context; what an extract does not have is undefined in its template."""
    values = {field.name: getattr(context, field.name) for field in fields(context)}
    return {name: value for name, value in values.items() if value is not None}


def labels(strategy: Strategy) -> dict[str, str]:
    """The fixed words of the edition's language, or of the language without its region."""
    language = strategy.language
    return strategy.labels.get(language) or strategy.labels.get(language.partition("-")[0], {})


def used_acronyms(strategy: Strategy) -> tuple[Acronym, ...]:
    """The acronyms that the strategy's own texts use, in alphabetical order."""
    text = " ".join(texts(strategy))
    words = set(_WORD.findall(text))
    words |= {word.removesuffix("s") for word in words}
    words |= {part for word in words for part in re.split(r"[/-]", word)}
    used = (
        entry
        for entry in strategy.acronyms
        if entry.acronym in words or (not _WORD.fullmatch(entry.acronym) and entry.acronym in text)
    )
    return tuple(sorted(used, key=lambda entry: entry.acronym.casefold()))


def texts(strategy: Strategy) -> Iterator[str]:
    """All words of a strategy that a document can print, notes included."""
    regional = strategy.regional
    yield from (
        strategy.title,
        strategy.publisher.acronym,
        strategy.regional_office.name,
        strategy.regional_office.acronym,
    )
    titled = (
        strategy.foreword,
        strategy.executive_summary,
        regional.introduction,
        regional.trends,
        *regional.priorities,
    )
    for part in titled:
        if part is not None:
            yield part.title
            yield _words(part.body)
    yield from _project_texts(regional.project_groups)
    for country in strategy.countries:
        yield from _country_texts(country)


def _words(prose: Prose) -> str:
    return plain_text(prose, notes=True)


def _country_texts(country: Country) -> Iterator[str]:
    yield country.names.long
    yield _words(country.background)
    for priority in country.priorities:
        yield priority.title
        yield _words(priority.body)
        yield from _section_texts(priority.sections)
    yield from _section_texts(country.closing)
    yield from _project_texts(country.project_groups)
    if country.mission:
        yield country.mission.office
        yield country.mission.subtitle


def _section_texts(sections: tuple[Section, ...]) -> Iterator[str]:
    for section in sections:
        yield section.title
        yield _words(section.body)


def _project_texts(groups: tuple[ProjectGroup, ...]) -> Iterator[str]:
    for group in groups:
        yield group.label
        for project in group.projects:
            yield project.title
            yield _words(project.description)


def _emblem(strategy: Strategy) -> Prose:
    publisher = strategy.publisher
    if not publisher.emblem:
        return Prose()
    alternative = publisher.emblem_alternative or publisher.name
    # The path is relative to the content folder, as one written in strategy.yaml is.
    figure = Figure(publisher.emblem, alternative, width=_EMBLEM_WIDTH, location=Location("content/strategy.yaml"))
    return Prose((figure,))


def _group(group: ProjectGroup, themes: Mapping[str, Theme]) -> Group:
    theme = themes[group.theme]
    return Group(group.label or theme.label, theme, group.projects)


def _chapter(strategy: Strategy, country: Country, themes: Mapping[str, Theme]) -> Chapter:
    status = next((group.label for group in strategy.groups if group.id == country.status), "")
    standing = tuple(
        RegionalAnswer(
            priority.number,
            priority.title,
            tuple(own for own in country.priorities if any(priority.number in themes[id].answers for id in own.themes)),
        )
        for priority in strategy.regional.priorities
    )
    return Chapter(
        country=country,
        number=f"{NATIONAL_PART}.{country.number}",
        status=status,
        standing=standing,
        groups=tuple(_group(group, themes) for group in country.project_groups),
        priority_count=len(country.priorities),
        project_count=len(country.projects),
    )


_INSTEAD = {
    "chapter": "loop over them: {%p for chapter in chapters %}",
    "country": "loop over them: {%p for chapter in chapters %}, and write chapter.country",
    "theme": "loop over them: {%p for theme in strategy.themes %}",
    "themes": "write strategy.themes",
}
_LACKING = {
    "strategy": ("chapter", "country", "theme", "themes"),
    "country": ("theme", "themes"),
    "theme": ("chapter", "country"),
}
KINDS: Mapping[str, Mapping[str, str]] = {
    kind: {name: _INSTEAD[name] for name in names} for kind, names in _LACKING.items()
}
"""The kinds of templates, with the names of the context that each lacks and what to write instead."""
