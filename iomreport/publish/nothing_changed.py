"""Whether a batch has nothing to do: hashing of its inputs, and a stat of each output."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from iomreport.publish.inputs import FileStates, hash_inputs, machine
from iomreport.publish.journal import Entry, State
from iomreport.publish.results import ReportRow

MANIFEST = "MANIFEST"
"""The name, below the output folder, of the list of what a batch wrote."""


def is_current(state: State, project: Path, settings: str, stamps: FileStates) -> bool:
    """Whether the last run was complete, and neither its inputs nor its outputs have changed since."""
    end = state.end
    if end is None or end.settings != settings or state.unfinished:
        return False
    if hash_inputs(project, (path for path in end.inputs if not path.startswith("content/"))) != dict(end.inputs):
        return False
    if stamps.stamp(MANIFEST) != end.manifest:
        return False
    return all(stamps.stamp(output) == entry.stamp for output, entry in state.entries.items())


def row_of(index: int, output: str, entry: Entry) -> ReportRow:
    """A document that stands as it should, for the report."""
    return ReportRow(
        index,
        entry.target,
        output,
        "unchanged",
        "",
        entry.fingerprint,
        entry.size,
        entry.sha256,
        entry.seconds,
        entry.pages,
    )


def rows_of(state: State) -> list[ReportRow]:
    """The documents of a batch that is current, in the order of its plan."""
    return [row_of(index, output, entry) for index, (output, entry) in enumerate(state.entries.items())]


def settings_fingerprint(*settings: str) -> str:
    """One digest of how a batch was asked for and of the machine that it runs on."""
    return sha256("\0".join((machine(), *settings)).encode()).hexdigest()
