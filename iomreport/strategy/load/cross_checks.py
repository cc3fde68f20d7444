"""What no single file can say wrong: names in one file that another does not know, and things that stand twice.

Files and folders of content/ that nothing reads.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from iomreport.diagnostics.codes.content import (
    ANSWERS_UNKNOWN,
    AREA_UNKNOWN,
    CODE_TWICE,
    COUNTED_WITH_UNKNOWN,
    COUNTRY_UNKNOWN,
    FILE_UNKNOWN,
    FOLDER_NOT_LISTED,
    HEADING_TWICE,
    LETTER_ORDER,
    LISTED_TWICE,
    PROJECT_ID_TWICE,
    PROJECT_TITLE_TWICE,
    THEME_UNKNOWN,
)
from iomreport.diagnostics.finding import Code, Findings, Location
from iomreport.diagnostics.suggest import did_you_mean
from iomreport.markup.field import Record
from iomreport.strategy.load.chapter import Chapter
from iomreport.strategy.load.country import CHAPTER, COUNTRIES, COUNTRY, PROJECTS, CountryFolder, RegionalFolder
from iomreport.strategy.model.country import Project, ProjectGroup
from iomreport.strategy.model.strategy import Strategy, Theme


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that was read, as far as it was. What could not be read is None, and is no ground for a finding.

    `codes` are those of all countries that have a folder, also of those that the edition leaves out.
    """

    strategy: Strategy | None
    themes: tuple[Theme, ...]
    theme_ids: frozenset[str] | None
    regional: RegionalFolder
    folders: tuple[CountryFolder, ...]
    codes: frozenset[str] | None


def check_whole(strategy: Strategy, findings: Findings) -> None:
    """The same rules for a strategy that no files were read for, and those that the readers of files see to.

    What an extract left out is taken to be as its own fields say.
    """
    check_across(_gathered(strategy), findings)
    slugs = [(country.slug, country.place("slug")) for country in strategy.countries]
    _once(slugs, LISTED_TWICE, "the country", findings)
    for country in strategy.countries:
        letters = [(priority.letter, priority.place("letter")) for priority in country.priorities]
        _once(letters, LETTER_ORDER, "the letter", findings)
        for sections in (country.closing, *(priority.sections for priority in country.priorities)):
            _once([(each.id, each.place("title")) for each in sections], HEADING_TWICE, "the heading", findings)


def _gathered(strategy: Strategy) -> Gathered:
    regional = strategy.regional
    numbers = {priority.number for priority in regional.priorities}
    if strategy.selection:
        numbers.update(number for theme in strategy.themes for number in theme.answers)
    return Gathered(
        strategy,
        strategy.themes,
        frozenset(theme.id for theme in strategy.themes),
        RegionalFolder(regional, regional.project_groups, frozenset(numbers)),
        tuple(
            CountryFolder(
                country.slug,
                country.code,
                country,
                Chapter(priorities=country.priorities, closing=country.closing),
                country.project_groups,
            )
            for country in strategy.countries
        ),
        strategy.known_codes(),
    )


def check_across(gathered: Gathered, findings: Findings) -> None:
    """Every rule that takes more than one place to see."""
    for rule in (_themes, _theme_list, _countries, _areas, _projects, _codes, _counted_with):
        rule(gathered, findings)


def _themes(gathered: Gathered, findings: Findings) -> None:
    """Priorities and project groups are of themes in the list."""
    known = gathered.theme_ids
    if known is None:
        return
    for folder in gathered.folders:
        for priority in folder.chapter.priorities:
            if priority.theme:
                _known(priority.theme, known, priority.place("theme"), THEME_UNKNOWN, "theme", findings)
            for theme in priority.also:
                _known(theme, known, priority.place("also"), THEME_UNKNOWN, "theme", findings)
    for group in _all_groups(gathered):
        if group.theme:
            _known(group.theme, known, group.place("theme"), THEME_UNKNOWN, "theme", findings)
        for project in group.projects:
            # In a file it is its group's; in code it can be any.
            if project.theme not in ("", group.theme):
                _known(project.theme, known, project.place("theme"), THEME_UNKNOWN, "theme", findings)


def _theme_list(gathered: Gathered, findings: Findings) -> None:
    """Themes stand once in the list, and answer regional priorities that exist."""
    themes = gathered.themes
    _once([(theme.id, theme.place("id")) for theme in themes], LISTED_TWICE, "the theme", findings)
    numbers = sorted(gathered.regional.numbers)
    for theme in themes:
        for index, number in enumerate(theme.answers):
            if number not in numbers:
                fix = f"the regional priorities are {', '.join(map(str, numbers))}." if numbers else ""
                message = f"there is no regional priority {number}"
                findings.add(ANSWERS_UNKNOWN.at(theme.place(f"answers[{index}]"), message, fix=fix))


def _countries(gathered: Gathered, findings: Findings) -> None:
    """Groups, areas and projects name countries that have a folder, each once."""
    records: list[tuple[Record, tuple[str, ...]]] = []
    if gathered.strategy is not None:
        records += [(group, group.countries) for group in gathered.strategy.groups]
        records += [(area, area.countries) for area in gathered.strategy.areas]
    for group in _all_groups(gathered):
        records += [(project, project.countries) for project in group.projects]
    for record, codes in records:
        places = [(code, record.place(f"countries[{index}]")) for index, code in enumerate(codes)]
        _once(places, LISTED_TWICE, "the country", findings)
        if gathered.codes is not None:
            for code, place in places:
                _known(code, gathered.codes, place, COUNTRY_UNKNOWN, "country", findings)


def _areas(gathered: Gathered, findings: Findings) -> None:
    """Projects name areas that strategy.yaml declares."""
    if gathered.strategy is None:
        return
    areas = gathered.strategy.areas
    known = [area.id for area in areas]
    _once([(area.id, area.place("id")) for area in areas], LISTED_TWICE, "the area", findings)
    groups = gathered.strategy.groups
    _once([(group.id, group.place("id")) for group in groups], LISTED_TWICE, "the group", findings)
    for group in _all_groups(gathered):
        for project in group.projects:
            for index, area in enumerate(project.areas):
                _known(area, known, project.place(f"areas[{index}]"), AREA_UNKNOWN, "area", findings)


def _projects(gathered: Gathered, findings: Findings) -> None:
    """In one file, projects have ids and titles of their own."""
    for groups in _files_of_groups(gathered):
        projects: list[Project] = [project for group in groups for project in group.projects]
        ids = [(project.id, project.place("id")) for project in projects]
        _once(ids, PROJECT_ID_TWICE, "the id", findings)
        titles = [(project.title, project.place("title")) for project in projects]
        _once(titles, PROJECT_TITLE_TWICE, "the title", findings)


def _codes(gathered: Gathered, findings: Findings) -> None:
    """Each country has a code of its own."""
    countries = [folder.country for folder in gathered.folders if folder.country is not None]
    _once([(country.code, country.place("code")) for country in countries], CODE_TWICE, "the code", findings)


def _counted_with(gathered: Gathered, findings: Findings) -> None:
    """A country is counted with another one that exists."""
    for folder in gathered.folders:
        country = folder.country
        if country is None or country.counted_with is None:
            continue
        place = country.place("counted_with")
        if country.counted_with == country.code:
            findings.add(COUNTED_WITH_UNKNOWN.at(place, f"{country.code} is counted with itself"))
        elif gathered.codes is not None:
            _known(country.counted_with, gathered.codes, place, COUNTED_WITH_UNKNOWN, "country", findings)


def _files_of_groups(gathered: Gathered) -> Iterable[tuple[ProjectGroup, ...]]:
    yield gathered.regional.groups
    for folder in gathered.folders:
        yield folder.groups


def _all_groups(gathered: Gathered) -> Iterable[ProjectGroup]:
    for groups in _files_of_groups(gathered):
        yield from groups


def _known(name: str, known: Iterable[str], place: Location | None, code: Code, kind: str, findings: Findings) -> None:
    names = sorted(known)
    if name not in names:
        findings.add(code.at(place, f"there is no {kind} “{name}”", fix=did_you_mean(name, names)))


def _once(names: Sequence[tuple[str, Location | None]], code: Code, kind: str, findings: Findings) -> None:
    seen: dict[str, Location | None] = {}
    for name, place in names:
        if name not in seen:
            seen[name] = place
            continue
        first = seen[name]
        where = f"; it first stands at {first}" if first is not None else ""
        findings.add(code.at(place, f"{kind} “{name}” stands twice{where}"))


# What each folder of content/ holds; countries have a folder each.
_FILES = {
    "content": (
        "strategy.yaml",
        "themes.yaml",
        "labels.yaml",
        "acronyms.yaml",
        "foreword.md",
        "executive-summary.md",
    ),
    "content/regional": ("introduction.md", "trends.md", "projects.yaml"),
    "content/regional/priorities": (),
    COUNTRIES: (),
}
_COUNTRY_FILES = (COUNTRY, CHAPTER, PROJECTS)
_PICTURES = frozenset((".png", ".jpg", ".jpeg", ".svg", ".gif", ".emf", ".tif", ".tiff", ".webp"))
# Hidden files, and what editors and systems leave beside a file that they have open.
_BESIDE = re.compile(r"\.|~\$|#.*#$|.*~$|Thumbs\.db$|desktop\.ini$", re.IGNORECASE)


def country_folders(project: Path) -> list[str]:
    """The names of the folders in content/countries/, in the order of the alphabet."""
    folder = project / COUNTRIES
    if not folder.is_dir():
        return []
    return sorted(entry.name for entry in folder.iterdir() if entry.is_dir() and not _BESIDE.match(entry.name))


def check_folders(project: Path, listed: Iterable[str], read: Iterable[str], findings: Findings) -> None:
    """Warns of what is in content/ and is not `read`, and of country folders that are not `listed` in the order."""
    listed, read = frozenset(listed), frozenset(read)
    for path, names in _walk(project, listed, findings):
        for name in names:
            file = f"{path}/{name}"
            if file not in read and not _is_beside(path, name):
                known = [candidate for candidate in _known_names(path) if f"{path}/{candidate}" not in read]
                fix = did_you_mean(name, known)
                findings.add(FILE_UNKNOWN.at(Location(file), f"nothing reads {name}", fix=fix))


def _walk(project: Path, listed: frozenset[str], findings: Findings) -> Iterator[tuple[str, list[str]]]:
    """The folders that are read, with the files in them."""
    for root, folders, files in os.walk(project / "content"):
        path = Path(root).relative_to(project).as_posix()
        if path == COUNTRIES:
            for name in sorted(folders):
                if name not in listed and not _BESIDE.match(name):
                    message = f"the order of the countries does not name {name}"
                    findings.add(FOLDER_NOT_LISTED.at(Location(f"{path}/{name}"), message))
            folders[:] = [name for name in folders if name in listed]
        folders[:] = sorted(name for name in folders if not _BESIDE.match(name))
        yield path, sorted(files)


def _known_names(path: str) -> tuple[str, ...]:
    return _COUNTRY_FILES if Path(path).parent.as_posix() == COUNTRIES else _FILES.get(path, ())


def _is_beside(path: str, name: str) -> bool:
    """Whether a file may stand here without being read: a picture, a word on how to edit, a system's file."""
    if path == "content/regional/priorities" and name.endswith(".md"):
        return True
    if name in _known_names(path):
        return True
    return name == "README.md" or Path(name).suffix.lower() in _PICTURES or _BESIDE.match(name) is not None
