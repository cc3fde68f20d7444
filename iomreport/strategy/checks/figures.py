"""Pictures have a file, and words for who cannot see them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from iomreport.diagnostics.codes.checks import FIGURE_ALTERNATIVE, FIGURE_FILE
from iomreport.diagnostics.finding import Diagnostic, Location
from iomreport.diagnostics.suggest import did_you_mean
from iomreport.markup.walk import figures
from iomreport.strategy.checks.check_context import CheckContext


def figures_have_words(material: CheckContext) -> Iterator[Diagnostic]:
    for _, prose in material.prose:
        for figure in figures(prose):
            if not figure.alternative:
                message = f"the picture {figure.source} has no alternative text"
                yield FIGURE_ALTERNATIVE.at(figure.location or prose.location, message)


def figures_have_files(material: CheckContext) -> Iterator[Diagnostic]:
    for _, prose in material.prose:
        for figure in figures(prose):
            place = figure.location or prose.location
            if place is not None:
                yield from _file(material, figure.source, PurePosixPath(place.path).parent, place)
    publisher = material.strategy.publisher
    if publisher.emblem:
        yield from _file(material, publisher.emblem, PurePosixPath("content"), publisher.place("emblem"))


def _file(material: CheckContext, source: str, folder: PurePosixPath, place: Location | None) -> Iterator[Diagnostic]:
    if not source or "://" in source:
        return
    file = material.project / folder / source
    try:
        if file.is_file():
            return
        beside = [each.name for each in file.parent.iterdir()] if file.parent.is_dir() else []
    except (OSError, ValueError):
        beside = []
    fix = did_you_mean(PurePosixPath(source).name, beside)
    yield FIGURE_FILE.at(place, f"there is no file {(folder / source).as_posix()}", fix=fix)
