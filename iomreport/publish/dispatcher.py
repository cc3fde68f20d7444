"""The making of many documents: parcels go out, results come in and are written down, and nothing piles up."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, wait
from dataclasses import dataclass, field

from iomreport.diagnostics.codes.publish import WORKER_DIED
from iomreport.diagnostics.finding import Location, OutputError
from iomreport.publish.job import Job
from iomreport.publish.pools import Result, WorkerPool
from iomreport.publish.worker import Chunk, JobResult

_CHUNK_SECONDS = 0.1
"""What a parcel should take: long against the cost of sending it, short against the wait for Ctrl-C."""
_MAX_CHUNK = 128
_IN_FLIGHT = 3
"""Parcels for each worker: one that it makes, one that waits for it, one whose results are on their way."""
_MAX_ATTEMPTS = 3
Work = tuple[int, Job]


@dataclass(slots=True)
class Dispatcher:
    """Sends documents to a crew and takes what comes back, never more in flight than the crew keeps busy.

    `done` is told of each document as it comes, and `landed` when a parcel is through. When a worker is lost, all that
    was in flight is made again one document at a time, so that only the document that kills its worker is given up.
    """

    crew: WorkerPool
    key: str
    done: Callable[[JobResult, Job], None]
    landed: Callable[[], None]
    _flying: dict[Result, tuple[Work, ...]] = field(default_factory=dict[Result, tuple[Work, ...]], init=False)
    _suspects: deque[Work] = field(default_factory=lambda: deque[Work](), init=False)
    _lost: dict[int, int] = field(default_factory=dict[int, int], init=False)
    _pace: float = field(default=_CHUNK_SECONDS, init=False)
    """Seconds for a document, as it was of late."""

    def run(self, work: Iterator[Work], go_on: Callable[[], bool], may_take: Callable[[], bool]) -> None:
        """Make all documents of `work`, or stop where `go_on` says no; `may_take` is no while results pile up."""
        rest = True
        while go_on():
            if self._suspects:
                if not self._flying:
                    self._send((self._suspects.popleft(),))
            else:
                while rest and len(self._flying) < self.crew.size * _IN_FLIGHT and may_take():
                    rest = self._send_next(work)
                    self._land(0)
                    if not go_on() or self._suspects:
                        break
            if not self._flying:
                if not rest and not self._suspects:
                    return
                continue
            self._land(None)
        self._drain()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way."""
        return not self._flying

    def land_for(self, seconds: float) -> None:
        """Take what comes back within some seconds, and send nothing more."""
        for flight in list(self._flying):
            if flight.cancel():
                del self._flying[flight]
        finished, _ = wait(self._flying, seconds)
        for flight in finished:
            work = self._flying.pop(flight)
            if not flight.cancelled() and flight.exception() is None:
                self._take(flight.result(), work)

    def _drain(self) -> None:
        """Take what is in flight, and send nothing more."""
        while self._flying:
            self.land_for(1.0)

    def _send_next(self, work: Iterator[Work]) -> bool:
        size = max(1, min(_MAX_CHUNK, int(_CHUNK_SECONDS / max(self._pace, 1e-4))))
        parcel: list[Work] = []
        for each in work:
            parcel.append(each)
            if len(parcel) == size:
                break
        if parcel:
            self._send(tuple(parcel))
        return len(parcel) == size

    def _send(self, parcel: tuple[Work, ...]) -> None:
        self._flying[self.crew.submit(Chunk(self.key, parcel))] = parcel

    def _land(self, seconds: float | None) -> None:
        wait(self._flying, seconds, FIRST_COMPLETED)
        alone = len(self._flying) == 1
        lost: list[tuple[Work, ...]] = []
        error: BaseException | None = None
        if any(flight.done() and self._is_lost(flight) for flight in self._flying):
            # One worker may take the others' parcels with it; what becomes of each is known when all have come down.
            wait(self._flying)
        for flight in [flight for flight in self._flying if flight.done()]:
            work = self._flying.pop(flight)
            if self._is_lost(flight):
                lost.append(work)
                error = None if flight.cancelled() else flight.exception()
            else:
                self._take(flight.result(), work)
        if lost:
            if not self.crew.renew():
                message = f"the workers are lost, and there are no others ({error})"
                raise OutputError(WORKER_DIED.at(None, message, fix="start them again, and run the batch again"))
            for work in lost:
                self._suspect(work, alone=alone and len(work) == 1)

    def _is_lost(self, flight: Result) -> bool:
        if flight.cancelled():
            return True
        error = flight.exception()
        return error is not None and self.crew.is_loss(error)

    def _take(self, results: list[JobResult], work: tuple[Work, ...]) -> None:
        for made, (_, job) in zip(results, work, strict=True):
            self._pace = 0.8 * self._pace + 0.2 * made.seconds
            self.done(made, job)
        self.landed()

    def _suspect(self, work: tuple[Work, ...], *, alone: bool) -> None:
        for index, job in work:
            self._lost[index] = self._lost.get(index, 0) + (1 if alone else 0)
            if self._lost[index] < _MAX_ATTEMPTS:
                self._suspects.append((index, job))
            else:
                finding = WORKER_DIED.at(Location(job.output), WORKER_DIED.title)
                self.done(JobResult(index, findings=(finding,)), job)
                self.landed()
