"""The facts of the edition are printed: in the strategy, and those of a country in its extract, too.

`facts.yaml` is the list that a reader checked; the contacts, titles and numbers of the content itself are looked for as
well, so that nothing that somebody writes is left out of the documents.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from tally import lines

from iomreport.markup.nodes import Prose
from iomreport.publish.targets import default_targets
from iomreport.strategy.model.country import Country, Mission, Office, ProjectGroup
from iomreport.strategy.model.strategy import Strategy

HERE = Path(__file__).parent
FACTS: dict[str, Any] = yaml.safe_load((HERE / "facts.yaml").read_text("utf-8"))
FOLDERS = tuple(FACTS["countries"])

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NUMBER = re.compile(r"(?:US\$ |€)?\d[\d,.]*\d(?: per cent|%|s\b)?|\d%?")

Texts = Mapping[str, str]


@pytest.fixture(scope="module")
def documents(edition: Strategy, unnumbered: Mapping[str, bytes]) -> Texts:
    """The words of the strategy and of every extract, by the names of their targets."""
    return {target.name: words(unnumbered[target.name]) for target in default_targets(edition)}


def words(content: bytes) -> str:
    """What a document prints in its body and notes, one line a paragraph."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        stories = [name for name in ("word/document.xml", "word/footnotes.xml") if name in package.namelist()]
        roots = [ElementTree.fromstring(package.read(name)) for name in stories]
    return "\n".join(paragraph(each) for root in roots for each in root.iter(f"{W}p"))


def paragraph(element: ElementTree.Element) -> str:
    signs = {f"{W}noBreakHyphen": "-", f"{W}tab": " ", f"{W}br": " "}
    text = "".join(each.text or "" if each.tag == f"{W}t" else signs.get(each.tag, "") for each in element.iter())
    return " ".join(text.split())


def missing(facts: list[str], text: str) -> list[str]:
    return [fact for fact in facts if not re.search(rf"(?<!\w){re.escape(fact)}(?![^\W_])", text)]


def of_content(country: Country) -> Iterator[str]:
    yield from (country.names.long, country.priorities_heading)
    for priority in country.priorities:
        yield priority.title
        yield from numbers(priority.body)
        for section in priority.sections:
            yield section.title
            yield from numbers(section.body)
    for section in country.closing:
        yield section.title
        yield from numbers(section.body)
    yield from numbers(country.background)
    yield from of_groups(country.project_groups)
    if country.mission:
        yield from of_office(country.mission)
        for office in country.mission.sub_offices:
            yield from of_office(office)


def of_groups(groups: tuple[ProjectGroup, ...]) -> Iterator[str]:
    for group in groups:
        if group.label:
            yield group.label
        for project in group.projects:
            yield project.title
            yield from numbers(project.description)


def of_office(office: Office) -> Iterator[str]:
    yield office.office
    if office.subtitle:
        yield office.subtitle
    yield from office.address
    for phones in office.phones:
        yield from phones.numbers
    yield from (*office.fax, *office.emails, *office.websites)
    if isinstance(office, Mission) and office.head:
        yield from (office.head.role, office.head.name)


def numbers(prose: Prose) -> Iterator[str]:
    for line in lines(prose):
        yield from NUMBER.findall(line)


def test_the_strategy_prints_the_facts_of_its_regional_part(documents: Texts) -> None:
    assert missing(FACTS["regional"], documents["strategy"]) == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_strategy_prints_the_facts_of_every_country(documents: Texts, folder: str) -> None:
    assert missing(FACTS["countries"][folder], documents["strategy"]) == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_extract_of_a_country_prints_its_facts(documents: Texts, folder: str) -> None:
    assert missing(FACTS["countries"][folder], documents[folder]) == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_everything_that_the_content_says_of_a_country_is_printed(
    edition: Strategy, documents: Texts, folder: str
) -> None:
    country = edition.country(folder)
    assert country is not None
    facts = list(dict.fromkeys(of_content(country)))
    assert missing(facts, documents[folder]) == []
    assert missing(facts, documents["strategy"]) == []


def test_every_line_of_prose_is_printed_as_it_is_written(edition: Strategy, documents: Texts) -> None:
    """Word for word, in the strategy and in the extract: no template drops or repeats a paragraph's end."""
    for country in edition.countries:
        prose = [country.background, *(priority.body for priority in country.priorities)]
        prose += [section.body for priority in country.priorities for section in priority.sections]
        prose += [section.body for section in country.closing]
        prose += [project.description for project in country.projects]
        for line in (line for each in prose for line in lines(each)):
            assert line in documents[country.slug], line
            assert line in documents["strategy"], line


def test_regional_proposals_are_printed_in_the_strategy(edition: Strategy, documents: Texts) -> None:
    assert missing(list(of_groups(edition.regional.project_groups)), documents["strategy"]) == []


def test_the_list_of_facts_is_that_of_the_whole_edition(edition: Strategy) -> None:
    assert list(FOLDERS) == [country.slug for country in edition.countries]
    assert len(FACTS["regional"]) + sum(map(len, FACTS["countries"].values())) > 1000
