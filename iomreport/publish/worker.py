"""What a worker does: it opens a batch's kit once, and then makes documents, parcel after parcel.

A worker is a thread of this process, a process forked from it, a process started afresh, or one on another machine. The
kit travels to it at most once; after that a parcel names it by its key.
"""

from __future__ import annotations

import pickle
import time
import traceback
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from multiprocessing.util import Finalize
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from iomreport.diagnostics.codes.publish import FAULT
from iomreport.diagnostics.finding import Diagnostic, Location, OutputError, ReportError
from iomreport.publish.builder import AnyTemplate, DocumentBuilder, PreparedExtract, equip
from iomreport.publish.destinations import Destination, open_destination
from iomreport.publish.formats import FORMATS, Publication, Wanted
from iomreport.publish.plan import Job
from iomreport.strategy.extract import extract
from iomreport.strategy.model.strategy import Strategy
from iomreport.strategy.origin import field_digests
from iomreport.strategy.pictures import pictures_from
from iomreport.template.untrusted import Bounds

_KEPT = 64
"""Extracts that are kept ready. A plan asks for them in order, so few are needed at a time."""


@dataclass(frozen=True, slots=True)
class WorkerContext:
    """All that making documents needs, so that a worker needs no project folder.

    `destination` is where a worker writes; with none the documents come back and are written by who asked.
    """

    project: str
    strategy: Strategy
    templates: Mapping[str, bytes]
    pictures: Mapping[str, bytes]
    deflate: str
    numbering: str
    printing: str
    verify: bool
    destination: str | None
    force: bool
    sync: bool
    mark: str
    untrusted: bool = False


@dataclass(frozen=True, slots=True)
class Chunk:
    """Documents to make, each with its place in the plan, and the kit by its key, with its bytes where they travel."""

    key: str
    jobs: tuple[tuple[int, Job], ...]


@dataclass(frozen=True, slots=True)
class PackedContext:
    """A kit as it travels."""

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
    """The worker has not got the kit yet."""


_BENCHES: dict[str, Worker] = {}
_OPENING = Lock()


def pack_context(kit: WorkerContext) -> PackedContext:
    """A kit made ready to travel."""
    content = pickle.dumps(kit, pickle.HIGHEST_PROTOCOL)
    return PackedContext(sha256(content).hexdigest(), content)


def open_worker(key: str, kit: WorkerContext) -> Worker:
    """Set this process up for a kit; processes that are forked from it have it too."""
    with _OPENING:
        bench = _BENCHES.get(key)
        if bench is None:
            bench = _BENCHES[key] = Worker(kit)
        return bench


def close_worker(key: str) -> None:
    """Let go of a kit."""
    bench = _BENCHES.pop(key, None)
    if bench is not None:
        bench.close()


def close_workers() -> None:
    """Let go of all kits."""
    for key in list(_BENCHES):
        close_worker(key)


def take_context(packed: PackedContext) -> bool:
    """Set this process up for a kit that has travelled to it."""
    if packed.key not in _BENCHES:
        open_worker(packed.key, pickle.loads(packed.content))
    return True


def make_chunk(parcel: Chunk, packed: PackedContext | None = None) -> list[JobResult]:
    """Make the documents of a parcel. Raises `KitWantedError` where the kit is neither here nor with it."""
    if packed is not None:
        take_context(packed)
    bench = _BENCHES.get(parcel.key)
    if bench is None:
        raise ContextMissingError(parcel.key)
    return [bench.make(index, job) for index, job in parcel.jobs]


@dataclass(slots=True, weakref_slot=True)
class Worker:
    """A worker's place: one press, its templates, and the extracts that are ready."""

    kit: WorkerContext
    press: DocumentBuilder = field(init=False)
    _templates: dict[tuple[str, bool], AnyTemplate] = field(
        default_factory=dict[tuple[str, bool], AnyTemplate], init=False
    )
    _ready: OrderedDict[tuple[object, ...], PreparedExtract] = field(
        default_factory=lambda: OrderedDict[tuple[object, ...], PreparedExtract](), init=False
    )
    _destination: Destination | None = field(default=None, init=False)
    _is_equipped: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        kit = self.kit
        picture = pictures_from(self._picture)
        bounds = Bounds() if kit.untrusted else None
        self.press = DocumentBuilder(
            Path(kit.project), kit.strategy, kit.deflate, verify=kit.verify, bounds=bounds, picture=picture
        )

    def make(self, index: int, job: Job) -> JobResult:
        """Make a document and put it in its place; whatever goes wrong is a finding of this document alone."""
        start = time.perf_counter()
        try:
            with self.press.lock:
                self._equip()
                wanted = Wanted(
                    self._extract(job), partial(self._template, job), dict(job.variables), plain=not job.marked
                )
            published = FORMATS[job.format].make(self.press, wanted)
            return self._put(index, published, job, start)
        except ReportError as error:
            seconds = time.perf_counter() - start
            return JobResult(index, findings=error.diagnostics, warnings=self._warnings(), seconds=seconds)
        except Exception as error:
            finding = FAULT.at(Location(job.output), f"{type(error).__name__}: {error}", excerpt=traceback.format_exc())
            return JobResult(index, findings=(finding,), seconds=time.perf_counter() - start)

    def close(self) -> None:
        self.press.close()
        self._is_equipped = False

    def warm(self, templates: Sequence[tuple[str, bool]]) -> None:
        """Open templates now, so that processes forked from this one have them."""
        for name, marked in templates:
            # What is wrong with a template is said of each document that it should have made.
            with suppress(ReportError):
                self._opened(name, marked)

    def _put(self, index: int, published: Publication, job: Job, start: float) -> JobResult:
        kit, content = self.kit, published.content
        stamp, written, back = "", True, content
        if kit.destination is not None:
            if self._destination is None:
                self._destination = open_destination(kit.destination, Path(kit.project))
            stamp, written = put(self._destination, job, content, kit)
            back = None
        return JobResult(
            index,
            written,
            stamp,
            len(content),
            sha256(content).hexdigest(),
            time.perf_counter() - start,
            published.pages,
            (),
            self._warnings(),
            back,
        )

    def _extract(self, job: Job) -> PreparedExtract:
        key = (job.selected, job.language)
        ready = self._ready.get(key)
        if ready is None:
            selected = job.selected
            part = extract(self.kit.strategy, countries=selected.countries, themes=selected.themes)
            ready = self._ready[key] = self.press.ready(part, selected.name, field_digests(part))
            if len(self._ready) > _KEPT:
                self._ready.popitem(last=False)
        else:
            self._ready.move_to_end(key)
        return ready

    def _template(self, job: Job) -> AnyTemplate:
        return self._opened(job.template, job.marked)

    def _opened(self, name: str, marked: bool) -> AnyTemplate:
        template = self._templates.get((name, marked))
        if template is None:
            template = self.press.open_bytes(self.kit.templates[name], name, marked=marked)
            self._templates[name, marked] = template
        return template

    def _equip(self) -> None:
        # Not before the first document: a process that is forked must not share an engine with the one it came from.
        if not self._is_equipped:
            self._is_equipped = True
            equip(self.press, self.kit.numbering, self.kit.printing, 1)
            if self.press.layout is not None or self.press.printer is not None:
                Finalize(self, self.close, exitpriority=10)

    def _warnings(self) -> tuple[Diagnostic, ...]:
        new = self.press.findings.items
        if not new:
            return ()
        said = tuple(new)
        new.clear()
        return said

    def _picture(self, path: str) -> bytes:
        content = self.kit.pictures.get(path)
        if content is None:
            raise FileNotFoundError(2, "No such file or directory", path)
        return content


def put(destination: Destination, job: Job, content: bytes, kit: WorkerContext) -> tuple[str, bool]:
    """Put a document in its place; its stamp there, and whether it was written. Raises `OutputError`."""
    form = FORMATS[job.format]

    def is_as_built(content: bytes) -> bool:
        # A plain document carries no seal.
        return form.is_as_built(content) or sha256(content).hexdigest() == job.stands

    written = destination.put(
        job.output,
        content,
        is_as_built=is_as_built,
        force=kit.force,
        sync=kit.sync,
        mark=kit.mark,
    )
    stamp = destination.stamp(job.output)
    if stamp is None:
        raise OutputError(FAULT.at(Location(job.output), "the document vanished as soon as it was written"))
    return stamp, written
