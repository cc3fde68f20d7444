"""Declared sums: `<!-- sum: 8,441 + 17,865 = 26,306 -->` in a text, `# sum: …` in YAML.

A figure is written as the text prints it: with commas, spaces or points, a currency before it or a unit behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from iomreport.diagnostics.codes.checks import SUM_FIGURE, SUM_UNREADABLE, SUM_WRONG
from iomreport.diagnostics.finding import Diagnostic, Location
from iomreport.strategy.checks.allowed_in_place import YamlComment, yaml_comments
from iomreport.strategy.checks.check_context import CheckContext

_FIGURE = re.compile(r"\d(?:[\d.,\u00a0\u202f ]*\d)?")
_SPACES = re.compile(r"[\u00a0\u202f ]")
_SIGNS = re.compile(r"([+−–-])")


def sums_are_right(context: CheckContext) -> Iterator[Diagnostic]:
    for text, place in _declared(context):
        left, equals, right = text.partition("=")
        total = _FIGURE.findall(right)
        terms = _terms(left)
        if not equals or len(total) != 1 or terms is None or len(terms) < 2:
            yield SUM_UNREADABLE.at(place, f"“{text}” is not of the form a + b = c")
            continue
        numbers = [_number(figure) for _, figure in terms]
        whole = _number(total[0])
        if whole is None or None in numbers:
            yield SUM_UNREADABLE.at(place, f"“{text}” holds a figure that cannot be read")
            continue
        result = sum(
            (
                number if sign == "+" else -number
                for (sign, _), number in zip(terms, numbers, strict=True)
                if number is not None
            ),
            Decimal(0),
        )
        if result != whole:
            yield SUM_WRONG.at(place, f"{left.strip()} is {result:,}, not {total[0]}")
        yield from _printed(context, [*(figure for _, figure in terms), total[0]], place)


def _terms(text: str) -> list[tuple[str, str]] | None:
    """Sign and figure of each term; None where a term does not hold just one figure."""
    pieces = _SIGNS.split(f"+{text}")[1:]
    terms: list[tuple[str, str]] = []
    for sign, term in zip(pieces[::2], pieces[1::2], strict=True):
        figures = _FIGURE.findall(term)
        if len(figures) != 1:
            return None
        terms.append(("+" if sign == "+" else "-", figures[0]))
    return terms


def _number(figure: str) -> Decimal | None:
    plain = _SPACES.sub("", figure)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain):
        plain = plain.replace(",", "")
    elif re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", plain):
        plain = plain.replace(".", "")
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def _printed(context: CheckContext, figures: list[str], place: Location) -> Iterator[Diagnostic]:
    """Every figure of a declaration stands in its file, outside declarations."""
    text = re.sub(r"<!--.*?-->|(?m:(?:^|(?<=\s))#.*$)", "", context.pages.text(place.path), flags=re.DOTALL)
    printed = set(map(_bare, _FIGURE.findall(text)))
    for figure in dict.fromkeys(figures):
        if _bare(figure) not in printed:
            yield SUM_FIGURE.at(place, f"the sum names {figure}, and this file does not print it")


def _bare(figure: str) -> str:
    return _SPACES.sub("", figure).rstrip(".,")


def _declared(context: CheckContext) -> Iterator[tuple[str, Location]]:
    yield from ((each.text, each.location) for each in context.edition.sums)
    for path, _ in context.edition.files:
        if path.endswith(".yaml"):
            found: Iterator[YamlComment] = yaml_comments(context.pages, path)
            yield from ((note.text, note.location) for note in found if note.kind == "sum")
