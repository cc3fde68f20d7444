"""How a document is cut into chapters, which of them are alike, and what is not cut."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from iomreport.layout.chapters import cut
from iomreport.layout.field_results import Uncuttable
from iomreport.layout.parts import MAIN, NOTES, NUMBERING, RELATIONSHIPS, SETTINGS, STYLES, TYPES, stored
from iomreport.word.notes import empty_notes, write_notes
from iomreport.word.oxml import DECLARATION, REL, W, field
from iomreport.word.package import Member

SETTINGS_PART = (
    f'{DECLARATION}<w:settings xmlns:w="{W}"><w:footnotePr><w:footnote w:id="0"/></w:footnotePr></w:settings>'
)
PAGE = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440"/>'
STYLE_PART = (
    f'{DECLARATION}<w:styles xmlns:w="{W}"><w:docDefaults/>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Quote"><w:basedOn w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Counted"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    "</w:styles>"
)
LISTS = (
    f'{DECLARATION}<w:numbering xmlns:w="{W}">'
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
    + "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="2"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        for number in (3, 4, 5)
    )
    + "</w:numbering>"
)


def paragraph(text: str, properties: str = "") -> str:
    inside = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{inside}<w:r><w:t>{text}</w:t></w:r></w:p>"


def note(number: int) -> str:
    return f'<w:p><w:r><w:t>noted</w:t></w:r><w:r><w:footnoteReference w:id="{number}"/></w:r></w:p>'


def listed(number: int) -> str:
    return paragraph("item", f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>')


def section(properties: str = "", kind: str = "nextPage") -> str:
    return f'<w:sectPr><w:type w:val="{kind}"/>{PAGE}{properties}</w:sectPr>'


def document(
    chapters: Sequence[str], notes: Sequence[tuple[int, str]] = (), sections: Sequence[str] = (), relations: str = ""
) -> dict[str, Member]:
    """The members of a document of chapters, each with its own section."""
    ends = [*sections, *[section()] * (len(chapters) - len(sections))]
    inner = "".join(f"{text}<w:p><w:pPr>{end}</w:pPr></w:p>" for text, end in zip(chapters[:-1], ends, strict=False))
    body = f"{inner}{chapters[-1]}{ends[len(chapters) - 1]}"
    parts = {
        MAIN: f'{DECLARATION}<w:document xmlns:w="{W}" xmlns:r="{REL}"><w:body>{body}</w:body></w:document>',
        STYLES: STYLE_PART,
        NUMBERING: LISTS,
        SETTINGS: SETTINGS_PART,
        NOTES: write_notes(empty_notes("footnote"), "footnote", ((id, paragraph(text)) for id, text in notes), "Ref"),
        RELATIONSHIPS: f'{DECLARATION}<Relationships xmlns="x">{relations}</Relationships>',
        TYPES: f'{DECLARATION}<Types xmlns="x"></Types>',
    }
    return {name: stored(name, text) for name, text in parts.items()}


def keys(*arguments: object, **named: object) -> list[str]:
    return [chapter.key for chapter in cut(document(*arguments, **named)).chapters]  # type: ignore[arg-type]


def test_each_section_on_a_new_page_begins_a_chapter() -> None:
    assert len(keys([paragraph("one"), paragraph("two"), paragraph("three")])) == 3


def test_a_continuous_section_stays_with_the_one_before_it() -> None:
    sections = [section(), section(kind="continuous"), section()]
    assert len(keys([paragraph("one"), paragraph("two"), paragraph("three")], sections=sections)) == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            '<w:p w:rsidR="00AA11BB"><w:r><w:t>x</w:t></w:r></w:p>',
            '<w:p w:rsidR="00CC11BB"><w:r><w:t>x</w:t></w:r></w:p>',
        ),
        (
            '<w:p><w:bookmarkStart w:id="7" w:name="one"/><w:r><w:t>x</w:t></w:r><w:bookmarkEnd w:id="7"/></w:p>',
            "<w:p><w:r><w:t>x</w:t></w:r></w:p>",
        ),
        (
            '<w:sdt><w:sdtPr><w:tag w:val="AL/one"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>',
            "<w:p/>",
        ),
        (
            '<w:p><w:hyperlink w:anchor="_Toc1"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p>',
            '<w:p><w:hyperlink w:anchor="_Toc2" w:history="1"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p>',
        ),
        (
            f"<w:p>{field('PAGEREF one', '<w:r><w:t>7</w:t></w:r>')}</w:p>",
            f"<w:p>{field('PAGEREF two', '<w:r><w:t>7</w:t></w:r>')}</w:p>",
        ),
        (listed(3), listed(4)),
    ],
)
def test_chapters_that_look_alike_are_alike(first: str, second: str) -> None:
    assert keys([first, paragraph("end")])[0] == keys([second, paragraph("end")])[0]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (paragraph("one"), paragraph("two")),
        (paragraph("one"), paragraph("one", '<w:pStyle w:val="Quote"/>')),
        (
            f"<w:p>{field('PAGEREF one', '<w:r><w:t>7</w:t></w:r>')}</w:p>",
            f"<w:p>{field('PAGEREF one', '<w:r><w:t>17</w:t></w:r>')}</w:p>",
        ),
        (listed(1), listed(3)),
    ],
)
def test_chapters_that_look_different_are_different(first: str, second: str) -> None:
    assert keys([first, paragraph("end")])[0] != keys([second, paragraph("end")])[0]


def test_a_chapter_is_the_same_wherever_it_stands() -> None:
    before, after = keys([paragraph("a"), paragraph("b"), paragraph("end")]), keys([paragraph("b"), paragraph("end")])
    assert before[1:] == after


def test_notes_are_part_of_a_chapter_by_their_words_and_numbers() -> None:
    notes = [(4, "four"), (5, "five")]
    first = keys([paragraph("a"), note(4), note(5), paragraph("end")], notes)
    assert first == keys([paragraph("a"), note(8), note(9), paragraph("end")], [(8, "four"), (9, "five")])
    other = keys([paragraph("a"), note(4), note(5), paragraph("end")], [(4, "four"), (5, "other")])
    assert [one == two for one, two in zip(first, other, strict=True)] == [True, True, False, True]
    # The note of the second chapter is now the first of the document.
    assert first[2] != keys([paragraph("a"), note(5), paragraph("end")], notes)[1]


def test_a_list_that_counts_on_joins_its_chapters() -> None:
    assert len(keys([listed(3), paragraph("between"), listed(3), paragraph("end")])) == 2
    assert len(keys([listed(2), listed(2)])) == 1
    counted = paragraph("counted", '<w:pStyle w:val="Counted"/>')
    assert len(keys([counted, counted])) == 1


def test_a_list_that_counts_anew_and_bullets_join_nothing() -> None:
    assert len(keys([listed(3), listed(4), listed(5)])) == 3
    assert len(keys([listed(1), listed(1)])) == 2


def test_a_field_over_several_chapters_joins_them() -> None:
    begin, end = (f'<w:p><w:r><w:fldChar w:fldCharType="{kind}"/></w:r></w:p>' for kind in ("begin", "end"))
    instruction = (
        '<w:p><w:r><w:instrText> TOC </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r></w:p>'
    )
    assert len(keys([begin + instruction, paragraph("entry"), end, paragraph("end")])) == 2


def test_bookmarks_stand_at_their_places_in_the_text() -> None:
    marked = (
        '<w:p><w:r><w:t>before</w:t></w:r><w:bookmarkStart w:id="3" w:name="here"/><w:r><w:t>after</w:t></w:r></w:p>'
    )
    chapter = cut(document([marked, paragraph("end")])).chapters[0]
    (bookmark,) = chapter.bookmarks
    assert bookmark.name == "here"
    text = chapter.package([bookmark.place])[MAIN].content().decode()
    assert re.search(rf'before</w:t></w:r><w:bookmarkStart w:id="1" w:name="m{bookmark.place}"/>', text)


def test_numbers_of_pages_are_those_of_the_section() -> None:
    marks = [f'<w:p><w:bookmarkStart w:id="{number}" w:name="m"/></w:p>' for number in range(2)]
    roman = section('<w:pgNumType w:fmt="lowerRoman" w:start="3"/>')
    first, second = cut(document(marks, sections=[roman])).chapters
    assert (first.first, first.bookmarks[0].style) == (3, "lowerRoman")
    assert (second.first, second.bookmarks[0].style) == (None, "decimal")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"<w:p>{field('PAGE', '<w:r><w:t>1</w:t></w:r>')}</w:p>", "the number of a page"),
        ('<w:p><w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>', "the number of a page"),
        ('<w:p><w:r><w:endnoteReference w:id="1"/></w:r></w:p>', "endnotes"),
        ('<w:altChunk r:id="x"/>', "another file"),
        ("<w:p/>" + section(kind="oddPage").join(("<w:p><w:pPr>", "</w:pPr></w:p>")), "odd or an even page"),
        ('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>', "does not end"),
        ('<w:p><w:pPr><w:framePr w:hAnchor="page" w:xAlign="outside"/></w:pPr></w:p>', "outer side"),
    ],
)
def test_what_depends_on_the_whole_is_not_cut(text: str, reason: str) -> None:
    with pytest.raises(Uncuttable, match=reason):
        cut(document([paragraph("one"), text]))


def test_headers_are_left_out_and_their_room_is_probed() -> None:
    relation = f'<Relationship Id="rIdH" Type="{REL}/header" Target="header1.xml"/>'
    reference = '<w:headerReference w:type="default" r:id="rIdH"/>'
    members = document([paragraph("one"), paragraph("two")], sections=[section(reference)], relations=relation)
    header = f'{DECLARATION}<w:hdr xmlns:w="{W}">{paragraph("words")}</w:hdr>'
    cutting = cut({**members, "word/header1.xml": stored("word/header1.xml", header)})
    assert all("header" not in name for chapter in cutting.chapters for name in chapter.package([]))
    (frame,) = cutting.chapters[0].frames
    # The second section has the header of the first.
    assert cutting.chapters[1].frames == {frame}
    assert "words" in cutting.probe(frame).package([])["word/header.xml"].content().decode()
