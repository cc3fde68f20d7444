"""The order of keys in a YAML file: that of the model, which is the order in which documents print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import PurePosixPath
from typing import cast

from iomreport.diagnostics.finding import Findings
from iomreport.markup.field import Record
from iomreport.strategy.checks.typography import Change
from iomreport.strategy.load.field_types import FieldShape, Kind, shapes_of
from iomreport.strategy.load.yaml_reader import KeyPath, YamlText, read_yaml
from iomreport.strategy.model.country import Country, ProjectGroup
from iomreport.strategy.model.strategy import Acronym, Theme

_RECORDS: Mapping[str, type[Record]] = {
    "country.yaml": Country,
    "projects.yaml": ProjectGroup,
    "themes.yaml": Theme,
    "acronyms.yaml": Acronym,
}


def ordered_keys(text: str, path: str) -> list[Change]:
    """The change that brings the first set of keys that is out of order into order; none if all are, or may be."""
    record = _RECORDS.get(PurePosixPath(path).name)
    read = read_yaml(text, path, Findings())
    if record is None or read is None:
        return []
    for at, shape in _records(read.value, (), FieldShape(Kind.RECORD, record=record)):
        change = _change(text, read, at, shape)
        if change is not None:
            return [change]
    return []


def _records(value: object, at: KeyPath, shape: FieldShape) -> Iterator[tuple[KeyPath, type[Record]]]:
    """The sets of keys in a value, inner ones first."""
    if isinstance(value, tuple):
        inner = shape.item if shape.kind is Kind.LIST and shape.item else shape
        for index, item in enumerate(cast("tuple[object, ...]", value)):
            yield from _records(item, (*at, index), inner)
    elif isinstance(value, dict) and shape.record is not None:
        shapes = shapes_of(shape.record)
        for key, item in cast("dict[str, object]", value).items():
            if key in shapes:
                yield from _records(item, (*at, key), shapes[key])
        yield at, shape.record


def _change(text: str, read: YamlText, at: KeyPath, record: type[Record]) -> Change | None:
    keys = [path for path in read.keys if path[:-1] == at and len(path) == len(at) + 1]
    # A name says whose the keys are; remarks are about what stands before them.
    order = sorted(shapes_of(record), key=lambda name: (name == "remarks", name != "names"))
    if len(keys) < 2 or any(str(key[-1]) not in order for key in keys):
        return None
    wanted = sorted(keys, key=lambda key: order.index(str(key[-1])))
    marks = [read.keys[key] for key in keys]
    # Keys on lines of their own, all in one column; the first may stand behind the dash of its item.
    if wanted == keys or len({mark.line for mark in marks}) < len(marks) or len({mark.column for mark in marks}) > 1:
        return None
    lines = text.split("\n")
    if any(lines[mark.line - 1][: mark.column - 1].strip() for mark in marks[1:]):
        return None
    return _reordered(text, lines, [mark.line - 1 for mark in marks], marks[0].column - 1, _order(keys, wanted))


def _order(keys: list[KeyPath], wanted: list[KeyPath]) -> list[int]:
    return [keys.index(key) for key in wanted]


def _reordered(text: str, lines: list[str], firsts: list[int], column: int, order: list[int]) -> Change | None:
    end = firsts[-1] + 1
    while end < len(lines) and (not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip()) > column):
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    starts = [firsts[0], *(_with_comments(lines, first, column) for first in firsts[1:])]
    bounds = [*starts, end]
    blocks = [lines[first:last] for first, last in pairwise(bounds)]
    lead = lines[firsts[0]][:column]
    if any(not block[-1].strip() for block in blocks[:-1]):
        return None  # Empty lines part groups of keys that a person made.
    blocks[0] = [" " * column + blocks[0][0][column:], *blocks[0][1:]]
    chosen = [blocks[number] for number in order]
    heads = [index for index, line in enumerate(chosen[0]) if not line.lstrip().startswith("#")]
    if heads[0] and lead.strip():
        return None  # A comment cannot stand between the dash of an item and its first key.
    chosen[0] = [lead + chosen[0][0][column:], *chosen[0][1:]]
    start = sum(len(line) + 1 for line in lines[: starts[0]])
    old = "\n".join(lines[starts[0] : end])
    return Change(start, start + len(old), "\n".join(line for block in chosen for line in block))


def _with_comments(lines: list[str], first: int, column: int) -> int:
    """The first line of a key with the comments above it that are indented like it."""
    while first and lines[first - 1].lstrip().startswith("#") and lines[first - 1].index("#") == column:
        first -= 1
    return first
