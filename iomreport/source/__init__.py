"""Content files <-> the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iomreport.registry import load as load_deferred
from iomreport.source.project import find_project

if TYPE_CHECKING:
    from iomreport.source.loader import Edition, load, load_edition

__all__ = ["Edition", "find_project", "load", "load_edition"]


def __getattr__(name: str) -> Any:
    # A run that finds nothing to do asks where the project is, and reads none of its content.
    if name in __all__:
        return getattr(load_deferred("content loader"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
