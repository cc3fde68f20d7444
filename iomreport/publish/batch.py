"""A run of a batch.

A plan opened: its documents, what they depend on, and how the caller wants them made.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from iomreport.diagnostics.finding import Findings, OutputError
from iomreport.files import hash_inputs
from iomreport.publish.builder import Engines, find_engines
from iomreport.publish.destinations import Destination, is_remote, open_destination
from iomreport.publish.executor import _FEW, run_jobs
from iomreport.publish.expanded_plan import ExpandedPlan
from iomreport.publish.fingerprint import Fingerprint, Fingerprints, entry_of, read_pictures, rebuild_reason
from iomreport.publish.journal import (
    End,
    Journal,
    State,
    is_current,
    journal_path,
    read_state,
    row_of,
    rows_of,
    settings_fingerprint,
)
from iomreport.publish.manifest import MANIFEST, write_manifest
from iomreport.publish.output import source_date
from iomreport.publish.pipeline import Job, SessionContext
from iomreport.publish.plan import read_plan
from iomreport.publish.pools import (
    DaskPool,
    ExecutorPool,
    ProcessPool,
    SerialPool,
    WorkerPool,
    processors,
)
from iomreport.publish.report import Listener, ReportRow, ResultCollector, Summary
from iomreport.publish.worker import JobResult, PackedContext, put
from iomreport.strategy.load.cached import load_cached
from iomreport.word.package import deflater


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


@dataclass(frozen=True, slots=True)
class Options:
    """How a batch is run. `output` and `layout` replace the plan's; `variables` replace those of the same names.

    `executor` makes the documents, or the Dask cluster of `scheduler`, or `jobs` processes of this machine. With
    `shared` the workers of an executor or cluster see the output folder and write to it themselves. Templates
    that are `untrusted` render in processes of their own, with bounds on time and memory.
    """

    output: str = ""
    layout: str = ""
    variables: Mapping[str, str] = field(default_factory=dict[str, str])
    jobs: int | None = None
    force: bool = False
    fail_fast: bool = False
    sync: bool = False
    verify: bool = False
    executor: Executor | None = None
    scheduler: str = ""
    shared: bool = False
    untrusted: bool = False

    @property
    def key(self) -> tuple[str, ...]:
        """What of it changes the documents."""
        return (self.layout, *(f"{name}={value}" for name, value in sorted(self.variables.items())))


@dataclass(frozen=True, slots=True)
class Planned:
    """A document of a plan, and why it would be made; with no reason it stands as it should."""

    job: Job
    why: str


@dataclass(slots=True)
class PreparedBatch:
    """A plan with everything that it names."""

    batch: ExpandedPlan
    prints: Fingerprints
    state: State
    destination: Destination
    address: str
    inputs: dict[str, str]
    engines: Engines
    findings: Findings


def prepare_batch(file: Path, root: Path, options: Options, state: State) -> PreparedBatch:
    """Open a plan. Raises `ContentError` and `UsageError`; entries of another destination leave the state."""
    # Hashed before anything is read: what changes from now on differs at the next run.
    name = file.relative_to(root).as_posix() if file.is_relative_to(root) else str(file)
    inputs = hash_inputs(root, [name])
    plan = read_plan(file, root)
    findings = Findings()
    batch = ExpandedPlan(plan, load_cached(root, findings), root, options.variables)
    inputs |= hash_inputs(root, [*batch.templates, *batch.lists])
    address = options.output or plan.output
    destination = open_destination(address, root)
    if state.destination != address:
        state.entries.clear()
    findings.extend(batch.findings.items)
    engines = find_engines(options.layout or plan.layout, batch.pagings, findings)
    prints = Fingerprints(batch, engines.names, deflater().name, str(source_date() or ""))
    return PreparedBatch(batch, prints, state, destination, address, inputs, engines, findings)


_MAX_WAITING = 2_000
"""Results that may wait for one before them in the plan."""


class BatchExecutor:
    """Makes what is to be made of an opened plan."""

    def __init__(
        self, opened: PreparedBatch, options: Options, ledger: ResultCollector, book: Journal, mark: str
    ) -> None:
        self.opened = opened
        self.options = options
        self.ledger = ledger
        self.book = book
        self.mark = mark
        self.failed: set[str] = set()
        self.outputs: list[str] = []
        """The outputs in the order of the plan, as far as it has been gone through."""
        self.reasons: dict[int, tuple[str, Fingerprint]] = {}
        self.context: SessionContext | None = None

    def make(self) -> None:
        """Make the documents; after Ctrl-C, or at the first failure where that was asked for, only those begun."""
        context = self.context = self._context()
        finished = run_jobs(
            self._stale(),
            context,
            self._pool,
            self._made,
            landed=self.book.flush,
            go_on=self._go_on,
            may_take=lambda: len(self.ledger.waiting) < _MAX_WAITING,
            travels=not self._is_local,
        )
        if not finished:
            self.ledger.summary.interrupted = True
            # Stopped in the middle of writing, a worker leaves what it had begun.
            self.opened.destination.sweep((self.mark,))

    def conclude(self, settings: str) -> None:
        """Write the manifest and, where everything stands, what the next run compares with."""
        opened, summary = self.opened, self.ledger.summary
        entries = opened.state.entries
        outputs = self.outputs if not summary.stopped else [job.output for job in opened.batch.jobs()]
        listed = [(path, entries[path].sha256) for path in outputs if path in entries and path not in self.failed]
        content = write_manifest(listed)
        opened.destination.put(MANIFEST, content, is_as_built=_always, sync=self.options.sync, mark=self.mark)
        if summary.failed:
            self.book.end(None)
            return
        elsewhere = [path for path in opened.prints.pictures if not path.startswith("content/")]
        inputs = opened.inputs | hash_inputs(opened.batch.project, elsewhere)
        stamp = opened.destination.stamp(MANIFEST) or ""
        self.book.end(End(inputs, settings, opened.address, stamp), outputs)

    @property
    def _is_local(self) -> bool:
        return self.options.executor is None and not self.options.scheduler

    def _stale(self) -> Iterator[tuple[int, Job]]:
        """The documents to make; those that stand as they should are told of on the way."""
        opened = self.opened
        for index, job in enumerate(opened.batch.jobs()):
            self.outputs.append(job.output)
            fingerprint = opened.prints.of(job)
            reason = rebuild_reason(job, fingerprint, opened.state, opened.destination, force=self.options.force)
            if reason:
                self.reasons[index] = reason, fingerprint
                before = opened.state.entries.get(job.output)
                yield index, job if before is None else job._replace(stands=before.sha256)
                continue
            entry = opened.state.entries[job.output]
            self.ledger.add(row_of(index, job.output, entry))

    def _go_on(self) -> bool:
        if self.options.fail_fast and self.failed:
            self.ledger.summary.stopped = True
        return not self.ledger.summary.stopped

    def _made(self, made: JobResult, job: Job) -> None:
        reason, fingerprint = self.reasons.pop(made.number)
        if made.content is not None and self.context is not None:
            made = self._written(made, job, made.content, self.context)
        if made.warnings:
            self.ledger.warn(made.warnings)
        if made.findings:
            self.failed.add(job.output)
        else:
            self.book.add(job.output, entry_of(job, fingerprint, made))
        row = ReportRow(
            made.number,
            job.target.name,
            job.output,
            "failed" if made.findings else "built",
            reason,
            str(fingerprint),
            made.size,
            made.sha256,
            made.seconds,
            made.pages,
            made.findings,
        )
        self.ledger.add(row)

    def _written(self, made: JobResult, job: Job, content: bytes, context: SessionContext) -> JobResult:
        """A document that came back, put in its place by this process."""
        try:
            stamp, written = put(self.opened.destination, job, content, context)
        except OutputError as error:
            return made._replace(findings=error.diagnostics, content=None)
        return made._replace(stamp=stamp, written=written, content=None)

    def _context(self) -> SessionContext:
        opened, options = self.opened, self.options
        return SessionContext(
            opened.batch.project,
            opened.batch.strategy,
            opened.prints.templates,
            read_pictures(opened.batch.project, opened.batch),
            "standard" if deflater().name.startswith("zlib") else "fast",
            opened.engines.numbering,
            opened.engines.printing,
            verify=options.verify,
            destination=self._workers_write(),
            force=options.force,
            sync=options.sync,
            mark=self.mark,
            untrusted=options.untrusted,
        )

    def _workers_write(self) -> str | None:
        """Where workers write; none where documents come back, since only this process can reach their place."""
        address = self.opened.address
        if address.startswith("memory://"):
            return None
        if is_remote(address) or self._is_local or self.options.shared:
            return address
        return None

    def _pool(self, waiting: int, packed: Callable[[], PackedContext]) -> WorkerPool:
        options = self.options
        if options.executor is not None:
            return ExecutorPool(options.executor, packed)
        if options.scheduler:
            return DaskPool(options.scheduler, packed)
        jobs = options.jobs or processors()
        return ProcessPool(jobs, packed) if jobs > 1 and waiting > _FEW else SerialPool()


def _always(content: bytes) -> bool:
    return True
