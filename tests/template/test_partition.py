"""What documents share is told from what each has for itself, and both together are the whole."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2 import Environment
from jinja2 import Template as JinjaTemplate

from iomreport.template.partition import joined, partition

SHARED, OWN, BOTH = (True, False), (False, True), (True, True)


@pytest.mark.parametrize(
    ("source", "halves"),
    [
        ("words", SHARED),
        ("{{ strategy }}{% for x in range(3) %}{{ x }}{{ country }}{% endfor %}", SHARED),
        ("a{{ strategy }}b{{ recipient }}c", BOTH),
        ("{{ recipient }}{{ reference }}", BOTH),
        ("{% if recipient %}{{ strategy }}{% endif %}{{ country }}{{ variables.x }}", BOTH),
        ("{% for x in 'ab' %}{% set y = x %}{{ y }}{% endfor %}{{ date }}", BOTH),
        ("{% for x in 'ab' %}{{ x }}{{ recipient }}{% endfor %}", BOTH),
        ("{% set x = strategy %}{{ x }}", OWN),
        ("{% set recipient = 'set' %}{{ recipient }}", OWN),
        ("{% if strategy %}{% set y = 1 %}{% endif %}{{ y }}{{ recipient }}", OWN),
        ("{% macro m(x) %}<{{ x }}>{% endmacro %}{{ m(recipient) }}{{ m(strategy) }}", OWN),
        ("{% set ns = namespace(n=0) %}{% for x in 'ab' %}{% set ns.n = ns.n + 1 %}{% endfor %}{{ ns.n }}", OWN),
    ],
)
def test_both_halves_are_the_whole(source: str, halves: tuple[bool, bool]) -> None:
    environment = Environment(autoescape=True)
    values: dict[str, Any] = {"strategy": "S", "country": "C", "recipient": "R", "reference": "F", "date": "D"}
    values["variables"] = {"x": "X"}
    shared, own = partition(environment.parse(source), environment, frozenset({"strategy", "country"}))
    assert (shared is not None, own is not None) == halves

    def pieces(half: Any) -> list[str]:
        if half is None:
            return []
        made = JinjaTemplate.from_code(environment, environment.compile(half), {**environment.globals})
        return list(made.root_render_func(made.new_context(values)))

    whole = environment.from_string(source).render(values)
    assert "".join(joined(pieces(shared), pieces(own)) if shared else pieces(own)) == whole
