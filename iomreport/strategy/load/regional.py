"""content/regional/ -> the regional part of the strategy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from iomreport.diagnostics.codes.content import PRIORITY_FILE_NAME, PRIORITY_NUMBERS
from iomreport.diagnostics.finding import Location
from iomreport.markup.field import Places
from iomreport.strategy.load.country import read_projects
from iomreport.strategy.load.reading import Reading
from iomreport.strategy.load.titled import read_titled
from iomreport.strategy.model.country import ProjectGroup
from iomreport.strategy.model.strategy import Regional, RegionalPriority, TitledProse

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
    introduction = read_titled(TitledProse, f"{REGIONAL}/introduction.md", reading)
    trends = read_titled(TitledProse, f"{REGIONAL}/trends.md", reading)
    priorities, numbers = _read_priorities(reading)
    groups = read_projects(f"{REGIONAL}/projects.yaml", reading)
    if introduction is None or trends is None:
        return RegionalFolder(None, groups, numbers)
    places = Places({"": Location(REGIONAL), "priorities": Location(PRIORITIES)})
    if groups:
        places["project_groups"] = Location(f"{REGIONAL}/projects.yaml", 1, 1)
    regional = Regional(
        introduction=introduction, trends=trends, priorities=priorities, project_groups=groups, places=places
    )
    return RegionalFolder(regional, groups, numbers)


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
        priority = read_titled(RegionalPriority, path, reading, given=given) if number else None
        if priority is not None:
            priorities.append(priority)
    return tuple(priorities), frozenset(numbers)
