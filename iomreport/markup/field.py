"""The base of every model: strict, frozen, and aware of where it was written."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, WithJsonSchema
from pydantic_core import CoreSchema, core_schema

from iomreport.diagnostics.finding import Location
from iomreport.markup.nodes import Prose

T = TypeVar("T")

GIVEN = "given by the loader"

Given = Annotated[T, GIVEN]
"""A field that the record's own YAML cannot hold: a chapter, another file, its name or its group gives it."""


class _OnlyProse:
    """Takes a `Prose` as it is: a schema of all its nodes, for each model that has prose, costs 7 ms a model."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.is_instance_schema(Prose)


ProseField = Annotated[Prose, _OnlyProse(), WithJsonSchema({"type": "string", "contentMediaType": "text/markdown"})]
"""Prose; in YAML it is written as Markdown."""


class Places(dict[str, Location]):
    """Where each field of a record stands in its file, by field name; `""` is the record itself.

    What is in a field that is not a record has a place too: `numbers[0]`, `labels.en.contents`.
    Places are not part of what a record says, so they are all equal. `address` is the record's stable name in the
    strategy, once it belongs to one.
    """

    address: str | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Places)

    def __ne__(self, other: object) -> bool:
        return not self == other


class Record(BaseModel):
    """A piece of the strategy. `remarks` are an editor's and are never printed."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True)

    remarks: tuple[str, ...] = Field(default=(), description="Remarks between editors; never printed.")
    places: Given[Places] = Field(default_factory=Places, exclude=True, repr=False)

    def place(self, field: str = "") -> Location | None:
        """Where a field was written; a field that was not written counts at its record."""
        return self.places.get(field) or self.places.get("")
