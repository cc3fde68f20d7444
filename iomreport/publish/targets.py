"""What a document shows, by the words that people write for it: `strategy`, `albania`, `theme:ID`, `group:NAME`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from iomreport.diagnostics.codes.publish import UNKNOWN_TARGET
from iomreport.diagnostics.finding import Code, Findings, Location, UsageError
from iomreport.diagnostics.suggest import did_you_mean
from iomreport.strategy.extract import extract
from iomreport.strategy.model.strategy import Strategy

STRATEGY, COUNTRIES, THEMES = "strategy", "countries", "themes"
_MOST_NAMES = 12
_THEME, _GROUP, _COUNTRIES = "theme:", "group:", "countries:"


@dataclass(frozen=True, slots=True)
class Target:
    """What a document shows: codes of countries and ids of themes, both empty for the strategy.

    `name` is what a user types for it, or the id that a plan gives a selection.
    """

    name: str = STRATEGY
    countries: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of template that suits it; several countries are a strategy in small."""
        if self.themes:
            return "theme"
        return "country" if len(self.countries) == 1 and not self.name.startswith(_GROUP) else "strategy"

    def path(self, suffix: str = "docx") -> PurePosixPath:
        """Its file below the output folder; `suffix` is that of its format."""
        folder = {"country": "countries", "theme": "themes", "strategy": "groups" if self.countries else ""}[self.kind]
        return PurePosixPath(folder, f"{self.name.removeprefix(_THEME).removeprefix(_GROUP)}.{suffix}")

    def extract(self, strategy: Strategy) -> Strategy:
        """The part of the strategy that it shows."""
        selection = strategy.selection
        if (selection.countries, selection.themes) == (self.countries, self.themes):
            return strategy
        return extract(strategy, countries=self.countries, themes=self.themes)


def target_of(strategy: Strategy) -> Target:
    """The target of which a strategy is the extract."""
    countries, themes = strategy.selection.countries, strategy.selection.themes
    if themes:
        return Target(f"{_THEME}{'+'.join((*countries, *themes))}", countries, themes)
    if len(countries) == 1:
        return Target(strategy.countries[0].slug, countries)
    return Target(f"{_GROUP}{'+'.join(countries)}", countries) if countries else Target()


def default_targets(strategy: Strategy) -> tuple[Target, ...]:
    """The strategy and the extract of every country."""
    return (Target(), *(Target(country.slug, (country.code,)) for country in strategy.countries))


def all_targets(strategy: Strategy) -> tuple[Target, ...]:
    """The default targets, and the extracts of every theme that a priority or a project carries and of every group."""
    used = {theme for country in strategy.countries for priority in country.priorities for theme in priority.themes}
    used |= {group.theme for country in strategy.countries for group in country.project_groups}
    themes = (Target(f"{_THEME}{theme.id}", themes=(theme.id,)) for theme in strategy.themes if theme.id in used)
    collected = (Target(f"{_GROUP}{group}", codes) for group, codes in groups(strategy).items())
    return (*default_targets(strategy), *themes, *collected)


def groups(strategy: Strategy) -> dict[str, tuple[str, ...]]:
    """The codes of the countries of every EU status and area that has any, by its id."""
    named = [*strategy.groups, *strategy.areas]
    present = {each.id: tuple(code for code in each.countries if strategy.country(code)) for each in named}
    return {id: codes for id, codes in present.items() if codes}


def parse_targets(strategy: Strategy, words: Sequence[str]) -> tuple[Target, ...]:
    """The targets that words name, each once; raises `UsageError` with every word that names none."""
    findings = Findings()
    targets = TargetReader(strategy, findings).targets((word, None) for word in words)
    if findings.items:
        raise UsageError(findings.items)
    return targets or default_targets(strategy)


class TargetReader:
    """Reads words for targets against a strategy; unknown ones are findings of the kind `code`."""

    def __init__(self, strategy: Strategy, findings: Findings, code: Code = UNKNOWN_TARGET) -> None:
        self.strategy = strategy
        self.findings = findings
        self.code = code
        self.groups = groups(strategy)

    def targets(self, words: Iterable[tuple[str, Location | None]]) -> tuple[Target, ...]:
        """The targets of words, each once, in the order of the words.

        `strategy` · `countries`, each · `themes`, each that anything belongs to · a slug or ISO code · `theme:ID` ·
        `countries:GROUP`, each country of an EU status or an area · `group:GROUP`, one document of them all.
        """
        return tuple(dict.fromkeys(target for word, at in words for target in self._targets(word, at)))

    def countries(self, word: str, at: Location | None) -> tuple[str, ...]:
        """The codes of the country or of the group that a word names."""
        country = self.strategy.country(word)
        if country is not None:
            return (country.code,)
        if word not in self.groups:
            self._unknown("country or group", word, (*self._country_names(), *self.groups), at)
        return self.groups.get(word, ())

    def theme(self, id: str, at: Location | None) -> bool:
        """Whether there is a theme of an id."""
        if self.strategy.theme(id):
            return True
        self._unknown("theme", id, (theme.id for theme in self.strategy.themes), at)
        return False

    def _targets(self, word: str, at: Location | None) -> Iterator[Target]:
        country = self.strategy.country(word)
        if word == STRATEGY:
            yield Target()
        elif word == COUNTRIES:
            yield from default_targets(self.strategy)[1:]
        elif word == THEMES:
            yield from (target for target in all_targets(self.strategy) if target.kind == "theme")
        elif country is not None:
            yield Target(country.slug, (country.code,))
        elif word.startswith(_THEME):
            id = word.removeprefix(_THEME)
            if self.theme(id, at):
                yield Target(word, themes=(id,))
        elif word.startswith((_GROUP, _COUNTRIES)):
            group = word.partition(":")[2]
            codes = self.groups.get(group)
            if codes is None:
                self._unknown("group", group, self.groups, at)
            elif word.startswith(_GROUP):
                yield Target(word, codes)
            else:
                countries = (country for country in self.strategy.countries if country.code in codes)
                yield from (Target(country.slug, (country.code,)) for country in countries)
        else:
            self._unknown("target", word, self._names(), at)

    def _names(self) -> Iterator[str]:
        yield from (STRATEGY, COUNTRIES, THEMES)
        yield from self._country_names()
        yield from (f"{_THEME}{theme.id}" for theme in self.strategy.themes)
        yield from (f"{prefix}{group}" for prefix in (_GROUP, _COUNTRIES) for group in self.groups)

    def _country_names(self) -> Iterator[str]:
        for country in self.strategy.countries:
            yield from (country.slug, country.code)

    def _unknown(self, kind: str, word: str, known: Iterable[str], at: Location | None) -> None:
        names = tuple(known)
        all_names = ", ".join(names) if len(names) <= _MOST_NAMES else f"{', '.join(names[:_MOST_NAMES])} …"
        more = "" if len(names) <= _MOST_NAMES else " (iomreport list targets shows all)"
        fix = did_you_mean(word, names, f"there are: {all_names}{more}")
        self.findings.add(self.code.at(at, f'there is no {kind} "{word}"', fix=fix))
