"""The words that `build` understands, and where their documents are written."""

from __future__ import annotations

from pathlib import Path

import pytest
from batches import plan_of
from specimen import spoil

from iomreport.diagnostics.finding import ContentError, UsageError
from iomreport.publish.plan import ExpandedPlan, read_plan
from iomreport.publish.targets import Target, all_targets, parse_targets
from iomreport.strategy.load.loader import load


def named(project: Path, *words: str) -> list[tuple[str, str]]:
    return [(target.name, str(target.path())) for target in parse_targets(load(project), words)]


def refused(project: Path, *words: str) -> list[tuple[str, str]]:
    with pytest.raises(UsageError) as caught:
        parse_targets(load(project), words)
    return [(each.message, each.fix) for each in caught.value.diagnostics]


def test_a_group_is_one_document(project: Path) -> None:
    assert named(project, "group:western-balkans") == [("group:western-balkans", "groups/western-balkans.docx")]
    strategy = load(project)
    (target,) = parse_targets(strategy, ["group:western-balkans"])
    assert target.extract(strategy).selection.countries == ("AL", "XK")


def test_the_countries_of_a_group_are_documents_of_their_own_each_once(project: Path) -> None:
    expected = [("albania", "countries/albania.docx"), ("kosovo", "countries/kosovo.docx")]
    assert named(project, "countries:potential-candidate", "countries:western-balkans") == expected


def test_everything_that_can_be_built_can_be_named(project: Path) -> None:
    strategy = load(project)
    targets = all_targets(strategy)
    assert parse_targets(strategy, [target.name for target in targets]) == targets
    assert Target("group:western-balkans", ("AL", "XK")) in targets
    paths = [target.path() for target in targets]
    assert len(set(paths)) == len(paths)


def test_an_unknown_group_is_said_with_the_nearest(project: Path) -> None:
    found = refused(project, "group:balkans", "countries:", "groupe:western-balkans")
    assert [message for message, _ in found] == [
        'there is no group "balkans"',
        'there is no group ""',
        'there is no target "groupe:western-balkans"',
    ]
    assert found[0][1] == "did you mean western-balkans?"
    assert found[2][1] == "did you mean group:western-balkans?"


def test_a_group_without_a_country_is_never_the_whole_strategy(project: Path) -> None:
    spoil(project, "content/strategy.yaml", "countries: [AL, XK]", "countries: []")
    assert [message for message, _ in refused(project, "group:western-balkans")] == [
        'there is no group "western-balkans"'
    ]
    text = "matrices:\n  - targets: ['group:western-balkans']\n    output: '{target}.{format}'\n"
    with pytest.raises(ContentError) as caught:
        ExpandedPlan(read_plan(plan_of(project, text), project), load(project), project, {})
    assert [each.code for each in caught.value.diagnostics if "group" in each.message] == ["B002"]
