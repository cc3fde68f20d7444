"""What is edited or constructed in code is checked as loading checks it, and gets the addresses of its places."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from iomreport.diagnostics.finding import ContentError
from iomreport.publish.pipeline import build
from iomreport.strategy.addresses import fields, records
from iomreport.strategy.edited import check_strategy
from iomreport.strategy.extract import extract
from iomreport.strategy.load.loader import load
from iomreport.strategy.model.country import Country, Names, Priority, Project, ProjectGroup
from iomreport.strategy.model.strategy import Strategy

ROOT = Path(__file__).resolve().parents[2]
PROJECTS = "content/countries/albania/projects.yaml"


@pytest.fixture(scope="module")
def edition() -> Strategy:
    return load(ROOT)


def with_country(strategy: Strategy, **changes: Any) -> Strategy:
    """The strategy with another first country."""
    first, *others = strategy.countries
    return strategy.model_copy(update={"countries": (first.model_copy(update=changes), *others)})


def with_project(strategy: Strategy, **changes: Any) -> Strategy:
    """The strategy with another first project in its first country."""
    group, *groups = strategy.countries[0].project_groups
    project, *projects = group.projects
    changed = group.model_copy(update={"projects": (project.model_copy(update=changes), *projects)})
    return with_country(strategy, project_groups=(changed, *groups))


def refused(strategy: Strategy, **chosen: Any) -> list[tuple[str, str | None, str]]:
    with pytest.raises(ContentError) as caught:
        extract(strategy, **(chosen or {"countries": ["AL"]}))
    found = caught.value.diagnostics
    return [(each.code, each.location and each.location.path, each.message) for each in found]


def test_a_loaded_strategy_is_not_checked_again(edition: Strategy) -> None:
    assert check_strategy(edition) is edition
    part = extract(edition, countries=["AL"])
    edited = edition.model_copy(update={"title": "Another"})
    assert check_strategy(edited) is check_strategy(edited)
    for known in (part, edition.model_copy(), pickle.loads(pickle.dumps(edition))):
        assert check_strategy(known) is known


def test_an_unknown_theme_is_an_error_at_its_record(edition: Strategy, tmp_path: Path) -> None:
    edited = with_project(edition, theme="nope")
    message = "there is no theme “nope”"
    assert [(path, said) for _, path, said in refused(edited)] == [(PROJECTS, message)]
    with pytest.raises(ContentError, match="there is no theme “nope”"):
        build(edited, tmp_path / "x.docx", project=ROOT, layout="none")
    new = ProjectGroup(theme="nope", projects=(Project(id="a", title="A"),))
    groups = edition.countries[0].project_groups
    assert [said for *_, said in refused(with_country(edition, project_groups=(*groups, new)))] == [message]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"countries": ("QQ",)}, "there is no country “QQ”"),
        ({"areas": ("moon",)}, "there is no area “moon”"),
        ({"title": ""}, "title of a Project is refused: String should have at least 1 character"),
        ({"id": 5}, "id of a Project is refused: Input should be a valid string"),
        ({"description": "[a](b)"}, '"b" is no web address'),
    ],
)
def test_other_mistakes_are_errors_too(edition: Strategy, changes: dict[str, Any], message: str) -> None:
    ((_, path, said),) = refused(with_project(edition, **changes))
    assert path == PROJECTS
    assert message in said


def test_names_that_stand_twice_are_errors(edition: Strategy) -> None:
    first = edition.countries[0]
    assert "the code “AL” stands twice" in refused(edition.model_copy(update={"countries": (first, first)}))[0][2]
    twice = with_country(edition, priorities=(first.priorities[0], first.priorities[0]))
    assert "the letter “a” stands twice" in refused(twice)[0][2]


def test_parts_can_be_taken_away(edition: Strategy) -> None:
    fewer = edition.model_copy(update={"countries": edition.countries[:2], "foreword": None})
    assert [country.code for country in check_strategy(fewer).countries] == [c.code for c in edition.countries[:2]]
    part = extract(edition, countries=["AL"], themes=["counter-trafficking"])
    assert check_strategy(part.model_copy(update={"title": "Another"})).title == "Another"


def test_each_place_has_an_address_of_its_own(edition: Strategy) -> None:
    first = edition.countries[0]
    twin = first.model_copy(update={"code": "QQ", "slug": "twin", "number": 0})
    edited = edition.model_copy(update={"countries": [*edition.countries, twin]})
    checked = check_strategy(edited)
    assert all(record.own_address() == address for address, record in records(checked))
    prose = [field for field in fields(checked) if hasattr(field.value, "address")]
    assert all(field.value.address == field.address for field in prose)  # type: ignore[union-attr]
    assert any(field.address.startswith("QQ/") for field in prose)
    assert checked.countries[-1].number == len(checked.countries)
    assert first.own_address() == "AL"
    assert first.priorities[0].own_address() == "AL/priorities/a"
    assert [record.own_address() for _, record in records(edition)] == [address for address, _ in records(edition)]


def test_a_country_from_code_is_built_with_its_controls(edition: Strategy, tmp_path: Path) -> None:
    theme = edition.themes[0].id
    project = Project(id="new", title="A new project", description="It *helps*; see [](#QQ/priorities/a).")
    country = Country(
        slug="quux",
        code="QQ",
        names=Names(short="Quux", long="Republic of Quux", annex="Quux"),
        background="The [priority](#QQ/priorities/a) is new.",  # type: ignore[arg-type]
        priorities=[Priority(letter="a", title="First", theme=theme, body="It is *first*.")],  # type: ignore[arg-type]
        priorities_heading=edition.priorities_headings[0],
        project_groups=[ProjectGroup(theme=theme, projects=[project])],  # type: ignore[arg-type]
    )
    part = extract(edition.model_copy(update={"countries": (*edition.countries, country)}), countries=["QQ"])
    assert part.countries[0].projects[0].theme == theme
    path = build(part, tmp_path / "quux.docx", project=ROOT, layout="none")
    with ZipFile(path) as package:
        document = package.read("word/document.xml").decode()
    assert "QQ/background" in document
    assert "A new project" in document
    assert "QQ/priorities/a/body" in document


def test_the_same_strategy_from_code_makes_the_same_document(edition: Strategy, tmp_path: Path) -> None:
    again = Strategy.model_validate_json(edition.model_dump_json())
    made = [
        build(extract(each, countries=["AL"]), tmp_path / f"{name}.docx", project=ROOT, layout="none").read_bytes()
        for name, each in (("loaded", edition), ("again", again))
    ]
    assert made[0] == made[1]
