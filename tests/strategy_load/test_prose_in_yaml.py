"""Markdown in YAML has the places of its file, however the text is written there."""

from __future__ import annotations

import pytest

from iomreport.diagnostics.finding import Findings
from iomreport.strategy.load.prose_in_yaml import Passage, passage
from iomreport.strategy.load.yaml_reader import read_yaml


def read(text: str) -> tuple[Passage, list[str]]:
    findings = Findings()
    yaml = read_yaml(text, "x.yaml", findings)
    assert yaml is not None
    assert isinstance(yaml.value, dict)
    found = passage(str(yaml.value["d"]), yaml.values["d",], yaml, findings)
    return found, [f"{finding.location} {finding.code}" for finding in findings.items]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("d: one line", Passage("one line", 1, 4)),
        ('d: "one line"', Passage("one line", 1, 5)),
        ("d:\n  on the next", Passage("on the next", 2, 3)),
        ("d: >-\n    first\n    second\ne: 1\n", Passage("first\nsecond", 2, 5)),
        ("d: >-\n  first\n  second\n\n# a comment\n", Passage("first\nsecond", 2, 3)),
        ("d: >-\n\n  first\n", Passage("\nfirst", 2, 3)),
        ("d: >-\n  last line without an end", Passage("last line without an end", 2, 3)),
        ("d: |\n  first\n\n  - second\n", Passage("first\n\n- second\n", 2, 3)),
        ("d: first\n  second\n  third", Passage("first\nsecond\nthird", 1, 4)),
        ('d: "first\n  second"', Passage("first second", 1, 5)),
    ],
)
def test_a_passage_begins_where_its_text_begins(text: str, expected: Passage) -> None:
    assert read(text) == (expected, [])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("d: >-\n  one\n\n  two\n", 4),
        ("d: >-\n  one:\n  - two\n", 3),
        ("d: >-\n  one:\n  1. two\n", 3),
        ("d: >-\n  one\\\n  two\n", 3),
        ("d: >-\n  one\n    two\n", 3),
        ("d: >-\n  one\n  ## two\n", 3),
        ("d: one\n\n  two\n", 3),
    ],
)
def test_blocks_that_folding_would_join_are_reported(text: str, line: int) -> None:
    _, (finding,) = read(text)
    assert finding.startswith(f"x.yaml:{line}:")
    assert finding.endswith("C126")
