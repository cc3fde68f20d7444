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


def project_if_any() -> Path | None:
    """The folder of the project that the command is called in, if it is called in one."""
    try:
        return find_project(Path.cwd())
    except UsageError:
        return None
