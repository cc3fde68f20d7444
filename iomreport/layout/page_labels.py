"""Printed page numbers: how a section writes the number of a page (ECMA-376 part 1, 17.6.12 and 17.18.59)."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
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
    for value, numeral in _ROMAN:
        count, number = divmod(number, value)
        written += numeral * count
    return written


def letters(number: int) -> str:
    """A number in letters, as Word counts pages with them: a to z, then aa, bb, …"""
    times, place = divmod(number - 1, len(_LETTERS))
    return _LETTERS[place] * (times + 1)
