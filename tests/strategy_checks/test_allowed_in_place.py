"""A finding can be allowed where it stands, with a reason; an allowance of nothing is found."""

from __future__ import annotations

from pathlib import Path

import pytest
from specimen import spoil

from iomreport.strategy.checks.run import check_content

FOREWORD, COUNTRY = "content/foreword.md", "content/countries/albania/country.yaml"


def codes(project: Path, path: str) -> list[str]:
    return [
        each.code
        for each in check_content(project).findings
        if each.location is not None and each.location.path == path and each.code != "C470"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The the text. <!-- allow: C452 A quotation. -->",
        "<!-- allow: C452 A quotation. -->\n\nThe the text.",
        "The the text.\n\n<!-- allow: C452 A quotation. -->",
        "The\nthe text,\nand more.\n\n<!-- allow: C452 A quotation. -->\n\nMore.",
    ],
)
def test_a_finding_is_allowed_beside_its_paragraph(text: str, project: Path) -> None:
    spoil(project, FOREWORD, "Foreword text.", text)
    assert codes(project, FOREWORD) == []


def test_an_allowance_does_not_reach_further(project: Path) -> None:
    spoil(project, FOREWORD, "Foreword text.", "The the text.\n\nMore.\n\n<!-- allow: C452 A quotation. -->\n\nMore.")
    assert codes(project, FOREWORD) == ["C452", "C480"]


def test_an_allowance_holds_for_its_code_only(project: Path) -> None:
    spoil(project, FOREWORD, "Foreword text.", "The the text. <!-- allow: C451 A quotation. -->")
    assert codes(project, FOREWORD) == ["C452", "C480"]


def test_in_yaml_an_allowance_stands_on_the_line_or_above_it(project: Path) -> None:
    assert codes(project, COUNTRY) == ["C430", "C430"]
    spoil(project, COUNTRY, '- "+355 1"', '- "+355 1"  # allow: C430 As the source prints it.')
    assert codes(project, COUNTRY) == ["C430"]
    spoil(project, COUNTRY, '        - "+355 2"', '        # allow: C430 As printed.\n        - "+355 2"')
    assert codes(project, COUNTRY) == []


def test_an_allowance_needs_a_reason(project: Path) -> None:
    spoil(project, COUNTRY, '- "+355 1"', '- "+355 1"  # allow: C430')
    assert "C211" in codes(project, COUNTRY)


def test_words_in_quotes_are_no_comment(project: Path) -> None:
    spoil(project, COUNTRY, "office: IOM Tirana", 'office: "IOM # allow: C430 Tirana"')
    assert codes(project, COUNTRY) == ["C430", "C430"]


def test_what_stops_the_build_cannot_be_allowed(project: Path) -> None:
    spoil(project, COUNTRY, "status: potential-candidate", "status: candiate  # allow: C124 A test.")
    assert "C124" in codes(project, COUNTRY)
