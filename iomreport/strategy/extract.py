"""Extracts: a pure selection from the strategy, by countries and by themes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import get_close_matches
from typing import TypeVar

from iomreport.diagnostics.codes.publish import UNKNOWN_TARGET
from iomreport.diagnostics.finding import Diagnostic, UsageError
from iomreport.markup.nodes import Prose
from iomreport.strategy.edited import check_strategy
from iomreport.strategy.model.country import Country, Project, ProjectGroup
from iomreport.strategy.model.strategy import Regional, RegionalPriority, Selection, Strategy

S = TypeVar("S", bound=Strategy)


def extract(strategy: S, *, countries: Iterable[str] = (), themes: Iterable[str] = ()) -> S:
    """The part of a strategy that concerns some countries (slugs or ISO codes) and themes (ids).

    By country it keeps the whole chapter, the titles of the regional priorities, and the regional proposals that name
    the country or an area that it belongs to. By theme it keeps, of each country, only the priorities and projects of
    the theme, and the regional priorities that the theme answers. Without countries or themes it is the strategy.
    Raises `UsageError` for names that do not exist, and `ContentError` for errors in a strategy edited in code.

        albania = extract(strategy, countries=["AL"])
        trafficking = extract(strategy, themes=["counter-trafficking"])
    """
    strategy = check_strategy(strategy)
    selection = _selection(strategy, tuple(countries), tuple(themes))
    if not selection:
        return strategy
    codes = frozenset(selection.countries) or frozenset(country.code for country in strategy.countries)
    themed = frozenset(selection.themes)
    chosen = tuple(country for country in strategy.countries if country.code in codes)
    if themed:
        chosen = tuple(filter(None, (_themed(country, themed) for country in chosen)))
    changes = {
        "foreword": None,
        "executive_summary": None,
        "regional": _regional(strategy, codes if selection.countries else None, themed),
        "countries": chosen,
        "selection": selection,
    }
    return strategy.model_copy(update=changes).checked(strategy.known_codes())


def concerns(strategy: Strategy, project: Project, codes: Collection[str]) -> bool:
    """Whether a regional proposal names one of the countries, or an area that one belongs to."""
    if not project.countries and not project.areas:
        return True
    named = set(project.countries)
    named.update(code for area in strategy.areas if area.id in project.areas for code in area.countries)
    return not named.isdisjoint(codes)


def _selection(strategy: Strategy, countries: tuple[str, ...], themes: tuple[str, ...]) -> Selection:
    findings: list[Diagnostic] = []
    codes: list[str] = []
    for key in countries:
        country = strategy.country(key)
        if country is None:
            known = [name for c in strategy.countries for name in (c.slug, c.code)]
            findings.append(unknown("country", key, known))
        else:
            codes.append(country.code)
    ids = [theme.id for theme in strategy.themes]
    findings += [unknown("theme", key, ids) for key in themes if key not in ids]
    if findings:
        raise UsageError(findings)
    # Its values are known to be right, and a validator for them would take longer to make than the extract.
    return Selection.model_construct(countries=tuple(dict.fromkeys(codes)), themes=tuple(dict.fromkeys(themes)))


def unknown(kind: str, key: str, known: Iterable[str]) -> Diagnostic:
    """The finding for a name that does not exist, with the nearest that does."""
    names = sorted(known)
    near = get_close_matches(key, names, 1, 0.5) or get_close_matches(key.upper(), names, 1, 0.5)
    fix = f"did you mean {near[0]}?" if near else f"there are: {', '.join(names)}"
    return UNKNOWN_TARGET.at(None, f'there is no {kind} "{key}"', fix=fix)


def _regional(strategy: Strategy, codes: frozenset[str] | None, themes: frozenset[str]) -> Regional:
    regional = strategy.regional
    priorities: tuple[RegionalPriority, ...] = regional.priorities
    if themes:
        answered = {number for theme in strategy.themes if theme.id in themes for number in theme.answers}
        priorities = tuple(priority for priority in priorities if priority.number in answered)
    else:
        priorities = tuple(priority.model_copy(update={"body": Prose()}) for priority in priorities)
    groups = _groups(regional.project_groups, themes)
    if codes is not None:
        kept = (
            (group, tuple(project for project in group.projects if concerns(strategy, project, codes)))
            for group in groups
        )
        groups = tuple(group.model_copy(update={"projects": projects}) for group, projects in kept if projects)
    changes = {"introduction": None, "trends": None, "priorities": priorities, "project_groups": groups}
    return regional.model_copy(update=changes)


def _themed(country: Country, themes: frozenset[str]) -> Country | None:
    """A country with only what belongs to the themes; none where nothing does."""
    priorities = tuple(priority for priority in country.priorities if not themes.isdisjoint(priority.themes))
    groups = _groups(country.project_groups, themes)
    if not priorities and not groups:
        return None
    changes = {"background": Prose(), "priorities": priorities, "closing": (), "project_groups": groups}
    return country.model_copy(update=changes)


def _groups(groups: tuple[ProjectGroup, ...], themes: frozenset[str]) -> tuple[ProjectGroup, ...]:
    return tuple(group for group in groups if group.theme in themes) if themes else groups
