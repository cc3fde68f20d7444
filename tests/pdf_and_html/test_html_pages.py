"""Reading pages of the edition: whole, self-contained, and of use to everyone."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

import pytest
from reading_pages import all_of, edition, extracts, page_of, parsed, passages, text_of, with_background

from iomreport.strategy.addresses import fields

NAMES = tuple(extracts())
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
OPENS = re.compile(r"(?:https?://|mailto:|tel:\+)\S+")


@cache
def tree_of(name: str) -> Any:
    return parsed(page_of(extracts()[name]))


@pytest.fixture(scope="module", params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_strict_reader_finds_nothing_wrong_and_all_links_lead_somewhere(name: str) -> None:
    tree = tree_of(name)
    ids = Counter(element.get("id") for element in tree.iter() if element.get("id"))
    assert [each for each, count in ids.items() if count > 1] == []
    for link in all_of(tree, "a"):
        target = link.get("href")
        assert unquote(target[1:]) in ids if target.startswith("#") else OPENS.fullmatch(target), target
        assert text_of(link)
    for element in tree.iter():
        assert element.get("aria-labelledby", "") in {"", *ids}


def test_it_needs_nothing_beside_it(name: str) -> None:
    tree = tree_of(name)
    assert list(all_of(tree, "script", "link", "iframe", "object", "embed")) == []
    for element in tree.iter():
        assert not any(attribute.startswith("on") for attribute in element.attrib)
        assert element.get("src", "data:").startswith("data:")
    (style,) = all_of(tree, "style")
    assert not re.search(r"url\(|@import|@font-face", style.text)


def test_there_is_one_title_and_no_gap_between_headings(name: str) -> None:
    tree = tree_of(name)
    levels = [int(each.get("aria-level") or each.tag[1]) for each in all_of(tree, *HEADINGS)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(text_of(each) for each in all_of(tree, *HEADINGS))


def test_tables_have_captions_and_heads(name: str) -> None:
    for table in all_of(tree_of(name), "table"):
        assert text_of(next(all_of(table, "caption")))
        assert all(head.get("scope") in {"col", "row"} for head in all_of(table, "th"))
        widths = {len(list(row)) for row in all_of(table, "tr")}
        assert len(widths) == 1


def test_the_contents_list_the_headings_down_to_the_third_level(name: str) -> None:
    tree = tree_of(name)
    (nav,), (main,) = all_of(tree, "nav"), all_of(tree, "main")
    listed = [text_of(link) for link in all_of(nav, "a")]
    assert listed == [text_of(heading) for heading in all_of(main, "h2", "h3", "h4")]


def test_every_address_on_it_is_that_of_a_field_with_these_words(name: str) -> None:
    known = {field.address: field.value for field in fields(extracts()[name])}
    shown: set[str] = set()
    for element in tree_of(name).iter():
        address = element.get("data-address")
        if address is None:
            continue
        shown.add(address)
        value = known[address]
        if isinstance(value, str) and not address.endswith("/status"):
            assert " ".join(passages(element)) == " ".join(value.split())
    # Of what an extract is made of, the page shows all prose, and the titles that stand over it.
    for address, value in known.items():
        if not isinstance(value, str) and not address.startswith("regional/priorities"):
            assert address in shown


def test_two_writings_are_the_same() -> None:
    strategy = extracts()["group"]
    assert page_of(strategy) == page_of(strategy)


def test_it_says_what_it_is() -> None:
    tree = parsed(page_of(extracts()["albania"], recipient="A <b>", reference="R & D", date="1 May"))
    (root,) = all_of(tree, "html")
    metas = {each.get("name"): each.get("content") for each in all_of(tree, "meta") if each.get("name")}
    assert root.get("lang") == "en-GB"
    assert text_of(next(all_of(tree, "title"))) == "Title"
    assert metas["author"] == "Creator"
    assert metas["dcterms.modified"] == "2006-01-01T00:00:00Z"
    assert metas["description"].startswith("A National Strategy on Migration")
    assert len(metas["description"]) <= 201
    cover = [text_of(each) for each in all_of(next(all_of(tree, "header")), "h1", "p", "dt", "dd")]
    assert cover == [
        "Country extract",
        "Albania",
        "Regional Strategy for Central and South-Eastern Europe",
        "2006–2007",
        "Prepared for",
        "A <b>",
        "Reference",
        "R & D",
        "Date",
        "1 May",
        "International Organization for Migration IOM Mission with Regional Functions for Central and"
        " South-Eastern Europe",
    ]


def test_without_variables_the_cover_has_no_list_of_them() -> None:
    assert list(all_of(next(all_of(tree_of("albania"), "header")), "dl")) == []


@pytest.mark.parametrize(
    ("name", "title", "subtitle"),
    [
        ("group", "Regional Strategy for Central and South-Eastern Europe", "Albania, Bosnia and Herzegovina, Kosovo"),
        ("themed-group", "Counter-trafficking, Migration and Health", "Albania, Kosovo"),
        ("research", "Research", "Regional Strategy for Central and South-Eastern Europe"),
    ],
)
def test_an_extract_of_several_names_them(name: str, title: str, subtitle: str) -> None:
    header = next(all_of(tree_of(name), "hgroup"))
    assert text_of(next(all_of(header, "h1"))) == title
    assert subtitle in [text_of(each) for each in all_of(header, "p")]


def test_the_skip_link_comes_first_and_leads_to_the_text() -> None:
    tree = tree_of("albania")
    link = next(all_of(tree, "a"))
    assert link.get("class") == "skip"
    assert link.get("href") == f"#{next(all_of(tree, 'main')).get('id')}"


def test_foreign_words_name_their_language() -> None:
    tree = parsed(page_of(with_background("The office of [Vasa prava]{lang=bs} helps.")))
    assert [text_of(each) for each in tree.iter("span") if each.get("lang") == "bs"] == ["Vasa prava"]


def test_contacts_can_be_reached() -> None:
    address = next(all_of(tree_of("kosovo"), "address"))
    links = [link.get("href") for link in all_of(address, "a")]
    assert "mailto:iompristina@iom.ipko.org" in links
    assert "http://www.iomkosovo.org" in links
    assert "tel:+38138249042" in links


def test_the_matrix_counts_as_the_edition_does() -> None:
    tree = parsed(page_of(edition()))
    (table,) = [each for each in all_of(tree, "table") if each.get("class") == "matrix"]
    rows = {text_of(row[0]): [text_of(cell) for cell in row[1:]] for row in all_of(table, "tr")}
    themes = rows.pop("Country")
    for country in edition().countries:
        for theme, cell in zip(themes, rows[country.names.short], strict=True):
            found = next(each.id for each in edition().themes if each.label == theme)
            priorities = sum(found in each.themes for each in country.priorities)
            projects = sum(each.theme == found for each in country.projects)
            assert cell == (f"{priorities} + {projects}" if priorities + projects else "–")
