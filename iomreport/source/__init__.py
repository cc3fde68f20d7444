"""Content files <-> the model."""

from __future__ import annotations

from iomreport.source.loader import Edition, load, load_edition
from iomreport.source.project import find_project

__all__ = ["Edition", "find_project", "load", "load_edition"]
