"""The state of a batch: what was built from what, in a journal that survives being cut off at any byte.

A line is a JSON object, and lines are appended with one write. A run begins with a line that names it; a line follows
for every document when it stands in its place; the last line of a complete run holds the hashes of all inputs. A line
that cannot be read, such as the torn last line of a killed run, counts as not written: its document is built again.

Whether a batch has nothing to do: hashing of its inputs, and a stat of each output.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from iomreport.diagnostics.codes.publish import ALREADY_RUNNING, STATE_UNWRITABLE
from iomreport.diagnostics.finding import Location, OutputError
from iomreport.files import hash_inputs, machine
from iomreport.publish.destinations import MANIFEST, FileStates
from iomreport.publish.report import ReportRow

if os.name == "nt":
    import msvcrt
else:
    import fcntl

# Made once: a line is written for every document.
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
FOLDER = Path(".iomreport", "batch")
_FORMAT = 3


class Entry(NamedTuple):
    """What is known of a document that stands in its place. `stamp` tells the state of its file from others."""

    target: str
    fingerprint: str
    stamp: str
    size: int
    sha256: str
    seconds: float
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class End:
    """How a complete run left things: its inputs, and all else that it depends on."""

    inputs: Mapping[str, str]
    settings: str
    destination: str
    manifest: str


@dataclass(slots=True)
class State:
    """What a journal says. `unfinished` are the runs that were cut off since one came to its end."""

    entries: dict[str, Entry] = field(default_factory=dict[str, Entry])
    destination: str = ""
    end: End | None = None
    unfinished: tuple[str, ...] = ()
    size: tuple[int, int] = (0, 0)
    """Bytes of the journal when it was read, and the time of its last change."""
    whole: int = 0
    """Bytes of the journal up to the end of its last whole line."""


def journal_path(project: Path, plan: Path, output: str) -> Path:
    """The journal of a plan, for one place that it writes to; `output` is empty for the plan's own."""
    inside = plan.relative_to(project) if plan.is_relative_to(project) else plan
    key = sha256(f"{inside.as_posix()}\0{output}".encode()).hexdigest()[:12]
    return project / FOLDER / f"{plan.stem}-{key}.jsonl"


def read_state(path: Path) -> State:
    """The state in a journal; what cannot be read counts as not built."""
    state = State(size=_size(path))
    try:
        content = path.read_bytes()
    except OSError:
        return state
    state.whole = content.rfind(b"\n") + 1
    for line in content[: state.whole].splitlines():
        try:
            _take(json.loads(line), state)
        except (ValueError, TypeError, KeyError):
            state.end = None
    return state


def _size(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_size, found.st_mtime_ns


def _take(line: Any, state: State) -> None:
    match line:
        case {"output": str(output), **rest}:
            state.entries[output] = Entry(*rest["entry"])
            state.end = None
        case {"run": str(run), "format": format, "destination": str(destination)}:
            if format != _FORMAT or destination != state.destination:
                state.entries.clear()
            state.destination, state.unfinished, state.end = destination, (*state.unfinished, run), None
        case {"end": None}:
            state.unfinished, state.end = (), None
        case {"end": _, **end}:
            state.unfinished, state.end = (), End(**end)
        case _:
            raise ValueError(line)


class Journal:
    """The open journal of a run. It is locked, so that a second run of the same batch is refused."""

    def __init__(self, path: Path, state: State, run: str, destination: str, *, sync: bool) -> None:
        """Begin a run. Raises `OutputError` where the journal cannot be written or another run holds it."""
        self.path = path
        self.state = state
        self.sync = sync
        self._new: list[bytes] = []
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._lock = path.with_suffix(".lock").open("a")
        except OSError as error:
            raise self._unwritable(error) from error
        try:
            _lock(self._lock.fileno())
        except OSError as error:
            self._lock.close()
            raise OutputError(ALREADY_RUNNING.at(Location(str(path)), ALREADY_RUNNING.title)) from error
        if _size(path) != state.size:
            # Another run has ended since the state was read.
            fresh = read_state(path)
            state.entries, state.destination = fresh.entries, fresh.destination
            state.unfinished, state.whole = fresh.unfinished, fresh.whole
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
            os.ftruncate(self._file, state.whole)
            os.lseek(self._file, 0, os.SEEK_END)
        except OSError as error:
            self._lock.close()
            raise self._unwritable(error) from error
        if state.destination != destination:
            state.entries.clear()
        self.cut_off = state.unfinished
        """Runs before, which may have left parts of files behind."""
        self._write(_line({"run": run, "format": _FORMAT, "destination": destination}))
        state.destination, state.end = destination, None

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def add(self, output: str, entry: Entry) -> None:
        """A document stands in its place; `flush` writes it down."""
        self.state.entries[output] = entry
        self._new.append(_line({"output": output, "entry": entry}))

    def flush(self) -> None:
        """Write down, with one write, what was added."""
        if self._new:
            content = b"".join(self._new)
            self._new.clear()
            self._write(content)

    def end(self, end: End | None, order: Iterable[str] = ()) -> None:
        """The run has ended; with an `End` everything is in place, and only the outputs of `order` are kept."""
        self.flush()
        self._write(_line({"end": None}))
        if end is not None:
            self._rewrite(end, order)

    def close(self) -> None:
        # A run that stops for another reason still writes down what stands.
        with suppress(OutputError):
            self.flush()
        for close in (lambda: os.close(self._file), self._lock.close):
            with suppress(OSError):
                close()

    def _write(self, content: bytes) -> None:
        try:
            written = os.write(self._file, content)
            if written < len(content):
                # The rest does not fit; half a line is worth nothing, and the next line must not continue it.
                os.ftruncate(self._file, os.lseek(self._file, 0, os.SEEK_END) - written)
                raise OSError(28, "No space left on device")
            if self.sync:
                os.fsync(self._file)
        except OSError as error:
            raise self._unwritable(error) from error

    def _rewrite(self, end: End, order: Iterable[str]) -> None:
        """A tidy journal, written beside and renamed: each document once, in the order of the plan."""
        beside = self.path.with_suffix(".part")
        header = {"run": "", "format": _FORMAT, "destination": end.destination}
        closing = {
            "end": True,
            "inputs": dict(end.inputs),
            "settings": end.settings,
            "destination": end.destination,
            "manifest": end.manifest,
        }
        try:
            with beside.open("wb") as file:
                file.write(_line(header))
                for output in order:
                    if output in self.state.entries:
                        file.write(_line({"output": output, "entry": self.state.entries[output]}))
                file.write(_line(closing))
                if self.sync:
                    file.flush()
                    os.fsync(file.fileno())
            beside.replace(self.path)
        except OSError as error:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> OutputError:
        message = f"{STATE_UNWRITABLE.title} ({error.strerror or error})"
        return OutputError(STATE_UNWRITABLE.at(Location(str(self.path)), message))


def _line(value: object) -> bytes:
    return _ENCODE(value).encode() + b"\n"


def _lock(file: int) -> None:
    # A record lock belongs to this process alone: workers that outlive a killed run do not hold it.
    if os.name == "nt":
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)  # pyright: ignore
    else:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # pyright: ignore


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
