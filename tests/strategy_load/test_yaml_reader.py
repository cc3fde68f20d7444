"""YAML is read as its core schema says, each key and value with its place; what is malformed is explained."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iomreport.diagnostics.finding import Findings, Location
from iomreport.strategy.load.yaml_reader import Plain, YamlText, read_yaml


def read(text: str) -> tuple[YamlText | None, list[str]]:
    findings = Findings()
    yaml = read_yaml(text, "x.yaml", findings)
    return yaml, [f"{finding.location} {finding.code}" for finding in findings.sorted()]


def value(text: str) -> Plain:
    yaml, findings = read(text)
    assert findings == []
    assert yaml is not None
    return yaml.value


@pytest.mark.parametrize(
    ("scalar", "expected"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("+35542", 35542),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("2006-01-01", "2006-01-01"),
        ("9" * 5000, "9" * 5000),
        ('"12"', "12"),
        ("'true'", "true"),
        ("~x", "~x"),
    ],
)
def test_scalars_follow_the_core_schema(scalar: str, expected: Plain) -> None:
    assert value(f"key: {scalar}") == {"key": expected}


def test_keys_are_texts_whatever_they_look_like() -> None:
    assert value("no: 1\n2006: 2\ntrue: 3") == {"no": 1, "2006": 2, "true": 3}


def test_sequences_are_tuples_and_nesting_is_kept() -> None:
    assert value("a:\n  - b: [1, {c: d}]\n  - e") == {"a": ({"b": (1, {"c": "d"})}, "e")}


def test_an_empty_text_is_no_value() -> None:
    assert value("") is None
    assert value("# only a comment\n") is None


def test_each_key_and_value_has_its_place() -> None:
    yaml, _ = read('é: x\nlist:\n  - "two words"\n  - {k: v}\ntext: >-\n  folded\n')
    assert yaml is not None
    assert yaml.of_key(("é",)) == Location("x.yaml", 1, 1, 1)
    assert yaml.of_value(("é",)) == Location("x.yaml", 1, 4, 1)
    assert yaml.of_value(("list", 0)) == Location("x.yaml", 3, 5, 11)
    assert yaml.of_key(("list", 1, "k")) == Location("x.yaml", 4, 6, 1)
    assert yaml.of_value(("text",)) == Location("x.yaml", 5, 7, 2)


def test_what_is_not_there_counts_at_what_should_hold_it() -> None:
    yaml, _ = read("names:\n  short: Albania\nlist:\n  - a: 1\n")
    assert yaml is not None
    assert yaml.of_key(("names", "long")) == Location("x.yaml", 1, 1, 5)
    assert yaml.of_key(("list", 0, "b")) == Location("x.yaml", 4, 5, 1)
    assert yaml.of_key(("nothing",)) == Location("x.yaml", 1, 1, 1)


# "‸" stands before the character where the finding is expected.
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a:\n‸\t- b\n", "C111"),
        ("a:\n  ‸\tb: c\n", "C111"),
        ("a: |\n‸\ttext\n", "C111"),
        ("a: b‸: c\n", "C110"),
        ("a: x\n  b‸: y\n", "C110"),
        ("a: ‸'x\n", "C110"),
        ('a: ‸"x\nb: y\n', "C110"),
        ('a: ‸"x\nb: "y"\n', "C110"),
        ('- a: [‸"x]\n- b: ["y"]\n', "C110"),
        ("a: ‸[1, 2\nb: 3\n", "C110"),
        ("a: ‸{b: c\nd: e\n", "C110"),
        ("a: ['x',\n    'y' ‸'z']\n", "C110"),
        ("a: ‸@x\n", "C110"),
        ("a: ‸%x\n", "C110"),
        ("a: ‸`x`\n", "C110"),
        ("a: ‸- b\n", "C110"),
        ('a: "b" ‸c\n', "C110"),
        ('a: "‸\\d"\n', "C110"),
        ("a: 1\n‸key\nb: 2\n", "C110"),
        ("- a\n‸b: c\n", "C110"),
        ("a:\n  - x\n ‸y\n", "C110"),
        ("a:\n  b: 1\n ‸c: 2\n", "C110"),
        ("- a: 1\n  ‸b\n  c: 2\n", "C110"),
        ("‸a\n  b: 1\n", "C110"),
        ("- a: 1\n  b: 2\n-  c: 3\n  ‸d: 4\n", "C110"),
        ("a:\n   ‸b: 1\n  c: 2\n", "C110"),
        ("- a:\n  - b: 1\n    c: 2\n  ‸b: 1\n    c: 2\n", "C110"),
        ("- a: 1\n- ‸b 2\n  c: 3\n", "C110"),
        ('a:\n  ‸"x"\n  - y\n', "C110"),
        ('a:\n  - ‸"x\n  - "y"\nb: 1\n', "C110"),
        ("a: 1\nb: ‸[\nc:\n  - d\n", "C110"),
        ("a: 1\n‸---\nb: 2\n", "C110"),
        ("a: 1\n‸a: 2\n", "C112"),
        ("a: ‸*b\n", "C113"),
        ("a: ‸&b c\n", "C113"),
        ("a: ‸!!str c\n", "C113"),
        ("? ‸[a]\n: b\n", "C113"),
        ('a: ‸"\\x07"\n', "C103"),
        ("[" * 41 + "‸[" + "]" * 42, "C110"),
    ],
)
def test_what_is_wrong_is_found_where_it_can_be_mended(text: str, code: str) -> None:
    upto = text.partition("‸")[0].split("\n")
    _, findings = read(text.replace("‸", ""))
    assert findings == [f"x.yaml:{len(upto)}:{len(upto[-1]) + 1} {code}"]


def test_the_second_of_two_keys_is_passed_over() -> None:
    yaml, findings = read("a: 1\na: {b: [*c, &d e]}\nf: 2\n")
    assert yaml is not None
    assert yaml.value == {"a": 1, "f": 2}
    assert findings == ["x.yaml:2:1 C112"]


def test_front_matter_counts_lines_from_its_file() -> None:
    findings = Findings()
    yaml = read_yaml("a: 1\nb: c: d", "x.md", findings, first_line=2)
    assert yaml is None
    assert str(findings.items[0].location) == "x.md:3:5"
    yaml = read_yaml("a: 1\nb: c", "x.md", findings, first_line=2)
    assert yaml is not None
    assert yaml.of_value(("b",)) == Location("x.md", 3, 4, 1)


@given(st.text(alphabet="ab:-[]{}\"'#&*!|>%@?, \n\t\\0é"))
def test_no_text_ends_in_a_traceback(text: str) -> None:
    yaml, findings = read(text)
    assert yaml is not None or findings
