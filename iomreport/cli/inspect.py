"""`iomreport inspect`: where a document comes from, and whether it is still current."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from iomreport.cli.errors import DONE, ERRORS, on_one_line, project_folder, project_if_any
from iomreport.diagnostics.codes.publish import NO_LONGER_THERE
from iomreport.diagnostics.finding import ContentError, Diagnostic, Findings
from iomreport.returned.status import extract_today, origin_in, read_document, read_stated_origin, reading, template_of
from iomreport.strategy.load.cached import load_cached
from iomreport.strategy.origin import Changes, Origin, changes_since


@dataclass(frozen=True, slots=True)
class Inspection:
    """What is known of a document. Without a project `template` and `changes` are not known.

    `faults` are the errors for which the content cannot be compared.
    """

    file: str
    origin: Origin
    core: Mapping[str, str]
    as_built: bool
    template: tuple[str, bool] | None = None
    changes: Changes | None = None
    faults: tuple[Diagnostic, ...] = ()


@click.command("inspect")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
@click.option("--exit-code", is_flag=True, help="Leave with 1 where the document was edited or is not current.")
@click.pass_obj
def command(project: Path | None, file: Path, as_json: bool, exit_code: bool) -> int:
    """Say where FILE comes from, whether it is as it was built, and which fields changed in the content since.

    FILE is a Word document, a PDF or a page. Outside a project it says where the document comes from alone. The exit
    code is 0 whatever it says, unless --exit-code asks for it, and 1 where the content cannot be compared.
    """
    found = inspect(file, project_folder(project) if project is not None else project_if_any())
    if as_json:
        click.echo(json.dumps(row(found), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(lines(found)))
    if found.faults:
        return ERRORS
    return ERRORS if exit_code and (not found.as_built or bool(found.changes)) else DONE


def inspect(file: Path, project: Path | None) -> Inspection:
    """Look into a document. Raises `ContentError` where it cannot be read or says nothing of itself."""
    name, content = str(file), read_document(file)
    with reading(name):
        said = read_stated_origin(content)
    origin = origin_in(said.properties, name)
    found = Inspection(name, origin, said.core, said.as_built)
    if project is None:
        return found
    template: tuple[str, bool] | None = None
    # A page is made without one.
    if origin.template:
        path, same = template_of(origin, project)
        template = path.relative_to(project).as_posix(), same
    found = replace(found, template=template)
    try:
        part = extract_today(origin, load_cached(project, Findings()), name)
    except ContentError as error:
        # What the document says of itself is no less true for what is wrong with the content.
        return replace(found, faults=tuple(error.diagnostics))
    return replace(found, changes=changes_since(origin, part))


def row(found: Inspection) -> dict[str, Any]:
    """What is known, for scripts."""
    origin, changes = found.origin, found.changes
    return {
        "file": found.file,
        "title": found.core.get("title", ""),
        "edition": origin.edition,
        "target": origin.target,
        "countries": origin.countries,
        "themes": origin.themes,
        "created": found.core.get("created", ""),
        "modified": found.core.get("modified", ""),
        "version": origin.version,
        "layout": origin.layout,
        "fonts": origin.fonts,
        "content": origin.content,
        "template": {
            "digest": origin.template,
            "file": found.template[0] if found.template else None,
            "unchanged": found.template[1] if found.template else None,
        },
        "as_built": found.as_built,
        "current": None if changes is None else not changes,
        "changed": changes.changed if changes else (),
        "new": changes.new if changes else (),
        "gone": changes.gone if changes else (),
        "others": changes.others if changes else False,
        "unknown": changes.unknown if changes else False,
        "faults": [{"code": each.code, "message": each.message} for each in found.faults],
    }


def lines(found: Inspection) -> list[str]:
    """What is known, for people."""
    origin, core = found.origin, found.core
    said = {
        "title": core.get("title", ""),
        "edition": origin.edition,
        "target": origin.target,
        "dated": core.get("created", ""),
        "saved": core.get("modified", "") if core.get("modified") != core.get("created") else "",
        "made by": f"iomreport {origin.version}",
        "template": _template(found),
        "layout": origin.layout,
        "fonts": origin.fonts,
        "document": "as it was built" if found.as_built else "edited, or saved by another program, since it was built",
        "content": _content(found),
    }
    listed = [found.file, *(f"  {name:<10}{on_one_line(text)}" for name, text in said.items() if text)]
    changes = found.changes or Changes()
    for kind, addresses in (("changed", changes.changed), ("new", changes.new), ("gone", changes.gone)):
        listed += (f"    {kind:<8}{on_one_line(address)}" for address in addresses)
    return listed


def _template(found: Inspection) -> str:
    if found.template is None:
        return found.origin.template
    name, same = found.template
    return f"{name}, unchanged" if same else f"no longer in the project as it was; {name} would be used now"


def _content(found: Inspection) -> str:
    changes = found.changes
    if found.faults:
        return f"not compared: {_obstacle(found.faults)}"
    if changes is None:
        return "not compared: there is no project here"
    if not changes:
        return "current"
    if changes.unknown:
        return "not current; the document carries no digests that tell which fields changed"
    if changes.others:
        return "not current: no field changed, but words of the language, members of themes or groups, or the date"
    counts = (len(changes.changed), "changed"), (len(changes.new), "new"), (len(changes.gone), "gone")
    return f"not current: {', '.join(f'{count} {kind}' for count, kind in counts if count)}"


def _obstacle(faults: Sequence[Diagnostic]) -> str:
    """Why the content cannot be compared: it has no longer what the document shows, or cannot be read."""
    if all(each.code == NO_LONGER_THERE.id for each in faults):
        return "; ".join(f"{each.message} ({each.code}); {each.fix}" for each in faults)
    errors = "1 error" if len(faults) == 1 else f"{len(faults)} errors"
    return f"the content has {errors}, which iomreport check shows"
