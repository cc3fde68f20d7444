"""What most verbs begin with: the project, its content, and what is wrong with it.

Text of an unknown hand on a terminal: nothing of it may move the cursor or turn the line.
"""

from __future__ import annotations

from pathlib import Path

from iomreport.diagnostics.codes.publish import NO_PROJECT
from iomreport.diagnostics.finding import Location, UsageError
from iomreport.strategy.load.project import find_project


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


def on_one_line(text: str) -> str:
    """A text as one printable line: the end of a paragraph is shown as ¶, a tab as a space."""
    return "".join(each if each.isprintable() else _SHOWN.get(each, "�") for each in text)


_SHOWN = {"\n": "¶", "\t": " ", "\u00a0": "\u00a0", "\u00ad": "", "\u200b": "", "\u2007": " ", "\u202f": "\u202f"}
