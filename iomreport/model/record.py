"""The base of every model: strict, frozen, and aware of where it was written."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from iomreport.diagnostics import Location


class Places(dict[str, Location]):
    """Where each field of a record stands in its file, by field name; `""` is the record itself.

    Places are not part of what a record says, so they are all equal.
    """

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Places)

    def __ne__(self, other: object) -> bool:
        return not self == other


class Record(BaseModel):
    """A piece of the strategy. `remarks` are an editor's and are never printed."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True)

    remarks: tuple[str, ...] = Field(default=(), description="Remarks between editors; never printed.")
    places: Places = Field(default_factory=Places, exclude=True, repr=False)

    def place(self, field: str = "") -> Location | None:
        """Where a field was written; a field that was not written counts at its record."""
        return self.places.get(field) or self.places.get("")
