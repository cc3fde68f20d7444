"""Where a tag stands, in the words of a person who has the template open in Word.

Patching takes paragraphs, rows and runs away around their tags, so places are read from the part before it is patched,
and each tag begins a line of the source that Jinja compiles: a line number then leads back to the tag's place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from iomreport.word.oxml import W

_NS = f"{{{W}}}"
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_NORMAL = re.compile(r"^\{[{%#][-+]?(?:p|tr|tc|r)?\s+|[-+]?[}%#]\}$|\s+|[“”‘’\"']")
_RAW = r"\{%[-+]?\s*raw\s*[-+]?%\}.*?\{%[-+]?\s*endraw\s*[-+]?%\}"
_BEGUN = re.compile(rf"{_TAG.pattern}|\{{[{{%]", re.DOTALL)
_WHOLE = re.compile(rf"{_RAW}|{_BEGUN.pattern}", re.DOTALL)
LINE = "\ufdd3\n"
"""A line break of the source that is taken out again before it is compiled; the first of the two is no character."""
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Lines:
    """A patched part with a line a tag, the place of each line, and the number of its paragraph among all of the part.

    The number counts from 0, tables included; -1 is before the first tag.
    """

    source: str
    places: tuple[str, ...]
    numbers: tuple[int, ...] = ()


def with_lines(patched: str, element: etree._Element) -> Lines:
    """Number the tags of a patched part by their places in the part before it was patched."""
    tags = list(_tags(element))
    lines = _numbered(patched).split("\n")
    places = ["the beginning"]
    numbers = [-1]
    position = 0
    for line in lines[1:]:
        tag = _BEGUN.match(line)
        # A tag that is not closed seems to reach to the end of the next.
        found = _find(_normal(tag[0][:2] if "<w:" in tag[0] else tag[0]), tags, position) if tag else None
        if found is not None:
            position = found + 1
        known = found if found is not None else max(position - 1, 0)
        places.append(tags[known][1] if tags else places[-1])
        numbers.append(tags[known][2] if tags else -1)
    return Lines("\n".join(lines), tuple(places), tuple(numbers))


def _numbered(patched: str) -> str:
    """The part with each tag, but none that is quoted in another or raw, at the beginning of a line."""
    pieces: list[str] = []
    end = 0
    for tag in _WHOLE.finditer(patched):
        before = patched[end : tag.start()]
        # The line break hides the blanks before a `{{-` from Jinja, which would take them away.
        pieces += (before.rstrip() if tag[0][2:3] == "-" else before, LINE, tag[0])
        end = tag.end()
    return "".join((*pieces, patched[end:]))


def paragraph_place(paragraph: etree._Element, number: int, text: str) -> str:
    """The place of a paragraph: its number in the part, or its table, row and cell; and its first words."""
    words = " ".join(text.split())
    short = words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
    cell = next(paragraph.iterancestors(f"{_NS}tc"), None)
    where = f"paragraph {number}" if cell is None else _cell_place(cell)
    return f'{where} "{short}"' if short else where


def paragraphs(element: etree._Element) -> Iterator[tuple[etree._Element, int, str]]:
    """The paragraphs of a part with their number outside tables, from 1, and their own text."""
    number = 0
    for paragraph in element.iter(f"{_NS}p"):
        if next(paragraph.iterancestors(f"{_NS}tc"), None) is None:
            number += 1
        own = (
            text.text or "" for text in paragraph.iter(f"{_NS}t") if next(text.iterancestors(f"{_NS}p")) is paragraph
        )
        yield paragraph, number, "".join(own)


def _cell_place(cell: etree._Element) -> str:
    row = next(cell.iterancestors(f"{_NS}tr"))
    table = next(cell.iterancestors(f"{_NS}tbl"))
    root = table.getroottree().getroot()
    tables = list(root.iter(f"{_NS}tbl"))
    rows, cells = table.findall(f"{_NS}tr"), row.findall(f"{_NS}tc")
    numbers = (tables.index(table) + 1, _index(rows, row) + 1, _index(cells, cell) + 1)
    return "table {}, row {}, cell {}".format(*numbers)


def _index(elements: Sequence[etree._Element], element: etree._Element) -> int:
    return elements.index(element) if element in elements else 0


def _tags(element: etree._Element) -> Iterator[tuple[str, str, int]]:
    for index, (paragraph, number, text) in enumerate(paragraphs(element)):
        found = _BEGUN.findall(text)
        if found:
            place = paragraph_place(paragraph, number, text)
            yield from ((_normal(tag), place, index) for tag in found)


def _normal(tag: str) -> str:
    # The patched part is XML, where & is written &amp;.
    return _NORMAL.sub("", tag.replace("&amp;", "&"))


def _find(tag: str, tags: Sequence[tuple[str, str, int]], start: int) -> int | None:
    return next((index for index in range(start, len(tags)) if tags[index][0] == tag), None)
