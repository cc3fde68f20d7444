"""Which documents the words of a plan mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from iomreport.diagnostics.codes.publish import UNKNOWN_NAME
from iomreport.diagnostics.finding import Findings, Location
from iomreport.diagnostics.suggest import did_you_mean
from iomreport.markup.field import Record
from iomreport.publish.plan import Choice
from iomreport.publish.targets import all_targets, groups
from iomreport.strategy.model.strategy import Strategy

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
