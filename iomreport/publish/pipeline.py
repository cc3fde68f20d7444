"""Running a build: every target is tried, every failure is kept, and what changed is known at the end.

One document from Python: the call that a script makes.

The templates that ship with the package.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from threading import Lock

from iomreport.diagnostics.codes.publish import (
    EMPTY_EXTRACT,
    MIXED_TARGETS,
    NO_TEMPLATE,
    TEMPLATE_UNUSED,
    UNKNOWN_FORMAT,
)
from iomreport.diagnostics.finding import Diagnostic, Location, ReportError, UsageError
from iomreport.diagnostics.suggest import did_you_mean
from iomreport.layout.engine import EngineName
from iomreport.publish.builder import AnyTemplate, DocumentBuilder, equip
from iomreport.publish.formats import FORMATS, Format, Wanted
from iomreport.publish.output import UnsignedOutputs, read_project_state, write_output, write_project_state
from iomreport.publish.targets import Target, groups
from iomreport.publish.templates import starter_template
from iomreport.strategy.edited import check_strategy
from iomreport.strategy.extract import extract
from iomreport.strategy.model.strategy import Strategy
from iomreport.strategy.origin import field_digests
from iomreport.template.untrusted import Bounds

FIELDS = "fields.json"


@dataclass(frozen=True, slots=True)
class Settings:
    """How a build is asked for. `template` replaces the project's own, for targets of one kind."""

    output: Path
    template: Path | None = None
    variables: Mapping[str, str] = field(default_factory=dict[str, str])
    force: bool = False
    formats: Sequence[str] = ("docx",)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a target in one format: its file, whether it was written, and why not."""

    target: Target
    path: Path
    output: PurePosixPath
    """The path below the output folder."""
    written: bool = False
    findings: tuple[Diagnostic, ...] = ()
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """What became of a build. `changed` are addresses whose values differ from those of the build before."""

    outcomes: tuple[Outcome, ...]
    changed: tuple[str, ...]

    @property
    def failed(self) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.findings)


def run_build(
    press: DocumentBuilder,
    targets: Sequence[Target],
    settings: Settings,
    report: Callable[[Outcome], None] | None = None,
) -> Run:
    """Build targets in every format; `report` is told of each in their order.

    What a layout engine prints is printed beside the rest. Raises `UsageError` before anything is built.
    """
    templated = any(FORMATS[format].paging != "none" for format in settings.formats)
    if settings.template is not None and not templated:
        formats = " and ".join(settings.formats)
        raise UsageError(TEMPLATE_UNUSED.at(None, f"no template has a part in a document of the format {formats}"))
    template_of = {
        target.kind: _template_path(press.project, target, targets, settings) if templated else None
        for target in targets
    }
    unsealed = UnsignedOutputs(press.project)
    subjects = [_Extract(press, target, template_of[target.kind], settings, unsealed) for target in targets]
    tasks = [(each, format) for each in subjects for format in settings.formats]
    outcomes: list[Outcome] = []
    printers = ThreadPoolExecutor(press.printers)
    try:
        printed = {task: printers.submit(_build, *task) for task in tasks if FORMATS[task[1]].paging == "printed"}
        for task in tasks:
            outcome = printed[task].result() if task in printed else _build(*task)
            outcomes.append(outcome)
            if report:
                report(outcome)
    except KeyboardInterrupt:
        # What is being printed is not waited for.
        press.close()
        raise
    finally:
        printers.shutdown(cancel_futures=True)
        unsealed.keep()
    now = {address: value for each in subjects if each.built for address, value in each.digests.items()}
    before = read_project_state(press.project, FIELDS)
    changed = tuple(address for address, value in now.items() if before.get(address, value) != value)
    if now:
        write_project_state(press.project, FIELDS, before | now)
    return Run(tuple(outcomes), changed)


def extract_of(strategy: Strategy, target: Target) -> Strategy:
    """The extract that a target shows."""
    if target.kind == "country":
        return extract(strategy, countries=[target.key])
    if target.kind == "theme":
        return extract(strategy, themes=[target.key])
    return extract(strategy, countries=groups(strategy)[target.key]) if target.key else strategy


class _Extract:
    """What a target shows, made ready once for all its formats."""

    def __init__(
        self,
        press: DocumentBuilder,
        target: Target,
        template: Path | None,
        settings: Settings,
        unsealed: UnsignedOutputs,
    ) -> None:
        self.press = press
        self.unsealed = unsealed
        self.target = target
        self.settings = settings
        self.built = False
        self.digests: Mapping[str, str] = {}
        self._template = template
        self._wanted: Wanted | None = None
        self._one = Lock()

    def wanted(self) -> Wanted:
        with self._one:
            if self._wanted is None:
                press, name = self.press, self.target.name
                part = extract_of(press.strategy, self.target)
                if part.selection and not part.countries and not part.regional.project_groups:
                    press.findings.add(EMPTY_EXTRACT.at(None, f"no priority and no project belongs to {name}"))
                self.digests = field_digests(part)
                ready = press.ready(part, name, self.digests)
                self._wanted = Wanted(ready, self._open, self.settings.variables, press.plain)
            return self._wanted

    def _open(self) -> AnyTemplate:
        if self._template is None:
            raise LookupError("this build has no use for a template")
        return self.press.open(self._template)


def _build(subject: _Extract, format: str) -> Outcome:
    form, settings = FORMATS[format], subject.settings
    output = subject.target.path(form.suffix)
    path = settings.output / output
    try:
        made = form.make(subject.press, subject.wanted())
        name = _called(path, subject.press.project)
        unsealed = subject.unsealed

        def as_built(content: bytes) -> bool:
            return form.is_as_built(content) or unsealed.is_own(path.resolve(), content)

        written = write_output(path, made.content, name, force=settings.force, as_built=as_built)
        if subject.press.plain:
            unsealed.add(path.resolve(), made.content)
    except ReportError as error:
        return Outcome(subject.target, path, output, findings=error.diagnostics)
    subject.built = True
    return Outcome(subject.target, path, output, written, pages=made.pages)


def _template_path(project: Path, target: Target, targets: Sequence[Target], settings: Settings) -> Path:
    if settings.template is None:
        path = project / "templates" / f"{target.kind}.docx"
    else:
        kinds = sorted({each.kind for each in targets})
        if len(kinds) > 1:
            raise UsageError(
                MIXED_TARGETS.at(None, f"one template cannot serve targets of the kinds {', '.join(kinds)}")
            )
        path = settings.template
    if not path.is_file():
        raise UsageError(NO_TEMPLATE.at(Location(_called(path, project)), NO_TEMPLATE.title))
    return path


def _called(path: Path, project: Path) -> str:
    return path.relative_to(project).as_posix() if path.is_relative_to(project) else str(path)


def build(
    strategy: Strategy,
    output: str | Path,
    *,
    template: str | Path | None = None,
    variables: Mapping[str, str] | None = None,
    project: str | Path = ".",
    layout: EngineName = "auto",
    force: bool = False,
    untrusted: bool = False,
) -> Path:
    """Build one document of a strategy or an extract, and give its path; the path's ending says in which format.

    `template` is by default the project's own for the kind of extract, or the one that ships with the package.
    `variables` are `recipient`, `reference` and `date`. `project` is the folder that holds the content, where figures
    are looked for. `layout` is what lays the pages out, for the numbers in the contents. An `untrusted` template
    renders in a process of its own, with bounds on time and memory. The document has the very bytes that the command
    writes for it. Raises `UsageError`, `TemplateError`, `ContentError`, `LayoutError` and `OutputError`; an earlier
    document is then as it was.
    """
    strategy = check_strategy(strategy)
    path = Path(output)
    form = _format_of(path)
    if template is not None and form.paging == "none":
        raise UsageError(TEMPLATE_UNUSED.at(Location(str(path)), f"no template has a part in a file .{form.suffix}"))
    folder = Path(project).resolve()
    target = target_of(strategy)
    own = folder / "templates" / f"{target.kind}.docx"
    chosen = Path(template).resolve() if template else own if own.is_file() else starter_template(target.kind)
    press = DocumentBuilder(folder, strategy, bounds=Bounds() if untrusted else None)
    try:
        equip(press, layout if form.paging == "numbered" else "", layout if form.paging == "printed" else "", 1)
        ready = press.ready(strategy, target.name, field_digests(strategy))
        made = form.make(press, Wanted(ready, partial(press.open, chosen), variables or {}))
    finally:
        press.close()
    write_output(path, made.content, str(output), force=force, as_built=form.is_as_built)
    return path


def _format_of(path: Path) -> Format:
    """The format that a file's name says; a Word document where it says none."""
    suffix = path.suffix.removeprefix(".").lower()
    form = FORMATS.get(suffix or "docx")
    if form is None:
        fix = did_you_mean(suffix, FORMATS, f"the formats are: {', '.join(FORMATS)}")
        raise UsageError(UNKNOWN_FORMAT.at(Location(str(path)), f'there is no format "{suffix}"', fix=fix))
    return form


def target_of(strategy: Strategy) -> Target:
    """What the command would call an extract; several countries or themes are a strategy in small."""
    selection = strategy.selection
    if len(selection.themes) == 1 and not selection.countries:
        return Target("theme", selection.themes[0])
    if selection.themes:
        return Target("theme", "+".join((*selection.countries, *selection.themes)))
    if len(selection.countries) == 1:
        return Target("country", strategy.countries[0].slug)
    return Target("strategy", "+".join(selection.countries))
