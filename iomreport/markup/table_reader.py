"""From the lines of a pipe table to its rows, with every cell at its place and merged cells as one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from markdown_it.token import Token

from iomreport.diagnostics.codes.markup import CELLS, MERGED_CELLS
from iomreport.diagnostics.finding import Findings
from iomreport.markup.inline_reader import InlineReader
from iomreport.markup.nodes import Alignment, Cell, Row, Table
from iomreport.markup.places import Content, Source

Cells = list[Content]
Owner = tuple[int, int]
"""The row and column in which the cell begins that covers a place."""


@dataclass(slots=True)
class TableReader:
    source: Source
    findings: Findings
    inlines: InlineReader

    def read(self, opening: Token, tokens: Iterable[Token]) -> Table:
        """The table of a `table_open` token; `tokens` are those behind it."""
        first, stop = opening.map or (0, 0)
        starts: list[int] = opening.meta["starts"]
        alignments = _alignments(tokens)
        header = self._split(first, starts[0])
        rows = [self._split(row, starts[row - first]) for row in range(first + 2, stop)]
        for number, row in enumerate(rows, start=first + 2):
            if len(row) != len(header):
                at = self.source.at(number, starts[number - first], len(self.source.lines[number].strip()))
                self.findings.add(CELLS.at(at, f"this row has {len(row)} cells, and the header {len(header)}"))
                row.extend(Content(self.source, "", number, 0) for _ in range(len(header) - len(row)))
        return Table(
            self._rows([header], [first], starts[:1])[0],
            tuple(self._rows(rows, list(range(first + 2, stop)), starts[2:])),
            alignments,
            location=self.source.at(first, starts[0]),
        )

    def _split(self, number: int, start: int) -> Cells:
        """The cells of a line, as GitHub's tables split it: at every bar without a backslash before it."""
        line = self.source.lines[number]
        cells: Cells = []
        begin, at = start, start
        while (at := line.find("|", at)) >= 0:
            if at == start or line[at - 1] != "\\":
                cells.append(self._cell(number, begin, at))
                begin = at + 1
            at += 1
        cells.append(self._cell(number, begin, len(line)))
        if line.startswith("|", start):
            del cells[0]
        if len(line.rstrip()) == begin and cells:
            del cells[-1]
        return cells

    def _cell(self, number: int, begin: int, end: int) -> Content:
        raw = self.source.lines[number][begin:end]
        column = begin + len(raw) - len(raw.lstrip())
        pieces = raw.strip().split("\\|")
        bars = [sum(map(len, pieces[: index + 1])) + index for index in range(len(pieces) - 1)]
        return Content(self.source, "|".join(pieces), number, column, tuple(bars))

    def _rows(self, rows: list[Cells], numbers: list[int], starts: list[int]) -> list[Row]:
        owners = self._owners(rows)
        covered: dict[Owner, list[Owner]] = {}
        for row, line in enumerate(owners):
            for column, owner in enumerate(line):
                covered.setdefault(owner, []).append((row, column))
        read: list[list[Cell]] = [[] for _ in rows]
        for (row, column), places in covered.items():
            content = rows[row][column]
            high = places[-1][0] - row + 1
            wide = max(at for _, at in places) - column + 1
            if high * wide != len(places) or min(at for _, at in places) < column:
                self.findings.add(MERGED_CELLS.at(content.at(0), "the merged cells are no rectangle"))
                high = wide = 1
            read[row].append(Cell(self.inlines.read(content), wide, high, location=content.at(0)))
        return [
            Row(tuple(cells), location=self.source.at(number, start))
            for cells, number, start in zip(read, numbers, starts, strict=True)
        ]

    def _owners(self, rows: list[Cells]) -> list[list[Owner]]:
        """For every place the one where its cell begins: `<` is covered from the left, `^` from above."""
        owners: list[list[Owner]] = []
        for row, cells in enumerate(rows):
            line: list[Owner] = []
            for column, cell in enumerate(cells):
                owner = (row, column)
                if cell.text == "<" and column:
                    owner = line[column - 1]
                elif cell.text == "^" and row and column < len(owners[row - 1]):
                    owner = owners[row - 1][column]
                elif cell.text in ("<", "^"):
                    where = "on its left" if cell.text == "<" else "above it in the table's body"
                    self.findings.add(MERGED_CELLS.at(cell.at(0), f'"{cell.text}" has no cell {where} to continue'))
                line.append(owner)
            owners.append(line)
        return owners


def _alignments(tokens: Iterable[Token]) -> tuple[Alignment | None, ...]:
    alignments: list[Alignment | None] = []
    for token in tokens:
        if token.type == "th_open":
            style = str(token.attrs.get("style", "")).removeprefix("text-align:")
            alignments.append(cast("Alignment", style) if style else None)
        elif token.type == "table_close":
            break
    return tuple(alignments)
