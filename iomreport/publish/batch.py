"""A run of a batch.

A plan opened: its documents, what they depend on, and how the caller wants them made.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import uuid4

from iomreport.publish.destinations import open_destination
from iomreport.publish.executor import BatchExecutor, Options, Planned, prepare_batch
from iomreport.publish.fingerprint import rebuild_reason
from iomreport.publish.journal import (
    Journal,
    State,
    is_current,
    journal_path,
    read_state,
    rows_of,
    settings_fingerprint,
)
from iomreport.publish.report import Listener, ResultCollector, Summary


def run_batch(
    plan: Path | str, project: Path | str = ".", options: Options | None = None, listeners: Sequence[Listener] = ()
) -> Summary:
    """Make every document of a plan that is not as it should be.

    A failing document is a row with findings, and the others go on. Raises `ContentError`, `UsageError` and
    `OutputError` for what concerns the whole batch; nothing has been written where the plan or the content is wrong.
    """
    options = options or Options()
    root, file = Path(project).resolve(), Path(plan).resolve()
    start = time.perf_counter()
    journal = journal_path(root, file, options.output)
    settings = settings_fingerprint(*options.key)
    ledger = ResultCollector(listeners)
    state = read_state(journal)
    if state.end is not None and not options.force:
        destination = open_destination(state.end.destination, root)
        if is_current(state, root, settings, destination):
            return _nothing_to_do(ledger, state, start)
    opened = prepare_batch(file, root, options, state)
    ledger.summary.findings = tuple(opened.findings.sorted())
    ledger.summary.destination = opened.address
    opened.destination.probe()
    run = uuid4().hex[:8]
    with Journal(journal, state, run, opened.address, sync=options.sync) as book:
        # Also of runs that were cut off while they swept.
        opened.destination.sweep(tuple(f"-{each}" for each in book.cut_off))
        maker = BatchExecutor(opened, options, ledger, book, f"-{run}")
        ledger.begin(opened.batch.count)
        try:
            maker.make()
            ledger.summary.seconds = time.perf_counter() - start
            # And once more: a worker may have outlived its run for a moment.
            opened.destination.sweep(tuple(f"-{each}" for each in book.cut_off))
            if not ledger.summary.interrupted:
                maker.conclude(settings)
            else:
                book.end(None)
        finally:
            ledger.summary.seconds = time.perf_counter() - start
            ledger.end()
    return ledger.summary


def preview(plan: Path | str, project: Path | str = ".", options: Options | None = None) -> Iterator[Planned]:
    """The documents of a plan, each with why it would be made. Nothing is written. Raises as `run_batch` does."""
    options = options or Options()
    root, file = Path(project).resolve(), Path(plan).resolve()
    state = read_state(journal_path(root, file, options.output))
    opened = prepare_batch(file, root, options, state)
    for job in opened.batch.jobs():
        reason = rebuild_reason(job, opened.prints.of(job), state, opened.destination, force=options.force)
        yield Planned(job, reason)


def _nothing_to_do(ledger: ResultCollector, state: State, start: float) -> Summary:
    ledger.begin(len(state.entries))
    for row in rows_of(state):
        ledger.add(row)
    ledger.summary.destination = state.destination
    ledger.summary.seconds = time.perf_counter() - start
    ledger.end()
    return ledger.summary
