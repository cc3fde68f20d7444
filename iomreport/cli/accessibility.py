"""`iomreport check --accessibility`: whether everyone can read the documents of a project, and its templates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from iomreport.accessibility import (
    ContentPlaces,
    Examination,
    TemplatePlaces,
    examine,
    examine_template,
    template_places,
)
from iomreport.accessibility.report import report_html, report_json
from iomreport.diagnostics.codes.publish import NO_TEMPLATE
from iomreport.diagnostics.finding import ContentError, Diagnostic, Findings, Location, OutputError, ReportError
from iomreport.publish.builder import DocumentBuilder
from iomreport.publish.output import write_output
from iomreport.publish.targets import Target, parse_targets
from iomreport.publish.templates import template_files
from iomreport.strategy.load.cached import load_cached
from iomreport.strategy.load.loader import load_edition
from iomreport.strategy.model.strategy import Strategy
from iomreport.strategy.origin import field_digests


def check_accessibility(project: Path, words: Sequence[str], report: Path | None = None) -> list[Diagnostic]:
    """What is wrong with the templates of a project and with the documents of targets, made without a layout.

    What the content's reader finds comes with it; where that is an error no document can be made. Into `report` a page
    and a JSON file are written for each. Raises `UsageError`.
    """
    strategy, found = _content(project)
    targets = parse_targets(strategy, words) if strategy is not None else ()
    templates: dict[str, TemplatePlaces | None] = {}
    for file in template_files(project):
        name = file.relative_to(project).as_posix()
        content = file.read_bytes()
        templates[name] = template_places(content, name)
        found += _told(examine_template(content, name), report, Path(name))
    if strategy is not None:
        builder, places = DocumentBuilder(project, strategy), ContentPlaces(strategy)
        for target in targets:
            try:
                name, content = _made(builder, target)
            except ReportError as error:
                found += error.diagnostics
                continue
            path = Path("output", target.path())
            examination = examine(content, path.as_posix(), places, templates.get(name))
            found += _told(examination, report, Path(target.path()))
    return list(dict.fromkeys(found))


def _content(project: Path) -> tuple[Strategy | None, list[Diagnostic]]:
    """The strategy and its warnings; none, with everything that was found, where there is an error."""
    findings = Findings()
    try:
        return load_cached(project, findings), findings.items
    except ContentError:
        # The exception has the errors alone.
        return None, list(load_edition(project).findings)


def _made(builder: DocumentBuilder, target: Target) -> tuple[str, bytes]:
    """The name of a target's template, and its document."""
    template = builder.project / "templates" / f"{target.kind}.docx"
    name = template.relative_to(builder.project).as_posix()
    if not template.is_file():
        raise OutputError(NO_TEMPLATE.at(Location(name), NO_TEMPLATE.title))
    part = target.extract(builder.strategy)
    return name, builder.make(part, builder.open(template), {}, target.name, field_digests(part)).content


def _told(examination: Examination, report: Path | None, path: Path) -> Iterator[Diagnostic]:
    """The findings; a report that cannot be written is one more."""
    yield from examination.findings
    if report is None:
        return
    for suffix, text in ((".html", report_html(examination)), (".json", f"{report_json(examination)}\n")):
        file = report / path.with_suffix(suffix)
        try:
            # A report is nobody's to edit, so that one that differs is simply an older one.
            write_output(file, text.encode(), str(file), as_built=lambda _: True)
        except OutputError as error:
            yield from error.diagnostics
