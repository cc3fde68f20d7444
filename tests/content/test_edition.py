"""The edition is whole: what each section holds stands in review.yaml, and the totals here."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from tally import lines, notes, tally

from iomreport.markup.nodes import Prose
from iomreport.strategy.addresses import fields
from iomreport.strategy.context import texts, used_acronyms
from iomreport.strategy.load.loader import load_edition
from iomreport.strategy.model.country import ProjectGroup
from iomreport.strategy.model.strategy import Strategy

HERE = Path(__file__).parent
REVIEW: dict[str, Any] = yaml.safe_load((HERE / "review.yaml").read_text("utf-8"))

# Words in capitals that are no acronyms: codes of a budget line and of a note, a roman numeral, a street's "No".
NOT_ACRONYMS = {"II"}


def prose(strategy: Strategy) -> dict[str, Prose]:
    return {field.address: field.value for field in fields(strategy) if isinstance(field.value, Prose)}


def test_the_content_has_no_findings() -> None:
    assert [str(finding) for finding in load_edition(HERE.parents[1]).findings] == []


def test_every_section_holds_what_the_review_found(edition: Strategy) -> None:
    found = {
        address: [counted.paragraphs, counted.points, counted.notes]
        for address, value in prose(edition).items()
        if not address.endswith("/description")
        for counted in (tally(value),)
    }
    assert found == REVIEW["prose"]


def test_every_group_of_proposals_holds_what_the_review_found(edition: Strategy) -> None:
    def rows(groups: tuple[ProjectGroup, ...]) -> dict[str, list[int]]:
        return {
            group.theme: [len(group.projects), sum(bool(project.description) for project in group.projects)]
            for group in groups
        }

    found = {"regional": rows(edition.regional.project_groups)}
    found |= {country.code: rows(country.project_groups) for country in edition.countries if country.project_groups}
    assert found == REVIEW["proposals"]


def test_every_description_is_one_paragraph(edition: Strategy) -> None:
    for address, value in prose(edition).items():
        if address.endswith("/description"):
            assert (tally(value).paragraphs, len(value.blocks)) == (1, 1), address


def test_the_countries_are_those_of_the_review(edition: Strategy) -> None:
    found = {
        country.code: {
            "folder": country.slug,
            "number": country.number,
            "name": country.names.long,
            "status": country.status,
            "heading": country.priorities_heading,
            "themes": [" ".join(priority.themes) for priority in country.priorities],
        }
        for country in edition.countries
    }
    assert found == REVIEW["countries"]
    assert all(
        [p.letter for p in country.priorities] == list("abcdef")[: len(country.priorities)]
        for country in edition.countries
    )


def test_the_totals(edition: Strategy) -> None:
    national = [project for country in edition.countries for project in country.projects]
    missions = [country.mission for country in edition.countries if country.mission]
    assert len(edition.countries) == 14
    assert sum(len(country.priorities) for country in edition.countries) == 67
    assert len(edition.regional.priorities) == 8
    assert len(edition.regional.projects) == 13
    assert len(national) == 104
    assert sum(bool(project.description) for project in national) == 52
    assert len(missions) == 13
    assert {len(mission.sub_offices) for mission in missions} == {0, 7}
    assert sum(1 for value in prose(edition).values() for _ in notes(value)) == 7
    assert edition.country_count == 13


def test_kosovo_has_the_sub_offices(edition: Strategy) -> None:
    kosovo = edition.country("xk")
    assert kosovo is not None
    assert kosovo.mission is not None
    assert [office.office.removeprefix("IOM ") for office in kosovo.mission.sub_offices] == [
        "Gjilan/Gnjilane",
        "Mitrovica",
        "Peja/Pec",
        "Prizren",
        "Zvečan/Zveçan",
        "Gračanica/Graçanica",
        "Štrpce/Shterpcë",
    ]
    assert (kosovo.counted_with, kosovo.status) == ("RS", None)


def test_slovenia_has_no_entry_in_the_annex(edition: Strategy) -> None:
    slovenia = edition.country("slovenia")
    assert slovenia is not None
    assert (slovenia.mission, slovenia.project_groups, slovenia.names.annex) == (None, (), "")


def test_the_groups_hold_every_country_but_kosovo_once(edition: Strategy) -> None:
    members = Counter(code for group in edition.groups for code in group.countries)
    assert members == Counter(country.code for country in edition.countries if country.code != "XK")
    for country in edition.countries:
        assert [group.id for group in edition.groups if country.code in group.countries] == (
            [country.status] if country.status else []
        )


def test_themes_print_only_labels_that_their_list_knows(edition: Strategy) -> None:
    """A heading of a chapter or the annex is the theme's label, one of its other labels, or those of two themes."""
    for country in edition.countries:
        for priority in country.priorities:
            theme = edition.theme(priority.theme)
            assert theme is not None
            assert priority.title in (theme.label, *theme.labels), f"{country.code} ({priority.letter})"
    groups = [*edition.regional.project_groups, *(g for country in edition.countries for g in country.project_groups)]
    for group in groups:
        theme = edition.theme(group.theme)
        assert theme is not None
        assert group.label != theme.label
        assert (group.label or theme.label) in (theme.label, *theme.labels)


def test_every_theme_of_the_list_is_used(edition: Strategy) -> None:
    used = {theme for country in edition.countries for priority in country.priorities for theme in priority.themes}
    used |= {group.theme for country in edition.countries for group in country.project_groups}
    assert {theme.id for theme in edition.themes} == used


def test_proposals_name_the_other_countries_and_areas_of_their_titles(edition: Strategy) -> None:
    named = {country.names.short: country.code for country in edition.countries} | {"Croatian-Serbian": "RS"}
    areas = {area.name: area.id for area in edition.areas} | {"South Eastern Europe": "south-eastern-europe"}
    owners = [("", edition.regional.projects), *((country.code, country.projects) for country in edition.countries)]
    for owner, projects in owners:
        for project in projects:
            # The name of one area may be a part of the name of another: Central Europe, Central European.
            expected = {code for name, code in named.items() if name.casefold() in project.title.casefold()} - {owner}
            assert expected == set(project.countries), project.title
            assert all(id in project.areas for name, id in areas.items() if name in project.title), project.title


def test_every_acronym_is_in_the_list_once_and_in_order(edition: Strategy) -> None:
    acronyms = [entry.acronym for entry in edition.acronyms]
    assert acronyms == sorted(set(acronyms), key=str.casefold)
    words = {
        word.removesuffix("s")
        for text in texts(edition)
        for word in re.findall(r"\b[A-Za-z]*[A-Z]{2}[A-Za-z]*\b", re.sub(r"\S+@\S+|www\.\S+", "", text))
    }
    assert words - set(acronyms) - NOT_ACRONYMS == set()
    assert {entry.acronym for entry in used_acronyms(edition)} == set(acronyms)


def test_an_acronym_has_an_expansion_or_a_remark(edition: Strategy) -> None:
    for entry in edition.acronyms:
        assert entry.expansion or any("never expands" in remark for remark in entry.remarks), entry.acronym


@pytest.mark.parametrize("wrong", ["  ", " ,", "( ", " )", "--", "...", "'", '"', "<", "[^", "{"])
def test_the_text_has_no_slips_of_the_typist(edition: Strategy, wrong: str) -> None:
    assert [line for value in prose(edition).values() for line in lines(value) if wrong in line] == []


def test_paragraphs_end_with_a_stop_and_points_with_a_semicolon_or_stop(edition: Strategy) -> None:
    for address, value in prose(edition).items():
        if address == "executive-summary/body":  # its list is one of titles
            continue
        for line in lines(value):
            assert re.search(r"[.:;](?:[”)])?$", line), f"{address}: {line}"
