"""Which places of a table's grid each cell covers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

MOST_COLUMNS = 63
"""Word's own limit for the columns of a table."""


class Place(NamedTuple):
    """Where a cell stands: its first column and how far it reaches. `cell` is its number in its row, or none."""

    column: int
    columns: int
    rows: int
    cell: int | None


def lay_out(rows: Sequence[Iterable[tuple[int, int]]], width: int = 0) -> tuple[list[list[Place]], int]:
    """The places of cells that cover (columns, rows), and the width of the grid, at least `width`.

    A cell that would overlap another or reach below the last row is cut; a place that no cell covers is a place
    without a cell, so that the places of a grid always fill it.
    """
    taken: set[tuple[int, int]] = set()
    places: list[list[Place]] = []
    for number, row in enumerate(rows):
        column, placed = 0, list[Place]()
        for index, (columns, depth) in enumerate(row):
            while (number, column) in taken:
                column += 1
            depth = max(1, min(depth, len(rows) - number))
            reach = 1
            while reach < min(columns, MOST_COLUMNS) and (number, column + reach) not in taken:
                reach += 1
            taken.update((number + down, column + right) for down in range(depth) for right in range(reach))
            placed.append(Place(column, reach, depth, index))
            column += reach
        width = max(width, column)
        places.append(placed)
    for number, placed in enumerate(places):
        gaps = [Place(column, 1, 1, None) for column in range(width) if (number, column) not in taken]
        if gaps:
            placed.extend(gaps)
            placed.sort()
    return places, width
