"""What is pickled comes back as it was."""

from __future__ import annotations

import pickle
from dataclasses import KW_ONLY, dataclass, field
from pathlib import Path

import pytest

from iomreport.strategy.load.cached import pickle_strategy
from iomreport.strategy.load.loader import load_edition


@dataclass(frozen=True, slots=True)
class Plain:
    one: int
    more: tuple[Plain, ...] = ()


@dataclass(slots=True)
class Made:
    one: int
    twice: int = field(init=False)

    def __post_init__(self) -> None:
        self.twice = self.one * 2


@dataclass
class Named:
    one: int
    _: KW_ONLY
    other: list[object] = field(default_factory=list[object])


@pytest.mark.parametrize("value", [Plain(1, (Plain(2), Plain(3))), Made(4), Named(5, other=[Plain(6)]), {"a": {7}}])
def test_a_value_comes_back(value: object) -> None:
    assert pickle.loads(pickle_strategy(value)) == value


@dataclass
class Own:
    inside: list[object]


def test_what_refers_to_itself_comes_back() -> None:
    value = Own([])
    value.inside.append(value)
    back = pickle.loads(pickle_strategy(value))
    assert back.inside[0] is back


def test_an_edition_comes_back(project: Path) -> None:
    edition = load_edition(project)
    assert pickle.loads(pickle_strategy(edition)) == edition
