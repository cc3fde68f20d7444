"""A country chapter: background, lettered priorities, and what the annex prints for the country.

Project proposals of the annex, in groups by theme as the annex prints them.

Missions: an office, how to reach it, who heads it, and its sub-offices.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from iomreport.markup.field import Given, ProseField, Record
from iomreport.markup.nodes import Prose


class Project(Record):
    """A proposal. `countries` are those it names beside its own; `areas` are named areas of the strategy."""

    id: str = Field(description="Stable name, unique in its file.", pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str = Field(description="The title as printed.", min_length=1)
    description: ProseField = Field(default_factory=Prose, description="What the project does, in Markdown.")
    theme: Given[str] = Field(default="", description="Id of its theme; given by its group.")
    countries: tuple[str, ...] = Field(default=(), description="ISO 3166 codes of the other countries that it names.")
    areas: tuple[str, ...] = Field(default=(), description="Ids of the areas that it names.")


class ProjectGroup(Record):
    """The proposals under one printed heading. `label` is that heading where it is not the theme's own label."""

    theme: str = Field(description="Id of the theme.")
    label: str = Field(default="", description="The printed heading, where it differs from the theme's label.")
    projects: tuple[Project, ...] = Field(description="The proposals, in printed order.", min_length=1)


class Phones(Record):
    """Numbers under one printed label. Without a label they are printed under the edition's word for telephone."""

    label: str = Field(default="", description="The printed label, where it is not simply the word for telephone.")
    numbers: tuple[str, ...] = Field(description="Numbers exactly as printed.", min_length=1)


class Head(Record):
    """Who heads a mission, and as what."""

    role: str = Field(description="The printed role, such as Chief of Mission.", min_length=1)
    name: str = Field(description="First and last name.", min_length=1)


class Office(Record):
    """An office and how to reach it; what it does not have is left out of every document."""

    office: str = Field(description="The name of the office.", min_length=1)
    subtitle: str = Field(default="", description="A second line of its name.")
    address: tuple[str, ...] = Field(default=(), description="Address lines, one item a printed line.")
    phones: tuple[Phones, ...] = Field(default=(), description="Telephone numbers, by label.")
    fax: tuple[str, ...] = Field(default=(), description="Fax numbers exactly as printed.")
    emails: tuple[str, ...] = Field(default=(), description="Mailboxes.")
    websites: tuple[str, ...] = Field(default=(), description="Web sites as printed.")


class Mission(Office):
    """The mission of a country."""

    head: Head | None = Field(default=None, description="Who heads the mission.")
    sub_offices: tuple[Office, ...] = Field(default=(), description="Offices of the mission in other places.")


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
    body: ProseField = Field(default_factory=Prose)


class Priority(Record):
    """A lettered priority. It has text of its own, sub-headings, or both."""

    letter: str = Field(pattern=r"^[a-z]$")
    title: str = Field(description="The printed title.", min_length=1)
    theme: str = Field(description="Id of its theme.")
    also: tuple[str, ...] = Field(default=(), description="Ids of further themes that its title names.")
    body: ProseField = Field(default_factory=Prose)
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
    background: Given[ProseField] = Field(default_factory=Prose)
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
