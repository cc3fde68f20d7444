"""Who makes the documents: this process, others on this machine, anything that is an `Executor`, or a Dask cluster.

`Dispatcher` hands out chunks of documents and takes in the results, never more under way than the workers keep busy.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import wait as wait_for_end
from multiprocessing.context import BaseContext
from typing import Any, Protocol

from iomreport.diagnostics.codes.publish import EXTRA_MISSING, UNREACHABLE, WORKER_DIED
from iomreport.diagnostics.finding import Location, OutputError, UsageError
from iomreport.optional import is_installed
from iomreport.publish.pipeline import Job
from iomreport.publish.worker import (
    Chunk,
    ContextMissingError,
    JobResult,
    PackedContext,
    close_sessions,
    make_chunk,
    take_context,
)

Result = Future[list[JobResult]]
_CONNECT_TIMEOUT = 15.0
"""Seconds in which a scheduler has to answer."""
_GRACE_SECONDS = 2.0
"""Seconds that a worker has to end its layout engine when the process that it works for is gone."""


class WorkerPool(Protocol):
    """Workers that take chunks."""

    size: int

    def submit(self, chunk: Chunk) -> Result:
        """Have the documents of a chunk made."""
        ...

    def is_loss(self, error: BaseException) -> bool:
        """Whether an error means that a worker was lost, not that its work failed."""
        ...

    def renew(self) -> bool:
        """Replace lost workers; false where that cannot be done."""
        ...

    def stop(self) -> None:
        """Stop now: what is not done is dropped."""
        ...

    def close(self) -> None:
        """Let the workers go when all is done."""
        ...


def processors() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class SerialPool:
    """This process, one chunk after another."""

    size = 1

    def submit(self, chunk: Chunk) -> Result:
        future: Result = Future()
        try:
            future.set_result(make_chunk(chunk))
        except Exception as error:
            future.set_exception(error)
        return future

    def is_loss(self, error: BaseException) -> bool:
        return False

    def renew(self) -> bool:
        return False

    def stop(self) -> None:
        pass

    def close(self) -> None:
        pass


class ProcessPool:
    """Processes of this machine, which end when this one does, however it ends."""

    def __init__(self, count: int, pack: Callable[[], PackedContext]) -> None:
        self.size = count
        self._pack = pack
        self._open()

    def submit(self, chunk: Chunk) -> Result:
        try:
            return self._pool.submit(make_chunk, chunk)
        except BrokenExecutor as error:
            lost: Result = Future()
            lost.set_exception(error)
            return lost

    def is_loss(self, error: BaseException) -> bool:
        return isinstance(error, BrokenExecutor)

    def renew(self) -> bool:
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._open()
        return True

    def stop(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        for process in self._own:
            process.terminate()
        for process in self._own:
            process.join(0.3)
            if process.is_alive():
                process.kill()

    def close(self) -> None:
        self._pool.shutdown(wait=True)

    def _open(self) -> None:
        before = set(multiprocessing.active_children())
        context = _context()
        # A forked process has the context already; another gets it once, when it starts.
        packed = None if context.get_start_method() == "fork" else self._pack()
        self._pool = ProcessPoolExecutor(self.size, context, _begin, (packed,))
        self._pool.submit(os.getpid).result()
        self._own = [process for process in multiprocessing.active_children() if process not in before]


def _context() -> BaseContext:
    """Fork is cheapest, but safe only where this process has one thread; elsewhere processes start afresh."""
    forks = "fork" in multiprocessing.get_all_start_methods() and os.uname().sysname == "Linux"
    return multiprocessing.get_context("fork" if forks and threading.active_count() == 1 else "spawn")


def _begin(packed: PackedContext | None) -> None:
    # What a forked process has from its parent stays as long as it does, so no search for garbage need go through it.
    gc.freeze()
    gc.set_threshold(50_000)
    # Ctrl-C reaches the whole group; the parent decides what becomes of the work.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    if packed is not None:
        take_context(packed)


def _end_with(parent: int) -> None:
    wait_for_end([parent])
    last = threading.Timer(_GRACE_SECONDS, os._exit, (1,))
    last.daemon = True
    last.start()
    close_sessions()
    os._exit(1)


class ExecutorPool:
    """An executor that the caller brings; it stays the caller's to close.

    The context travels only when a worker says that it has none, and one at a time: chunks that come back in the
    meantime wait, since the worker that has it by then may take them.
    """

    def __init__(self, executor: Executor, pack: Callable[[], PackedContext]) -> None:
        self.size = int(getattr(executor, "_max_workers", 0)) or processors()
        self._executor = executor
        self._pack = pack
        self._lock = threading.Lock()
        self._under_way = False
        self._wanting: list[tuple[Chunk, Result]] = []

    def submit(self, chunk: Chunk) -> Result:
        result: Result = Future()
        self._send(chunk, None, result)
        return result

    def is_loss(self, error: BaseException) -> bool:
        return isinstance(error, BrokenExecutor)

    def renew(self) -> bool:
        return False

    def stop(self) -> None:
        pass

    def close(self) -> None:
        pass

    def _send(self, chunk: Chunk, packed: PackedContext | None, result: Result) -> None:
        def arrived(future: Result) -> None:
            error = CancelledError() if future.cancelled() else future.exception()
            if packed is not None:
                self._delivered()
            if isinstance(error, ContextMissingError) and packed is None:
                self._want(chunk, result)
            elif error is not None:
                result.set_exception(error)
            else:
                result.set_result(future.result())

        try:
            future = self._executor.submit(make_chunk, chunk, packed)
        except Exception as error:
            if packed is not None:
                self._delivered()
            result.set_exception(error)
        else:
            future.add_done_callback(arrived)

    def _want(self, chunk: Chunk, result: Result) -> None:
        with self._lock:
            if self._under_way:
                self._wanting.append((chunk, result))
                return
            self._under_way = True
        self._send(chunk, self._pack(), result)

    def _delivered(self) -> None:
        with self._lock:
            self._under_way = False
            waiting, self._wanting = self._wanting, []
        for chunk, result in waiting:
            self._send(chunk, None, result)


class ThreadPool(ExecutorPool):
    """Threads of this process, which share one session: while one document is printed the next is made."""

    def __init__(self, count: int, context: Callable[[], PackedContext]) -> None:
        self._threads = ThreadPoolExecutor(count)
        super().__init__(self._threads, context)

    def stop(self) -> None:
        # What is being printed is not waited for: its engine ends with the session.
        self._threads.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        self._threads.shutdown()


class DaskPool:
    """A Dask cluster. The context is no part of its tasks, so that the loss of a worker is Dask's own to make good."""

    def __init__(self, address: str, pack: Callable[[], PackedContext]) -> None:
        """Connect to the scheduler at an address; raises `UsageError`."""
        where = Location(address)
        if not is_installed("distributed"):
            fix = 'pip install "iomreport[dask]"'
            raise UsageError(EXTRA_MISSING.at(where, "a scheduler needs Dask's distributed", fix=fix))
        from distributed import Client

        from iomreport.publish.dask_pool import WorkerContextPlugin

        self._plugin: Any = WorkerContextPlugin(pack())
        try:
            self._client: Any = Client(address, timeout=_CONNECT_TIMEOUT, set_as_default=False)
            self._equip()
        except (OSError, ValueError, TimeoutError) as error:
            raise UsageError(UNREACHABLE.at(where, f"the scheduler cannot be reached: {error}")) from error
        self.size = max(1, sum(self._client.nthreads().values()))
        self._under_way: set[Any] = set()

    def submit(self, chunk: Chunk) -> Result:
        # Dask's own executor leaves a future open for ever where a task fails while its worker is lost.
        result: Result = Future()
        task = self._client.submit(make_chunk, chunk, pure=False)
        self._under_way.add(task)

        def arrived(task: Any) -> None:
            self._under_way.discard(task)
            if not result.set_running_or_notify_cancel():
                return
            try:
                result.set_result(task.result())
            except BaseException as error:
                result.set_exception(error)

        task.add_done_callback(arrived)
        return result

    def is_loss(self, error: BaseException) -> bool:
        # Dask gives a lost worker's tasks to another; these mean that it gave up, or that a worker has no context.
        return isinstance(error, CancelledError | OSError | ContextMissingError) or type(error).__name__ in (
            "CancelledError",
            "KilledWorker",
            "FutureCancelledError",
            "NoValidWorkerError",
        )

    def renew(self) -> bool:
        try:
            self._equip()
        except (OSError, ValueError, TimeoutError):
            return False
        return True

    def stop(self) -> None:
        with suppress(OSError, ValueError, TimeoutError):
            self._client.cancel(list(self._under_way))
        self._close(1)

    def close(self) -> None:
        self._close(_CONNECT_TIMEOUT)

    def _equip(self) -> None:
        self._client.wait_for_workers(1, timeout=_CONNECT_TIMEOUT)
        self._client.register_plugin(self._plugin)

    def _close(self, seconds: float) -> None:
        # A cluster that is gone has let go of the context already.
        with suppress(OSError, ValueError, TimeoutError):
            self._client.unregister_worker_plugin(self._plugin.name)
        self._client.close(timeout=seconds)


_CHUNK_SECONDS = 0.1
"""What a chunk should take: long against the cost of sending it, short against the wait for Ctrl-C."""
_MAX_CHUNK = 128
_IN_FLIGHT = 3
"""Chunks for each worker: one that it makes, one that waits for it, one whose results are on their way."""
_MAX_ATTEMPTS = 3
Work = tuple[int, Job]


@dataclass(slots=True)
class Dispatcher:
    """Sends documents to a pool of workers and takes what comes back, never more in flight than the pool keeps busy.

    `done` is told of each document as it comes, and `landed` when a chunk is through. When a worker is lost, all that
    was in flight is made again one document at a time, so that only the document that kills its worker is given up.
    """

    pool: WorkerPool
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
                while rest and len(self._flying) < self.pool.size * _IN_FLIGHT and may_take():
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
        chunk: list[Work] = []
        for each in work:
            chunk.append(each)
            if len(chunk) == size:
                break
        if chunk:
            self._send(tuple(chunk))
        return len(chunk) == size

    def _send(self, chunk: tuple[Work, ...]) -> None:
        self._flying[self.pool.submit(Chunk(self.key, chunk))] = chunk

    def _land(self, seconds: float | None) -> None:
        wait(self._flying, seconds, FIRST_COMPLETED)
        alone = len(self._flying) == 1
        lost: list[tuple[Work, ...]] = []
        error: BaseException | None = None
        if any(flight.done() and self._is_lost(flight) for flight in self._flying):
            # One worker may take the others' chunks with it; what becomes of each is known when all have come down.
            wait(self._flying)
        for flight in [flight for flight in self._flying if flight.done()]:
            work = self._flying.pop(flight)
            if self._is_lost(flight):
                lost.append(work)
                error = None if flight.cancelled() else flight.exception()
            else:
                self._take(flight.result(), work)
        if lost:
            if not self.pool.renew():
                message = f"the workers are lost, and there are no others ({error})"
                raise OutputError(WORKER_DIED.at(None, message, fix="start them again, and run the batch again"))
            for work in lost:
                self._suspect(work, alone=alone and len(work) == 1)

    def _is_lost(self, flight: Result) -> bool:
        if flight.cancelled():
            return True
        error = flight.exception()
        return error is not None and self.pool.is_loss(error)

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
