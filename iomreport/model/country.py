"""A country chapter: background, lettered priorities, and what the annex prints for the country."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from iomreport.markup.nodes import Prose
from iomreport.model.mission import Mission
from iomreport.model.project import Project, ProjectGroup
from iomreport.model.record import Given, ProseField, Record

Status = Literal["member-state", "acceding", "candidate", "potential-candidate"]


class Names(Record):
    """The names of a country: in lists, over its chapter, over its annex entry."""

    short: str = Field(description="For lists and tables.", min_length=1)
    long: str = Field(description="As the heading of the chapter prints it.", min_length=1)
    annex: str = Field(default="", description="As the heading of the annex entry prints it; none without an entry.")


class Section(Record):
    """A titled piece of prose without a letter."""

    id: str = Field(description="Stable name, from its first title.")
    title: str = Field(min_length=1)
    body: ProseField = Prose()


class Priority(Record):
    """A lettered priority. It has text of its own, sub-headings, or both."""

    letter: str = Field(pattern=r"^[a-z]$")
    title: str = Field(description="The printed title.", min_length=1)
    theme: str = Field(description="Id of its theme.")
    also: tuple[str, ...] = Field(default=(), description="Ids of further themes that its title names.")
    body: ProseField = Prose()
    sections: tuple[Section, ...] = ()

    @property
    def themes(self) -> tuple[str, ...]:
        return (self.theme, *self.also)


class Country(Record):
    """A country of the strategy. What has no data is empty and left out of its documents."""

    slug: Given[str] = Field(description="The folder's name.")
    number: Given[int] = Field(default=0, description="Its place in the order of the whole edition, from 1.")
    code: str = Field(description="ISO 3166-1 alpha-2 code; XK for Kosovo.", pattern=r"^[A-Z]{2}$")
    names: Names
    status: Status | None = Field(default=None, description="Standing towards the European Union.")
    counted_with: str | None = Field(default=None, description="Code of the country with which the strategy counts it.")
    priorities_heading: Given[str] = Field(default="", description="The printed heading over the priorities.")
    background: Given[ProseField] = Prose()
    priorities: Given[tuple[Priority, ...]] = ()
    closing: Given[tuple[Section, ...]] = Field(default=(), description="Unlettered sections after the last priority.")
    mission: Mission | None = None
    project_groups: Given[tuple[ProjectGroup, ...]] = ()

    @property
    def name(self) -> str:
        return self.names.short

    @property
    def projects(self) -> tuple[Project, ...]:
        return tuple(self._projects())

    def _projects(self) -> Iterator[Project]:
        for group in self.project_groups:
            yield from group.projects
