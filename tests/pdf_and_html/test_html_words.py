"""The page says what the Word document says: every passage of the one is in the other."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree
from reading_pages import REPOSITORY, all_of, extracts, page_of, parsed, passages

from iomreport import build

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMES = ("strategy", "albania", "bosnia-and-herzegovina", "kosovo", "slovenia", "counter-trafficking", "group")
GIVEN = {"recipient": "Ministry of the Interior", "reference": "IOM/2006/14", "date": "1 February 2006"}
WORD_ALONE = {
    *("No", "Project proposal", "Acronym", "Meaning", "Office", "Address", "Tel Fax", "E mail Website"),
    "Regional Strategy for Central and South Eastern Europe 2006 2007",
}
"""Heads of the columns of Word's tables, where a page has a list; title and period on one line."""
PAGE_ALONE = {"Skip to the text", "Notes", "The countries of the strategy", "Albania Bosnia and Herzegovina Kosovo"}
"""Navigation; what Word keeps in the description of a table; and the countries that a group's cover names."""


def words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text))


def passages_of_word(path: Path) -> list[str]:
    """The words of each paragraph of the body and its notes."""
    found: list[str] = []
    with ZipFile(path) as archive:
        for part in ("word/document.xml", "word/footnotes.xml"):
            for paragraph in etree.fromstring(archive.read(part)).iter(f"{W}p"):
                pieces = [
                    each.text or "" if each.tag == f"{W}t" else " " for each in paragraph.iter(f"{W}t", f"{W}tab")
                ]
                found.append(words("".join(pieces)))
    return [each for each in found if each]


@pytest.fixture(scope="module", params=NAMES)
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], list[str]]:
    """The passages of the Word document and those of the page."""
    strategy = extracts()[request.param]
    path = tmp_path_factory.mktemp("word") / "document.docx"
    build(strategy, path, variables=GIVEN, project=REPOSITORY, layout="none")
    (body,) = all_of(parsed(page_of(strategy, **GIVEN)), "body")
    return passages_of_word(path), [found for each in passages(body) if (found := words(each))]


def missing(wanted: list[str], there: list[str]) -> list[str]:
    text = f" {' '.join(there)} "
    return [each for each in wanted if f" {each} " not in text]


def test_the_page_has_all_that_word_has(both: tuple[list[str], list[str]]) -> None:
    word, page = both
    assert [each for each in missing(word, page) if each not in WORD_ALONE] == []


def test_word_has_all_that_the_page_has(both: tuple[list[str], list[str]]) -> None:
    word, page = both
    assert [each for each in missing(page, word) if each not in PAGE_ALONE] == []


def test_they_have_it_in_the_same_order(both: tuple[list[str], list[str]]) -> None:
    """Whatever is long enough to stand in one place only comes in the same order; notes stand at the end."""
    word, page = ([each for each in side if len(each) > 80] for side in both)
    once = [each for each in word if word.count(each) == 1 == page.count(each)]
    assert [each for each in page if each in once] == once
