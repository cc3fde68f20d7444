"""Batches on a real Dask scheduler with worker processes of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from batches import MANY, Seen, plan_of, recipients, run
from waiting import PATIENCE

from iomreport.diagnostics.finding import UsageError
from iomreport.publish.batch import Options, run_batch
from iomreport.publish.report import ReportRow

DASK = (sys.executable, "-m", "distributed.cli.dask_scheduler")
WORKER = (sys.executable, "-m", "distributed.cli.dask_worker")


@dataclass
class RunningCluster:
    """A scheduler and its two workers, of which one may have been killed."""

    address: str
    scheduler: subprocess.Popen[str]
    workers: list[subprocess.Popen[str]]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCluster]:
    folder = tmp_path_factory.mktemp("dask")
    environment = {**os.environ, "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
    scheduler = subprocess.Popen(
        (*DASK, "--host", "127.0.0.1", "--port", "0", "--no-dashboard"),
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert scheduler.stderr is not None
    address = ""
    for line in scheduler.stderr:
        if found := re.search(r"Scheduler at:\s+(tcp://\S+)", line):
            address = found[1]
            break
    workers = [
        subprocess.Popen(
            (*WORKER, address, "--no-nanny", "--nthreads", "1", "--no-dashboard", "--local-directory", str(folder)),
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
        )
        for _ in range(2)
    ]
    try:
        from distributed import Client  # Half a second that only the process needs which runs these tests.

        with Client(address, timeout=PATIENCE, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=PATIENCE)
        yield RunningCluster(address, scheduler, workers)
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_cluster_makes_the_same_bytes(batch_project: Path, cluster: RunningCluster) -> None:
    recipients(batch_project, 100)
    plan = plan_of(batch_project, MANY)
    run(batch_project, plan)
    for shared in (False, True):
        output = batch_project / f"cluster-{shared}"
        options = Options(output=str(output), scheduler=cluster.address, shared=shared)
        seen = run(batch_project, plan, options)
        assert len(seen.of("built")) == 200
        assert files(output) == files(batch_project / "output")


def test_a_scheduler_that_is_not_there_is_a_plain_message(batch_project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("iomreport.publish.pools._CONNECT_TIMEOUT", 0.5)
    with pytest.raises(UsageError) as stopped:
        run(batch_project, plan_of(batch_project), Options(scheduler="tcp://127.0.0.1:9"))
    assert stopped.value.diagnostics[0].code == "B104"


def test_a_run_on_a_cluster_can_be_interrupted(batch_project: Path, cluster: RunningCluster) -> None:
    recipients(batch_project, 600)

    class Interrupting(Seen):
        def row(self, row: ReportRow) -> None:
            Seen.row(self, row)
            if len(self.rows) == 50:
                raise KeyboardInterrupt

    plan = plan_of(batch_project, MANY)
    summary = run_batch(plan, batch_project, Options(scheduler=cluster.address), [Interrupting()])
    assert summary.interrupted
    assert 0 < summary.built < 1200
    again = run(batch_project, plan, Options(scheduler=cluster.address))
    assert len(again.of("built")) + len(again.of("unchanged")) == 1200
    assert len(again.of("unchanged")) >= 50


def test_a_worker_that_dies_loses_no_document(batch_project: Path, cluster: RunningCluster) -> None:
    recipients(batch_project, 400)

    class Killing(Seen):
        def row(self, row: ReportRow) -> None:
            Seen.row(self, row)
            if len(self.rows) == 200:
                os.kill(cluster.workers[0].pid, signal.SIGKILL)

    seen = Killing()
    plan = plan_of(batch_project, MANY)
    run_batch(plan, batch_project, Options(scheduler=cluster.address), [seen])
    assert len(seen.of("built")) == 800
    assert cluster.workers[0].wait() == -signal.SIGKILL
    assert len(files(batch_project / "output")) == 801
