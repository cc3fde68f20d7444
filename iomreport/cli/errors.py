"""The one error boundary: whatever happens, a user sees findings or a report to paste, and a fixed exit code.

What most verbs begin with: the project, its content, and what is wrong with it.

Text of an unknown hand on a terminal: nothing of it may move the cursor or turn the line.
"""

from __future__ import annotations

import platform
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import click

from iomreport.diagnostics.codes.publish import NO_PROJECT
from iomreport.diagnostics.finding import Location, ReportError, UsageError
from iomreport.diagnostics.rendering import print_diagnostics
from iomreport.files import find_project
from iomreport.version import VERSION

DONE, ERRORS, USAGE, BUG, INTERRUPTED = 0, 1, 2, 3, 130


def run_guarded(command: click.Command, arguments: Sequence[str] | None = None) -> int:
    """Run a command with the arguments of the process, or others; its exit code."""
    try:
        result = command.main(arguments, prog_name="iomreport", standalone_mode=False)
        return result if isinstance(result, int) else DONE
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return INTERRUPTED
    except ReportError as error:
        print_diagnostics(error.diagnostics, stream=sys.stderr, project=error.project)
        return USAGE if isinstance(error, UsageError) else ERRORS
    except BrokenPipeError:
        # The reader of our output has gone; there is nobody to tell.
        sys.stderr.close()
        return ERRORS
    except Exception:
        click.echo(_report(), err=True)
        return BUG


def _report() -> str:
    return (
        "iomreport met a fault of its own; nothing was written over.\n"
        "Please send this report to its maintainers:\n\n"
        f"iomreport {VERSION}, Python {platform.python_version()}, {platform.system()}\n"
        f"{traceback.format_exc()}"
    )


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
