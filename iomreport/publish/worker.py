"""What a worker does: it opens a run's session once, and then makes documents, chunk after chunk.

A worker is a thread of this process, a process forked from it, a process started afresh, or one on another machine. The
session's context travels to it at most once; after that a chunk names it by its key.
"""

from __future__ import annotations

import pickle
import time
import traceback
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from typing import NamedTuple

from iomreport.diagnostics.codes.publish import FAULT
from iomreport.diagnostics.finding import Diagnostic, Location, OutputError, ReportError
from iomreport.publish.destinations import Destination, open_destination
from iomreport.publish.formats import FORMATS
from iomreport.publish.pipeline import Job, Session, SessionContext, make


@dataclass(frozen=True, slots=True)
class Chunk:
    """Documents to make, each with its place in the run, and the key of the session that they are made in."""

    key: str
    jobs: tuple[tuple[int, Job], ...]


@dataclass(frozen=True, slots=True)
class PackedContext:
    """A session's context as it travels."""

    key: str
    content: bytes


class JobResult(NamedTuple):
    """What became of a document. `content` is there when the document came back."""

    number: int
    written: bool = False
    stamp: str = ""
    size: int = 0
    sha256: str = ""
    seconds: float = 0.0
    pages: int | None = None
    findings: tuple[Diagnostic, ...] = ()
    warnings: tuple[Diagnostic, ...] = ()
    """What the worker has found since the document before that concerns no single document."""
    content: bytes | None = None


class ContextMissingError(LookupError):
    """The worker has not got the session's context yet."""


_SESSIONS: dict[str, tuple[Session, Destination | None]] = {}
_OPENING = Lock()


def pack_context(context: SessionContext) -> PackedContext:
    """A context made ready to travel."""
    content = pickle.dumps(context, pickle.HIGHEST_PROTOCOL)
    return PackedContext(sha256(content).hexdigest(), content)


def open_session(key: str, context: SessionContext, session: Session | None = None) -> Session:
    """Open a session in this process, or take one that is open; processes that are forked from it have it too."""
    with _OPENING:
        if key not in _SESSIONS:
            address = context.destination
            destination = None if address is None else open_destination(address, context.project)
            _SESSIONS[key] = session or Session(context), destination
        return _SESSIONS[key][0]


def close_session(key: str) -> None:
    """Let go of a session."""
    opened = _SESSIONS.pop(key, None)
    if opened is not None:
        opened[0].close()


def close_sessions() -> None:
    """Let go of all sessions."""
    for key in list(_SESSIONS):
        close_session(key)


def take_context(packed: PackedContext) -> bool:
    """Open the session of a context that has travelled to this process."""
    if packed.key not in _SESSIONS:
        open_session(packed.key, pickle.loads(packed.content))
    return True


def make_chunk(chunk: Chunk, packed: PackedContext | None = None) -> list[JobResult]:
    """Make the documents of a chunk. Raises `ContextMissingError` where the context is neither here nor with it."""
    if packed is not None:
        take_context(packed)
    opened = _SESSIONS.get(chunk.key)
    if opened is None:
        raise ContextMissingError(chunk.key)
    session, destination = opened
    return [_make(index, job, session, destination) for index, job in chunk.jobs]


def _make(index: int, job: Job, session: Session, destination: Destination | None) -> JobResult:
    """Make a document and put it in its place; whatever goes wrong is a finding of this document alone."""
    start = time.perf_counter()
    try:
        made = make(job, session)
        stamp, written, back = "", True, made.content
        if destination is not None:
            stamp, written = put(destination, job, made.content, session.context)
            back = None
    except ReportError as error:
        seconds = time.perf_counter() - start
        return JobResult(index, findings=error.diagnostics, warnings=session.warnings(), seconds=seconds)
    except Exception as error:
        finding = FAULT.at(Location(job.output), f"{type(error).__name__}: {error}", excerpt=traceback.format_exc())
        return JobResult(index, findings=(finding,), seconds=time.perf_counter() - start)
    return JobResult(
        index,
        written,
        stamp,
        len(made.content),
        sha256(made.content).hexdigest(),
        time.perf_counter() - start,
        made.pages,
        (),
        session.warnings(),
        back,
    )


def put(destination: Destination, job: Job, content: bytes, context: SessionContext) -> tuple[str, bool]:
    """Put a document in its place; its stamp there, and whether it was written. Raises `OutputError`."""
    form = FORMATS[job.format]

    def is_as_built(content: bytes) -> bool:
        # A plain document carries no seal.
        return form.is_as_built(content) or sha256(content).hexdigest() == job.stands

    written = destination.put(
        job.output,
        content,
        is_as_built=is_as_built,
        force=context.force,
        sync=context.sync,
        mark=context.mark,
    )
    stamp = destination.stamp(job.output)
    if stamp is None:
        raise OutputError(FAULT.at(Location(job.output), "the document vanished as soon as it was written"))
    return stamp, written
