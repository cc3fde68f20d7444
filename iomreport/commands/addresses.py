"""`iomreport addresses`: the fields of a document that came back, and what was changed in them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from iomreport.build.differences import Piece, differences, readable
from iomreport.build.kept import load_kept
from iomreport.build.origin import read_origin
from iomreport.build.returning import Compared, compare, read_document, reading, returned_in
from iomreport.commands.boundary import DONE, ERRORS
from iomreport.commands.project import project_folder, project_if_any
from iomreport.commands.terminal import on_one_line
from iomreport.diagnostics import Findings
from iomreport.word.opened import OpenedPackage
from iomreport.word.returned import State

_WIDTH = 100


@click.command("addresses")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--changed", is_flag=True, help="Only the fields that differ from the content, are gone, or unsure.")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
@click.option("--exit-code", is_flag=True, help="Leave with 1 where a field differs, is gone, or is unsure.")
@click.pass_obj
def command(project: Path | None, file: Path, changed: bool, as_json: bool, exit_code: bool) -> int:
    """List the fields of FILE by their addresses, with their text and its difference from the content.

    Tracked changes count as accepted. Outside a project the texts are listed alone. The exit code is 0 whatever the
    fields say, unless --exit-code asks for it.
    """
    compared = _compared(file, project)
    shown = [each for each in compared if not changed or is_notable(each)]
    if as_json:
        click.echo(json.dumps([row(each) for each in shown], ensure_ascii=False, indent=2))
    else:
        for each in shown:
            click.echo("\n".join(lines(each)))
        click.echo(summary(compared))
    return ERRORS if exit_code and any(map(is_notable, compared)) else DONE


def _compared(file: Path, project: Path | None) -> list[Compared]:
    content = read_document(file)
    with reading(str(file)):
        package = OpenedPackage(content)
    document = returned_in(package, str(file))
    origin = read_origin(document.properties)
    folder = project_folder(project) if project is not None else project_if_any()
    strategy = load_kept(folder, Findings()) if folder is not None and origin is not None else None
    return compare(document, origin, strategy, folder or Path(), str(file))


def is_notable(each: Compared) -> bool:
    """Whether a field is not as content has it."""
    return each.differs or each.field.state is not State.FOUND


def row(each: Compared) -> dict[str, Any]:
    """A field for scripts."""
    field = each.field
    found: dict[str, Any] = {"address": field.address, "state": str(field.state)}
    if field.state is not State.FOUND:
        return {**found, "why": field.why}
    found |= {"text": field.text, "content": each.today.text if each.today is not None else None}
    if each.differs and each.today is not None:
        found["difference"] = _pieces(differences(each.today.text, field.text))
        found |= {where: _pieces(pieces) for where, pieces in beside(each)}
    return found


def _pieces(pieces: Iterable[Piece]) -> list[dict[str, str]]:
    return [{"kind": kind, "text": text} for kind, text in pieces]


def beside(each: Compared) -> list[tuple[str, tuple[Piece, ...]]]:
    """What was changed before and behind a field."""
    return [(where, differences(then, now)) for where, (then, now) in each.beside.items()]


def lines(each: Compared) -> list[str]:
    """A field for people."""
    field = each.field
    if field.state is not State.FOUND:
        return [f"{field.address}: {field.state}, {on_one_line(field.why)}"]
    if not each.differs or each.today is None:
        note = "" if each.today is not None else " (nothing in the content to compare it with)"
        text = on_one_line(field.text)
        return [f"{field.address}: {text[:_WIDTH]}{'…' if len(text) > _WIDTH else ''}{note}"]
    how = ("changed" if field.text else "emptied") if each.is_changed else "as it was, but not what stands beside it"
    said = [f"{field.address}: {how}"]
    if each.is_changed:
        said.append(f"    {on_one_line(readable(differences(each.today.text, field.text)))}")
    said += (f"    {where} it: {on_one_line(readable(pieces))}" for where, pieces in beside(each))
    return said


def summary(compared: Iterable[Compared]) -> str:
    """How many fields there are of each kind."""
    every = list(compared)
    gone = sum(each.field.state is State.GONE for each in every)
    unsure = sum(each.field.state is State.UNSURE for each in every)
    unknown = sum(each.field.state is State.FOUND and each.today is None for each in every)
    counts = ((sum(each.differs for each in every), "changed"), (gone, "gone"), (unsure, "unsure"))
    said = ", ".join(f"{count} {what}" for count, what in counts)
    return f"{len(every)} addresses: {said}" + (f", {unknown} not compared" if unknown else "")
