"""Many documents: what is to be made is made, by whoever makes it, and written down when it stands."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain, islice
from pathlib import Path
from uuid import uuid4

from iomreport.diagnostics.codes.publish import MIXED_TARGETS, NO_TEMPLATE, TEMPLATE_UNUSED
from iomreport.diagnostics.finding import Location, UsageError
from iomreport.layout.engine import EngineName
from iomreport.publish.builder import PreparedExtract, find_engines
from iomreport.publish.destinations import LocalFolder
from iomreport.publish.formats import FORMATS
from iomreport.publish.output import UnsignedOutputs, read_project_state, write_project_state
from iomreport.publish.pipeline import Job, Session, SessionContext, check_named, checked_variables, shown_path
from iomreport.publish.pools import Dispatcher, ProcessPool, SerialPool, ThreadPool, WorkerPool
from iomreport.publish.report import Listener, ReportRow, ResultCollector, Status, Summary
from iomreport.publish.targets import Target
from iomreport.publish.worker import JobResult, PackedContext, close_session, open_session, pack_context
from iomreport.strategy.model.strategy import Strategy
from iomreport.template.render import read_template

_FEW = 3
"""So few documents are made sooner than other processes start."""
_FIELDS = "fields.json"
"""The project's state in which the digests of fields stand that were built last."""
_GRACE_SECONDS = 0.4
"""Seconds that documents in the making have after Ctrl-C."""


def run_jobs(
    work: Iterator[tuple[int, Job]],
    context: SessionContext,
    pool: Callable[[int, Callable[[], PackedContext]], WorkerPool],
    done: Callable[[JobResult, Job], None],
    *,
    landed: Callable[[], None] = lambda: None,
    go_on: Callable[[], bool] = lambda: True,
    may_take: Callable[[], bool] = lambda: True,
    sweep: Callable[[], None] = lambda: None,
    travels: bool = False,
    session: Session | None = None,
) -> bool:
    """Make documents, and tell `done` of each as it comes; false where Ctrl-C cut that short.

    `pool` makes the workers, knowing how many documents wait (as far as they are few) and how to pack the context for
    those to whom it `travels`; `session` is one that is open for it already. `landed` is called when a chunk of
    documents is through; nothing more is begun where `go_on` says no, or while `may_take` does.
    `sweep` removes what workers leave that were stopped in the middle of writing.
    """
    first = list(islice(work, _FEW + 1))
    if not first:
        return True
    packed = cache(lambda: pack_context(context))
    # Nothing but this process needs the packed form where its workers are forked from it.
    key = packed().key if travels else f"{context.mark}-{id(context)}"
    session = open_session(key, context, session)
    session.warm(dict.fromkeys((job.template, job.marked) for _, job in first if job.template in context.templates))
    workers: WorkerPool | None = None
    finished = False
    try:
        workers = pool(len(first), lambda: replace(packed(), key=key))
        dispatcher = Dispatcher(workers, key, done, landed)
        try:
            dispatcher.run(chain(first, work), go_on, may_take)
            finished = True
        except KeyboardInterrupt:
            dispatcher.land_for(_GRACE_SECONDS)
        return finished
    finally:
        if workers is not None:
            if finished:
                workers.close()
            else:
                workers.stop()
        close_session(key)
        if not finished:
            sweep()


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How targets are built. `template` replaces the project's own, for targets of one kind; `jobs` are processes."""

    output: Path
    template: Path | None = None
    variables: Mapping[str, str] = field(default_factory=dict[str, str])
    formats: Sequence[str] = ("docx",)
    layout: EngineName = "auto"
    plain: bool = False
    embed: bool = False
    verify: bool = False
    force: bool = False
    untrusted: bool = False
    jobs: int = 0


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What became of a build. `changed` are addresses whose values differ from those of the build before."""

    summary: Summary
    changed: tuple[str, ...]


def build_targets(
    project: Path,
    strategy: Strategy,
    targets: Sequence[Target],
    options: BuildOptions,
    listeners: Sequence[Listener] = (),
) -> BuildResult:
    """Build targets in every format; listeners are told of each in their order.

    Raises `UsageError` and `LayoutError` before anything is built.
    """
    formats = [FORMATS[format] for format in options.formats]
    pagings = {form.paging for form in formats}
    if options.template is not None and pagings == {"none"}:
        message = f"no template has a part in a document of the format {' and '.join(options.formats)}"
        raise UsageError(TEMPLATE_UNUSED.at(None, message))
    templates = _templates(project, targets, options) if pagings != {"none"} else {}
    contents = {name: read_template(path, name) for name, path in templates.values()}
    printed = "printed" in pagings
    context = SessionContext(
        project,
        strategy,
        contents,
        numbering=options.layout if "numbered" in pagings else "",
        printing=options.layout if printed else "",
        # A single document needs a single printer; for more there are as many as suit the machine.
        printers=1 if len(targets) == 1 or options.jobs > 1 else 0,
        verify=options.verify,
        embed=options.embed,
        destination=str(options.output),
        force=options.force,
        mark=f"-{uuid4().hex[:8]}",
        untrusted=options.untrusted,
    )
    variables = checked_variables(options.variables)
    unsigned = UnsignedOutputs(project)
    jobs = [
        Job(
            target,
            templates.get(target.kind, ("", Path()))[0],
            strategy.language,
            form.suffix,
            not options.plain,
            variables,
            (output := target.path(form.suffix)).as_posix(),
            unsigned.digest_of(options.output / output),
        )
        for target in targets
        for form in formats
    ]
    collector = ResultCollector(listeners)
    collector.summary.destination = str(options.output)
    built: dict[Target, None] = {}

    def done(made: JobResult, job: Job) -> None:
        collector.warn(made.warnings)
        status: Status = "failed" if made.findings else "built" if made.written else "unchanged"
        if not made.findings:
            built[job.target] = None
            if options.plain:
                unsigned.add(options.output / job.output, made.sha256)
        collector.add(
            ReportRow(
                made.number,
                job.target.name,
                job.output,
                status,
                "",
                "",
                made.size,
                made.sha256,
                made.seconds,
                made.pages,
                made.findings,
            )
        )

    def pool(waiting: int, packed: Callable[[], PackedContext]) -> WorkerPool:
        if options.jobs > 1 and waiting > 1:
            return ProcessPool(min(options.jobs, len(jobs)), packed)
        # What a layout engine prints is printed beside the rest.
        return ThreadPool(session.builder.printers, packed) if printed else SerialPool()

    session = Session(context)
    start = time.perf_counter()
    collector.begin(len(jobs))
    try:
        if options.jobs > 1:
            # Workers open engines of their own: a process that is forked must not share one with this process.
            find_engines(options.layout, pagings, session.builder.findings)
        else:
            session.equip()
        if variables and contents:
            check_named(options.variables, [session.template(name, marked=not options.plain) for name in contents])
        collector.warn(session.warnings())
        destination = LocalFolder(options.output, project)
        finished = run_jobs(
            iter(enumerate(jobs)),
            context,
            pool,
            done,
            sweep=lambda: destination.sweep((context.mark,)),
            session=session,
        )
        collector.summary.interrupted = not finished
        changed = _changed_fields(project, [session.prepared(target) for target in built])
    finally:
        session.close()
        unsigned.keep()
        collector.summary.seconds = time.perf_counter() - start
        collector.end()
    return BuildResult(collector.summary, changed)


def _changed_fields(project: Path, built: Iterable[PreparedExtract]) -> tuple[str, ...]:
    """The addresses whose values differ from those of the build before; from now on these are."""
    now = {address: value for extract in built for address, value in extract.digests.items()}
    before = read_project_state(project, _FIELDS)
    if now:
        write_project_state(project, _FIELDS, before | now)
    return tuple(address for address, value in now.items() if before.get(address, value) != value)


def _templates(project: Path, targets: Sequence[Target], options: BuildOptions) -> dict[str, tuple[str, Path]]:
    """The name and path of the template of each kind of target. Raises `UsageError`."""
    kinds = sorted({target.kind for target in targets})
    if options.template is not None and len(kinds) > 1:
        message = f"one template cannot serve targets of the kinds {', '.join(kinds)}"
        raise UsageError(MIXED_TARGETS.at(None, message))
    found: dict[str, tuple[str, Path]] = {}
    for kind in kinds:
        path = options.template or project / "templates" / f"{kind}.docx"
        name = shown_path(path, project)
        if not path.is_file():
            raise UsageError(NO_TEMPLATE.at(Location(name), NO_TEMPLATE.title))
        found[kind] = name, path
    return found
