"""The templates of a project: where they are, what they can name, and what is wrong with them."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from iomreport.cache import cache_key, read_cache, write_cache
from iomreport.diagnostics.finding import Diagnostic
from iomreport.strategy.context import KINDS, Context
from iomreport.strategy.model.strategy import Strategy

if TYPE_CHECKING:
    from iomreport.template_lint.lint import Surroundings

_LINTED_BY = ("docxtpl", "jinja2", "lxml", "pydantic")


def template_files(project: Path) -> list[Path]:
    """The templates of a project; what Word leaves beside an open file is none."""
    folder = project / "templates"
    return sorted(file for file in folder.glob("*.docx") if not file.name.startswith(("~$", ".")))


def surroundings(
    project: Path | None,
    models: Collection[str] = (),
    labels: Collection[str] | None = None,
    strategy: type[Strategy] = Strategy,
) -> Surroundings:
    """What the templates of a project can count on; `labels` are by default those of its content.

    `strategy` is the class that the project's content is loaded as.
    """
    from iomreport.template_lint.lint import Surroundings

    if labels is None and project is not None:
        from iomreport.strategy.checks.check_context import label_names

        labels = label_names(project)
    known = None if labels is None else frozenset(labels)
    around = Surroundings(known, project, frozenset(models), context=Context, kinds=KINDS)
    if strategy is Strategy:
        return around
    from iomreport.strategy.load.validation import classes_of

    return replace(around, instead=classes_of(strategy, Strategy))


_PACKAGE = Path(__file__).resolve().parent.parent


def starter_template(kind: str) -> Path:
    """The path of a shipped template: within the installed package, or in the repository it is developed in."""
    packed = _PACKAGE / "starters" / f"{kind}.docx"
    return packed if packed.is_file() else _PACKAGE.parent / "templates" / f"{kind}.docx"


def check_project(project: Path) -> list[Diagnostic]:
    """All that is wrong with the content and the templates of a project: errors, then warnings, then remarks."""
    from iomreport.strategy.checks.check_context import label_names
    from iomreport.strategy.checks.run import check_content, in_order, weighed

    checked = check_content(project)
    linted = lint_templates(project, checked.settings.template_models, label_names(project))
    return in_order([*checked.findings, *weighed(linted, checked.settings)])


def lint_templates(project: Path, models: Collection[str], labels: Collection[str] | None) -> list[Diagnostic]:
    """What is wrong with the templates of a project. One that has not changed is not read again."""
    found: list[Diagnostic] = []
    for file in template_files(project):
        name = file.relative_to(project).as_posix()
        key = _lint_key(file, name, models, labels)
        kept = None if key is None else read_cache(key)
        if kept is not None:
            found += [Diagnostic.from_dict(each) for each in json.loads(kept)]
            continue
        from iomreport.template_lint.lint import lint_file

        linted = [each.diagnostic for each in lint_file(file, name, surroundings(project, models, labels))]
        if key is not None:
            write_cache(key, json.dumps([each.as_dict() for each in linted]).encode())
        found += linted
    return found


def _lint_key(file: Path, name: str, models: Collection[str], labels: Collection[str] | None) -> str | None:
    """What the findings of a template depend on; none where that cannot be said."""
    if models:
        # They are programs of others, which may have changed.
        return None
    try:
        schemas = [each.name.encode() + each.read_bytes() for each in sorted(file.parent.glob("*.json"))]
        content = file.read_bytes()
    except OSError:
        return None
    return cache_key("lint", name, repr(labels and sorted(labels)), content, *schemas, packages=_LINTED_BY)
