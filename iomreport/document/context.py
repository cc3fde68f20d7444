"""What a template can name: plain, immutable values, derived from an extract once.

A template sees the fields of `Context`. Everything that it reaches from there is a declared field or property of a
record or of one of the small classes below, so that the template lint knows every right name and its type.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields

from iomreport.markup.nodes import Prose
from iomreport.model.country import Country, Priority
from iomreport.model.project import Project
from iomreport.model.strategy import Acronym, RegionalPriority, Strategy
from iomreport.model.theme import Theme


@dataclass(frozen=True, slots=True)
class Group:
    """Project proposals under their printed heading."""

    heading: str
    theme: Theme
    projects: tuple[Project, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a country stands towards one regional priority: which of its own priorities answer it."""

    number: int
    title: str
    priorities: tuple[Priority, ...]

    @property
    def answered(self) -> bool:
        return bool(self.priorities)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A country with what its pages print beside its own fields."""

    country: Country
    number: str
    status: str
    standing: tuple[Standing, ...]
    groups: tuple[Group, ...]
    priority_count: int
    project_count: int


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A place in the document that is filled when the document is assembled, such as the contents."""

    kind: str


@dataclass(frozen=True, slots=True)
class Context:
    """All that a template of any kind can use.

    `emblem` is the publisher's, as a figure, or empty.
    `chapter` and `country` are there in a country's extract, `themes` in that of a theme or of several, in the order of
    the edition, and `theme` where it is one. `recipient`, `reference` and `date`
    are given by whoever builds and are empty otherwise; `variables` holds these and all others that are given.
    """

    strategy: Strategy
    labels: dict[str, str]
    chapters: tuple[Chapter, ...]
    regional_priorities: tuple[RegionalPriority, ...]
    regional_groups: tuple[Group, ...]
    acronyms: tuple[Acronym, ...]
    chapter: Chapter | None = None
    country: Country | None = None
    theme: Theme | None = None
    themes: tuple[Theme, ...] | None = None
    emblem: Prose = field(default=Prose())
    recipient: str = ""
    reference: str = ""
    date: str = ""
    variables: dict[str, str] = field(default_factory=dict[str, str])
    contents: Placeholder = field(default=Placeholder("contents"))
    tables: Placeholder = field(default=Placeholder("tables"))
    figures: Placeholder = field(default=Placeholder("figures"))
    matrix: Placeholder = field(default=Placeholder("matrix"))


OWN = frozenset({"recipient", "reference", "date", "variables"})
"""What one document of an extract has for its own."""
SHARED = frozenset(each.name for each in fields(Context)) - OWN
"""What all documents of an extract are made of; nobody changes it once it is there."""
