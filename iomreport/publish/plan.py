"""A batch, described once: the model of `batch.yaml`.

What a matrix of a plan is made of, once its words have been read.

Which documents the words of a plan mean.

A job: one document to make, and the matrix of a plan that says which.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import Field

from iomreport.diagnostics.codes.publish import PLAN_UNREADABLE, UNKNOWN_NAME
from iomreport.diagnostics.finding import ContentError, Findings, Location, UsageError
from iomreport.diagnostics.suggest import did_you_mean
from iomreport.layout.engine import EngineName
from iomreport.markup.field import Record
from iomreport.publish.patterns import Pattern
from iomreport.publish.recipients import Recipient
from iomreport.publish.targets import all_targets, groups
from iomreport.strategy.load.reading import Reading
from iomreport.strategy.load.validation import build
from iomreport.strategy.model.strategy import Strategy

Marks = Literal["addresses", "none"]


class Choice(Record):
    """A document of some countries and themes, under a name of its own."""

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")
    countries: tuple[str, ...] = Field(default=(), description="Slugs, ISO codes, EU statuses and areas.")
    themes: tuple[str, ...] = Field(default=(), description="Ids of themes.")


class Exclusion(Record):
    """What is left out: documents that fit every line that is given."""

    targets: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    recipients: tuple[str, ...] = Field(default=(), description="Ids of recipients.")


class Override(Record):
    """Settings of some targets that differ from the matrix."""

    targets: tuple[str, ...] = Field(min_length=1)
    variables: dict[str, str] = Field(default_factory=dict)
    marks: Marks | None = None


class Matrix(Record):
    """Every target with every template, language, recipient and format."""

    targets: tuple[str, ...] = Field(default=(), description="Words such as countries, albania or theme:ID.")
    selections: tuple[Choice, ...] = Field(default=(), description="Documents of several countries and themes.")
    templates: tuple[str, ...] = Field(default=(), description="Template files; none: the project's own of the kind.")
    languages: tuple[str, ...] = Field(default=(), description="BCP 47 tags; none: the edition's.")
    recipients: str = Field(default="", description="A CSV file or an Excel workbook, a row a recipient.")
    formats: tuple[str, ...] = Field(default=("docx",), min_length=1)
    output: str = Field(description="The pattern of the documents' paths below the output folder.", min_length=1)
    variables: dict[str, str] = Field(default_factory=dict, description="What templates can print.")
    marks: Marks = Field(default="addresses", description="Whether documents carry their fields' addresses.")
    exclude: tuple[Exclusion, ...] = ()
    overrides: tuple[Override, ...] = ()


class Plan(Record):
    """A batch. Paths are relative to the project's folder."""

    output: str = Field(default="output", description="A folder, or an address such as s3://bucket/folder.")
    variables: dict[str, str] = Field(default_factory=dict, description="For all documents.")
    layout: EngineName = Field(default="auto", description="What lays the pages out, for the numbers in the contents.")
    matrices: tuple[Matrix, ...] = Field(min_length=1)


def read_plan(path: Path, project: Path) -> Plan:
    """The plan in a file; raises `ContentError` with all that is wrong with its form, `UsageError` without a file."""
    inside = path.is_relative_to(project)
    reading = Reading(project if inside else path.parent)
    name = path.relative_to(project).as_posix() if inside else path.name
    if not path.is_file():
        raise UsageError(PLAN_UNREADABLE.at(Location(name), f"there is no file {name}"))
    text = reading.yaml(name)
    plan = build(Plan, text, reading) if text is not None else None
    if plan is None or reading.findings.errors:
        raise ContentError(reading.findings.sorted())
    return plan


STRATEGY, COUNTRIES, THEMES = "strategy", "countries", "themes"
THEME, GROUP = "theme:", "group:"


@dataclass(frozen=True, slots=True)
class Selected:
    """A document's selection: codes of countries and ids of themes; both empty for the strategy."""

    name: str
    countries: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of template that suits it."""
        if self.themes:
            return "theme"
        return "country" if len(self.countries) == 1 else "strategy"


class Words:
    """Reads the words of a plan against a strategy; unknown ones are findings."""

    def __init__(self, strategy: Strategy, findings: Findings) -> None:
        self.strategy = strategy
        self.findings = findings
        self.groups = groups(strategy)

    def targets(self, words: Iterable[tuple[str, Location | None]]) -> tuple[Selected, ...]:
        """The documents of `targets`, each once, in the order of the words.

        `strategy` · `countries`, each · `themes`, each that anything belongs to · a slug or ISO code · `theme:ID` ·
        `countries:GROUP`, each country of an EU status or an area · `group:GROUP`, one document of them all.
        """
        return tuple(dict.fromkeys(each for word, at in words for each in self._target(word, at)))

    def choice(self, choice: Choice) -> Selected:
        """The document of a selection by its id."""
        countries: list[str] = []
        for index, word in enumerate(choice.countries):
            at = choice.place(f"countries[{index}]")
            country = self.strategy.country(word)
            if country is not None:
                countries.append(country.code)
            elif word in self.groups:
                countries += self.groups[word]
            else:
                self._unknown("country or group", word, (*self._countries(), *self.groups), at)
        for index, theme in enumerate(choice.themes):
            self._theme(theme, choice.place(f"themes[{index}]"))
        if not choice.countries and not choice.themes:
            message = f'the selection "{choice.id}" names neither countries nor themes'
            self.findings.add(UNKNOWN_NAME.at(choice.place(), message, fix="name some, or use the target strategy"))
        return Selected(choice.id, tuple(dict.fromkeys(countries)), tuple(dict.fromkeys(choice.themes)))

    def _target(self, word: str, at: Location | None) -> Iterator[Selected]:
        country = self.strategy.country(word)
        each, _, group = word.partition(":")
        if word == STRATEGY:
            yield Selected(STRATEGY)
        elif word == COUNTRIES:
            yield from (Selected(country.slug, (country.code,)) for country in self.strategy.countries)
        elif word == THEMES:
            used = (target.key for target in all_targets(self.strategy) if target.kind == "theme")
            yield from (Selected(f"{THEME}{id}", themes=(id,)) for id in used)
        elif country is not None:
            yield Selected(country.slug, (country.code,))
        elif word.startswith(THEME):
            if self._theme(group, at):
                yield Selected(word, themes=(group,))
        elif each in (COUNTRIES, "group") and group in self.groups:
            codes = self.groups[group]
            if each == "group":
                yield Selected(word, codes)
            else:
                yield from (
                    Selected(country.slug, (country.code,))
                    for country in self.strategy.countries
                    if country.code in codes
                )
        elif each in (COUNTRIES, "group") and group:
            self._unknown("group", group, self.groups, at)
        else:
            words = (STRATEGY, COUNTRIES, THEMES, *self._countries())
            self._unknown("target", word, words, at)

    def _theme(self, id: str, at: Location | None) -> bool:
        if self.strategy.theme(id):
            return True
        self._unknown("theme", id, (theme.id for theme in self.strategy.themes), at)
        return False

    def _countries(self) -> Iterator[str]:
        for country in self.strategy.countries:
            yield from (country.slug, country.code)

    def _unknown(self, kind: str, word: str, known: Iterable[str], at: Location | None) -> None:
        names = tuple(known)
        fix = did_you_mean(word, names, f"there are: {', '.join(names)}")
        self.findings.add(UNKNOWN_NAME.at(at, f'there is no {kind} "{word}"', fix=fix))


def placed(record: Record, name: str, words: Sequence[str]) -> Iterator[tuple[str, Location | None]]:
    """Words of a list with their places in the plan."""
    return ((word, record.place(f"{name}[{index}]")) for index, word in enumerate(words))


class Job(NamedTuple):
    """A document to make: what it shows, with what, and its path below the output folder."""

    selected: Selected
    template: str
    language: str
    format: str
    marked: bool
    variables: tuple[tuple[str, str], ...]
    output: str
    stands: str = ""
    """The SHA-256 of what an earlier run wrote there."""

    @property
    def target(self) -> str:
        return self.selected.name


@dataclass(frozen=True, slots=True)
class ResolvedMatrix:
    """A matrix whose words have been read."""

    targets: tuple[Selected, ...]
    templates: tuple[str, ...]
    languages: tuple[str, ...]
    recipients: tuple[Recipient | None, ...]
    formats: tuple[str, ...]
    pattern: Pattern
    variables: Mapping[str, str]
    marked: bool
    excluded: tuple[tuple[Exclusion, frozenset[Selected]], ...]
    overrides: tuple[tuple[Override, frozenset[Selected]], ...]
    location: Location | None
    columns: tuple[tuple[str, str], ...]
    """The names of the pattern that are of a recipient, with their columns."""
    of_country: Mapping[str, tuple[Recipient, ...]]
    """The recipients that a country's extract goes to, where the list says which countries they are of."""

    def recipients_of(self, selected: Selected) -> tuple[Recipient | None, ...]:
        """A recipient with a country gets, of the extracts of single countries, that of its own."""
        if selected.kind != "country" or not self.of_country:
            return self.recipients
        return self.of_country[selected.countries[0]]

    def excludes(
        self, selected: Selected, template: str, language: str, recipient: Recipient | None, format: str
    ) -> bool:
        """Whether an exclusion fits a document."""
        return any(
            (not each.targets or selected in targets)
            and (not each.templates or template in each.templates)
            and (not each.languages or language in each.languages)
            and (not each.formats or format in each.formats)
            and (not each.recipients or (recipient is not None and recipient.id in each.recipients))
            for each, targets in self.excluded
        )
