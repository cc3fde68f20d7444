"""One document from Python: the call that a script makes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from iomreport.build.engines import open_engine
from iomreport.build.fingerprints import field_digests
from iomreport.build.output import write_output
from iomreport.build.press import Press
from iomreport.build.starters import starter_template
from iomreport.build.targets import Target
from iomreport.diagnostics import Findings
from iomreport.document.untrusted import Bounds
from iomreport.model.strategy import Strategy


def build(
    strategy: Strategy,
    output: str | Path,
    *,
    template: str | Path | None = None,
    variables: Mapping[str, str] | None = None,
    project: str | Path = ".",
    layout: Literal["auto", "embedded", "libreoffice", "none"] = "auto",
    force: bool = False,
    untrusted: bool = False,
) -> Path:
    """Build one document of a strategy or an extract, and give its path.

    `template` is by default the project's own for the kind of extract, or the one that ships with the package.
    `variables` are `recipient`, `reference` and `date`. `project` is the folder that holds the content, where figures
    are looked for. `layout` is what lays the pages out, for the numbers in the contents. An `untrusted` template
    renders in a process of its own, with bounds on time and memory. The document has the very bytes that the command
    writes for it. Raises `TemplateError`, `ContentError`, `LayoutError` and `OutputError`; an earlier document is then
    as it was.
    """
    folder = Path(project).resolve()
    kind = target_of(strategy).kind
    own = folder / "templates" / f"{kind}.docx"
    chosen = Path(template).resolve() if template else own if own.is_file() else starter_template(kind)
    engine = open_engine(layout, Findings())
    try:
        press = Press(folder, strategy, layout=engine, bounds=Bounds() if untrusted else None)
        target = target_of(strategy).name
        document = press.make(strategy, press.open(chosen), variables or {}, target, field_digests(strategy))
    finally:
        if engine is not None:
            engine.close()
    path = Path(output)
    write_output(path, document.content, str(output), force=force)
    return path


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
