"""Where a cell stands in its table, and what the style of the table gives it (ECMA-376 part 1, 17.7.6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from iomreport.accessibility.document import WordFile
from iomreport.accessibility.styles import Found, Style
from iomreport.accessibility.wordprocessingml import Element, is_on, value, w

_BITS = {
    "firstRow": 0x20,
    "lastRow": 0x40,
    "firstColumn": 0x80,
    "lastColumn": 0x100,
    "noHBand": 0x200,
    "noVBand": 0x400,
}
_ON = ("1", "true", "on")


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A cell and the first of the columns that it covers, from 0."""

    cell: Element
    column: int
    span: int


def rows_of(table: Element, file: WordFile) -> list[Element]:
    """The rows of a table itself, without those of a template that only hold an instruction."""
    known = file.rows.get(table)
    if known is None:
        found = [row for row in table.iter(w("tr")) if next(row.iterancestors(w("tbl"))) is table]
        known = file.rows[table] = [row for row in found if not file.is_instruction_row(row)]
    return known


def cells_of(row: Element) -> list[Placed]:
    """The cells of a row itself with the columns that they cover."""
    column = _number(row.find(w("trPr/gridBefore")), 0)
    found: list[Placed] = []
    for cell in row.iter(w("tc")):
        if next(cell.iterancestors(w("tr"))) is row:
            span = _number(cell.find(w("tcPr/gridSpan")), 1)
            found.append(Placed(cell, column, span))
            column += span
    return found


def is_header(row: Element) -> bool:
    """Whether a row is marked as a header (17.4.78)."""
    return is_on(row.find(w("trPr/tblHeader")))


def style_of_cell(cell: Element, file: WordFile, name: str) -> list[Found]:
    """The `w:rPr` or `w:tcPr` that the style of the table gives a cell, the nearest first."""
    table = next(cell.iterancestors(w("tbl")))
    styles = file.styles.of_table(table)
    if not styles:
        return []
    kinds = _kinds(cell, table, file)
    found = [Found(each, style) for kind in kinds for style, each in _conditional(styles, kind, name)]
    return found + [Found(each, style) for style in styles if (each := style.element.find(w(name))) is not None]


def _conditional(styles: Sequence[Style], kind: str, name: str) -> Iterator[tuple[Style, Element]]:
    for style in styles:
        for part in style.element.findall(w("tblStylePr")):
            inside = part.find(w(name))
            if value(part, "type") == kind and inside is not None:
                yield style, inside


def _kinds(cell: Element, table: Element, file: WordFile) -> list[str]:
    """The parts of the table's style that are for this cell, the nearest first."""
    rows = rows_of(table, file)
    row = next(cell.iterancestors(w("tr")))
    number = rows.index(row) if row in rows else 1
    cells = cells_of(row)
    position = next((index for index, each in enumerate(cells) if each.cell is cell), 0)
    look = _look(table)
    # A template's rows are repeated, so that its last row need not be a document's.
    first, last = look["firstRow"] and number == 0, look["lastRow"] and number == len(rows) - 1 and not file.template
    left, right = look["firstColumn"] and position == 0, look["lastColumn"] and position == len(cells) - 1
    found = [kind for kind, here in _corners(first, last, left, right) if here]
    found += [
        kind
        for kind, here in zip(("firstRow", "lastRow", "firstCol", "lastCol"), (first, last, left, right), strict=True)
        if here
    ]
    if not (look["noHBand"] or first or last):
        found.append(f"band{(number - look['firstRow']) % 2 + 1}Horz")
    if not (look["noVBand"] or left or right):
        found.append(f"band{(cells[position].column - look['firstColumn']) % 2 + 1}Vert" if cells else "band1Vert")
    return [*found, "wholeTable"]


def _corners(first: bool, last: bool, left: bool, right: bool) -> tuple[tuple[str, bool], ...]:
    return (
        ("nwCell", first and left),
        ("neCell", first and right),
        ("swCell", last and left),
        ("seCell", last and right),
    )


def _look(table: Element) -> dict[str, bool]:
    """Which special rows and columns of its style a table shows (17.4.55)."""
    look = table.find(w("tblPr/tblLook"))
    if look is None:
        return {name: name.startswith("no") for name in _BITS}
    written = value(look)
    try:
        bits = int(written, 16) if written else 0
    except ValueError:
        bits = 0
    return {name: value(look, name) in _ON if value(look, name) else bool(bits & bit) for name, bit in _BITS.items()}


def _number(element: Element | None, usual: int) -> int:
    written = value(element)
    return int(written) if written.isdigit() else usual
