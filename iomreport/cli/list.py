"""`iomreport list`: what the content holds and what can be built."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from iomreport.cli.errors import project_folder
from iomreport.publish.targets import all_targets
from iomreport.strategy.load.loader import load, load_edition
from iomreport.strategy.model.strategy import Strategy

Row = dict[str, Any]


def countries(strategy: Strategy) -> list[Row]:
    return [
        {
            "slug": country.slug,
            "code": country.code,
            "name": country.names.short,
            "status": country.status or "",
            "priorities": len(country.priorities),
            "projects": len(country.projects),
            "mission": country.mission.office if country.mission else "",
        }
        for country in strategy.countries
    ]


def projects(strategy: Strategy) -> list[Row]:
    owners = [("regional", strategy.regional.projects)]
    owners += [(country.code, country.projects) for country in strategy.countries]
    return [
        {"country": owner, "id": project.id, "theme": project.theme, "title": project.title}
        for owner, proposals in owners
        for project in proposals
    ]


def themes(strategy: Strategy) -> list[Row]:
    rows: list[Row] = []
    for theme in strategy.themes:
        own = [p for country in strategy.countries for p in country.priorities if theme.id in p.themes]
        proposals = [p for row in (strategy.regional, *strategy.countries) for p in row.projects if p.theme == theme.id]
        rows.append({"id": theme.id, "label": theme.label, "priorities": len(own), "projects": len(proposals)})
    return rows


def targets(strategy: Strategy) -> list[Row]:
    return [{"target": target.name, "output": str(target.path())} for target in all_targets(strategy)]


LISTS: dict[str, Callable[[Strategy], list[Row]]] = {
    "countries": countries,
    "projects": projects,
    "themes": themes,
    "targets": targets,
}
REMARKS = "remarks"


@click.command("list")
@click.argument("what", type=click.Choice([*LISTS, REMARKS]), default="countries")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
@click.pass_obj
def command(project: Path | None, what: str, as_json: bool) -> None:
    """List countries, projects, themes, targets, or the editors' open remarks."""
    folder = project_folder(project)
    rows = _remarks(folder) if what == REMARKS else LISTS[what](load(folder))
    click.echo(json.dumps(rows, ensure_ascii=False, indent=2) if as_json else table(rows))


def _remarks(folder: Path) -> list[Row]:
    edition = load_edition(folder)
    return [{"place": str(remark.location), "remark": remark.text} for remark in edition.remarks]


def table(rows: Sequence[Row]) -> str:
    """Rows as aligned columns under their names."""
    if not rows:
        return "nothing"
    names = list(rows[0])
    lines = [names, *([str(row[name]) for name in names] for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(names))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )
