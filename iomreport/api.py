"""What scripts call: all that `import iomreport` offers, loaded by `__init__.py` when a name of it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

from iomreport.accessibility import check_document, examine
from iomreport.diagnostics.codes.publish import NO_PROJECT
from iomreport.diagnostics.finding import (
    ContentError,
    Diagnostic,
    Location,
    OutputError,
    ReportError,
    Severity,
    TemplateError,
    UsageError,
)
from iomreport.layout.engine import EngineName, LayoutError
from iomreport.publish.batch import Options, run_batch
from iomreport.publish.pipeline import build, checked_variables
from iomreport.publish.report import Summary
from iomreport.publish.templates import check_project
from iomreport.strategy.extract import extract
from iomreport.strategy.load.loader import load
from iomreport.strategy.model.country import Country, Mission, Priority, Project, ProjectGroup
from iomreport.strategy.model.strategy import Regional, RegionalPriority, Strategy, Theme
from iomreport.template.assemble import assemble
from iomreport.template.render import TemplateStore, read_template
from iomreport.template.untrusted import render_untrusted
from iomreport.word.package import Packer, deflater

__all__ = [
    "ContentError",
    "Country",
    "Diagnostic",
    "LayoutError",
    "Location",
    "Mission",
    "OutputError",
    "Priority",
    "Project",
    "ProjectGroup",
    "Regional",
    "RegionalPriority",
    "ReportError",
    "Severity",
    "Strategy",
    "Summary",
    "TemplateError",
    "Theme",
    "UsageError",
    "batch",
    "build",
    "check",
    "check_document",
    "examine",
    "extract",
    "load",
    "render",
]


def batch(
    plan: str | Path,
    project: str | Path = ".",
    *,
    output: str = "",
    layout: EngineName | None = None,
    variables: Mapping[str, str] | None = None,
    jobs: int | None = None,
    force: bool = False,
    fail_fast: bool = False,
    verify: bool = False,
    executor: Executor | None = None,
    shared: bool = False,
    untrusted: bool = False,
) -> Summary:
    """Make every document of a plan that is not as it should be, and say how many were built, unchanged and failed.

    `output` is a folder or an address such as `s3://bucket/folder`, and `layout` a layout engine, in the place of the
    plan's; `variables` replace those of the same names. `jobs` processes of this machine make the documents, or an
    `executor`, whose workers write the documents themselves where they have the output folder (`shared`). A document
    that fails is counted, and the others go on; with `fail_fast` nothing is begun after the first failure. `force`
    makes all documents anew, `verify` looks through each for faults, and templates that are `untrusted` render in
    processes with bounds on time and memory. Raises `ContentError`, `UsageError` and `OutputError` for what concerns
    the whole batch; nothing is written then.

        summary = batch("batch.yaml", "my-report")
        print(summary.built, summary.unchanged, summary.failed)
    """
    options = Options(
        output=output,
        layout=layout or "",
        variables=dict(checked_variables(variables or {})),
        jobs=jobs,
        force=force,
        fail_fast=fail_fast,
        verify=verify,
        executor=executor,
        shared=shared,
        untrusted=untrusted,
    )
    return run_batch(plan, project, options)


def check(project: str | Path = ".") -> list[Diagnostic]:
    """All that is wrong with the content and the templates of a project, as `iomreport check` says it.

    Errors come first, then warnings, then remarks, each in the order of the files. Raises `UsageError` where there is
    no project.

        for finding in check("my-report"):
            print(finding)
    """
    folder = Path(project).resolve()
    if not (folder / "content").is_dir():
        raise UsageError(NO_PROJECT.at(Location(str(project)), f"{project} holds no content folder"))
    return check_project(folder)


def render(template: str | Path | bytes, values: Mapping[str, Any], *, untrusted: bool = False) -> bytes:
    """A Word document made of any docxtpl template, given by its path or its bytes, and any values.

    What docxtpl renders correctly comes out the same, its own values (`InlineImage`, `RichText`, `Subdoc` …) included;
    `docs/differences.md` says what differs. An undefined name is an error, and the template can compute but reach
    nothing. An `untrusted` template renders in a process of its own, with bounds on time and memory, and is given plain
    values. Raises `TemplateError` with the place of what is wrong.

        Path("letter.docx").write_bytes(render("letter-template.docx", {"name": "A. Hoxha"}))
    """
    if isinstance(template, bytes):
        name, content = "template", template
    else:
        name = str(template)
        content = read_template(Path(template), name)
    if untrusted:
        return render_untrusted(content, values, name=name)
    return assemble(TemplateStore().open_bytes(content, name), values, Packer(deflater())).content
