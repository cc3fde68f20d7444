"""The base of every model: strict, frozen, and aware of where it was written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self, TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, PrivateAttr, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from iomreport.diagnostics.finding import ContentError, Location
from iomreport.markup.nodes import Prose

T = TypeVar("T")

GIVEN = "given by the loader"

Given = Annotated[T, GIVEN]
"""A field that the record's own YAML cannot hold: a chapter, another file, its name or its group gives it."""


class _Markdown:
    """Takes a `Prose` as it is, or Markdown; writes Markdown.

    A schema of all the nodes of a `Prose`, for each model that has prose, would cost 7 ms a model.
    """

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(
            _read,
            core_schema.is_instance_schema(Prose),
            serialization=core_schema.plain_serializer_function_ser_schema(
                _write, return_schema=core_schema.str_schema()
            ),
        )


# The parser is only loaded where something is read: an edition that was kept is not.
def _read(value: object) -> object:
    if not isinstance(value, str):
        return value
    from iomreport.markup.reader import read

    try:
        return read(value)
    except ContentError as error:
        raise PydanticCustomError("markdown", "{findings}", {"findings": str(error)}) from error


def _write(prose: Prose) -> str:
    from iomreport.markup.writer import write

    return write(prose)


ProseField = Annotated[Prose, _Markdown(), WithJsonSchema({"type": "string", "contentMediaType": "text/markdown"})]
"""Prose; in YAML and JSON, and for whoever constructs a record, it is written as Markdown."""


class Record(BaseModel):
    """A piece of the strategy. `remarks` are an editor's and are never printed.

    Lists are taken where tuples are meant; otherwise a value has the very type of its field. Where a record is written
    and how it is addressed are no part of what it says: they are in no schema and no dump, and equal records may stand
    in different places.
    """

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True)

    remarks: tuple[str, ...] = Field(default=(), description="Remarks between editors; never printed.")

    _places: Mapping[str, Location] = PrivateAttr(default_factory=dict)
    _address: str | None = PrivateAttr(default=None)

    def place(self, field: str = "") -> Location | None:
        """Where a field was written; a field that was not written counts at its record.

        What is in a field that is not a record has a place too: `numbers[0]`, `labels.en.contents`.
        """
        places: Mapping[str, Location] = self._private()["_places"]
        return places.get(field) or places.get("")

    def written_at(self, places: Mapping[str, Location]) -> Self:
        """The record itself, told where each of its fields stands in its file; `""` is the record as a whole."""
        self._private()["_places"] = places
        return self

    def called(self, address: str) -> Self:
        """The record itself, told its address in the strategy to which it belongs."""
        self._private()["_address"] = address
        return self

    def own_address(self) -> str | None:
        """The record's stable name in the strategy, once it belongs to one; the strategy's own is empty."""
        return self._private()["_address"]

    def _private(self) -> dict[str, Any]:
        # Every marked tag asks for its address, and pydantic's own way to a private attribute takes six times as long.
        return cast("dict[str, Any]", self.__pydantic_private__)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and type(self) is type(other) and self.__dict__ == other.__dict__

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[BaseModel], handler: GetCoreSchemaHandler) -> CoreSchema:
        schema = handler(source)
        _take_lists(handler.resolve_ref_schema(schema))
        return schema


def _take_lists(schema: Any) -> None:
    """Let the tuples of a model be given as lists; their items stay strict."""
    if schema["type"] == "model-fields":
        for field in schema["fields"].values():
            _take_lists(field)
    elif schema["type"] == "tuple":
        schema["strict"] = False
    elif "schema" in schema:
        _take_lists(schema["schema"])
