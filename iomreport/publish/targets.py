"""Targets: what can be built, by the words a user gives.

Which documents the words of a plan mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from iomreport.diagnostics.finding import Diagnostic, UsageError
from iomreport.strategy.extract import unknown
from iomreport.strategy.model.strategy import Strategy

Kind = Literal["strategy", "country", "theme"]
_THEME, _GROUP, _COUNTRIES = "theme:", "group:", "countries:"


@dataclass(frozen=True, slots=True)
class Target:
    """What a document shows: its kind, and the slug or id of its extract. A strategy with an id is of a group."""

    kind: Kind
    key: str = ""

    @property
    def name(self) -> str:
        """What a user types for it."""
        strategy = f"{_GROUP}{self.key}" if self.key else "strategy"
        return {"strategy": strategy, "country": self.key, "theme": f"{_THEME}{self.key}"}[self.kind]

    def path(self, suffix: str = "docx") -> PurePosixPath:
        """Its file below the output folder; `suffix` is that of its format."""
        folder = {"strategy": "groups" if self.key else "", "country": "countries", "theme": "themes"}[self.kind]
        return PurePosixPath(folder, f"{self.key or 'strategy'}.{suffix}")


def default_targets(strategy: Strategy) -> tuple[Target, ...]:
    """The strategy and the extract of every country."""
    return (Target("strategy"), *(Target("country", country.slug) for country in strategy.countries))


def all_targets(strategy: Strategy) -> tuple[Target, ...]:
    """The default targets, and the extracts of every theme that a priority or a project carries and of every group."""
    used = {theme for country in strategy.countries for priority in country.priorities for theme in priority.themes}
    used |= {group.theme for country in strategy.countries for group in country.project_groups}
    themes = (Target("theme", theme.id) for theme in strategy.themes if theme.id in used)
    return (*default_targets(strategy), *themes, *(Target("strategy", group) for group in groups(strategy)))


def groups(strategy: Strategy) -> dict[str, tuple[str, ...]]:
    """The codes of the countries of every EU status and area that has any, by its id."""
    named = [*strategy.groups, *strategy.areas]
    present = {each.id: tuple(code for code in each.countries if strategy.country(code)) for each in named}
    return {id: codes for id, codes in present.items() if codes}


def parse_targets(strategy: Strategy, words: Sequence[str]) -> tuple[Target, ...]:
    """The targets that words name, each once; raises `UsageError` with every word that names none."""
    findings: list[Diagnostic] = []
    targets = tuple(dict.fromkeys(target for word in words for target in _parse(strategy, word, findings)))
    if findings:
        raise UsageError(findings)
    return targets or default_targets(strategy)


def _parse(strategy: Strategy, word: str, findings: list[Diagnostic]) -> Iterator[Target]:
    country = strategy.country(word)
    if word == "strategy":
        yield Target("strategy")
    elif word == "countries":
        yield from (Target("country", each.slug) for each in strategy.countries)
    elif country is not None:
        yield Target("country", country.slug)
    elif word.startswith(_THEME):
        theme = word.removeprefix(_THEME)
        if strategy.theme(theme):
            yield Target("theme", theme)
        else:
            findings.append(unknown("theme", theme, (each.id for each in strategy.themes)))
    elif word.startswith((_GROUP, _COUNTRIES)):
        kind, _, group = word.partition(":")
        codes = groups(strategy).get(group)
        if codes is None:
            findings.append(unknown("group", group, groups(strategy)))
        elif kind == "group":
            yield Target("strategy", group)
        else:
            yield from (Target("country", each.slug) for each in strategy.countries if each.code in codes)
    else:
        findings.append(unknown("target", word, _known(strategy)))


def _known(strategy: Strategy) -> Iterable[str]:
    yield from ("strategy", "countries")
    for country in strategy.countries:
        yield from (country.slug, country.code)
    yield from (f"{_THEME}{theme.id}" for theme in strategy.themes)
    yield from (f"{prefix}{group}" for prefix in (_GROUP, _COUNTRIES) for group in groups(strategy))
