"""A batch, described once: the model of `batch.yaml`, and the documents that it asks for over a strategy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field

from iomreport.diagnostics.codes.publish import (
    ENDING,
    NO_TEMPLATE,
    NOTHING,
    PLAN_UNREADABLE,
    RECIPIENT,
    SAME_OUTPUT,
    UNKNOWN_LANGUAGE,
    UNKNOWN_NAME,
    VARIABLE_NAME,
)
from iomreport.diagnostics.finding import ContentError, Diagnostic, Findings, Location, UsageError
from iomreport.diagnostics.suggest import did_you_mean
from iomreport.layout.engine import EngineName
from iomreport.markup.field import Record
from iomreport.publish.destinations import MANIFEST
from iomreport.publish.formats import FORMATS
from iomreport.publish.patterns import Pattern, folded, read_pattern
from iomreport.publish.pipeline import Job
from iomreport.publish.recipients import COUNTRY, ID, Recipient, read_recipients
from iomreport.publish.targets import Target, TargetReader
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


NAMES = ("edition", "language", "format", "template", "kind", "target", "country.slug", "country.code", "theme.id")
RECIPIENT_PREFIX = "recipient."
_VARIABLE = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_MOST_COLLISIONS = 20


class ExpandedPlan:
    """The documents of a plan over a strategy; they are made up as they are asked for, so a long plan takes no room.

    `findings` are warnings. Raises `ContentError` with everything that is wrong, before anything is written.
    """

    def __init__(self, plan: Plan, strategy: Strategy, project: Path, variables: Mapping[str, str]) -> None:
        self.strategy = strategy
        self.project = project
        self.findings = Findings()
        self._own = dict(variables)
        self._slugs = {country.code: country.slug for country in strategy.countries}
        self._check_variables(plan, plan.variables)
        words = TargetReader(strategy, self.findings, UNKNOWN_NAME)
        axes = [self._axes(plan, matrix, words) for matrix in plan.matrices]
        self._matrices = [each for each in axes if each is not None]
        self.count = 0
        if not self.findings.errors:
            self._check_paths()
        if self.findings.errors:
            raise ContentError(self.findings.sorted())
        self.templates = tuple(dict.fromkeys(path for each in self._matrices for path in self._templates(each)))
        self.pagings = frozenset(FORMATS[format].paging for each in self._matrices for format in each.formats)
        """What the documents need of a layout engine."""
        self.lists = tuple(dict.fromkeys(matrix.recipients for matrix in plan.matrices if matrix.recipients))

    def jobs(self) -> Iterator[Job]:
        """The documents, in the order of the plan."""
        for axes in self._matrices:
            variables: dict[str, str] = {}
            marked, of = False, None
            for target, template, language, recipient, format, path in self._paths(axes):
                if isinstance(path, Diagnostic):
                    continue
                if target is not of:
                    variables, marked = _settings(axes, target)
                    of = target
                own: dict[str, str] = {}
                if recipient is not None:
                    own = dict(zip(recipient.columns, recipient.values, strict=True))
                    own.pop(ID, None)
                    own.pop(COUNTRY, None)
                given = tuple((variables | own | self._own).items())
                yield Job(target, template, language, format, marked, given, path)

    def _paths(
        self, axes: ResolvedMatrix
    ) -> Iterator[tuple[Target, str, str, Recipient | None, str, str | Diagnostic]]:
        """What each document of a matrix is of, and its path, or why it has none."""
        for target in axes.targets:
            for template in axes.templates or (f"templates/{target.kind}.docx",):
                for language in axes.languages:
                    names = self._names(target, template, language)
                    for recipient in axes.recipients_of(target):
                        if recipient is not None:
                            for name, column in axes.columns:
                                names[name] = recipient.get(column)
                        for format in axes.formats:
                            if axes.excluded and axes.excludes(target, template, language, recipient, format):
                                continue
                            names["format"] = FORMATS[format].suffix
                            yield target, template, language, recipient, format, axes.pattern.path(names)

    def _names(self, target: Target, template: str, language: str) -> dict[str, str]:
        """What a pattern can print of a document, its format and recipient aside."""
        code = target.countries[0] if len(target.countries) == 1 else ""
        return {
            "edition": self.strategy.edition,
            "language": language,
            "template": template.rpartition("/")[2].rpartition(".")[0] or template,
            "kind": target.kind,
            "target": target.name.replace(":", "-"),
            "country.code": code,
            "country.slug": self._slugs.get(code, ""),
            "theme.id": target.themes[0] if len(target.themes) == 1 else "",
        }

    def _templates(self, axes: ResolvedMatrix) -> Iterable[str]:
        return axes.templates or (f"templates/{target.kind}.docx" for target in axes.targets)

    def _axes(self, plan: Plan, matrix: Matrix, words: TargetReader) -> ResolvedMatrix | None:
        targets = (
            *words.targets(placed(matrix, "targets", matrix.targets)),
            *(read_choice(each, words) for each in matrix.selections),
        )
        if not matrix.targets and not matrix.selections:
            fix = "add targets, such as [strategy, countries], or selections"
            self.findings.add(UNKNOWN_NAME.at(matrix.place(), "the matrix names no targets", fix=fix))
        recipients = self._recipients(matrix)
        columns = [f"{RECIPIENT_PREFIX}{column}" for column in recipients[0].columns] if recipients else []
        pattern = self._pattern(matrix, columns)
        self._check_variables(matrix, matrix.variables)
        for template, at in placed(matrix, "templates", matrix.templates):
            self._check_template(template, at)
        if not matrix.templates:
            for path in sorted({f"templates/{target.kind}.docx" for target in targets}):
                self._check_template(path, matrix.place("targets"))
        self._check_words(matrix, "formats", matrix.formats, FORMATS, "format")
        self._check_ending(matrix)
        self._check_languages(matrix)
        ids = {choice.id for choice in matrix.selections}
        own = {target.name: target for target in targets if target.name in ids}
        excluded = tuple((each, self._chosen(each, each.targets, words, own)) for each in matrix.exclude)
        overrides = tuple((each, self._chosen(each, each.targets, words, own)) for each in matrix.overrides)
        for exclusion in matrix.exclude:
            self._check_exclusion(exclusion, matrix, recipients)
        for override in matrix.overrides:
            self._check_variables(override, override.variables)
        if pattern is None:
            return None
        return ResolvedMatrix(
            tuple(dict.fromkeys(targets)),
            matrix.templates,
            matrix.languages or (self.strategy.language,),
            recipients if matrix.recipients else (None,),
            matrix.formats,
            pattern,
            plan.variables | matrix.variables,
            matrix.marks == "addresses",
            excluded,
            overrides,
            matrix.place(),
            tuple((name, name.partition(".")[2]) for name in pattern.names if name.startswith(RECIPIENT_PREFIX)),
            self._of_countries(recipients),
        )

    def _of_countries(self, recipients: Sequence[Recipient]) -> Mapping[str, tuple[Recipient, ...]]:
        if not any(recipient.get(COUNTRY) for recipient in recipients):
            return {}
        found: dict[str, list[Recipient]] = {country.code: [] for country in self.strategy.countries}
        for recipient in recipients:
            country = self.strategy.country(recipient.get(COUNTRY)) if recipient.get(COUNTRY) else None
            for code in (country.code,) if country is not None else found:
                found[code].append(recipient)
        return {code: tuple(each) for code, each in found.items()}

    def _chosen(
        self, record: Record, targets: Sequence[str], words: TargetReader, own: Mapping[str, Target]
    ) -> frozenset[Target]:
        pairs = list(placed(record, "targets", targets))
        chosen = {own[word] for word, _ in pairs if word in own}
        return frozenset(chosen.union(words.targets(pair for pair in pairs if pair[0] not in own)))

    def _pattern(self, matrix: Matrix, columns: Sequence[str]) -> Pattern | None:
        return read_pattern(matrix.output, matrix.place("output"), (*NAMES, *columns), self.findings)

    def _recipients(self, matrix: Matrix) -> tuple[Recipient, ...]:
        if not matrix.recipients:
            return ()
        recipients = read_recipients(self.project, matrix.recipients, self.findings)
        known = [name for country in self.strategy.countries for name in (country.slug, country.code)]
        unknown: set[str] = set()
        for recipient in recipients:
            country = recipient.get(COUNTRY)
            if country and country not in unknown and self.strategy.country(country) is None:
                unknown.add(country)
                message = f'there is no country "{country}"'
                self.findings.add(RECIPIENT.at(recipient.location, message, fix=did_you_mean(country, known)))
        return recipients

    def _check_exclusion(self, exclusion: Exclusion, matrix: Matrix, recipients: Sequence[Recipient]) -> None:
        if not any(
            (exclusion.targets, exclusion.templates, exclusion.formats, exclusion.languages, exclusion.recipients)
        ):
            message = "the exclusion names nothing, so it would exclude everything"
            self.findings.add(UNKNOWN_NAME.at(exclusion.place(), message, fix="name what is to be left out"))
        self._check_words(exclusion, "templates", exclusion.templates, matrix.templates, "template of this matrix")
        self._check_words(exclusion, "formats", exclusion.formats, matrix.formats, "format of this matrix")
        languages = matrix.languages or (self.strategy.language,)
        self._check_words(exclusion, "languages", exclusion.languages, languages, "language of this matrix")
        if exclusion.recipients:
            ids = [recipient.id for recipient in recipients]
            self._check_words(exclusion, "recipients", exclusion.recipients, ids, "recipient of this matrix")

    def _check_words(self, record: Record, name: str, given: Sequence[str], known: Iterable[str], what: str) -> None:
        names = tuple(known)
        for word, at in placed(record, name, given):
            if word not in names:
                fix = did_you_mean(word, names, f"there are: {', '.join(names[:8])}" if names else "")
                self.findings.add(UNKNOWN_NAME.at(at, f'there is no {what} "{word}"', fix=fix))

    def _check_ending(self, matrix: Matrix) -> None:
        ending = matrix.output.rpartition(".")[2].lower()
        owners = [name for name, form in FORMATS.items() if ending == form.suffix]
        for format in matrix.formats:
            if owners and format in FORMATS and format not in owners:
                message = f'a file of the format {format} would be called "{matrix.output}"'
                self.findings.add(ENDING.at(matrix.place("output"), message))

    def _check_languages(self, matrix: Matrix) -> None:
        for language, at in placed(matrix, "languages", matrix.languages):
            if language != self.strategy.language:
                message = f'the content is not in the language "{language}"'
                self.findings.add(UNKNOWN_LANGUAGE.at(at, message, fix=f"it is in {self.strategy.language}"))

    def _check_template(self, path: str, at: Location | None) -> None:
        if not (self.project / path).is_file():
            self.findings.add(NO_TEMPLATE.at(at, f"there is no template {path}"))

    def _check_variables(self, record: Record, variables: Mapping[str, str]) -> None:
        for name in variables:
            if not _VARIABLE.fullmatch(name):
                at = record.place(f"variables.{name}")
                self.findings.add(VARIABLE_NAME.at(at, f'"{name}" cannot be the name of a variable'))

    def _check_paths(self) -> None:
        """Every document has a path of its own, below the output folder."""
        files: set[int] = {hash(folded(MANIFEST))}
        folders: set[str] = set()
        shared: set[str] = set()
        for axes in self._matrices:
            count = 0
            for *_, found in self._paths(axes):
                count += 1
                if isinstance(found, Diagnostic):
                    self.findings.add(found)
                    continue
                path = folded(found)
                key = hash(path)
                if key in files:
                    shared.add(path)
                files.add(key)
                folder = path.rpartition("/")[0]
                while folder and folder not in folders:
                    folders.add(folder)
                    folder = folder.rpartition("/")[0]
            self.count += count
            if not count:
                self.findings.add(NOTHING.at(axes.location, "this matrix gives no document"))
        shared.update(folder for folder in folders if hash(folder) in files)
        if shared:
            self._explain(shared)

    def _explain(self, shared: set[str]) -> None:
        owners: dict[str, list[tuple[str, str]]] = {}
        at: dict[str, Location | None] = {}
        for axes in self._matrices:
            for target, *_, found in self._paths(axes):
                if isinstance(found, str) and (path := folded(found)) in shared:
                    owners.setdefault(path, []).append((found, target.name))
                    at[path] = axes.pattern.location
        for path, owned in list(owners.items())[:_MOST_COLLISIONS]:
            targets = " and ".join(dict.fromkeys(target for _, target in owned[:4]))
            other = "is also a folder, or the manifest" if len(owned) == 1 else f"is that of {len(owned)} documents"
            self.findings.add(SAME_OUTPUT.at(at[path], f'the path "{owned[0][0]}" {other} ({targets})'))
        if len(owners) > _MOST_COLLISIONS:
            message = f"{len(owners) - _MOST_COLLISIONS:,} further paths are those of several documents"
            self.findings.add(SAME_OUTPUT.at(None, message))


def _settings(axes: ResolvedMatrix, target: Target) -> tuple[dict[str, str], bool]:
    """The variables of a target, and whether its documents carry addresses."""
    variables, marked = dict(axes.variables), axes.marked
    for override, targets in axes.overrides:
        if target in targets:
            variables |= override.variables
            marked = marked if override.marks is None else override.marks == "addresses"
    return variables, marked
