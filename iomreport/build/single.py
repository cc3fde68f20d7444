"""One document from Python: the call that a script makes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from iomreport.build.engines import equip
from iomreport.build.fingerprints import field_digests
from iomreport.build.formats import FORMATS, Format, Wanted
from iomreport.build.output import write_output
from iomreport.build.press import Press
from iomreport.build.starters import starter_template
from iomreport.build.targets import Target
from iomreport.codes.output import TEMPLATE_UNUSED, UNKNOWN_FORMAT
from iomreport.diagnostics import Location, UsageError
from iomreport.document.untrusted import Bounds
from iomreport.layout.engine import EngineName
from iomreport.model.strategy import Strategy
from iomreport.nearest import did_you_mean


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
    path = Path(output)
    form = _format_of(path)
    if template is not None and form.paging == "none":
        raise UsageError(TEMPLATE_UNUSED.at(Location(str(path)), f"no template has a part in a file .{form.suffix}"))
    folder = Path(project).resolve()
    target = target_of(strategy)
    own = folder / "templates" / f"{target.kind}.docx"
    chosen = Path(template).resolve() if template else own if own.is_file() else starter_template(target.kind)
    press = Press(folder, strategy, bounds=Bounds() if untrusted else None)
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
