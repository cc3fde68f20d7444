"""A place in a document that is filled when the document is assembled, such as its contents."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A place in the document that is filled when the document is assembled, such as the contents."""

    kind: str
