"""A template and what it is rendered with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Values = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """A template with contexts; a context is made afresh for each render, since docxtpl's objects change in use."""

    name: str
    template: Callable[[], bytes]
    contexts: tuple[Callable[[], Values], ...] = field(default=(dict,))

    def __str__(self) -> str:
        return self.name


def case(name: str, template: Callable[[], bytes], *contexts: Values | Callable[[], Values]) -> Case:
    """A case; a plain context may be given as it is."""
    made = tuple(context if callable(context) else (lambda context=context: dict(context)) for context in contexts)
    return Case(name, template, made or (dict,))
