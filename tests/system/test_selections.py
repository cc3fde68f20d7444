"""Documents of several themes or countries: they say what they show, and their pages count from 1."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest
from as_user import REPOSITORY, run
from lxml import etree
from openxml_sdk import Validator
from test_contents import entries

from iomreport import build, extract, load
from iomreport.strategy.model.strategy import Strategy

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BALKANS = (
    "Albania, Bosnia and Herzegovina, Croatia, The Former Yugoslav Republic of Macedonia, Kosovo, Montenegro, Serbia"
)
TITLE = "Regional Strategy for Central and South-Eastern Europe"


@pytest.fixture(scope="module")
def strategy() -> Strategy:
    return load(REPOSITORY)


def made(strategy: Strategy, path: Path, countries: tuple[str, ...] = (), themes: tuple[str, ...] = ()) -> Path:
    part = extract(strategy, countries=countries, themes=themes)
    return build(part, path / "made.docx", project=REPOSITORY, layout="none")


def cover(path: Path) -> list[tuple[str, str]]:
    """The styles and words of the cover's eyebrow, title and subtitles."""
    paragraphs = (
        (str(each.style.name if each.style else ""), each.text) for each in docx.Document(str(path)).paragraphs
    )
    found: list[tuple[str, str]] = []
    for style, text in paragraphs:
        if style == "Cover Imprint":
            break
        if style in ("Cover Eyebrow", "Title", "Subtitle"):
            found.append((style, text))
    return found


def starts(path: Path) -> list[tuple[str, str]]:
    """The form and the first number of the pages of each section; empty where they run on."""
    with zipfile.ZipFile(path) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    numbers = [each.find(f"{W}pgNumType") for each in body.iter(f"{W}sectPr")]
    return [
        ("", "") if each is None else (str(each.get(f"{W}fmt") or ""), str(each.get(f"{W}start") or ""))
        for each in numbers
    ]


def test_the_cover_of_several_themes_names_them_all(strategy: Strategy, tmp_path: Path) -> None:
    path = made(strategy, tmp_path, themes=("research", "counter-trafficking"))
    assert cover(path) == [
        ("Cover Eyebrow", "Thematic extract"),
        ("Title", "Counter-trafficking, Research"),
        ("Subtitle", TITLE),
        ("Subtitle", "2006–2007"),
    ]


def test_a_plan_can_select_themes_of_an_area(edition: Path, tmp_path: Path) -> None:
    selection = "{id: two, countries: [western-balkans], themes: [counter-trafficking, research]}"
    plan = tmp_path / "plan.yaml"
    plan.write_text(
        f"matrices:\n  - selections: [{selection}]\n    formats: [docx]\n    output: '{{target}}.{{format}}'\n", "utf-8"
    )
    result = run("-C", edition, "batch", plan, "-o", tmp_path / "out")
    assert result.exit_code == 0, result.output
    path = tmp_path / "out" / "two.docx"
    assert cover(path)[1:3] == [("Title", "Counter-trafficking, Research"), ("Subtitle", BALKANS)]
    assert "countries of the region" not in " ".join(each.text for each in docx.Document(str(path)).paragraphs)


def test_a_theme_in_one_country_names_the_country(strategy: Strategy, tmp_path: Path) -> None:
    path = made(strategy, tmp_path, ("SI",), ("counter-trafficking",))
    assert cover(path)[1:3] == [("Title", "Counter-trafficking"), ("Subtitle", "Slovenia")]
    # The country has no mission, so that nobody can be reached there.
    assert "Contacts" not in [each.text for each in docx.Document(str(path)).paragraphs]


def test_the_cover_of_several_countries_names_them(strategy: Strategy, tmp_path: Path) -> None:
    path = made(strategy, tmp_path, ("AL", "HR"))
    assert cover(path) == [
        ("Cover Eyebrow", "Extract"),
        ("Title", TITLE),
        ("Subtitle", "Albania, Croatia"),
        ("Subtitle", "2006–2007"),
    ]


def test_the_cover_of_the_strategy_is_its_own(documents: dict[str, Path]) -> None:
    assert cover(documents["strategy"]) == [("Title", TITLE), ("Subtitle", "2006–2007")]
    assert cover(documents["themes/labour-migration"])[1:] == [
        ("Title", "Labour Migration"),
        ("Subtitle", TITLE),
        ("Subtitle", "2006–2007"),
    ]


def test_the_first_page_after_the_contents_is_the_first(strategy: Strategy, tmp_path: Path) -> None:
    parts = {
        "group": extract(strategy, countries=["AL", "HR"]),
        "without a summary": strategy.model_copy(update={"executive_summary": None}),
        "whole": strategy,
    }
    for name, part in parts.items():
        found = starts(build(part, tmp_path / f"{name}.docx", project=REPOSITORY, layout="none"))
        assert found[:3] == [("", ""), ("lowerRoman", "1"), ("", "1")], name
        assert set(found[3:]) == {("", "")}, name


def test_the_contents_of_a_group_begin_with_page_1(strategy: Strategy, tmp_path: Path) -> None:
    part = extract(strategy, countries=["AL", "HR"])
    path = build(part, tmp_path / "group.docx", project=REPOSITORY, layout="embedded")
    assert [number for _, number in entries(path)][:2] == ["1", "2"]


def test_the_open_xml_sdk_finds_no_error_in_them(strategy: Strategy, validator: Validator, tmp_path: Path) -> None:
    assert validator.errors(made(strategy, tmp_path, ("AL", "HR"))) == []
    assert validator.errors(made(strategy, tmp_path, ("AL",), ("counter-trafficking", "research"))) == []
