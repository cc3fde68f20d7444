"""What the rules look at: the edition as it was read, its words with their places, and the project's settings.

The fixed words of the edition that its templates can print, by name.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import cast

from iomreport.diagnostics.finding import Location
from iomreport.markup.field import Record
from iomreport.markup.nodes import Prose, Text
from iomreport.markup.walk import inlines
from iomreport.strategy.addresses import Field, fields, records
from iomreport.strategy.checks.settings import Settings
from iomreport.strategy.load.loader import LABELS, STRATEGY, Edition
from iomreport.strategy.load.reading import Reading
from iomreport.strategy.model.strategy import Strategy


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand together, and where they begin. `prose` ones are from a text, others from a field of facts."""

    text: str
    location: Location
    prose: bool
    address: str
    name: str = ""


@dataclass(slots=True)
class Pages:
    """The files of a project as text, each read once."""

    project: Path
    _texts: dict[str, str] = field(default_factory=dict[str, str])
    _starts: dict[str, list[int]] = field(default_factory=dict[str, list[int]])

    def text(self, path: str) -> str:
        """The text of a file; empty where it cannot be read."""
        if path not in self._texts:
            try:
                text = (self.project / path).read_bytes().decode("utf-8-sig", "replace")
            except OSError:
                text = ""
            self._texts[path] = text.replace("\r\n", "\n").replace("\r", "\n")
            self._starts[path] = [0, *(at + 1 for at, sign in enumerate(self._texts[path]) if sign == "\n")]
        return self._texts[path]

    def lines(self, path: str) -> list[str]:
        return self.text(path).split("\n")

    def place(self, path: str, offset: int, length: int = 1) -> Location:
        """A place in a file by its offset from the beginning."""
        self.text(path)
        starts = self._starts[path]
        line = bisect_right(starts, offset)
        return Location(path, line, offset - starts[line - 1] + 1, length)

    def locate(self, piece: Piece, start: int, end: int) -> Location:
        """Where a word of a piece stands in its file. A word holds no space, so no line of the file breaks it."""
        at, word = piece.location, piece.text[start:end]
        if at.line is None or at.column is None:
            return at
        text = self.text(at.path)
        starts = self._starts[at.path]
        if at.line > len(starts):
            return at
        offset = starts[at.line - 1] + at.column - 2
        for _ in range(piece.text.count(word, 0, start) + 1):
            offset = text.find(word, offset + 1)
            if offset < 0:
                return at
        return self.place(at.path, offset, end - start)


@dataclass(frozen=True)
class CheckContext:
    """All that a rule can look at. `strategy` may be a part of the edition, where the rest could not be read."""

    project: Path
    edition: Edition
    strategy: Strategy
    settings: Settings
    pages: Pages

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        return tuple(fields(self.strategy))

    @cached_property
    def records(self) -> tuple[tuple[str, Record], ...]:
        return tuple(records(self.strategy))

    @cached_property
    def prose(self) -> tuple[tuple[str, Prose], ...]:
        """The pieces of prose with their addresses."""
        return tuple((each.address, each.value) for each in self.fields if isinstance(each.value, Prose))

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """All words of the edition, in reading order; a note that is cited twice comes once."""
        seen: set[tuple[Location, str]] = set()
        found: list[Piece] = []
        for piece in self._pieces():
            key = (piece.location, piece.text)
            if key not in seen:
                seen.add(key)
                found.append(piece)
        return tuple(found)

    def _pieces(self) -> Iterator[Piece]:
        for each in self.fields:
            if isinstance(each.value, Prose):
                for node in inlines(each.value, notes=True):
                    at = node.location or each.value.location
                    if isinstance(node, Text) and at is not None:
                        yield Piece(node.text, at, True, each.address)
                continue
            value = getattr(each.record, each.name)
            items = cast("tuple[object, ...]", value) if isinstance(value, tuple) else (value,)
            for index, item in enumerate(items):
                name = f"{each.name}[{index}]" if isinstance(value, tuple) else each.name
                at = each.record.place(name)
                if isinstance(item, str) and at is not None:
                    yield Piece(item, at, False, each.address, each.name)


def label_names(project: Path) -> frozenset[str] | None:
    """The names of the labels in the edition's language; None where they cannot be read."""
    reading = Reading(project)
    frame, labels = reading.yaml(STRATEGY), reading.yaml(LABELS)
    if frame is None or labels is None or not isinstance(frame.value, dict) or not isinstance(labels.value, dict):
        return None
    language = str(frame.value.get("language", ""))
    found = labels.value.get(language) or labels.value.get(language.partition("-")[0])
    return frozenset(found) if isinstance(found, dict) else None
