"""Proving a template's XML before it renders.

The tags of a patched part are replaced by plain words, so that what is left can be parsed. If it is well-formed, and
the opening, middle and closing tags of each statement stand in the same element, then every branch and every loop
body is well-formed for itself, and so is all that the template can make. What cannot be proved is parsed at each
render.

Table grids: where cells come and go by tags, the grid's columns are made to agree with the rows (17.4.48).

docxtpl does this to every table of every document; here it is done only where a template was not proved to need it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from iomreport.word.markers import END, START
from iomreport.word.oxml import DECLARATION, W
from iomreport.word.repair import HOLDERS

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


_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_TOKEN = re.compile("\ufdd1([0-9]+)\ufdd2")
_STATEMENT = re.compile(r"\{%[-+]?\s*(\w+)\s*(.*?)[-+]?%\}", re.DOTALL)
_OPENING = frozenset({"if", "for", "macro", "call", "filter", "with", "autoescape", "block"})
_NS = f"{{{W}}}"

Spot = tuple[int, str]
"""Where a tag stands: an element, and the attribute if it stands in one."""


@dataclass(frozen=True, slots=True)
class Guarantees:
    """What is known of all documents that a part can make."""

    proven: bool
    loose_cells: tuple[str, ...]
    loose_rows: bool
    loose_grids: bool
    loose_tables: bool


NO_GUARANTEES = Guarantees(False, HOLDERS, True, True, True)


def check_well_formedness(patched: str) -> Guarantees:
    """Prove a patched part: its root element with tags inside."""
    tags: list[str] = []

    def token(match: re.Match[str]) -> str:
        tags.append(match[0])
        return f"\ufdd1{len(tags) - 1}\ufdd2"

    if re.search(r"\{%[-+]?\s*raw\b", patched):
        return NO_GUARANTEES
    try:
        root = etree.fromstring(_TAG.sub(token, patched))
    except etree.XMLSyntaxError:
        return NO_GUARANTEES
    spots = dict(_spots(root))
    if len(spots) != len(tags) or not _balanced(tags, spots):
        return NO_GUARANTEES
    return Guarantees(
        proven=True,
        loose_cells=tuple(name for name in HOLDERS if any(map(_loose_cell, root.iter(f"{_NS}{name}")))),
        loose_rows=any(map(_loose_row, root.iter(f"{_NS}tr"))),
        loose_grids=any(_loose_grid(table, tags) for table in root.iter(f"{_NS}tbl")),
        loose_tables=any(map(_loose_table, root.iter(f"{_NS}tbl"))),
    )


def _spots(root: etree._Element) -> Iterator[tuple[int, Spot]]:
    # An element of lxml is the same object only as long as something holds it.
    elements = list(root.iter())
    for element in elements:
        for text, owner in ((element.text, element), (element.tail, element.getparent())):
            if text and owner is not None:
                yield from ((int(match[1]), (id(owner), "")) for match in _TOKEN.finditer(text))
        for name, value in element.attrib.items():
            yield from ((int(match[1]), (id(element), str(name))) for match in _TOKEN.finditer(str(value)))


def _balanced(tags: list[str], spots: dict[int, Spot]) -> bool:
    open_at: list[Spot] = []
    for number, tag in enumerate(tags):
        statement = _STATEMENT.match(tag)
        if statement is None:
            continue
        name, rest = statement[1], statement[2]
        if name in _OPENING or (name == "set" and "=" not in rest):
            open_at.append(spots[number])
        elif name in ("elif", "else"):
            if not open_at or open_at[-1] != spots[number]:
                return False
        elif name.startswith("end") and (not open_at or open_at.pop() != spots[number]):
            return False
    return not open_at


def _holds_tag(text: str | None) -> bool:
    return bool(text) and "\ufdd1" in str(text)


def _loose_children(element: etree._Element) -> bool:
    return _holds_tag(element.text) or any(_holds_tag(child.tail) for child in element)


def _loose_table(table: etree._Element) -> bool:
    return _loose_children(table) or table.find(f"{_NS}tr") is None


def _loose_row(row: etree._Element) -> bool:
    return _loose_children(row) or all(row.find(f"{_NS}{name}") is None for name in ("tc", "sdt", "customXml"))


def _loose_cell(cell: etree._Element) -> bool:
    """Whether the last paragraph can be missing: there is none, or a tag behind it may end what holds it."""
    last = cell[-1] if len(cell) else None
    return last is None or last.tag != f"{_NS}p" or _holds_tag(last.tail)


def _prints(element: etree._Element, tags: list[str]) -> bool:
    """Whether a tag directly in an element prints something, and not only decides."""
    texts = (element.text, *(child.tail for child in element))
    numbers = (int(match[1]) for text in texts for match in _TOKEN.finditer(text or ""))
    return any(tags[number].startswith("{{") or "call" in tags[number] for number in numbers)


def _loose_grid(table: etree._Element, tags: list[str]) -> bool:
    """Whether a table's rows can come to differ from its grid, which docxtpl then mends."""
    grid = table.find(f"{_NS}tblGrid")
    columns = 0 if grid is None else len(grid.findall(f"{_NS}gridCol"))
    totals: set[int] = set()
    for row in own_rows(table):
        cells = row.findall(f"{_NS}tc")
        if _loose_children(row) or len(cells) > columns:
            return True
        total = 0
        for cell in cells:
            span = cell.find(f"{_NS}tcPr/{_NS}gridSpan")
            value = "1" if span is None else span.get(f"{_NS}val", "1")
            if not value.isdigit():
                return True
            total += int(value)
        totals.add(total)
    holders = (table, *table.iter(f"{_NS}sdtContent"))
    if any(map(_loose_children, holders)):
        # What is printed among the rows may be rows of any shape.
        return totals != {columns} or any(_prints(holder, tags) for holder in holders)
    return max(totals, default=0) != columns
