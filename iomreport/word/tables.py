"""Tables of content: a repeating header row, rows that stay whole, widths that suit the text (17.4)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from iomreport.markup.nodes import Alignment, Cell, Row, Table
from iomreport.markup.walk import plain_text
from iomreport.word.fragments import FragmentStore
from iomreport.word.inlines import NoteWriter, write_inlines

_NUMBER = re.compile(r"^[-–+±]?[€$£]?\s?\d[\d\s.,\u00a0\u202f]*\s?(%|per cent)?$")
_NARROWEST = 4
_WIDEST = 40
_JUSTIFICATION = {"left": "start", "center": "center", "right": "end"}


def write_table(table: Table, store: FragmentStore, notes: NoteWriter) -> str:
    """A table over the whole text column."""
    columns = len(table.alignments)
    grid = _grid(table, columns)
    widths = _widths(grid, columns, store.styles.column_width)
    alignments: list[Alignment] = [
        alignment or _natural(grid, column) for column, alignment in enumerate(table.alignments)
    ]
    rows = [table.header, *table.rows]
    body = "".join(_row(rows, number, grid, widths, alignments, store, notes) for number in range(len(rows)))
    grid_columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{store.styles.get("table")}"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"'
        ' w:noHBand="0" w:noVBand="1"/></w:tblPr>'
        f"<w:tblGrid>{grid_columns}</w:tblGrid>{body}</w:tbl>"
    )


Slot = tuple[int, int, Cell]
"""Row and column where a cell begins, and the cell."""


def _grid(table: Table, columns: int) -> list[list[Slot]]:
    """For each row the cell that covers each column."""
    rows = [table.header, *table.rows]
    empty = Cell(())
    covered: list[list[Slot | None]] = [[None] * columns for _ in rows]
    for number, row in enumerate(rows):
        column = 0
        for cell in row.cells:
            while column < columns and covered[number][column] is not None:
                column += 1
            for below in range(number, min(number + cell.rows, len(rows))):
                for right in range(column, min(column + cell.columns, columns)):
                    covered[below][right] = (number, column, cell)
            column += cell.columns
    return [[slot or (row, column, empty) for column, slot in enumerate(line)] for row, line in enumerate(covered)]


def _widths(grid: Sequence[Sequence[Slot]], columns: int, total: int) -> list[int]:
    """Share the text column by the longest text of each column, within bounds, so that no column starves."""
    longest = [_NARROWEST] * columns
    for line in grid:
        for column, (_, _, cell) in enumerate(line):
            length = len(plain_text(cell.content)) // cell.columns
            longest[column] = max(longest[column], min(length, _WIDEST))
    widths = [total * length // sum(longest) for length in longest]
    widths[-1] += total - sum(widths)
    return widths


def _natural(grid: Sequence[Sequence[Slot]], column: int) -> Alignment:
    """A column of numbers is aligned at its right edge, so that the digits stand under each other."""
    texts = [text for line in grid[1:] if (text := plain_text(line[column][2].content).strip())]
    return "right" if texts and all(_NUMBER.match(text) for text in texts) else "left"


def _row(
    rows: Sequence[Row],
    number: int,
    grid: Sequence[Sequence[Slot]],
    widths: Sequence[int],
    alignments: Sequence[Alignment],
    store: FragmentStore,
    notes: NoteWriter,
) -> str:
    header = "<w:tblHeader/>" if number == 0 else ""
    style = store.styles.get("table-heading" if number == 0 else "table-text")
    parts = [f"<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>"]
    column = 0
    while column < len(widths):
        start_row, start_column, cell = grid[number][column]
        span = min(cell.columns, len(widths) - start_column)
        merge = ""
        if cell.rows > 1:
            merge = '<w:vMerge w:val="restart"/>' if start_row == number else "<w:vMerge/>"
        grid_span = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        width = sum(widths[column : column + span])
        inside = write_inlines(cell.content, store, notes) if start_row == number else ""
        parts.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{grid_span}{merge}</w:tcPr><w:p><w:pPr>'
            f'<w:pStyle w:val="{style}"/><w:jc w:val="{_JUSTIFICATION[alignments[column]]}"/></w:pPr>'
            f"{inside}</w:p></w:tc>"
        )
        column += span
    return "".join((*parts, "</w:tr>"))
