"""References, notes, captions and pictures of a page."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from reading_pages import (
    CORE,
    ORIGIN,
    all_of,
    edition,
    extracts,
    page_of,
    parsed,
    passages,
    text_of,
    with_background,
)

from iomreport import ContentError, Strategy, extract
from iomreport.html.page import write_page
from iomreport.markup.nodes import Paragraph, Prose
from iomreport.strategy.context import labels, make_context
from iomreport.strategy.pictures import pictures_from

PIXEL = Path(__file__).parents[1] / "publish" / "pixel.png"


def background(tree: Any, code: str = "AL") -> Any:
    (found,) = [each for each in tree.iter() if each.get("data-address") == f"{code}/background"]
    return found


def links(tree: Any, code: str = "AL") -> list[tuple[str, str]]:
    return [(text_of(link), link.get("href")) for link in all_of(background(tree, code), "a")]


def test_a_reference_leads_to_a_place_on_the_page_before_it_or_after_it() -> None:
    strategy = with_background("See [](#AL/priorities/b), [it](#executive-summary) and [](#AL/projects/remittances).")
    tree = parsed(page_of(strategy))
    assert links(tree) == [
        ("Counter-trafficking Activities", "#AL/priorities/b"),
        ("it", "#executive-summary"),
        ("Remittances for support of socio-economic development of Albania", "#AL/projects/remittances"),
    ]
    ids = {each.get("id"): text_of(each) for each in tree.iter()}
    assert ids["AL/priorities/b"] == "(b) Counter-trafficking Activities"
    assert ids["AL/projects/remittances"].startswith("Remittances for support")


def test_a_reference_out_of_the_extract_says_where_in_the_full_strategy_it_leads() -> None:
    strategy = extract(with_background("See [](#XK) and [that](#BA/priorities/a)."), countries=["AL"])
    tree = parsed(page_of(strategy))
    assert links(tree) == []
    assert text_of(background(tree)) == (
        "See III.8 of the full strategy and that (see III.2 (a) of the full strategy)."
    )


def test_a_section_behind_the_priorities_is_on_the_page() -> None:
    address = "PL/closing/central-european-forum-for-migration-research"
    tree = parsed(page_of(extract(with_background(f"See [](#{address}).", "PL"), countries=["PL"])))
    assert links(tree, "PL") == [("Central European Forum for Migration Research", f"#{address}")]
    assert address in {each.get("id") for each in tree.iter()}


def test_a_regional_priority_whose_text_is_not_in_the_extract_is_outside() -> None:
    tree = parsed(page_of(extract(with_background("See [](#regional/priorities/8)."), countries=["AL"])))
    assert text_of(background(tree)) == "See II.2.8 of the full strategy."


def test_tables_and_figures_are_counted_and_can_be_referred_to() -> None:
    table, figure = "| A | B |\n|---|--:|\n| 1 | 2 |\n: Numbers {#t}", "![Alt](x.png){#f width=50}\n: A dot"
    text = f"See [](#t) and [](#f).\n\n{table}\n\n{figure}"
    tree = parsed(page_with_pictures(with_background(text, BA="| A |\n|---|\n| 1 |\n: Others {#t}")))
    assert links(tree) == [("Table 1", "#local/t"), ("Figure 1", "#local/f")]
    captions = [text_of(each) for each in all_of(tree, "caption", "figcaption")]
    assert [each for each in captions if each[-1] in "st" and each[:3] in {"Tab", "Fig"}] == [
        "Table 1. Numbers",
        "Figure 1. A dot",
        "Table 2. Others",
    ]
    ids = [each.get("id") for each in tree.iter() if (each.get("id") or "").startswith("local/")]
    assert ids == ["local/t", "local/f", "local/t/2"]
    assert [cell.get("scope") for cell in all_of(background(tree), "th")] == ["col", "col"]


def page_with_pictures(strategy: Strategy) -> bytes:
    """A page whose pictures are all one pixel."""
    picture = pictures_from(lambda path: PIXEL.read_bytes())
    return write_page(make_context(strategy), labels(strategy), {}, {}, picture, CORE, ORIGIN)


def test_a_figure_has_its_picture_and_its_alternative_text_in_the_page() -> None:
    tree = parsed(page_with_pictures(with_background('![A "map"](x.png){width=50}\n: Map')))
    image = next(all_of(background(tree), "img"))
    assert image.get("alt") == 'A "map"'
    kind, _, content = image.get("src").partition(";base64,")
    assert kind == "data:image/png"
    assert b64decode(content) == PIXEL.read_bytes()


def test_a_picture_that_is_not_there_is_a_finding() -> None:
    with pytest.raises(ContentError, match=r"x\.png cannot be read"):
        page_of(with_background("![Alt](x.png)"))


def test_headings_within_a_text_are_listed_and_can_be_referred_to() -> None:
    strategy = with_background("# Begin {#b}\n\nSee [](#b).\n\n### Too deep\n\nText.\n\n# Begin")
    tree = parsed(page_of(extract(strategy, countries=["AL"])))
    assert links(tree) == [("Begin", "#local/b")]
    assert [(each.tag, text_of(each)) for each in all_of(background(tree), "h4", "h5", "h6")] == [
        ("h4", "Begin"),
        ("h5", "Too deep"),
        ("h4", "Begin"),
    ]
    nav = {unquote(link.get("href")): text_of(link) for link in all_of(next(all_of(tree, "nav")), "a")}
    assert nav["#local/b"] == nav["#page/AL/background/begin"] == "Begin"


def test_a_note_and_its_places_lead_to_each_other() -> None:
    strategy = with_background("# A head[^n]\n\nA text.[^m]\n\n[^n]: N with [a link](https://a.example/b).\n[^m]: M.")
    tree = parsed(page_of(extract(strategy, countries=["AL"])))
    cited = [each for each in all_of(tree, "a") if each.get("role") == "doc-noteref"]
    back = [each for each in all_of(tree, "a") if each.get("role") == "doc-backlink"]
    (notes,) = [each for each in tree.iter() if each.get("role") == "doc-endnotes"]
    assert [each.get("aria-label") for each in cited] == ["Note 1", "Note 2"]
    assert [each.get("aria-label") for each in back] == [
        "Back to the text from note 1",
        "Back to the text from note 2",
    ]
    assert [link.get("href")[1:] for link in back] == [link.get("id") for link in cited]
    assert [link.get("href")[1:] for link in cited] == [each.get("id") for each in all_of(notes, "li")]
    assert list(passages(next(all_of(notes, "ol")))) == ["N with a link. ↩", "M. ↩"]
    nav = [text_of(link) for link in all_of(next(all_of(tree, "nav")), "a")]
    assert "A head" in nav
    assert nav[-1] == "Notes"


def test_the_emblem_stands_on_the_cover() -> None:
    publisher = edition().publisher.model_copy(update={"emblem": "x.png", "emblem_alternative": "The emblem"})
    header = next(all_of(parsed(page_with_pictures(edition().model_copy(update={"publisher": publisher}))), "header"))
    assert [each.get("alt") for each in all_of(header, "img")] == ["The emblem"]


def test_a_page_without_notes_has_no_list_of_them() -> None:
    tree = parsed(page_of(extracts()["albania"]))
    assert [each for each in tree.iter() if each.get("role") == "doc-endnotes"] == []


def test_a_reference_to_nowhere_keeps_its_words() -> None:
    strategy = with_background("x")
    country = strategy.countries[0].model_copy(
        update={"background": Prose((Paragraph(read_reference()),), address="AL/background")}
    )
    changed = strategy.model_copy(update={"countries": (country, *strategy.countries[1:])})
    assert text_of(background(parsed(page_of(changed)))) == "words"


def read_reference() -> Any:
    from_text = with_background("[words](#nowhere)").countries[0].background
    (paragraph,) = from_text.blocks
    assert isinstance(paragraph, Paragraph)
    return paragraph.content
