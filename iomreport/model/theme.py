"""Themes: the controlled list by which priorities and projects are classed."""

from __future__ import annotations

from pydantic import Field

from iomreport.model.record import Record


class Theme(Record):
    """A theme of the edition. Which regional priorities it answers is the editors' own classification."""

    id: str = Field(description="Stable name, in kebab-case.", pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    label: str = Field(description="The words printed for the theme.", min_length=1)
    answers: tuple[int, ...] = Field(default=(), description="Numbers of the regional priorities that it answers.")
    labels: tuple[str, ...] = Field(default=(), description="Other words that chapters and the annex print for it.")
