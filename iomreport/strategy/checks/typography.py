"""Quotes, dashes and spaces as a language prints them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class Change(NamedTuple):
    """A part of a text, and what should stand there."""

    start: int
    end: int
    text: str


_QUOTES = {
    "en": ("“", "”", "‘", "’"),
    "de": ("„", "“", "‚", "‘"),
    "fr": ("«\u00a0", "\u00a0»", "‹\u00a0", "\u00a0›"),
    "pl": ("„", "”", "‚", "’"),
    "hu": ("„", "”", "»", "«"),
    "hr": ("„", "”", "‚", "’"),
    "ro": ("„", "”", "«", "»"),
    "bg": ("„", "“", "‚", "‘"),
    "cs": ("„", "“", "‚", "‘"),
    "sk": ("„", "“", "‚", "‘"),
    "sl": ("„", "“", "‚", "‘"),
}
"""Opening and closing quotes, outer and inner, by language. Others are printed as English."""
_FOUND = re.compile(r"[\"']| -{1,2} |(?<=\w)--(?=\w)| +(?=[,;!?](?:\s|$))")
_BEFORE_OPENING = re.compile(r"(?:^|[\s(\[{/–—“‘„‚«‹-])$")
_YEARS = re.compile(r"'\d\ds?\b")


def improved(text: str, language: str) -> Iterator[Change]:
    """The changes that make a text as its language prints it. French keeps its space before ; ! and ?."""
    tag = language.partition("-")[0].lower()
    outer, close, inner, inner_close = _QUOTES.get(tag, _QUOTES["en"])
    for found in _FOUND.finditer(text):
        start, end, mark = found.start(), found.end(), found[0]
        if mark in "\"'":
            opens = _BEFORE_OPENING.search(text[:start]) is not None and text[end : end + 1].strip() != ""
            if mark == '"':
                yield Change(start, end, outer if opens else close)
            elif opens and not _YEARS.match(text, start):
                yield Change(start, end, inner)
            else:
                between = text[start - 1 : start].isalpha() and text[end : end + 1].isalpha()
                yield Change(start, end, "’" if opens or between else inner_close)
        elif mark.strip(" ") in ("-", "--"):
            yield Change(start, end, mark.replace("--", "–").replace("-", "–"))
        elif tag != "fr" and start:
            yield Change(start, end, "")


_PLAIN = str.maketrans({**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’‚‹›", "'"), "–": "-", "\u00a0": " "})


def bare(text: str) -> str:
    """A text without what typography adds: two texts that say the same are equal in this form."""
    plain = text.translate(_PLAIN).replace("--", "-")
    return re.sub(r" +", " ", re.sub(r" +(?=[,;!?])", "", re.sub(r"(?<=\") +| +(?=\")", "", plain)))
