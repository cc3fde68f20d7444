"""Page numbers: a document is laid out, its numbers are written in, and that is repeated until nothing moves.

Printed page numbers: how a section writes the number of a page (ECMA-376 part 1, 17.6.12 and 17.18.59).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from iomreport.layout.engine import LayoutEngine
from iomreport.template.rendered import Document

ROUNDS = 4
"""Writing the numbers in can move a line at the most once or twice; a document that never settles is left at this."""


def number_pages(
    make: Callable[[Mapping[str, str]], Document], engine: LayoutEngine, called: str
) -> tuple[Document, int | None]:
    """The document that `make` makes, with the numbers of its pages, and how many pages it has, where that is known.

    `called` is what messages call it. Raises `LayoutError`.
    """
    pages: Mapping[str, str] = {}
    count: int | None = None
    document = make(pages)
    for _ in range(ROUNDS):
        if not document.paged:
            break
        found = engine.pages(document.content, document.paged, called)
        count = found.count
        if found == pages:
            break
        pages = found
        document = make(pages)
    return document, count


_ROMAN = ["m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"]
_VALUES = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def page_label(number: int, style: str = "decimal") -> str:
    """A page number as printed. `style` is a `w:fmt`; one that is not known is written in digits, as is zero."""
    if number < 1:
        return str(number)
    match style:
        case "lowerRoman":
            return roman(number)
        case "upperRoman":
            return roman(number).upper()
        case "lowerLetter":
            return letters(number)
        case "upperLetter":
            return letters(number).upper()
        case "numberInDash":
            return f"- {number} -"
        case "decimalZero":
            return f"{number:02d}"
        case _:
            return str(number)


def roman(number: int) -> str:
    """A number in small roman numerals: 4 is iv."""
    written = ""
    for numeral, value in zip(_ROMAN, _VALUES, strict=True):
        count, number = divmod(number, value)
        written += numeral * count
    return written


def letters(number: int) -> str:
    """A number in letters, as Word counts pages with them: a to z, then aa, bb, …"""
    times, place = divmod(number - 1, len(_LETTERS))
    return _LETTERS[place] * (times + 1)
