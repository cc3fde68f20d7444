"""The pages of the codes and the schemas are current, and say what they must."""

from __future__ import annotations

import json
from pathlib import Path

from iomreport.diagnostics.catalogue import catalogue, pages
from iomreport.diagnostics.codes import code_modules
from iomreport.diagnostics.finding import Code, Findings
from iomreport.strategy.checks.schemas import FILES, code_settings, jetbrains_mapping, schema_files, schemas
from iomreport.strategy.load.yaml_reader import read_yaml

ROOT = Path(__file__).resolve().parents[2]
CODES = ROOT / "docs" / "codes"


def test_the_page_of_every_code_is_current() -> None:
    wanted = pages(catalogue())
    assert {file.name for file in CODES.glob("*.md")} == set(wanted), "run: iomreport explain --pages docs/codes"
    stale = [name for name, text in wanted.items() if (CODES / name).read_text("utf-8") != text]
    assert stale == [], "run: iomreport explain --pages docs/codes"


def test_every_code_says_why_and_shows_wrong_and_right() -> None:
    for code in catalogue().values():
        assert code.title, code.id
        assert code.why, code.id
        assert code.wrong, code.id
        assert code.right, code.id


def test_no_code_is_used_twice() -> None:
    found = {id(each): each.id for module in code_modules() for each in vars(module).values() if isinstance(each, Code)}
    assert len(found) == len(set(found.values()))


def test_the_schemas_are_current() -> None:
    stale = [path for path, text in schema_files().items() if (ROOT / path).read_text("utf-8") != text]
    assert stale == [], "run: iomreport schema --editors"


def test_the_settings_of_the_editors_are_current() -> None:
    settings = json.loads((ROOT / ".vscode/settings.json").read_text("utf-8"))
    assert settings == code_settings(settings)
    assert (ROOT / ".idea/jsonSchemas.xml").read_text("utf-8") == jetbrains_mapping()


def conforms(value: object, schema: dict[str, object]) -> bool:
    """Whether a value is as a schema has it, as far as our schemas go."""
    match schema.get("type"), value:
        case "object", dict():
            properties = schema.get("properties", {})
            rest = schema.get("additionalProperties", True)
            assert isinstance(properties, dict)
            required = schema.get("required", [])
            assert isinstance(required, list)
            return all(name in value for name in required) and all(
                conforms(item, properties[key])
                if key in properties
                else isinstance(rest, dict) and conforms(item, rest)
                for key, item in value.items()
            )
        case "array", tuple():
            items = schema["items"]
            assert isinstance(items, dict)
            return all(conforms(item, items) for item in value)
        case "string", str():
            return True
        case "integer", int():
            return True
        case None, str():
            choices = schema["enum"]
            return isinstance(choices, list) and value in choices
        case _:
            return False


def test_the_edition_is_as_the_schemas_have_it() -> None:
    known = schemas()
    for name, pattern in FILES.items():
        files = sorted(ROOT.glob(pattern))
        assert files
        for file in files:
            read = read_yaml(file.read_text("utf-8"), file.name, Findings())
            assert read is not None
            assert conforms(read.value, known[name]), file


def test_every_key_has_a_title_and_the_records_a_description() -> None:
    for schema in schemas().values():
        assert schema["title"]
        assert schema["$schema"]
    country = schemas()["country"]["properties"]
    assert country["code"]["description"].startswith("ISO 3166-1")
    assert country["code"]["pattern"] == "^[A-Z]{2}$"
    assert "background" not in country
