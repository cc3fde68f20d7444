"""Reading pages for tests: made of the edition or of a few lines, and read as a browser reads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import html5lib

from iomreport import Strategy, extract, load
from iomreport.html.page import write_page
from iomreport.markup.nodes import Prose
from iomreport.markup.reader import read
from iomreport.strategy.context import labels, make_context
from iomreport.strategy.pictures import picture_reader
from iomreport.strategy.references import targets
from iomreport.word.properties import CoreProperties

REPOSITORY = Path(__file__).resolve().parents[2]
ORIGIN = {"iomreport.version": "1", "iomreport.target": "test"}
CORE = CoreProperties(
    "Title", "Subject", "Creator", "Keywords", "en-GB", "2006-01-01T00:00:00Z", "2006-01-01T00:00:00Z"
)
TEXT = frozenset({"a", "abbr", "em", "span", "strong", "sup"})
"""The elements that stand within a passage of words."""


@cache
def edition() -> Strategy:
    return load(REPOSITORY)


@cache
def extracts() -> Mapping[str, Strategy]:
    """The edition, every country, every theme, a group of countries, and themes of a group."""
    whole = edition()
    themes = {theme for country in whole.countries for priority in country.priorities for theme in priority.themes}
    return {
        "strategy": whole,
        **{country.slug: extract(whole, countries=[country.code]) for country in whole.countries},
        **{theme: extract(whole, themes=[theme]) for theme in sorted(themes)},
        "group": extract(whole, countries=["AL", "XK", "BA"]),
        "themed-group": extract(whole, countries=["AL", "XK"], themes=["counter-trafficking", "migration-health"]),
    }


def page_of(strategy: Strategy, *, plain: bool = False, words: Mapping[str, str] | None = None, **given: str) -> bytes:
    """The page of a strategy or an extract, whose references lead into it or the edition."""
    whole = edition() if strategy.selection else strategy
    known = labels(strategy) if words is None else words
    return write_page(
        make_context(strategy),
        known,
        targets(whole, known),
        given,
        picture_reader(REPOSITORY),
        CORE,
        None if plain else ORIGIN,
    )


def with_background(markdown: str, code: str = "AL", **others: str) -> Strategy:
    """The edition with other words in the background of a country, or of several by their codes."""
    texts = {code: markdown, **others}
    countries = tuple(
        country.model_copy(update={"background": addressed(texts[country.code], f"{country.code}/background")})
        if country.code in texts
        else country
        for country in edition().countries
    )
    return edition().model_copy(update={"countries": countries})


def addressed(markdown: str, address: str) -> Prose:
    return Prose(read(markdown).blocks, address=address)


def parsed(content: bytes) -> Any:
    """The tree of a page that a strict reader takes without an error."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(content.decode())


def all_of(tree: Any, *tags: str) -> Iterator[Any]:
    """The elements with one of the tags, in reading order."""
    return (element for element in tree.iter() if element.tag in tags)


def text_of(element: Any) -> str:
    """The words of an element, single-spaced."""
    return " ".join("".join(element.itertext()).split())


def passages(element: Any) -> Iterator[str]:
    """The words of an element between the bounds of its blocks, without the numbers of notes."""
    pieces: list[str] = []

    def walk(each: Any) -> Iterator[str]:
        bound = each.tag not in TEXT
        if bound:
            yield from flush()
        if each.tag != "sup":
            pieces.append(each.text or "")
            for child in each:
                yield from walk(child)
                pieces.append(child.tail or "")
        if bound:
            yield from flush()

    def flush() -> Iterator[str]:
        words = " ".join("".join(pieces).split())
        pieces.clear()
        if words:
            yield words

    yield from walk(element)
    yield from flush()
