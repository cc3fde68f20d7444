"""The one error boundary: whatever happens, a user sees findings or a report to paste, and a fixed exit code."""

from __future__ import annotations

import platform
import sys
import traceback
from collections.abc import Sequence

import click

from iomreport.diagnostics.finding import ReportError, UsageError
from iomreport.diagnostics.rendering import print_diagnostics
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
