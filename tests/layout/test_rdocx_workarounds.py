"""Where a bookmark stands in the body of a document."""

from __future__ import annotations

from iomreport.layout.rdocx_workarounds import (
    BookmarkPosition,
    bookmark_positions,
    with_folded_section_ends,
    with_last_page,
    without_controls,
)
from iomreport.word.oxml import W

SECTION = '<w:sectPr><w:pgNumType w:fmt="{}"/></w:sectPr>'


def body(inside: str) -> str:
    return f'<w:document xmlns:w="{W}"><w:body>{inside}</w:body></w:document>'


def mark(name: str) -> str:
    return f'<w:bookmarkStart w:id="1" w:name="{name}"/>'


def paragraph(*pieces: str) -> str:
    return f"<w:p>{''.join(pieces)}</w:p>"


TEXT = "<w:r><w:t>words</w:t></w:r>"


def test_blocks_are_counted_from_nought_and_know_their_section() -> None:
    front = paragraph(f"<w:pPr>{SECTION.format('lowerRoman')}</w:pPr>", mark("front"), TEXT)
    text = body(paragraph(TEXT) + front + paragraph(mark("main"), TEXT) + "<w:sectPr/>")
    assert bookmark_positions(text) == {
        "front": BookmarkPosition(1, True, "lowerRoman"),
        "main": BookmarkPosition(2, True, "decimal"),
    }


def test_a_bookmark_behind_words_is_not_at_the_start() -> None:
    found = bookmark_positions(body(paragraph(mark("before"), TEXT, mark("behind"))))
    assert (found["before"].at_start, found["behind"].at_start) == (True, False)


def test_a_bookmark_between_blocks_stands_at_the_next_and_is_not_counted() -> None:
    found = bookmark_positions(body(paragraph(TEXT) + mark("between") + paragraph(TEXT)))
    assert found["between"] == BookmarkPosition(1, True, "decimal")


def test_a_bookmark_in_a_table_stands_in_the_table() -> None:
    rows = f"<w:tbl><w:tr><w:tc>{paragraph(mark('first'), TEXT)}{paragraph(mark('second'), TEXT)}</w:tc></w:tr></w:tbl>"
    found = bookmark_positions(body(rows))
    assert found == {"first": BookmarkPosition(0, True, "decimal"), "second": BookmarkPosition(0, False, "decimal")}


def test_controls_go_and_what_they_hold_stays() -> None:
    inner = f"<w:sdt><w:sdtPr><w:id w:val='2'/></w:sdtPr><w:sdtContent>{TEXT}</w:sdtContent></w:sdt>"
    outer = f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{paragraph(inner)}</w:sdtContent></w:sdt>"
    assert without_controls(body(outer)) == body(paragraph(TEXT))
    assert without_controls(body("<w:sdt><w:sdtPr/><w:sdtContent/></w:sdt>" + paragraph())) == body(paragraph())


def test_the_last_page_stands_before_the_properties_of_the_last_section() -> None:
    front = paragraph(f"<w:pPr>{SECTION.format('lowerRoman')}</w:pPr>", TEXT)
    last = paragraph("<w:pPr><w:pageBreakBefore/></w:pPr>", TEXT)
    final = SECTION.format("decimal")
    assert with_last_page(body(front + final), TEXT) == body(front + last + final)
    assert with_last_page(body(front), TEXT) == body(front + last)


END = f'<w:p><w:pPr><w:pStyle w:val="SectionEnd"/>{SECTION.format("lowerRoman")}</w:pPr></w:p>'


def test_the_paragraph_before_ends_the_section_instead_of_an_empty_one() -> None:
    section = SECTION.format("lowerRoman")
    styled = '<w:pPr><w:pStyle w:val="Body"/><w:rPr><w:b/></w:rPr>{}</w:pPr>'
    folded = with_folded_section_ends(body(paragraph(styled.format(""), TEXT) + END + paragraph(TEXT)))
    assert folded == body(paragraph(styled.format(section), TEXT) + paragraph(TEXT))
    bare = body(paragraph(TEXT) + "<w:bookmarkEnd w:id='1'/>" + END)
    assert with_folded_section_ends(bare) == body(
        paragraph(f"<w:pPr>{section}</w:pPr>", TEXT) + "<w:bookmarkEnd w:id='1'/>"
    )


def test_an_empty_paragraph_behind_anything_else_ends_its_section_itself() -> None:
    box = paragraph(f"<w:r><w:txbxContent>{paragraph(TEXT)}</w:txbxContent></w:r>")
    for before in ("", f"<w:tbl><w:tr><w:tc>{paragraph(TEXT)}</w:tc></w:tr></w:tbl>", box, END):
        assert with_folded_section_ends(body(before + END)) == body(before + END)
