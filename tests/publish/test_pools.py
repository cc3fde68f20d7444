"""Pools of workers: no document is lost with a worker, and the worker context travels once."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from batches import MANY, Seen, plan_of, recipients, run

from iomreport.diagnostics.finding import OutputError
from iomreport.publish import worker as workers
from iomreport.publish.batch import Options, run_batch
from iomreport.publish.pipeline import Job
from iomreport.publish.pools import Dispatcher
from iomreport.publish.targets import Target
from iomreport.publish.worker import Chunk, JobResult


def job(number: int) -> Job:
    return Job(Target("x"), "t", "en", "docx", True, (), f"{number}.docx")


class Mortal:
    """A pool that loses its worker, and everything in flight with it, over some documents."""

    def __init__(self, deadly: set[int], *, renews: bool = True) -> None:
        self.size = 2
        self.deadly = deadly
        self.renews = renews
        self.made: list[int] = []
        self.waiting: list[tuple[Chunk, Future[list[JobResult]]]] = []

    def submit(self, chunk: Chunk) -> Future[list[JobResult]]:
        future: Future[list[JobResult]] = Future()
        if any(index in self.deadly for index, _ in chunk.jobs):
            future.set_exception(BrokenExecutor("a worker died"))
        else:
            self.made += [index for index, _ in chunk.jobs]
            future.set_result([JobResult(index, True) for index, _ in chunk.jobs])
        return future

    def is_loss(self, error: BaseException) -> bool:
        return isinstance(error, BrokenExecutor)

    def renew(self) -> bool:
        return self.renews

    def stop(self) -> None: ...

    def close(self) -> None: ...


def flow(pool: Mortal, count: int) -> dict[int, JobResult]:
    found: dict[int, JobResult] = {}
    Dispatcher(pool, "key", lambda made, _: found.update({made.number: made}), lambda: None).run(
        iter([(number, job(number)) for number in range(count)]), lambda: True, lambda: True
    )
    return found


def test_only_the_document_that_kills_its_worker_is_given_up() -> None:
    pool = Mortal({7})
    found = flow(pool, 50)
    assert sorted(found) == list(range(50))
    assert [index for index, made in found.items() if made.findings] == [7]
    assert found[7].findings[0].code == "B103"
    assert sorted(pool.made) == [index for index in range(50) if index != 7]


def test_workers_that_cannot_be_replaced_stop_the_run() -> None:
    with pytest.raises(OutputError) as stopped:
        flow(Mortal({0}, renews=False), 3)
    assert stopped.value.diagnostics[0].code == "B103"


@pytest.mark.skipif(sys.platform != "linux", reason="kills processes by their number")
def test_a_killed_process_loses_no_document(batch_project: Path) -> None:
    recipients(batch_project, 400)
    killed: list[int] = []

    class Killing(Seen):
        def row(self, row: object) -> None:
            Seen.row(self, row)  # pyright: ignore
            children = multiprocessing.active_children()
            if len(self.rows) in (100, 300) and children:
                killed.append(children[0].pid or 0)
                os.kill(killed[-1], signal.SIGKILL)

    seen = Killing()
    plan = plan_of(batch_project, MANY)
    run_batch(plan, batch_project, Options(jobs=2), [seen])
    assert len(killed) == 2
    assert len(seen.of("built")) == 800
    assert [row.index for row in seen.rows] == list(range(800))


class Counting(ProcessPoolExecutor):
    """An executor that counts what it is sent."""

    def __init__(self, workers: int) -> None:
        super().__init__(workers, mp_context=multiprocessing.get_context("spawn"))
        self.chunks = self.contexts = 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.chunks += 1
        self.contexts += args[1] is not None
        return super().submit(fn, *args, **kwargs)


@pytest.mark.parametrize("workers", [1, 2])
def test_the_worker_context_travels_to_an_executor_once_a_worker(batch_project: Path, workers: int) -> None:
    recipients(batch_project, 600)
    with Counting(workers) as executor:
        seen = run(batch_project, plan_of(batch_project, MANY), Options(executor=executor))
    assert len(seen.of("built")) == 1200
    assert executor.contexts >= 1
    if workers == 1:
        assert executor.contexts == 1
    # Otherwise another one travels where a chunk with a context meets a worker that has it by then, which is chance.
    assert executor.contexts < executor.chunks / 2


def test_threads_take_the_worker_context_that_is_there(batch_project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("iomreport.publish.executor.pack_context", lambda context: workers.PackedContext("key", b""))
    with ThreadPoolExecutor(2) as executor:
        assert len(run(batch_project, plan_of(batch_project), Options(executor=executor)).of("built")) == 3
