"""One document from Python: the call that a script makes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from iomreport.build.fingerprints import field_digests
from iomreport.build.output import write_output
from iomreport.build.press import Press
from iomreport.build.starters import starter_template
from iomreport.model.strategy import Strategy


def build(
    strategy: Strategy,
    output: str | Path,
    *,
    template: str | Path | None = None,
    variables: Mapping[str, str] | None = None,
    project: str | Path = ".",
    force: bool = False,
) -> Path:
    """Build one document of a strategy or an extract, and give its path.

    `template` is by default the project's own for the kind of extract, or the one that ships with the package.
    `variables` are `recipient`, `reference` and `date`. `project` is the folder that holds the content, where figures
    are looked for. Raises `TemplateError`, `ContentError` and `OutputError`; an earlier document is then as it was.
    """
    folder = Path(project).resolve()
    kind = kind_of(strategy)
    own = folder / "templates" / f"{kind}.docx"
    chosen = Path(template).resolve() if template else own if own.is_file() else starter_template(kind)
    press = Press(folder, strategy)
    document = press.make(strategy, press.open(chosen), variables or {}, kind, field_digests(strategy))
    path = Path(output)
    write_output(path, document.content, str(output), force=force)
    return path


def kind_of(strategy: Strategy) -> str:
    """The kind of template that suits an extract."""
    selection = strategy.selection
    if selection.themes:
        return "theme"
    return "country" if len(selection.countries) == 1 else "strategy"
