"""References lead to places that exist.

Pictures have a file, and words for who cannot see them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from iomreport.diagnostics.codes.checks import FIGURE_ALTERNATIVE, FIGURE_FILE, REFERENCE_UNKNOWN
from iomreport.diagnostics.finding import Diagnostic, Location
from iomreport.diagnostics.suggest import did_you_mean, nearest
from iomreport.markup.nodes import Figure, Heading, Table
from iomreport.markup.walk import blocks, figures, references
from iomreport.strategy.checks.check_context import CheckContext
from iomreport.strategy.model.country import Country


def addresses(context: CheckContext) -> list[str]:
    """What a reference can name: whatever has a title, and what has an id within a text."""
    found = [
        address
        for address, record in context.records
        if address and (isinstance(record, Country) or "title" in type(record).model_fields)
    ]
    # A closing section is `AL/closing/forum` for a reference.
    found += [address.replace("/closing/sections/", "/closing/") for address in found if "/closing/" in address]
    for _, prose in context.prose:
        found += [block.id for block in blocks(prose) if isinstance(block, Heading | Table | Figure) and block.id]
    return found


def references_exist(context: CheckContext) -> Iterator[Diagnostic]:
    known = addresses(context)
    for address, prose in context.prose:
        for reference in references(prose):
            if reference.address in known:
                continue
            near = _nearest(reference.address, address, known)
            fix = f"did you mean #{near}?" if near else ""
            message = f"there is no place #{reference.address}"
            yield REFERENCE_UNKNOWN.at(reference.location or prose.location, message, fix=fix)


def _nearest(wanted: str, here: str, known: list[str]) -> str | None:
    """The address that was meant: one in the same chapter if the words fit there."""
    own = [each for each in known if each.partition("/")[0] == wanted.partition("/")[0]]
    return nearest(wanted, own) or nearest(wanted, known) or nearest(f"{here.partition('/')[0]}/{wanted}", known)


def figures_have_words(context: CheckContext) -> Iterator[Diagnostic]:
    for _, prose in context.prose:
        for figure in figures(prose):
            if not figure.alternative:
                message = f"the picture {figure.source} has no alternative text"
                yield FIGURE_ALTERNATIVE.at(figure.location or prose.location, message)


def figures_have_files(context: CheckContext) -> Iterator[Diagnostic]:
    for _, prose in context.prose:
        for figure in figures(prose):
            place = figure.location or prose.location
            if place is not None:
                yield from _file(context, figure.source, PurePosixPath(place.path).parent, place)
    publisher = context.strategy.publisher
    if publisher.emblem:
        yield from _file(context, publisher.emblem, PurePosixPath("content"), publisher.place("emblem"))


def _file(context: CheckContext, source: str, folder: PurePosixPath, place: Location | None) -> Iterator[Diagnostic]:
    if not source or "://" in source:
        return
    file = context.project / folder / source
    try:
        if file.is_file():
            return
        beside = [each.name for each in file.parent.iterdir()] if file.parent.is_dir() else []
    except (OSError, ValueError):
        beside = []
    fix = did_you_mean(PurePosixPath(source).name, beside)
    yield FIGURE_FILE.at(place, f"there is no file {(folder / source).as_posix()}", fix=fix)
