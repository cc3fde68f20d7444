"""Records are Pydantic models: constructed in code, dumped, read back, described by a JSON Schema."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from pydantic import ValidationError

from iomreport.markup.nodes import Prose
from iomreport.markup.reader import read
from iomreport.strategy.load.loader import load
from iomreport.strategy.model.country import Project, ProjectGroup
from iomreport.strategy.model.strategy import Strategy

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def edition() -> Strategy:
    return load(ROOT)


def test_a_dump_is_read_back_as_the_same_strategy(edition: Strategy) -> None:
    dump = edition.model_dump()
    assert Strategy.model_validate(dump) == edition
    background = dump["countries"][0]["background"]
    assert isinstance(background, str)
    assert read(background) == edition.countries[0].background
    assert Strategy.model_validate_json(edition.model_dump_json()) == edition


def test_the_schema_says_what_a_dump_holds(edition: Strategy) -> None:
    for mode in ("validation", "serialization"):
        schema = Strategy.model_json_schema(mode=mode)
        assert set(schema["properties"]) == set(edition.model_dump())
        description = schema["$defs"]["Project"]["properties"]["description"]
        assert (description["type"], description["contentMediaType"]) == ("string", "text/markdown")
        assert "default" not in description
        assert schema["$defs"]["Project"]["properties"]["countries"]["type"] == "array"


def test_markdown_and_lists_are_taken() -> None:
    project = Project(id="a", title="T", description="*text*", countries=["AL", "XK"])  # type: ignore[arg-type]
    assert project.description == read("*text*")
    assert project.countries == ("AL", "XK")
    assert ProjectGroup(theme="research", projects=[project]).projects == (project,)  # type: ignore[arg-type]
    assert Project(id="a", title="T").description == Prose()
    assert Project(id="a", title="T", description=project.description).description is project.description


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("description", "[a](nowhere)", r"1:1: error\[C207\]: .nowhere. is no web address"),
        ("description", "One.\n\n```\nx\n```", r"3:1: error\[C202\]: ``` begins program code"),
        ("description", 5, "instance of Prose"),
        ("countries", "AL", "valid tuple"),
        ("countries", [1], "valid string"),
        ("title", "", "at least 1 character"),
        ("places", {}, "Extra inputs"),
    ],
)
def test_what_is_wrong_is_refused(field: str, value: object, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Project.model_validate({"id": "a", "title": "T", field: value})


def test_places_are_no_part_of_what_a_record_says(edition: Strategy) -> None:
    albania = edition.countries[0]
    place = albania.place("code")
    assert place is not None
    assert place.path == "content/countries/albania/country.yaml"
    assert not {"places", "_places", "address"} & set(Strategy.model_fields)
    assert "Location" not in repr(albania.names)
    assert set(albania.names.model_dump()) == {"remarks", "short", "long", "annex"}
    for same in (
        albania.model_copy(),
        albania.model_copy(deep=True),
        pickle.loads(pickle.dumps(albania)),
    ):
        assert same == albania
        assert same.place("code") == place
        assert same.own_address() == albania.own_address() == "AL"
    elsewhere = type(albania.names).model_validate(albania.names.model_dump())
    assert elsewhere == albania.names
    assert hash(elsewhere) == hash(albania.names)
    assert elsewhere.place() is None
