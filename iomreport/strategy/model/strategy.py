"""The strategy: the whole edition as one immutable value.

Themes: the controlled list by which priorities and projects are classed.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self

from pydantic import Field, PrivateAttr

from iomreport.markup.field import Given, ProseField, Record
from iomreport.strategy.model.country import Country, Project, ProjectGroup, Status


class Theme(Record):
    """A theme of the edition. Which regional priorities it answers is the editors' own classification."""

    id: str = Field(description="Stable name, in kebab-case.", pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    label: str = Field(description="The words printed for the theme.", min_length=1)
    answers: tuple[int, ...] = Field(default=(), description="Numbers of the regional priorities that it answers.")
    labels: tuple[str, ...] = Field(default=(), description="Other words that chapters and the annex print for it.")


class Period(Record):
    first: int = Field(description="First year.")
    last: int = Field(description="Last year.")

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


class Publisher(Record):
    name: str = Field(min_length=1)
    acronym: str = ""
    emblem: str = Field(default="", description="Path of an image, relative to the content folder.")
    emblem_alternative: str = Field(default="", description="What a screen reader says for the emblem.")


class RegionalOffice(Record):
    name: str = Field(min_length=1)
    acronym: str = ""


class Parts(Record):
    """Printed titles of the parts that have no file of their own, without their numbers."""

    regional: str
    priorities: str
    national: str
    annex: str
    regional_projects: str


class StatusGroup(Record):
    id: Status
    label: str
    countries: tuple[str, ...] = Field(description="ISO 3166 codes.")


class Area(Record):
    """An area that proposals name. Which countries belong to it is the editors' own reading."""

    id: str
    name: str
    countries: tuple[str, ...] = Field(description="ISO 3166 codes.")


class Signatory(Record):
    name: str
    role: str


class TitledProse(Record):
    """A chapter that is one piece of prose under its title."""

    title: Given[str]
    body: Given[ProseField]


class Foreword(TitledProse):
    signatory: Signatory | None = None


class RegionalPriority(TitledProse):
    number: Given[int] = Field(ge=1)
    id: Given[str] = Field(description="The file's name without its number.")


class Regional(Record):
    """The regional part: introduction, trends, priorities and proposals."""

    introduction: TitledProse | None = None
    trends: TitledProse | None = None
    priorities: tuple[RegionalPriority, ...]
    project_groups: tuple[ProjectGroup, ...] = ()

    @property
    def projects(self) -> tuple[Project, ...]:
        return tuple(project for group in self.project_groups for project in group.projects)


class Acronym(Record):
    acronym: str
    expansion: str = Field(default="", description="None where the source never expands it; a remark says so.")


class Selection(Record):
    """What an extract kept: codes of countries, ids of themes; empty means all."""

    countries: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.countries or self.themes)


class Strategy(Record):
    """An edition of the strategy, or, with a selection, an extract of one."""

    title: str
    edition: str
    period: Period
    date: datetime.date
    language: str = Field(description="BCP 47 tag of the edition's language.")
    publisher: Publisher
    regional_office: RegionalOffice
    parts: Parts
    priorities_headings: tuple[str, ...]
    groups: tuple[StatusGroup, ...] = ()
    areas: tuple[Area, ...] = ()
    themes: Given[tuple[Theme, ...]] = ()
    acronyms: Given[tuple[Acronym, ...]] = ()
    labels: Given[dict[str, dict[str, str]]] = Field(
        default_factory=dict, description="Fixed printed words, by language."
    )
    foreword: Given[Foreword | None] = None
    executive_summary: Given[TitledProse | None] = None
    regional: Given[Regional]
    countries: Given[tuple[Country, ...]] = ()
    selection: Given[Selection] = Field(default_factory=Selection)

    _is_checked: bool = PrivateAttr(default=False)
    _codes: frozenset[str] = PrivateAttr(default=frozenset())

    def is_checked(self) -> bool:
        """Whether it is as it was loaded or last checked, with the addresses of its fields."""
        return self._is_checked

    def checked(self, codes: frozenset[str]) -> Self:
        """The strategy itself, from now on as checked. `codes` are those of all countries that it may name."""
        self._is_checked, self._codes = True, codes
        return self

    def known_codes(self) -> frozenset[str]:
        """The codes of the countries that it may name: its own, and those that loading or an extract left out."""
        return self._codes.union(country.code for country in self.countries)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy; one with changes has to be checked again, which building and extracting do."""
        copied = super().model_copy(update=update, deep=deep)
        if update:
            copied._is_checked = False  # noqa: SLF001
        return copied

    @property
    def country_count(self) -> int:
        """Countries by the strategy's own count: what is counted with another is not counted again."""
        return sum(country.counted_with is None for country in self.countries)

    def country(self, key: str) -> Country | None:
        """The country of a slug or an ISO code, in any case."""
        wanted = key.casefold()
        return next((c for c in self.countries if wanted in (c.slug, c.code.casefold())), None)

    def theme(self, key: str) -> Theme | None:
        return next((theme for theme in self.themes if theme.id == key), None)
