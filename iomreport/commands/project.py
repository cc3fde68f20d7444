"""What most verbs begin with: the project, its content, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path

from iomreport.codes.output import NO_PROJECT
from iomreport.diagnostics import Location, UsageError
from iomreport.source.project import find_project


def project_folder(given: Path | None) -> Path:
    """The project's folder; raises `UsageError`."""
    if given is None:
        return find_project(Path.cwd())
    if not (given / "content").is_dir():
        raise UsageError(NO_PROJECT.at(Location(str(given)), f"{given} holds no content folder"))
    return given.resolve()
