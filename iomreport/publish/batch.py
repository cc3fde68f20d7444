"""A batch: a plan is prepared, what is not as it should be is made, and a journal and a manifest say what stands."""

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
from iomreport.publish.destinations import MANIFEST, Destination, is_remote, open_destination, write_manifest
from iomreport.publish.executor import _FEW, run_jobs
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
from iomreport.publish.output import source_date
from iomreport.publish.pipeline import Job, SessionContext
from iomreport.publish.plan import ExpandedPlan, read_plan
from iomreport.publish.pools import DaskPool, ExecutorPool, ProcessPool, SerialPool, WorkerPool, processors
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
    path = journal_path(root, file, options.output)
    settings = settings_fingerprint(*options.key)
    collector = ResultCollector(listeners)
    state = read_state(path)
    if state.end is not None and not options.force:
        destination = open_destination(state.end.destination, root)
        if is_current(state, root, settings, destination):
            return _nothing_to_do(collector, state, start)
    prepared = prepare_batch(file, root, options, state)
    collector.summary.findings = tuple(prepared.findings.sorted())
    collector.summary.destination = prepared.address
    prepared.destination.probe()
    run = uuid4().hex[:8]
    with Journal(path, state, run, prepared.address, sync=options.sync) as journal:
        # Also of runs that were cut off while they swept.
        prepared.destination.sweep(tuple(f"-{each}" for each in journal.cut_off))
        maker = BatchExecutor(prepared, options, collector, journal, f"-{run}")
        collector.begin(prepared.batch.count)
        try:
            maker.make()
            collector.summary.seconds = time.perf_counter() - start
            # And once more: a worker may have outlived its run for a moment.
            prepared.destination.sweep(tuple(f"-{each}" for each in journal.cut_off))
            if not collector.summary.interrupted:
                maker.conclude(settings)
            else:
                journal.end(None)
        finally:
            collector.summary.seconds = time.perf_counter() - start
            collector.end()
    return collector.summary


def preview(plan: Path | str, project: Path | str = ".", options: Options | None = None) -> Iterator[Planned]:
    """The documents of a plan, each with why it would be made. Nothing is written. Raises as `run_batch` does."""
    options = options or Options()
    root, file = Path(project).resolve(), Path(plan).resolve()
    state = read_state(journal_path(root, file, options.output))
    prepared = prepare_batch(file, root, options, state)
    for job in prepared.batch.jobs():
        reason = rebuild_reason(job, prepared.fingerprints.of(job), state, prepared.destination, force=options.force)
        yield Planned(job, reason)


def _nothing_to_do(collector: ResultCollector, state: State, start: float) -> Summary:
    collector.begin(len(state.entries))
    for row in rows_of(state):
        collector.add(row)
    collector.summary.destination = state.destination
    collector.summary.seconds = time.perf_counter() - start
    collector.end()
    return collector.summary


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
    fingerprints: Fingerprints
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
    fingerprints = Fingerprints(batch, engines.names, deflater().name, str(source_date() or ""))
    return PreparedBatch(batch, fingerprints, state, destination, address, inputs, engines, findings)


_MAX_WAITING = 2_000
"""Results that may wait for one before them in the plan."""


class BatchExecutor:
    """Makes what is to be made of a prepared plan."""

    def __init__(
        self, prepared: PreparedBatch, options: Options, collector: ResultCollector, journal: Journal, mark: str
    ) -> None:
        self.prepared = prepared
        self.options = options
        self.collector = collector
        self.journal = journal
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
            landed=self.journal.flush,
            go_on=self._go_on,
            may_take=lambda: len(self.collector.waiting) < _MAX_WAITING,
            sweep=lambda: self.prepared.destination.sweep((self.mark,)),
            travels=not self._is_local,
        )
        self.collector.summary.interrupted = not finished

    def conclude(self, settings: str) -> None:
        """Write the manifest and, where everything stands, what the next run compares with."""
        prepared, summary = self.prepared, self.collector.summary
        entries = prepared.state.entries
        outputs = self.outputs if not summary.stopped else [job.output for job in prepared.batch.jobs()]
        listed = [(path, entries[path].sha256) for path in outputs if path in entries and path not in self.failed]
        content = write_manifest(listed)
        prepared.destination.put(MANIFEST, content, is_as_built=_always, sync=self.options.sync, mark=self.mark)
        if summary.failed:
            self.journal.end(None)
            return
        elsewhere = [path for path in prepared.fingerprints.pictures if not path.startswith("content/")]
        inputs = prepared.inputs | hash_inputs(prepared.batch.project, elsewhere)
        stamp = prepared.destination.stamp(MANIFEST) or ""
        self.journal.end(End(inputs, settings, prepared.address, stamp), outputs)

    @property
    def _is_local(self) -> bool:
        return self.options.executor is None and not self.options.scheduler

    def _stale(self) -> Iterator[tuple[int, Job]]:
        """The documents to make; those that stand as they should are told of on the way."""
        prepared = self.prepared
        for index, job in enumerate(prepared.batch.jobs()):
            self.outputs.append(job.output)
            fingerprint = prepared.fingerprints.of(job)
            reason = rebuild_reason(job, fingerprint, prepared.state, prepared.destination, force=self.options.force)
            if reason:
                self.reasons[index] = reason, fingerprint
                before = prepared.state.entries.get(job.output)
                yield index, job if before is None else job._replace(stands=before.sha256)
                continue
            entry = prepared.state.entries[job.output]
            self.collector.add(row_of(index, job.output, entry))

    def _go_on(self) -> bool:
        if self.options.fail_fast and self.failed:
            self.collector.summary.stopped = True
        return not self.collector.summary.stopped

    def _made(self, made: JobResult, job: Job) -> None:
        reason, fingerprint = self.reasons.pop(made.number)
        if made.content is not None and self.context is not None:
            made = self._written(made, job, made.content, self.context)
        if made.warnings:
            self.collector.warn(made.warnings)
        if made.findings:
            self.failed.add(job.output)
        else:
            self.journal.add(job.output, entry_of(job, fingerprint, made))
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
        self.collector.add(row)

    def _written(self, made: JobResult, job: Job, content: bytes, context: SessionContext) -> JobResult:
        """A document that came back, put in its place by this process."""
        try:
            stamp, written = put(self.prepared.destination, job, content, context)
        except OutputError as error:
            return made._replace(findings=error.diagnostics, content=None)
        return made._replace(stamp=stamp, written=written, content=None)

    def _context(self) -> SessionContext:
        prepared, options = self.prepared, self.options
        return SessionContext(
            prepared.batch.project,
            prepared.batch.strategy,
            prepared.fingerprints.templates,
            read_pictures(prepared.batch.project, prepared.batch),
            "standard" if deflater().name.startswith("zlib") else "fast",
            prepared.engines.numbering,
            prepared.engines.printing,
            verify=options.verify,
            destination=self._workers_write(),
            force=options.force,
            sync=options.sync,
            mark=self.mark,
            untrusted=options.untrusted,
        )

    def _workers_write(self) -> str | None:
        """Where workers write; none where documents come back, since only this process can reach their place."""
        address = self.prepared.address
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
