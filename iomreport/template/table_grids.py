"""Table grids: where cells come and go by tags, the grid's columns are made to agree with the rows (17.4.48).

docxtpl does this to every table of every document; here it is done only where a template was not proved to need it.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from iomreport.word.markers import END, START
from iomreport.word.oxml import DECLARATION, W

_NS = f"{{{W}}}"


_NONCHARACTERS = range(0xFDD0, 0xFDF0)


def mend_grids(xml: str) -> str:
    """The part with every grid in agreement with its table's rows; raises `SyntaxError` if it is not well-formed."""
    start, end = _stand_ins(xml)
    root = _parsed(xml, start, end)
    for table in root.iter(f"{_NS}tbl"):
        _mend(table)
    return DECLARATION + etree.tostring(root, encoding="unicode").replace(start, START).replace(end, END)


def well_formed(xml: str) -> str:
    """The part itself; raises `SyntaxError` if it is not well-formed."""
    _parsed(xml, *_stand_ins(xml))
    return xml


def _parsed(xml: str, start: str, end: str) -> etree._Element:
    content = xml.replace(START, start).replace(END, end).encode()
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def _stand_ins(xml: str) -> tuple[str, str]:
    """Two that the part does not hold, to stand for open markers, which are no XML characters, while it is parsed."""
    free = (chr(code) for code in _NONCHARACTERS if chr(code) not in xml)
    try:
        return next(free), next(free)
    except StopIteration:
        raise SyntaxError("it holds every noncharacter") from None


def own_rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table without those of tables in its cells."""
    return (row for row in table.iter(f"{_NS}tr") if next(row.iterancestors(f"{_NS}tbl")) is table)


def _mend(table: etree._Element) -> None:
    grid = table.find(f"{_NS}tblGrid")
    if grid is None:
        return
    rows = [row.findall(f"{_NS}tc") for row in own_rows(table)]
    _widen(grid, max(map(len, rows), default=0))
    _narrow(grid, max((sum(map(_span, cells)) for cells in rows), default=0))


def _columns(grid: etree._Element) -> list[etree._Element]:
    return grid.findall(f"{_NS}gridCol")


def _width(column: etree._Element) -> float:
    return float(column.get(f"{_NS}w") or 0)


def _set_width(column: etree._Element, width: float) -> None:
    column.set(f"{_NS}w", str(int(width)))


def _widen(grid: etree._Element, cells: int) -> None:
    """More cells than columns: new columns share the table's width, the old ones keep their proportions."""
    columns = _columns(grid)
    missing = cells - len(columns)
    total = sum(map(_width, columns))
    if missing <= 0 or not columns or total <= 0:
        return
    share = total / (len(columns) + missing)
    average = total / len(columns)
    for column in columns:
        _set_width(column, _width(column) * share / average)
    for _ in range(missing):
        _set_width(etree.SubElement(grid, f"{_NS}gridCol"), share)


def _narrow(grid: etree._Element, cells: int) -> None:
    """Fewer cells than columns: the last columns go, and the others take their width in equal parts."""
    columns = _columns(grid)
    surplus = len(columns) - cells
    if surplus <= 0:
        return
    removed = sum(map(_width, columns[-surplus:]))
    for column in columns[-surplus:]:
        grid.remove(column)
    left = _columns(grid)
    extra = int(removed / len(left)) if left else 0
    for column in left:
        _set_width(column, _width(column) + extra)


def _span(cell: etree._Element) -> int:
    span = cell.find(f"{_NS}tcPr/{_NS}gridSpan")
    return 1 if span is None else int(span.get(f"{_NS}val") or 1)
