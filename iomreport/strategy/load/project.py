"""The folder of a project: it holds `content/` and `templates/`."""

from __future__ import annotations

from pathlib import Path

from iomreport.diagnostics.codes.publish import NO_PROJECT
from iomreport.diagnostics.finding import UsageError


def find_project(start: Path) -> Path:
    """The nearest folder, from `start` upward, that is a project's. Raises `UsageError` where there is none."""
    here = start.absolute()
    for folder in (here, *here.parents):
        if (folder / "content").is_dir() and (folder / "templates").is_dir():
            return folder
    message = f"neither {here} nor a folder above it holds content/ and templates/"
    raise UsageError(NO_PROJECT.at(None, message))
