"""From a table to the lines of a pipe table."""

from __future__ import annotations

from iomreport.markup.escape import HARD_SPACE
from iomreport.markup.grid import lay_out
from iomreport.markup.inline_writer import Cite, write_line
from iomreport.markup.nodes import Cell, Row, Table

_RULES = {None: "---", "left": ":--", "center": ":-:", "right": "--:"}
_WIDEST = 100
"""Tables wider than this are not filled up with spaces."""


def write_table(table: Table, cite: Cite) -> list[str]:
    """The lines of a table; `<` and `^` continue merged cells."""
    columns = len(table.alignments)
    header, *body = [*_cells((table.header,), columns, cite), *_cells(table.rows, columns, cite)]
    lines = [header, [_RULES[alignment] for alignment in table.alignments], *body]
    widths = [max(len(line[column]) for line in lines) for column in range(columns)]
    if sum(widths) > _WIDEST:
        widths = [3] * columns
    for column, width in enumerate(widths):
        rule = lines[1][column]
        lines[1][column] = rule[0] + "-" * (width - 2) + rule[2]
    return [f"| {' | '.join(map(str.ljust, line, widths))} |" for line in lines]


def _cells(rows: tuple[Row, ...], columns: int, cite: Cite) -> list[list[str]]:
    """The text at every place of the grid."""
    grid = [["^"] * columns for _ in rows]
    places, _ = lay_out([[(cell.columns, cell.rows) for cell in row.cells] for row in rows], columns)
    for line, row, placed in zip(grid, rows, places, strict=True):
        for place in placed:
            line[place.column : place.column + place.columns] = ["<"] * place.columns
            line[place.column] = "" if place.cell is None else _cell(row.cells[place.cell], cite)
    return grid


def _cell(cell: Cell, cite: Cite) -> str:
    text = write_line(cell.content, cite).replace(HARD_SPACE, " ").replace("|", "\\|")
    return "\\^" if text == "^" else text
