"""A subclass of `Strategy` is loaded from the same files, with more keys, and all that knows fields knows these."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from pydantic import Field
from specimen import spoil, write_specimen

from iomreport.diagnostics.finding import ContentError
from iomreport.markup.field import ProseField
from iomreport.markup.nodes import Prose
from iomreport.markup.reader import read
from iomreport.publish.pipeline import build
from iomreport.publish.templates import surroundings
from iomreport.strategy.addresses import fields
from iomreport.strategy.checks.schemas import schema_files, schemas
from iomreport.strategy.extract import extract
from iomreport.strategy.load.loader import load
from iomreport.strategy.model.country import Country, Priority, Project, ProjectGroup
from iomreport.strategy.model.strategy import Regional, Strategy
from iomreport.template_lint.lint import lint_template

ALBANIA = "content/countries/albania"
COUNTRY, CHAPTER, PROJECTS = f"{ALBANIA}/country.yaml", f"{ALBANIA}/chapter.md", f"{ALBANIA}/projects.yaml"
STRATEGY = "content/strategy.yaml"


class FundedProject(Project):
    budget: int = Field(default=0, ge=0, description="In euros.")
    risk: float | None = None
    note: ProseField = Field(default_factory=Prose)


class FundedGroup(ProjectGroup):
    projects: tuple[FundedProject, ...] = Field(min_length=1)


class RankedPriority(Priority):
    rank: int
    partners: tuple[str, ...] = ()
    urgent: bool = False


class CapitalCountry(Country):
    capital: str
    priorities: tuple[RankedPriority, ...] = ()
    project_groups: tuple[FundedGroup, ...] = ()


class FundedRegional(Regional):
    project_groups: tuple[FundedGroup, ...] = ()


class FundedStrategy(Strategy):
    donors: tuple[str, ...]
    regional: FundedRegional
    countries: tuple[CapitalCountry, ...] = ()


class HalfFundedStrategy(Strategy):
    """Its regional proposals are not those of its countries."""

    countries: tuple[CapitalCountry, ...] = ()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = write_specimen(tmp_path)
    spoil(folder, STRATEGY, "language: en-GB", "language: en-GB\ndonors: [European Union, Italy]")
    spoil(folder, COUNTRY, "code: AL", "code: AL\ncapital: Tirana")
    spoil(folder, "content/countries/kosovo/country.yaml", "code: XK", "code: XK\ncapital: Pristina")
    own = "budget: 500\n      risk: 0.5\n      note: A *note*."
    spoil(folder, PROJECTS, "title: A study", f"title: A study\n      {own}")
    for words, own in (
        ("{theme=border-management}", '{theme=border-management rank=1 partners="Police, Red Cross" urgent=true}'),
        ('also="research"}', 'also="research" rank=2}'),
        ("{theme=research}", "{theme=research rank=3}"),
    ):
        spoil(folder, CHAPTER, words, own)
    spoil(
        folder,
        "content/countries/kosovo/chapter.md",
        "{theme=counter-trafficking}",
        "{theme=counter-trafficking rank=1}",
    )
    return folder


def test_the_fields_are_read(project: Path) -> None:
    strategy = load(project, model=FundedStrategy)
    assert type(strategy) is FundedStrategy
    assert strategy.donors == ("European Union", "Italy")
    albania = strategy.countries[0]
    assert albania.capital == "Tirana"
    study = albania.project_groups[1].projects[0]
    assert (study.budget, study.risk, study.note) == (500, 0.5, read("A *note*."))
    assert study.theme == "research"
    first, second, _ = albania.priorities
    assert (first.rank, first.partners, first.urgent) == (1, ("Police", "Red Cross"), True)
    assert (second.rank, second.partners, second.urgent) == (2, (), False)
    assert str(first.place("rank")) == f"{CHAPTER}:9:56"
    assert str(study.place("budget")) == f"{PROJECTS}:21:15"
    assert FundedStrategy.model_validate_json(strategy.model_dump_json()) == strategy
    addresses = {field.address: field.value for field in fields(strategy)}
    assert addresses["AL/projects/study/budget"] == "500"
    assert addresses["donors"] == "European Union\nItaly"


def test_without_the_model_the_keys_are_unknown(project: Path) -> None:
    with pytest.raises(ContentError) as caught:
        load(project)
    assert {each.code for each in caught.value.diagnostics} == {"C120", "C257"}


@pytest.mark.parametrize(
    ("path", "right", "wrong", "code", "words"),
    [
        (PROJECTS, "budget: 500", "budget: many", "C122", "budget must be a whole number, not a text"),
        (PROJECTS, "budget: 500", "budget: -5", "C124", "budget must be at least 0"),
        (PROJECTS, "budget: 500", "bugdet: 500", "C120", "did you mean budget?"),
        (PROJECTS, "risk: 0.5", "risk: high", "C122", "risk must be a number"),
        (PROJECTS, "A *note*.", '"[a](b)"', "C207", "no web address"),
        (COUNTRY, "capital: Tirana\n", "", "C121", 'the key "capital" is missing'),
        (COUNTRY, "capital: Tirana", "capital: 5", "C123", "capital must be a text"),
        (STRATEGY, "donors: [European Union, Italy]", "donors: Italy", "C122", "donors must be a list of texts"),
        (CHAPTER, "rank=2", "rank=high", "C122", "rank must be a whole number"),
        (CHAPTER, " rank=2", "", "C121", "the attribute rank is missing"),
        (CHAPTER, "rank=3", "rank=3 rnk=4", "C257", "did you mean rank?"),
    ],
)
def test_what_is_wrong_with_them_is_found_at_its_place(
    project: Path, path: str, right: str, wrong: str, code: str, words: str
) -> None:
    line = (project / path).read_text("utf-8").partition(right)[0].count("\n") + 1
    spoil(project, path, right, wrong)
    with pytest.raises(ContentError) as caught:
        load(project, model=FundedStrategy)
    (found,) = caught.value.diagnostics
    assert found.code == code
    assert words in f"{found.message} {found.fix}"
    assert found.location is not None
    assert found.location.path == path
    if code != "C121":
        assert found.location.line == line


def test_two_classes_for_one_are_refused(project: Path) -> None:
    with pytest.raises(TypeError, match="both ProjectGroup and FundedGroup for a ProjectGroup"):
        load(project, model=HalfFundedStrategy)


def test_the_schemas_have_them() -> None:
    known = schemas(FundedStrategy)
    assert known["strategy"]["properties"]["donors"]["items"] == {"type": "string"}
    assert known["country"]["properties"]["capital"]["type"] == "string"
    assert "capital" in known["country"]["required"]
    assert "priorities" not in known["country"]["properties"]
    project = known["projects"]["items"]["properties"]["projects"]["items"]["properties"]
    assert project["budget"] == {"title": "Budget", "description": "In euros.", "type": "integer", "minimum": 0}
    assert project["risk"]["type"] == "number"
    assert (
        "budget"
        in json.loads(schema_files(FundedStrategy)["schemas/projects.schema.json"])["items"]["properties"]["projects"][
            "items"
        ]["properties"]
    )


def template(*lines: str) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


LINES = (
    "{{ country.capital }}: {{ strategy.donors | join(', ') }}",
    "{%p for group in chapter.groups %}",
    "{%p for project in group.projects %}",
    "{{ project.title }} costs {{ project.budget }}",
    "{{p project.note }}",
    "{%p endfor %}",
    "{%p endfor %}",
    "{%p for priority in country.priorities %}",
    "{{ priority.rank }}. {{ priority.title }}",
    "{%p endfor %}",
)


def test_templates_print_them_and_the_lint_knows_them(project: Path) -> None:
    content = template(*LINES)
    errors = [
        each.diagnostic.message
        for each in lint_template(content, "own.docx", surroundings(None, labels=(), strategy=FundedStrategy))
        if each.diagnostic.severity == "error"
    ]
    assert errors == []
    budget = "{{ strategy.countries[0].project_groups[0].projects[0].bugdet }}"
    wrong = template(LINES[0].replace("capital", "capitol"), budget)
    fixes = [
        each.diagnostic.fix
        for each in lint_template(wrong, "own.docx", surroundings(None, labels=(), strategy=FundedStrategy))
        if each.diagnostic.code == "T101"
    ]
    assert "country.capital" in fixes[0]
    assert "budget" in fixes[1]
    plain = lint_template(content, "own.docx", surroundings(None, labels=()))
    assert any("capital" in each.diagnostic.message for each in plain)

    path = project / "own.docx"
    path.write_bytes(content)
    part = extract(load(project, model=FundedStrategy), countries=["AL"])
    assert part.countries[0].capital == "Tirana"
    made = build(part, project / "made.docx", template=path, project=project, layout="none")
    with ZipFile(made) as package:
        words = package.read("word/document.xml").decode()
    for each in ("Tirana", "European Union, Italy", "500"):
        assert each in words


def test_an_edit_is_checked_with_its_own_class(project: Path) -> None:
    strategy = load(project, model=FundedStrategy)
    edited = strategy.model_copy(update={"donors": ["Norway"]})
    assert extract(edited, countries=["AL"]).donors == ("Norway",)
    with pytest.raises(ContentError, match="donors"):
        extract(strategy.model_copy(update={"donors": 5}), countries=["AL"])
