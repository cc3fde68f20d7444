"""Headings: their order, and that they have words.

Tables: for data only, with a header row whose cells are whole and have words.

Where a cell stands in its table, and what the style of the table gives it (ECMA-376 part 1, 17.7.6).

What is typed by hand where Word has a form for it: lists, notes, space.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from iomreport.accessibility.word_file import BLOCK_TAG, Fault, Story, WordFile
from iomreport.diagnostics.codes.accessibility import (
    EMPTY_HEADING,
    EMPTY_PARAGRAPHS,
    HEADER_CELL,
    HEADING_ORDER,
    LAYOUT_TABLE,
    NESTED_TABLE,
    NO_HEADER_ROW,
    TYPED_LIST,
    TYPED_NOTE,
)
from iomreport.word.elements import Element, is_on, runs, shown, value, w, words_of
from iomreport.word.styles import Found, Style

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


_BULLET = re.compile(r"\s*[•‣▪●◦⁃➢➤►]\s+\S")
_DASH = re.compile(r"\s*[-–]\s+\S")
_NUMBER = re.compile(r"\s*(\d{1,2})([.)])\s+\S")
_LETTER = re.compile(r"\s*([a-z])([.)])\s+\S")
_CONTENTS = re.compile(r"toc \d|table of figures|index \d", re.IGNORECASE)
_RAISED = {ord(sign): str(number) for number, sign in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}
_RAISED_FIGURES = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_FIGURES = re.compile(r"\d{1,3}")
_BETWEEN = frozenset(map(w, ("bookmarkStart", "bookmarkEnd", "proofErr")))
_NOT_EMPTY = tuple(w(name) for name in ("drawing", "pict", "object", "sectPr", "fldChar", "fldSimple", "sdt", "br"))


def lists_are_lists(file: WordFile) -> Iterator[Fault]:
    """No list is typed: by bullets, or by dashes, numbers or letters that follow each other.

    A single dash or number is no list: it may be a missing value, or a name.
    """
    for story in file.stories:
        for items in _neighbours(file, story):
            found = [(paragraph, _item(file, paragraph)) for paragraph in items]
            told = False
            for (paragraph, item), (_, following) in pairwise([*found, (items[-1], None)]):
                typed = item is not None and (item[0] == "bullet" or _follows(item, following))
                if typed and not told and item is not None:
                    kind = item[0].partition(" ")[0]
                    yield Fault(TYPED_LIST, f"the {kind} of an item of a list is typed", story, paragraph)
                told = item is not None and (typed or told)


def _item(file: WordFile, paragraph: Element) -> tuple[str, int] | None:
    """What a paragraph begins with that looks like a list, and its place in the order of such signs."""
    words = words_of(paragraph)
    if not words.strip() or file.styles.is_listed(paragraph) or file.styles.level(paragraph):
        return None
    styles = file.styles.of_paragraph(paragraph)
    if styles and _CONTENTS.fullmatch(styles[0].name):
        return None
    if _BULLET.match(words):
        return "bullet", 0
    if _DASH.match(words):
        return f"dash {words.strip()[0]}", 0
    if number := _NUMBER.match(words):
        return f"number {number[2]}", int(number[1])
    if letter := _LETTER.match(words):
        return f"letter {letter[2]}", ord(letter[1])
    return None


def _follows(item: tuple[str, int], following: tuple[str, int] | None) -> bool:
    if following is None or item[0] != following[0]:
        return False
    return item[0].startswith("dash") or following[1] == item[1] + 1


def _neighbours(file: WordFile, story: Story) -> Iterator[list[Element]]:
    """Paragraphs that follow each other with nothing between them."""
    known = set(file.paragraphs(story))
    parents = dict.fromkeys(parent for each in known if (parent := each.getparent()) is not None)
    for parent in parents:
        children = (each for each in parent if each.tag not in _BETWEEN)
        for inside, group in groupby(children, key=lambda each: each in known):
            if inside:
                yield list(group)


def space_is_made_by_styles(file: WordFile) -> Iterator[Fault]:
    """No two empty paragraphs follow each other in the main text."""
    for items in _neighbours(file, file.main):
        for empty, group in groupby(items, key=_is_empty):
            paragraphs = list(group)
            if empty and len(paragraphs) > 1:
                message = f"{len(paragraphs)} empty paragraphs follow each other"
                yield Fault(EMPTY_PARAGRAPHS, message, file.main, paragraphs[0])


def _is_empty(paragraph: Element) -> bool:
    text = words_of(paragraph)
    return not text.strip() and not BLOCK_TAG.fullmatch(text) and next(shown(paragraph, *_NOT_EMPTY), None) is None


def notes_are_notes(file: WordFile) -> Iterator[Fault]:
    """No note is typed: a raised figure in the text, and a paragraph that begins with the same raised figure."""
    cited: dict[str, Element] = {}
    noted: set[str] = set()
    for paragraph in file.paragraphs(file.main):
        before = ""
        for run in runs(paragraph):
            for number, leading in _raised(file, run, paragraph):
                if (before + leading).strip():
                    cited.setdefault(number, run)
                else:
                    noted.add(number)
            before += words_of(run)
    for number, run in cited.items():
        if number in noted:
            yield Fault(TYPED_NOTE, f"the note {number} is typed by hand", file.main, run, words_of(run).strip())


def _raised(file: WordFile, run: Element, paragraph: Element) -> Iterable[tuple[str, str]]:
    """The raised figures of a run, set as superscript or written with raised signs, and what stands before each."""
    words = words_of(run)
    found = file.styles.run_property(run, paragraph, "vertAlign")
    if found and value(found.element) == "superscript" and _FIGURES.fullmatch(words.strip()):
        return [(words.strip(), "")]
    return [(each[0].translate(_RAISED), words[: each.start()]) for each in _RAISED_FIGURES.finditer(words)]
