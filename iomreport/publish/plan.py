"""A batch, described once: the model of `batch.yaml`, and a matrix of it whose words have been read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field

from iomreport.diagnostics.codes.publish import PLAN_UNREADABLE, UNKNOWN_NAME
from iomreport.diagnostics.finding import ContentError, Location, UsageError
from iomreport.layout.engine import EngineName
from iomreport.markup.field import Record
from iomreport.publish.patterns import Pattern
from iomreport.publish.recipients import Recipient
from iomreport.publish.targets import Target, TargetReader
from iomreport.strategy.load.reading import Reading
from iomreport.strategy.load.validation import build

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


def read_choice(choice: Choice, reader: TargetReader) -> Target:
    """The document of a selection by its id."""
    countries = [
        code
        for index, word in enumerate(choice.countries)
        for code in reader.countries(word, choice.place(f"countries[{index}]"))
    ]
    for index, theme in enumerate(choice.themes):
        reader.theme(theme, choice.place(f"themes[{index}]"))
    if not choice.countries and not choice.themes:
        message = f'the selection "{choice.id}" names neither countries nor themes'
        reader.findings.add(UNKNOWN_NAME.at(choice.place(), message, fix="name some, or use the target strategy"))
    return Target(choice.id, tuple(dict.fromkeys(countries)), tuple(dict.fromkeys(choice.themes)))


def placed(record: Record, name: str, words: Sequence[str]) -> Iterator[tuple[str, Location | None]]:
    """Words of a list with their places in the plan."""
    return ((word, record.place(f"{name}[{index}]")) for index, word in enumerate(words))


@dataclass(frozen=True, slots=True)
class ResolvedMatrix:
    """A matrix whose words have been read."""

    targets: tuple[Target, ...]
    templates: tuple[str, ...]
    languages: tuple[str, ...]
    recipients: tuple[Recipient | None, ...]
    formats: tuple[str, ...]
    pattern: Pattern
    variables: Mapping[str, str]
    marked: bool
    excluded: tuple[tuple[Exclusion, frozenset[Target]], ...]
    overrides: tuple[tuple[Override, frozenset[Target]], ...]
    location: Location | None
    columns: tuple[tuple[str, str], ...]
    """The names of the pattern that are of a recipient, with their columns."""
    of_country: Mapping[str, tuple[Recipient, ...]]
    """The recipients that a country's extract goes to, where the list says which countries they are of."""

    def recipients_of(self, target: Target) -> tuple[Recipient | None, ...]:
        """A recipient with a country gets, of the extracts of single countries, that of its own."""
        if target.kind != "country" or not self.of_country:
            return self.recipients
        return self.of_country[target.countries[0]]

    def excludes(self, target: Target, template: str, language: str, recipient: Recipient | None, format: str) -> bool:
        """Whether an exclusion fits a document."""
        return any(
            (not each.targets or target in targets)
            and (not each.templates or template in each.templates)
            and (not each.languages or language in each.languages)
            and (not each.formats or format in each.formats)
            and (not each.recipients or (recipient is not None and recipient.id in each.recipients))
            for each, targets in self.excluded
        )
