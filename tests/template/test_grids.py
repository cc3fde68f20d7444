"""A table's grid agrees with its rows, as docxtpl makes it agree."""

from __future__ import annotations

import pytest
from corpus.package import W, p, tbl, tc, tr
from lxml import etree

from iomreport.template.well_formedness import mend_grids, well_formed
from iomreport.word.markers import NOTE, marker


def widths(table: str) -> list[list[str | None]]:
    root = etree.fromstring(mend_grids(f'<w:body xmlns:w="{W}">{table}</w:body>').encode())
    return [[column.get(f"{{{W}}}w") for column in grid] for grid in root.iter(f"{{{W}}}tblGrid")]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (tbl(tr("a", "b"), columns=(1000, 2000)), [["1000", "2000"]]),
        (tbl(tr("a", "b", "c"), columns=(1000, 2000)), [["666", "1333", "1000"]]),
        (tbl(tr("a"), columns=(1000, 2000)), [["3000"]]),
        (tbl(tr("a"), columns=(100, 100, 101)), [["301"]]),
        (tbl(tr(tc("a", properties='<w:gridSpan w:val="2"/>')), columns=(10, 20)), [["10", "20"]]),
        (tbl(tr("a"), tr("a", "b"), columns=(10, 20)), [["10", "20"]]),
        (tbl(columns=(10, 20)), [[]]),
        (tbl(tr(tc(tbl(tr("a", "b", "c"), columns=(1, 1, 1)), p())), columns=(90,)), [["90"], ["1", "1", "1"]]),
    ],
)
def test_grids(table: str, expected: list[list[str]]) -> None:
    assert widths(table) == expected


def test_open_markers_come_through_whatever_else_is_there() -> None:
    text = f"a{marker(NOTE, 7)}b \ufdd0\ufdd1\U0010fffc"
    xml = f'<w:body xmlns:w="{W}">{p(text)}</w:body>'
    assert text in mend_grids(xml)
    assert well_formed(xml) == xml


@pytest.mark.parametrize("xml", ["<a>", "<a></b>", "<a>&nbsp;</a>", "<w:p/>", "<a x=1/>", "<a/><b/>", "<a>\x03</a>"])
def test_what_is_not_well_formed_is_refused(xml: str) -> None:
    for parse in (mend_grids, well_formed):
        with pytest.raises(SyntaxError):
            parse(xml)
