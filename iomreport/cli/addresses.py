"""`iomreport addresses`: the fields of a document that came back, and what was changed in them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import click

from iomreport.cli.errors import DONE, ERRORS, on_one_line, project_folder, project_if_any
from iomreport.diagnostics.codes.publish import UNREADABLE_DOCUMENT
from iomreport.diagnostics.finding import ContentError, Findings, Location
from iomreport.returned.compare import FieldDiff, FieldState, Piece, readable, word_diff
from iomreport.returned.read import State
from iomreport.returned.status import compare, is_page, is_pdf, read_document, reading, returned_in
from iomreport.strategy.load.cached import load_cached
from iomreport.strategy.origin import read_origin
from iomreport.word.document import WordDocument

_WIDTH = 100
_CHANGED = {
    True: "the content has changed",
    False: "the template or the program has changed",
    None: "the content, the template or the program has changed",
}


@click.command("addresses")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--changed", is_flag=True, help="Only the fields that differ from the content, are gone, or unsure.")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
@click.option(
    "--exit-code",
    is_flag=True,
    help="Leave with 1 where a field was, or may have been, changed in the document, is gone, or is unsure.",
)
@click.pass_obj
def command(project: Path | None, file: Path, changed: bool, as_json: bool, exit_code: bool) -> int:
    """List the fields of FILE by their addresses, with their text and its difference from the content.

    A field that is as it was built, and older than the content, is told from one that was changed in the document.
    Tracked changes count as accepted. Outside a project the texts are listed alone. The exit code is 0 whatever the
    fields say, unless --exit-code asks for it.
    """
    compared = _compared(file, project)
    shown = [each for each in compared if not changed or each.is_notable]
    if as_json:
        click.echo(json.dumps([row(each) for each in shown], ensure_ascii=False, indent=2))
    else:
        for each in shown:
            click.echo("\n".join(lines(each)))
        click.echo(summary(compared))
    return ERRORS if exit_code and any(each.is_returned for each in compared) else DONE


def _compared(file: Path, project: Path | None) -> list[FieldDiff]:
    content = read_document(file)
    form = "a PDF" if is_pdf(content) else "a page in HTML" if is_page(content) else ""
    if form:
        message = f"it is {form}, of which no fields can be read back; the Word document (.docx) is wanted"
        fix = f"ask for the .docx; where {form} comes from says: iomreport inspect {file}"
        raise ContentError(UNREADABLE_DOCUMENT.at(Location(str(file)), message, fix=fix))
    with reading(str(file)):
        package = WordDocument(content)
    document = returned_in(package, str(file))
    origin = read_origin(document.properties)
    folder = project_folder(project) if project is not None else project_if_any()
    strategy = load_cached(folder, Findings()) if folder is not None and origin is not None else None
    return compare(document, origin, strategy, folder or Path(), str(file))


def row(each: FieldDiff) -> dict[str, Any]:
    """A field for scripts."""
    field = each.field
    found: dict[str, Any] = {"address": field.address, "state": str(each.standing)}
    if field.state is not State.FOUND:
        return {**found, "why": field.why}
    found |= {"text": field.text, "content": each.today.text if each.today is not None else None}
    if each.differs or each.beside:
        found["difference"] = _pieces(difference(each))
        found |= {where: _pieces(pieces) for where, pieces in beside(each)}
    return found


def difference(each: FieldDiff) -> tuple[Piece, ...]:
    """What was changed: in the document, or in the content since an untouched field was built."""
    now, content = each.field.text, each.today.text if each.today is not None else ""
    return word_diff(now, content) if each.standing is FieldState.OUTDATED else word_diff(content, now)


def _pieces(pieces: Iterable[Piece]) -> list[dict[str, str]]:
    return [{"kind": kind, "text": text} for kind, text in pieces]


def beside(each: FieldDiff) -> list[tuple[str, tuple[Piece, ...]]]:
    """What was changed before and behind a field."""
    return [(where, word_diff(then, now)) for where, (then, now) in each.beside.items()]


def lines(each: FieldDiff) -> list[str]:
    """A field for people."""
    field = each.field
    if field.state is not State.FOUND:
        return [f"{field.address}: {field.state}, {on_one_line(field.why)}"]
    if not each.is_notable:
        note = "" if each.today is not None else " (nothing in the content to compare it with)"
        text = on_one_line(field.text)
        return [f"{field.address}: {text[:_WIDTH]}{'…' if len(text) > _WIDTH else ''}{note}"]
    said = [f"{field.address}: {_what(each)}"]
    if each.differs:
        said.append(f"    {on_one_line(readable(difference(each)))}")
    said += (f"    {where} it: {on_one_line(readable(pieces))}" for where, pieces in beside(each))
    return said


def _what(each: FieldDiff) -> str:
    """Which of document and content was changed."""
    how = "changed" if each.field.text else "emptied"
    match each.standing:
        case FieldState.OUTDATED:
            return f"as it was built; {_CHANGED[each.content_changed]} since"
        case FieldState.BOTH:
            return f"{how} in the document, and {_CHANGED[each.content_changed]} since it was built"
        case FieldState.UNCLEAR:
            return "not what the content says; whether it was changed in the document cannot be told"
        case _:
            return f"{how} in the document" if each.differs else "as it was, but not what stands beside it"


def summary(compared: Collection[FieldDiff]) -> str:
    """How many fields there are of each kind."""
    count = Counter(each.standing for each in compared)
    changed = count[FieldState.EDITED] + count[FieldState.BOTH]
    unknown = sum(each.standing is FieldState.FOUND and each.today is None for each in compared)
    told = [(changed, "changed"), (count[FieldState.GONE], "gone"), (count[FieldState.UNSURE], "unsure")]
    seldom = (
        (count[FieldState.OUTDATED], "older than the content"),
        (count[FieldState.UNCLEAR], "unclear"),
        (unknown, "not compared"),
    )
    told += (each for each in seldom if each[0])
    return f"{count.total()} addresses: {', '.join(f'{number} {what}' for number, what in told)}"
