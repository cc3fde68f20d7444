"""What is proved of a template holds for every document that it makes; what cannot be proved is not claimed."""

from __future__ import annotations

import pytest
from any_template import any_template, any_values
from compare import by_engine, members
from corpus.package import W, p, r, tbl, tc, tr
from examples import examples
from hypothesis import given
from lxml import etree

from iomreport.template.compiler import compile_template, patch
from iomreport.template.well_formedness import Guarantees, check_well_formedness
from iomreport.word.repair import HOLDERS


def proof(*blocks: str) -> Guarantees:
    body = "".join(block if block.startswith("<") else p(block) for block in blocks)
    return check_well_formedness(f'<part xmlns:w="{W}">{patch(body)}</part>')


PROVEN = [
    ("{{ x }}",),
    ("{% if x %}a{% else %}b{% endif %}",),
    ("{%p for x in xs %}", "{{ x }}", "{%p endfor %}"),
    ("{%p if x %}", "{%p for y in x %}", "{{ y }}", "{%p endfor %}", "{%p else %}", "b", "{%p endif %}"),
    (tbl(tr("{%tr for x in xs %}"), tr("{{ x }}", "b"), tr("{%tr endfor %}")),),
    ("{% set x = 1 %}{% set y %}block{% endset %}{{ x }}{{ y }}",),
    ("{%p macro m() %}", "{{ x }}", "{%p endmacro %}", "{{p m() }}"),
    (p(r("{{ x }}", '<w:color w:val="{{ y }}"/>')),),
]
UNPROVEN = [
    ("{% if x %}a", "b{% endif %}"),
    (p(r("{% if x %}a", "<w:b/>"), r("b{% endif %}")),),
    (tbl(tr("{%tr if x %}"), tr("{% if y %}a", "b{% endif %}"), tr("{%tr endif %}")),),
    ("{% raw %}{{ x }}{% endraw %}",),
    ("{% if x %}", "a"),
    ("a{% endif %}",),
    ("{% if x %}a", "{% else %}b", "{% endif %}"),
]


@pytest.mark.parametrize("blocks", PROVEN)
def test_proven(blocks: tuple[str, ...]) -> None:
    assert proof(*blocks).proven


@pytest.mark.parametrize("blocks", UNPROVEN)
def test_unproven(blocks: tuple[str, ...]) -> None:
    assert proof(*blocks) == Guarantees(False, HOLDERS, True, True, True)


@pytest.mark.parametrize(
    ("blocks", "cells", "rows", "grids", "tables"),
    [
        ((tbl(tr("a", "b")),), False, False, False, False),
        ((tbl(tr("{{ a }}", "b")),), False, False, False, False),
        ((tbl(tr("{%tr for x in xs %}"), tr("a", "b"), tr("{%tr endfor %}")),), False, False, False, True),
        ((tbl(tr("{%tr for x in xs %}"), tr("a"), tr("{%tr endfor %}")),), False, False, True, True),
        ((tbl(tr("a", "b"), tr("{{tr rows }}")),), False, False, True, True),
        ((tbl(tr("a", "{%tc if x %}", "b", "{%tc endif %}")),), False, True, True, False),
        ((tbl(tr(tc("{%p if x %}", "a", "{%p endif %}"), "b")),), True, False, False, False),
        ((tbl(tr(tc("{%p if x %}", "a", "{%p endif %}", "always"), "b")),), False, False, False, False),
        ((tbl(tr(tc("{{p x }}"), "b")),), True, False, False, False),
        ((tbl(tr(tc(tbl(tr("a", "b"))), "b")),), True, False, False, False),
        ((tbl(tr("a", "b", "c")),), False, False, True, False),
        ((tbl(tr("a")),), False, False, True, False),
        ((tbl(tr(tc("{% colspan x %}a"), "b")),), False, False, True, False),
    ],
)
def test_what_can_come_out_loose(blocks: tuple[str, ...], cells: bool, rows: bool, grids: bool, tables: bool) -> None:
    assert proof(*blocks) == Guarantees(True, ("tc",) if cells else (), rows, grids, tables)


@examples(1 / 4)
@given(template=any_template(), values=any_values())
def test_a_proof_holds(template: bytes, values: dict[str, object]) -> None:
    parts = {part.name: part for part in compile_template(template, "t.docx").parts}
    made = members(by_engine(template, values))
    for name in parts:
        root = etree.fromstring(made[name])
        assert all(len(row) for row in root.iter(f"{{{W}}}tr"))
        assert all(len(cell) and cell[-1].tag == f"{{{W}}}p" for cell in root.iter(f"{{{W}}}tc"))
