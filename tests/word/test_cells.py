"""Cells and rows that come out empty are found, and nothing else."""

from __future__ import annotations

import pytest

from iomreport.word.repair import empty_row, mend_cells

P = "<w:p><w:r><w:t>x</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    ("cell", "mended"),
    [
        ("<w:tc></w:tc>", "<w:tc><w:p/></w:tc>"),
        ("<w:tc><w:tcPr/></w:tc>", "<w:tc><w:tcPr/><w:p/></w:tc>"),
        ('<w:tc w:id="1"><w:tcPr><w:b/></w:tcPr></w:tc>', '<w:tc w:id="1"><w:tcPr><w:b/></w:tcPr><w:p/></w:tc>'),
        (f"<w:tc>{P}<w:tbl><w:tr><w:tc>{P}</w:tc></w:tr></w:tbl></w:tc>",) * 1
        + (f"<w:tc>{P}<w:tbl><w:tr><w:tc>{P}</w:tc></w:tr></w:tbl><w:p/></w:tc>",),
        ("<w:tc><w:tbl><w:tr><w:tc></w:tc></w:tr></w:tbl></w:tc>",) * 1
        + ("<w:tc><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl><w:p/></w:tc>",),
        ('<w:tc><w:bookmarkEnd w:id="1"/></w:tc>', '<w:tc><w:bookmarkEnd w:id="1"/><w:p/></w:tc>'),
        ("<w:hdr></w:hdr>", "<w:hdr><w:p/></w:hdr>"),
        ('<w:footnote w:id="2"></w:footnote>', '<w:footnote w:id="2"><w:p/></w:footnote>'),
        ("<w:txbxContent></w:txbxContent>", "<w:txbxContent><w:p/></w:txbxContent>"),
    ],
)
def test_mended(cell: str, mended: str) -> None:
    assert mend_cells(cell) == mended
    assert mend_cells(mended) == mended


@pytest.mark.parametrize(
    "xml",
    [
        f"<w:tc>{P}</w:tc>",
        "<w:tc><w:p/></w:tc>",
        '<w:tc><w:tcPr/><w:p w:rsidR="1"/></w:tc>',
        f'<w:tc>{P}<w:bookmarkEnd w:id="1"/></w:tc>',
        f"<w:tc><w:sdt><w:sdtContent>{P}</w:sdtContent></w:sdt></w:tc>",
        f"<w:tc><w:tbl><w:tr><w:tc>{P}</w:tc></w:tr></w:tbl>{P}</w:tc><w:tc>{P}</w:tc>",
        f"<w:hdr>{P}</w:hdr>",
    ],
)
def test_left_as_it_is(xml: str) -> None:
    assert mend_cells(xml) == xml


@pytest.mark.parametrize(
    "row",
    [
        "<w:tr></w:tr>",
        "<w:tr/>",
        '<w:tr w:rsidR="1"></w:tr>',
        "<w:tr><w:trPr><w:tblHeader/></w:trPr></w:tr>",
        "<w:tr><w:trPr/></w:tr>",
        '<w:tr w:rsidR="1"><w:tblPrEx><w:tblW/></w:tblPrEx><w:trPr/></w:tr>',
    ],
)
def test_an_empty_row_is_found_with_its_table(row: str) -> None:
    cell = f"<w:tc>{P}</w:tc>"
    assert empty_row(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl><w:tbl><w:trPr/>{row}</w:tbl>") == 2
    assert empty_row(f"<w:tbl><w:tr>{cell}</w:tr><w:tr><w:trPr/>{cell}</w:tr></w:tbl>") is None
