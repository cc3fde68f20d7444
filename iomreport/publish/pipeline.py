"""The one way in which a document is made: a `Job` says what, a `Session` holds what documents share, `make` makes it.

`build` makes one job; `iomreport build` a list of jobs, and `iomreport batch` those of a plan (`executor.py`), in this
process or in workers (`worker.py`).
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any, NamedTuple

from iomreport.diagnostics.codes.publish import EMPTY_EXTRACT, TEMPLATE_UNUSED, UNKNOWN_FORMAT, UNKNOWN_VARIABLE
from iomreport.diagnostics.finding import Diagnostic, Location, ReportError, UsageError
from iomreport.diagnostics.suggest import did_you_mean, nearest
from iomreport.layout.engine import EngineName
from iomreport.publish.builder import VARIABLES, AnyTemplate, DocumentBuilder, PreparedExtract, equip
from iomreport.publish.formats import FORMATS, Format, Publication, Wanted
from iomreport.publish.output import write_output
from iomreport.publish.targets import Target, target_of
from iomreport.publish.templates import starter_template
from iomreport.strategy.edited import check_strategy
from iomreport.strategy.model.strategy import Strategy
from iomreport.strategy.origin import field_digests
from iomreport.strategy.pictures import pictures_from
from iomreport.template.render import read_template
from iomreport.template.untrusted import Bounds, UntrustedTemplate

_MAX_PREPARED = 64
"""Extracts that are kept ready. A plan asks for them in order, so few are needed at a time."""
_NAME = re.compile("[A-Za-z][A-Za-z0-9_]*")


class Job(NamedTuple):
    """A document to make: what it shows, with what, and its path below the output folder.

    `template` is the name of one of the session's templates, and `stands` the SHA-256 of what an earlier run wrote.
    """

    target: Target
    template: str
    language: str
    format: str
    marked: bool
    variables: tuple[tuple[str, str], ...]
    output: str
    stands: str = ""


@dataclass(frozen=True, slots=True)
class SessionContext:
    """All that making documents needs, as it travels to a worker, which then needs no project folder.

    `templates` are the bytes of templates by name, and `pictures` those of images by path; with none they are read from
    the project. `numbering` and `printing` name the layout engines, `printers` says how many print side by side.
    `destination` is where a worker writes; with none the documents come back and are written by who asked. `mark` is
    part of the names of files that are being written.
    """

    project: Path
    strategy: Strategy
    templates: Mapping[str, bytes]
    pictures: Mapping[str, bytes] | None = None
    deflate: str = "auto"
    numbering: str = ""
    printing: str = ""
    printers: int = 1
    verify: bool = False
    embed: bool = False
    destination: str | None = None
    force: bool = False
    sync: bool = False
    mark: str = ""
    untrusted: bool = False


@dataclass(slots=True, weakref_slot=True)
class Session:
    """What the documents of a run share: one builder with its engines, open templates, and extracts that are ready."""

    context: SessionContext
    builder: DocumentBuilder = field(init=False)
    _templates: dict[tuple[str, bool], AnyTemplate] = field(
        default_factory=dict[tuple[str, bool], AnyTemplate], init=False
    )
    _prepared: OrderedDict[Target, PreparedExtract] = field(
        default_factory=lambda: OrderedDict[Target, PreparedExtract](), init=False
    )
    _is_equipped: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        context = self.context
        self.builder = DocumentBuilder(
            context.project,
            context.strategy,
            context.deflate,
            embed=context.embed,
            verify=context.verify,
            bounds=Bounds() if context.untrusted else None,
            picture=None if context.pictures is None else pictures_from(partial(_picture, context.pictures)),
        )

    def equip(self) -> None:
        """Open the engines. Raises `LayoutError`."""
        # Not before the first document: a process that is forked must not share an engine with the one it came from.
        if not self._is_equipped:
            self._is_equipped = True
            equip(self.builder, self.context.numbering, self.context.printing, self.context.printers)
            if self.builder.layout is not None or self.builder.printer is not None:
                Finalize(self, self.close, exitpriority=10)

    def prepared(self, target: Target) -> PreparedExtract:
        """The extract of a target, ready for any number of documents."""
        ready = self._prepared.get(target)
        if ready is not None:
            self._prepared.move_to_end(target)
            return ready
        part = target.extract(self.context.strategy)
        if part.selection and not part.countries and not part.regional.project_groups:
            message = f"no priority and no project belongs to {target.name}"
            self.builder.findings.add(EMPTY_EXTRACT.at(None, message))
        ready = self._prepared[target] = self.builder.prepare(part, target.name, field_digests(part))
        if len(self._prepared) > _MAX_PREPARED:
            self._prepared.popitem(last=False)
        return ready

    def template(self, name: str, *, marked: bool) -> AnyTemplate:
        """A template by its name. Raises `TemplateError`."""
        template = self._templates.get((name, marked))
        if template is None:
            template = self.builder.open_bytes(self.context.templates[name], name, marked=marked)
            self._templates[name, marked] = template
        return template

    def warm(self, templates: Iterable[tuple[str, bool]]) -> None:
        """Open templates now, so that processes forked from this one have them."""
        for name, marked in templates:
            # What is wrong with a template is said of each document that it should have made.
            with suppress(ReportError):
                self.template(name, marked=marked)

    def warnings(self) -> tuple[Diagnostic, ...]:
        """What was found since this was last asked that concerns no single document."""
        found = tuple(self.builder.findings.items)
        self.builder.findings.items.clear()
        return found

    def close(self) -> None:
        """End the engines."""
        self.builder.close()
        self._is_equipped = False


def make(job: Job, session: Session) -> Publication:
    """The document of a job. Raises `ReportError` with what is wrong with content, template or layout."""
    with session.builder.lock:
        session.equip()
        ready = session.prepared(job.target)
    template = partial(session.template, job.template, marked=job.marked)
    wanted = Wanted(ready, template, dict(job.variables), plain=not job.marked)
    return FORMATS[job.format].make(session.builder, wanted)


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
    `variables` are `recipient`, `reference` and `date`, and what the template shows as `variables.NAME`; others are
    refused. `project` is the folder that holds the content, where figures are looked for. `layout` is what lays the
    pages out, for the numbers in the contents. An `untrusted` template renders in a process of its own, with bounds on
    time and memory. The document has the very bytes that the command writes for it. Raises `UsageError`,
    `TemplateError`, `ContentError`, `LayoutError` and `OutputError`; an earlier document is then as it was.

        build(extract(strategy, countries=["AL"]), "albania.docx", variables={"recipient": "Ministry of Labour"})
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
    name = shown_path(chosen, folder)
    context = SessionContext(
        folder,
        strategy,
        {} if form.paging == "none" else {name: read_template(chosen, name)},
        numbering=layout if form.paging == "numbered" else "",
        printing=layout if form.paging == "printed" else "",
        untrusted=untrusted,
    )
    job = Job(target, name, strategy.language, form.suffix, True, checked_variables(variables or {}), "")
    session = Session(context)
    try:
        if variables:
            check_named(dict(variables), [] if form.paging == "none" else [session.template(name, marked=True)])
        made = make(job, session)
    finally:
        session.close()
    write_output(path, made.content, str(output), force=force, as_built=form.is_as_built)
    return path


def shown_path(path: Path, project: Path) -> str:
    """What messages call a file: its path within the project, or the whole of it."""
    return path.relative_to(project).as_posix() if path.is_relative_to(project) else str(path)


def checked_variables(variables: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Variables by name; raises `UsageError` with all that are no text or cannot be a name."""
    findings: list[Diagnostic] = []
    for name, value in variables.items():
        if not _NAME.fullmatch(name):
            fix = "write a name of letters, digits and underscores that begins with a letter"
            findings.append(UNKNOWN_VARIABLE.at(None, f'"{name}" cannot be the name of a variable', fix=fix))
        elif not isinstance(value, str):
            message = f"the variable {name} is no text but of the type {type(value).__name__}"
            findings.append(UNKNOWN_VARIABLE.at(None, message, fix=f"give it as text: str({name})"))
    if findings:
        raise UsageError(findings)
    return tuple(variables.items())


def check_named(variables: Mapping[str, str], templates: Sequence[AnyTemplate]) -> None:
    """Refuse variables that no template names; raises `UsageError` with all of them.

    What a template from unknown hands names is not known, since it is not looked into; nor is it where a template shows
    `variables` as a whole.
    """
    named = {*VARIABLES}
    for template in templates:
        names = None if isinstance(template, UntrustedTemplate) else template.compiled.names
        if names is None or "variables" in names:
            return
        named |= {each.partition(".")[2] for each in names if each.startswith("variables.")}
    findings: list[Diagnostic] = []
    for name in variables:
        if name not in named:
            near = nearest(name, named)
            fix = f"did you mean {near}?" if near else f"the variables are: {', '.join(sorted(named))}"
            findings.append(UNKNOWN_VARIABLE.at(None, f'no template shows a variable "{name}"', fix=fix))
    if findings:
        raise UsageError(findings)


def _format_of(path: Path) -> Format:
    """The format that a file's name says; a Word document where it says none."""
    suffix = path.suffix.removeprefix(".").lower()
    form = FORMATS.get(suffix or "docx")
    if form is None:
        fix = did_you_mean(suffix, FORMATS, f"the formats are: {', '.join(FORMATS)}")
        raise UsageError(UNKNOWN_FORMAT.at(Location(str(path)), f'there is no format "{suffix}"', fix=fix))
    return form


def _picture(pictures: Mapping[str, bytes], path: str) -> bytes:
    content = pictures.get(path)
    if content is None:
        raise FileNotFoundError(2, "No such file or directory", path)
    return content
