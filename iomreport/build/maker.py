"""The making of an opened plan: what is to be made is made, by whoever makes it, and written down when it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain, islice

from iomreport.build.axes import Job
from iomreport.build.current import MANIFEST, row_of
from iomreport.build.inputs import hash_inputs
from iomreport.build.manifest import write_manifest
from iomreport.build.opening import Opened, Options
from iomreport.build.prints import Fingerprint
from iomreport.build.rows import Ledger, Row
from iomreport.build.run import Flow
from iomreport.build.schedulers import Alone, Cluster, Crew, Given, Processes, processors
from iomreport.build.stamps import is_remote
from iomreport.build.standing import entry_of, read_pictures, why
from iomreport.build.state import End, Journal
from iomreport.build.workers import Kit, Made, Packed, close_bench, open_bench, pack_kit, put
from iomreport.diagnostics import OutputError
from iomreport.word.deflate import deflater

_PILE = 2_000
"""Results that may wait for one before them in the plan."""
_SMALL = 3
"""So few documents are made sooner than other processes start."""
_FAREWELL = 0.4
"""Seconds that documents in the making have after Ctrl-C."""


class Maker:
    """Makes what is to be made of an opened plan."""

    def __init__(self, opened: Opened, options: Options, ledger: Ledger, book: Journal, mark: str) -> None:
        self.opened = opened
        self.options = options
        self.ledger = ledger
        self.book = book
        self.mark = mark
        self.failed: set[str] = set()
        self.outputs: list[str] = []
        """The outputs in the order of the plan, as far as it has been gone through."""
        self.reasons: dict[int, tuple[str, Fingerprint]] = {}
        self.kit: Kit | None = None

    def make(self) -> None:
        """Make the documents; after Ctrl-C, or at the first failure where that was asked for, only those begun."""
        work = self._stale()
        first = list(islice(work, _SMALL + 1))
        if not first:
            return
        kit = self.kit = self._kit()
        packed = _once(lambda: pack_kit(kit))
        # Nothing but this process needs the packed form where its workers are forked from it.
        key = f"{self.mark}-{id(kit)}" if self._is_local else packed().key
        bench = open_bench(key, kit)
        bench.warm(list(dict.fromkeys((job.template, job.marked) for _, job in first)))
        try:
            self._run(self._crew(len(first), lambda: replace(packed(), key=key)), key, chain(first, work))
        finally:
            close_bench(key)

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

    def _run(self, crew: Crew, key: str, work: Iterator[tuple[int, Job]]) -> None:
        flow = Flow(crew, key, self._made, self.book.flush)
        finished = False
        try:
            flow.run(work, self._go_on, lambda: len(self.ledger.waiting) < _PILE)
            finished = True
        except KeyboardInterrupt:
            self.ledger.summary.interrupted = True
            flow.land_for(_FAREWELL)
        finally:
            if finished:
                crew.close()
            else:
                crew.stop()
                if not flow.is_idle:
                    # Stopped in the middle of writing, a worker leaves what it had begun.
                    self.opened.destination.sweep((self.mark,))

    @property
    def _is_local(self) -> bool:
        return self.options.executor is None and not self.options.scheduler

    def _stale(self) -> Iterator[tuple[int, Job]]:
        """The documents to make; those that stand as they should are told of on the way."""
        opened = self.opened
        for index, job in enumerate(opened.batch.jobs()):
            self.outputs.append(job.output)
            fingerprint = opened.prints.of(job)
            reason = why(job, fingerprint, opened.state, opened.destination, force=self.options.force)
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

    def _made(self, made: Made, job: Job) -> None:
        reason, fingerprint = self.reasons.pop(made.number)
        if made.content is not None and self.kit is not None:
            made = self._written(made, job, made.content, self.kit)
        if made.warnings:
            self.ledger.warn(made.warnings)
        if made.findings:
            self.failed.add(job.output)
        else:
            self.book.add(job.output, entry_of(job, fingerprint, made))
        row = Row(
            made.number,
            job.target,
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

    def _written(self, made: Made, job: Job, content: bytes, kit: Kit) -> Made:
        """A document that came back, put in its place by this process."""
        try:
            stamp, written = put(self.opened.destination, job, content, kit)
        except OutputError as error:
            return made._replace(findings=error.diagnostics, content=None)
        return made._replace(stamp=stamp, written=written, content=None)

    def _kit(self) -> Kit:
        opened, options = self.opened, self.options
        return Kit(
            str(opened.batch.project),
            opened.batch.strategy,
            opened.prints.templates,
            read_pictures(opened.batch.project, opened.batch),
            "standard" if deflater().name.startswith("zlib") else "fast",
            opened.engines.numbering,
            opened.engines.printing,
            options.verify,
            self._workers_write(),
            options.force,
            options.sync,
            self.mark,
            options.untrusted,
        )

    def _workers_write(self) -> str | None:
        """Where workers write; none where documents come back, since only this process can reach their place."""
        address = self.opened.address
        if address.startswith("memory://"):
            return None
        if is_remote(address) or self._is_local or self.options.shared:
            return address
        return None

    def _crew(self, stale: int, packed: Callable[[], Packed]) -> Crew:
        options = self.options
        if options.executor is not None:
            return Given(options.executor, packed)
        if options.scheduler:
            return Cluster(options.scheduler, packed)
        jobs = options.jobs or processors()
        return Processes(jobs, packed) if jobs > 1 and stale > _SMALL else Alone()


def _always(content: bytes) -> bool:
    return True


def _once(make: Callable[[], Packed]) -> Callable[[], Packed]:
    """The same kit packed once, however often it is asked for."""
    kept: list[Packed] = []

    def packed() -> Packed:
        if not kept:
            kept.append(make())
        return kept[0]

    return packed
