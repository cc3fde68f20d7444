"""Names and ids that may stand once stand once."""

from __future__ import annotations

from iomreport.word.figures import distinct_drawings, drawing_ids
from iomreport.word.repair import once_each


def test_bookmarks_are_left_out_where_they_stood_before() -> None:
    start, end = '<w:bookmarkStart w:id="{}" w:name="{}"/>', '<w:bookmarkEnd w:id="{}"/>'
    first = f"{start.format(1, 'a')}x{start.format(2, 'b')}y{end.format(2)}{end.format(1)}"
    assert once_each(first) == first
    assert (
        once_each(first + first + start.format(1, "c") + end.format(1))
        == f"{first}xy{start.format(1, 'c')}{end.format(1)}"
    )


def test_ids_are_left_out_where_they_stood_before() -> None:
    xml = '<w:p w14:paraId="1" w14:textId="2"/>'
    assert once_each(xml * 2) == xml + "<w:p/>"
    xml = '<w:sdtPr><w:id w:val="-5"/></w:sdtPr>'
    assert once_each(xml * 2) == xml + "<w:sdtPr></w:sdtPr>"


def test_drawings_are_numbered_where_two_have_one_id() -> None:
    drawing = '<wp:docPr id="{}" name="x"/>'
    assert distinct_drawings(drawing.format(1) + drawing.format(2)) == drawing.format(1) + drawing.format(2)
    assert distinct_drawings(drawing.format(1) * 2) == drawing.format(1001) + drawing.format(1002)
    assert drawing_ids(drawing.format(1) * 2) == [(14, 15), (41, 42)]
