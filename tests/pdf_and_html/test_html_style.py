"""The style of a page: its contrasts, by day and by night (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import re

import pytest
from reading_pages import all_of, extracts, page_of, parsed

(STYLE,) = [each.text for each in all_of(parsed(page_of(extracts()["albania"])), "style")]
_DECLARED = re.compile(r"--([\w-]+): ?([^;]+);")
DAY, NIGHT = "day", "night"


def colours(scheme: str) -> dict[str, str]:
    """The colours of a scheme by their names, each in hexadecimal."""
    day, _, night = STYLE.partition("prefers-color-scheme: dark")
    declared = dict(_DECLARED.findall(day))
    if scheme == NIGHT:
        declared |= dict(_DECLARED.findall(night.partition("/* Text */")[0]))

    def value(text: str) -> str:
        named = re.fullmatch(r"var\(--([\w-]+)\)", text)
        return value(declared[named[1]]) if named else text

    return {name: found for name, text in declared.items() if (found := value(text)).startswith("#")}


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [DAY, NIGHT])
def test_words_can_be_read_on_every_ground(scheme: str) -> None:
    known = colours(scheme)
    pairs = [
        *((text, "paper") for text in ("text", "muted", "heading", "anchor", "followed")),
        *((text, "surface") for text in ("text", "muted", "heading", "anchor", "followed")),
        *(("text", f"shade-{depth}") for depth in range(1, 5)),
        *((text, "night") for text in ("white", "pale")),
    ]
    found = {pair: contrast(known[pair[0]], known[pair[1]]) for pair in pairs}
    assert {pair: ratio for pair, ratio in found.items() if ratio < 4.5} == {}


def test_the_measure_is_one_a_reader_can_follow() -> None:
    assert "--measure: 34rem" in STYLE


def test_paper_gets_no_contents_and_keeps_tables_whole() -> None:
    paper = STYLE.partition("/* On paper */")[2]
    assert re.search(r"nav, \.skip \{ display: none; \}", paper)
    assert "break-inside: avoid" in paper
    assert 'content: " (" attr(href)' in paper
