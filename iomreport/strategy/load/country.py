"""The folder of a country -> what it holds, each part as far as it could be read.

content/regional/ -> the regional part of the strategy.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from iomreport.diagnostics.codes.content import PRIORITY_FILE_NAME, PRIORITY_NUMBERS
from iomreport.diagnostics.finding import Location
from iomreport.strategy.load.chapter import Chapter, read_chapter
from iomreport.strategy.load.reading import Reading
from iomreport.strategy.load.titled import read_titled
from iomreport.strategy.load.validation import build, build_list
from iomreport.strategy.load.yaml_reader import YamlText
from iomreport.strategy.model.country import Country, Project, ProjectGroup
from iomreport.strategy.model.strategy import Regional, RegionalPriority, TitledProse

COUNTRIES = "content/countries"
COUNTRY, CHAPTER, PROJECTS = "country.yaml", "chapter.md", "projects.yaml"


@dataclass(frozen=True, slots=True)
class CountryFolder:
    """A country's folder: the parts stay apart, so that a fault in one file does not hide those of another.

    `code` is known even where the rest of country.yaml is wrong.
    """

    slug: str
    code: str | None
    country: Country | None
    chapter: Chapter
    groups: tuple[ProjectGroup, ...]


def country_files(slug: str) -> tuple[str, ...]:
    """The files that a country is made of."""
    return tuple(f"{COUNTRIES}/{slug}/{name}" for name in (COUNTRY, CHAPTER, PROJECTS))


def read_country(slug: str, number: int, priorities_headings: Sequence[str], reading: Reading) -> CountryFolder:
    """The country of a folder, with its number in the order of the edition."""
    folder = f"{COUNTRIES}/{slug}"
    facts = reading.yaml(f"{folder}/{COUNTRY}")
    chapter = _chapter(f"{folder}/{CHAPTER}", priorities_headings, reading)
    groups = read_projects(f"{folder}/{PROJECTS}", reading)
    if facts is None:
        return CountryFolder(slug, None, None, chapter, groups)
    places = {"": Location(facts.path, 1, 1), **chapter.places}
    if groups:
        places["project_groups"] = Location(f"{folder}/{PROJECTS}", 1, 1)
    given: dict[str, object] = {
        "slug": slug,
        "number": number,
        "background": chapter.background,
        "priorities_heading": chapter.priorities_heading,
        "priorities": chapter.priorities,
        "closing": chapter.closing,
        "project_groups": groups,
    }
    country = build(reading.kind(Country), facts, reading, given=given, places=places)
    return CountryFolder(slug, _code(facts), country, chapter, groups)


def read_projects(path: str, reading: Reading) -> tuple[ProjectGroup, ...]:
    """The proposals of a projects.yaml, each with the theme of its group; none where there is no such file."""
    text = reading.yaml(path, required=False)
    if text is None:
        return ()
    groups = build_list(reading.kind(ProjectGroup), text, reading)
    if isinstance(text.value, tuple) and len(groups) < len(text.value):
        groups = tuple(
            _salvaged(text, index, Reading(reading.project, classes=reading.classes))
            for index in range(len(text.value))
        )
    return tuple(_themed(group) for group in groups)


def _salvaged(text: YamlText, index: int, unheard: Reading) -> ProjectGroup:
    """A group with those of its projects that are right, so that a fault in one does not hide those of another."""
    group = build(unheard.kind(ProjectGroup), text, unheard, at=(index,))
    if group is not None:
        return group
    value = cast("tuple[object, ...]", text.value)[index]
    written = cast("dict[str, object]", value) if isinstance(value, dict) else {}
    projects = build_list(unheard.kind(Project), text, unheard, at=(index, "projects")) if "projects" in written else ()
    theme = written.get("theme")
    places = {"": text.of_key((index,)), "theme": text.of_value((index, "theme"))}
    # With a fault in the file there is no strategy; this group is only for the checks across files.
    salvaged = ProjectGroup.model_construct(theme=theme if isinstance(theme, str) else "", projects=projects)
    return salvaged.written_at(places)


def code_of(slug: str, project: Path) -> str | None:
    """The code of a country that the edition leaves out, so that others can still name it."""
    facts = Reading(project).yaml(f"{COUNTRIES}/{slug}/{COUNTRY}", required=False)
    return None if facts is None else _code(facts)


def _chapter(path: str, priorities_headings: Sequence[str], reading: Reading) -> Chapter:
    text = reading.text(path)
    if text is None:
        return Chapter()
    document = reading.markdown(text, path)
    return read_chapter(document.prose.blocks, text, path, priorities_headings, reading)


def _code(facts: YamlText) -> str | None:
    code = facts.value.get("code") if isinstance(facts.value, Mapping) else None
    return code if isinstance(code, str) else None


def _themed(group: ProjectGroup) -> ProjectGroup:
    projects = tuple(project.model_copy(update={"theme": group.theme}) for project in group.projects)
    return group.model_copy(update={"projects": projects})


REGIONAL = "content/regional"
PRIORITIES = f"{REGIONAL}/priorities"

_FILE_NAME = re.compile(r"([0-9]{2})-([a-z0-9]+(?:-[a-z0-9]+)*)\.md")


@dataclass(frozen=True, slots=True)
class RegionalFolder:
    """The regional part, its parts apart; `numbers` are those that the names of its priorities' files give."""

    regional: Regional | None
    groups: tuple[ProjectGroup, ...]
    numbers: frozenset[int]


def regional_files(project: Path) -> list[str]:
    """The files that the regional part is made of."""
    named = (f"{REGIONAL}/introduction.md", f"{REGIONAL}/trends.md", f"{REGIONAL}/projects.yaml")
    return [*named, *(f"{PRIORITIES}/{name}" for name in _priority_files(project))]


def read_regional(reading: Reading) -> RegionalFolder:
    """The regional part. There is none if its introduction or its trends could not be read."""
    introduction = read_titled(reading.kind(TitledProse), f"{REGIONAL}/introduction.md", reading)
    trends = read_titled(reading.kind(TitledProse), f"{REGIONAL}/trends.md", reading)
    priorities, numbers = _read_priorities(reading)
    groups = read_projects(f"{REGIONAL}/projects.yaml", reading)
    if introduction is None or trends is None:
        return RegionalFolder(None, groups, numbers)
    places = {"": Location(REGIONAL), "priorities": Location(PRIORITIES)}
    if groups:
        places["project_groups"] = Location(f"{REGIONAL}/projects.yaml", 1, 1)
    regional = reading.kind(Regional)(
        introduction=introduction, trends=trends, priorities=priorities, project_groups=groups
    )
    return RegionalFolder(regional.written_at(places), groups, numbers)


def _priority_files(project: Path) -> list[str]:
    folder = project / PRIORITIES
    return sorted(file.name for file in folder.iterdir() if file.suffix == ".md") if folder.is_dir() else []


def _read_priorities(reading: Reading) -> tuple[tuple[RegionalPriority, ...], frozenset[int]]:
    priorities: list[RegionalPriority] = []
    numbers: set[int] = set()
    expected = 1
    for name in _priority_files(reading.project):
        if name == "README.md":
            continue
        path = f"{PRIORITIES}/{name}"
        match = _FILE_NAME.fullmatch(name)
        if match is None:
            message = f"“{name}” does not say which priority it is"
            reading.findings.add(PRIORITY_FILE_NAME.at(Location(path), message))
            continue
        number = int(match[1])
        numbers.add(number)
        if number != expected:
            message = f"this priority has the number {number} where {expected} is next"
            reading.findings.add(PRIORITY_NUMBERS.at(Location(path), message))
        expected = number + 1
        given = {"number": number, "id": match[2]}
        priority = read_titled(reading.kind(RegionalPriority), path, reading, given=given) if number else None
        if priority is not None:
            priorities.append(priority)
    return tuple(priorities), frozenset(numbers)
