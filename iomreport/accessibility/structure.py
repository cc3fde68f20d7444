"""Headings: their order, and that they have words.

Tables: for data only, with a header row whose cells are whole and have words.
"""

from __future__ import annotations

from collections.abc import Iterator

from iomreport.accessibility.cells import Placed, cells_of, is_header, rows_of
from iomreport.accessibility.document import BLOCK_TAG, Story, WordFile
from iomreport.accessibility.findings import Fault
from iomreport.accessibility.wordprocessingml import Element, shown, value, w, words_of
from iomreport.diagnostics.codes.accessibility import (
    EMPTY_HEADING,
    HEADER_CELL,
    HEADING_ORDER,
    LAYOUT_TABLE,
    NESTED_TABLE,
    NO_HEADER_ROW,
)


def headings_of(file: WordFile) -> Iterator[tuple[Element, int]]:
    """The headings of the main text with their levels, those without words too."""
    for paragraph in file.paragraphs(file.main):
        level = file.styles.level(paragraph)
        if level:
            yield paragraph, level


def headings_leave_no_level_out(file: WordFile) -> Iterator[Fault]:
    """The first heading is of level 1, and each is at most one level below that before it.

    In a template this is only certain where no instruction stands between two headings: what it leaves out or repeats,
    and the headings of a field, are only known in a document.
    """
    before, certain = 0, True
    for paragraph in shown(file.main.root, w("p")):
        if file.template and (file.is_instruction(paragraph) or BLOCK_TAG.fullmatch(words_of(paragraph))):
            certain = False
            continue
        level = file.styles.level(paragraph)
        if not level:
            continue
        if certain and level > before + 1:
            words = words_of(paragraph).strip()
            follows = f"a heading of level {level} follows one of level {before}"
            message = follows if before else f"the first heading is of level {level}"
            yield Fault(HEADING_ORDER, message, file.main, paragraph, words)
        before, certain = level, True


def headings_have_words(file: WordFile) -> Iterator[Fault]:
    """No heading is without words, nor a picture that says some."""
    for paragraph, level in headings_of(file):
        drawn = next(shown(paragraph, w("drawing"), w("pict")), None)
        if not words_of(paragraph).strip() and drawn is None:
            yield Fault(EMPTY_HEADING, f"a heading of level {level} has no words", file.main, paragraph)


def tables_of(file: WordFile) -> Iterator[tuple[Story, Element]]:
    """All tables that are shown."""
    for story in file.stories:
        for table in shown(story.root, w("tbl")):
            yield story, table


def tables_hold_data(file: WordFile) -> Iterator[Fault]:
    """A table has a header row and data below it, and no table stands in another."""
    for story, table in tables_of(file):
        if next(table.iterancestors(w("tbl")), None) is not None:
            yield Fault(NESTED_TABLE, "a table stands in a cell of another table", story, table)
            continue
        rows = rows_of(table, file)
        if not rows:
            continue
        repeated = len(rows) < sum(1 for each in table.iter(w("tr")) if next(each.iterancestors(w("tbl"))) is table)
        columns = max(sum(cell.span for cell in cells_of(row)) for row in rows)
        if not is_header(rows[0]):
            yield _without_header(table, story, len(rows), columns, repeated=repeated)
        elif len(rows) == 1 and not repeated:
            yield Fault(LAYOUT_TABLE, "a table has a header row and no data", story, table)


def _without_header(table: Element, story: Story, rows: int, columns: int, *, repeated: bool) -> Fault:
    if repeated or (rows > 1 and columns > 1):
        return Fault(NO_HEADER_ROW, "the first row of a table is not marked as its header", story, table)
    what = "a single cell" if rows == columns == 1 else "a single row" if rows == 1 else "a single column"
    return Fault(LAYOUT_TABLE, f"a table of {what} without a header only lays out", story, table)


def header_cells_are_whole(file: WordFile) -> Iterator[Fault]:
    """In the header rows at the head of a table every cell has words, and is the header of one column."""
    for story, table in tables_of(file):
        for row in rows_of(table, file):
            if not is_header(row):
                break
            for cell in cells_of(row):
                fault = _of_cell(cell)
                if fault:
                    yield Fault(HEADER_CELL, fault, story, cell.cell)


def _of_cell(placed: Placed) -> str:
    merged = placed.cell.find(w("tcPr/vMerge"))
    if merged is not None and value(merged) != "restart":
        return ""
    if merged is not None:
        return "a header cell is merged with the one below it"
    if placed.span > 1:
        return f"a header cell is merged over {placed.span} columns"
    words = any(words_of(each).strip() for each in placed.cell.iter(w("p")))
    drawn = next(shown(placed.cell, w("drawing"), w("pict")), None) is not None
    return "" if words or drawn else f"the header cell of column {placed.column + 1} is empty"
