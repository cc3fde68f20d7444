"""Project proposals of the annex, in groups by theme as the annex prints them."""

from __future__ import annotations

from pydantic import Field

from iomreport.markup.nodes import Prose
from iomreport.model.record import Given, ProseField, Record


class Project(Record):
    """A proposal. `countries` are those it names beside its own; `areas` are named areas of the strategy."""

    id: str = Field(description="Stable name, unique in its file.", pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str = Field(description="The title as printed.", min_length=1)
    description: ProseField = Field(default=Prose(), description="What the project does, in Markdown.")
    theme: Given[str] = Field(default="", description="Id of its theme; given by its group.")
    countries: tuple[str, ...] = Field(default=(), description="ISO 3166 codes of the other countries that it names.")
    areas: tuple[str, ...] = Field(default=(), description="Ids of the areas that it names.")


class ProjectGroup(Record):
    """The proposals under one printed heading. `label` is that heading where it is not the theme's own label."""

    theme: str = Field(description="Id of the theme.")
    label: str = Field(default="", description="The printed heading, where it differs from the theme's label.")
    projects: tuple[Project, ...] = Field(description="The proposals, in printed order.", min_length=1)
