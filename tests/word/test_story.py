"""The current text of a story: tracked changes, fields, notes and all that stands in runs."""

from __future__ import annotations

import pytest
from lxml import etree

from iomreport.word.oxml import MC, W
from iomreport.word.story import Span, Story, read_notes, read_stories

WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
NAMESPACES = f'xmlns:w="{W}" xmlns:mc="{MC}" xmlns:wp="{WP}"'


def stories(body: str, notes: dict[tuple[str, str], str] | None = None) -> list[Story]:
    root = etree.fromstring(f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")
    return list(read_stories(root, notes or {}))


def text(body: str) -> str:
    return "".join(stories(body)[0].pieces)


def p(inside: str, mark: str = "") -> str:
    properties = f"<w:pPr><w:rPr>{mark}</w:rPr></w:pPr>" if mark else ""
    return f"<w:p>{properties}{inside}</w:p>"


def r(inside: str) -> str:
    return f"<w:r><w:rPr><w:b/></w:rPr><w:t xml:space='preserve'>{inside}</w:t></w:r>"


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def begun(instruction: str, result: str) -> str:
    """A field without its end."""
    return f"{mark('begin')}<w:r><w:instrText> {instruction} </w:instrText></w:r>{mark('separate')}{result}"


def complex_field(instruction: str, result: str) -> str:
    return f"{begun(instruction, result)}{mark('end')}"


CHANGES = {
    "an insertion is in the text": (p(f"{r('a')}<w:ins>{r('b')}</w:ins>"), "ab\n"),
    "a deletion is not": (p(f"{r('a')}<w:del><w:r><w:delText>b</w:delText></w:r></w:del>{r('c')}"), "ac\n"),
    "nor text that a processor left as text in one": (p(f"<w:del>{r('b')}</w:del>{r('c')}"), "c\n"),
    "what was moved stands where it went": (
        p(f"<w:moveFrom>{r('a')}</w:moveFrom>{r('b')}<w:moveTo>{r('a')}</w:moveTo>"),
        "ba\n",
    ),
    "a deleted end joins paragraphs": (p(r("a"), "<w:del/>") + p(r("b")), "ab\n"),
    "an inserted end parts them": (p(r("a"), "<w:ins/>") + p(r("b")), "a\nb\n"),
    "a deleted row is out": (
        f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{p(r('a'))}</w:tc></w:tr></w:tbl>{p(r('b'))}",
        "b\n",
    ),
    "a change of looks changes nothing": (
        p("<w:r><w:rPr><w:b/><w:rPrChange><w:rPr><w:i/></w:rPr></w:rPrChange></w:rPr><w:t>a</w:t></w:r>"),
        "a\n",
    ),
}
SIGNS = {
    "a tab of a run, not one of a paragraph": (
        "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:tab/></w:r></w:p>",
        "\t\n",
    ),
    "a line break, not a page break": (p('<w:r><w:br/></w:r><w:r><w:br w:type="page"/></w:r>'), "\n\n"),
    "hyphens": (p("<w:r><w:noBreakHyphen/><w:softHyphen/></w:r>"), "\u2011\u00ad\n"),
    "a symbol": (p('<w:r><w:sym w:font="Symbol" w:char="03B1"/></w:r>'), "α\n"),
    "a symbol without a number": (p('<w:r><w:sym w:char="nothing"/></w:r>'), "\n"),
    "the words of a picture": (
        p('<w:r><w:drawing><wp:docPr id="1" name="x" descr="A map"/></w:drawing></w:r>'),
        "[picture: A map]\n",
    ),
    "one branch of an alternative": (
        p(
            f"<mc:AlternateContent><mc:Choice>{r('a')}</mc:Choice><mc:Fallback>{r('b')}</mc:Fallback></mc:AlternateContent>"
        ),
        "a\n",
    ),
    "a link": (p(f"<w:hyperlink>{r('a')}</w:hyperlink>"), "a\n"),
}
FIELDS = {
    "a page number is computed": (p(f"on page {complex_field('PAGEREF x', r('7'))}."), "\n"),
    "words of a reference are not": (p(complex_field("REF x", r("Title"))), "Title\n"),
    "a caption's number is": (p(f"{r('Table ')}{complex_field('SEQ Table', r('3'))}"), "Table \n"),
    "a simple field": (p(f'<w:fldSimple w:instr=" PAGE ">{r("3")}</w:fldSimple>{r("a")}'), "a\n"),
    "a contents over paragraphs": (p(begun("TOC", r("a"))) + p(r("b")) + p(mark("end") + r("c")), "c\n"),
    "a contents without an end": (p(begun("TOC", r("a"))) + p(r("b")), "a\nb\n"),
    "a number whose end was deleted hides no other paragraph": (p(begun("SEQ x", r("1"))) + p(r("b")), "\nb\n"),
    "an end without a beginning": (p(mark("end") + r("a")), "a\n"),
}


@pytest.mark.parametrize("case", [*CHANGES, *SIGNS, *FIELDS])
def test_the_text_is_what_a_reader_sees(case: str) -> None:
    body, said = (CHANGES | SIGNS | FIELDS)[case]
    assert text(body) == said


def test_a_note_stands_where_it_is_cited() -> None:
    inserted = p(f"<w:ins>{r('note.')}</w:ins>")
    note = f'<w:footnote w:id="2">{p(r("The "))}{inserted}</w:footnote>'
    part = f"<w:footnotes {NAMESPACES}>{note}</w:footnotes>"
    notes = dict(read_notes("footnote", etree.fromstring(part)))
    assert notes == {("footnote", "2"): "The note."}
    cited = p(f'{r("a")}<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:footnoteReference w:id="9"/></w:r>')
    assert "".join(stories(cited, notes)[0].pieces) == "a[note: The note.]\n"


def test_a_text_box_is_a_story_of_its_own() -> None:
    main, box = stories(p(f"{r('a')}<w:r><w:pict><w:txbxContent>{p(r('b'))}</w:txbxContent></w:pict></w:r>{r('c')}"))
    assert ("".join(main.pieces), "".join(box.pieces)) == ("ac\n", "b\n")


def start(name: str, number: int = 1) -> str:
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'


def end(number: int = 1) -> str:
    return f'<w:bookmarkEnd w:id="{number}"/>'


def test_a_bookmark_holds_what_stands_between_its_ends() -> None:
    (story,) = stories(p(f"{r('a')}{start('x')}{r('b')}") + p(f"{r('c')}{end()}{r('d')}"))
    (span,) = story.bookmarks["x"]
    assert story.text(span) == "b\nc"
    assert story.raw(story.whole(span)) == "ab\ncd\n"
    assert story.crosses(span)


def test_a_start_that_was_written_twice_is_one() -> None:
    (story,) = stories(p(f"{start('x', 1)}{r('a')}") + p(f"{start('x', 2)}{r('b')}{end(2)}"))
    assert [story.text(span) for span in story.bookmarks["x"]] == ["a\nb"]
    assert story.unclosed == set()


def test_a_bookmark_without_an_end_is_none() -> None:
    (story,) = stories(p(f"{start('x')}{r('a')}"))
    assert (story.bookmarks, story.unclosed) == ({}, {"x"})


def test_what_was_deleted_with_its_paragraph_is_no_paragraph_any_more() -> None:
    deleted = p(f"{start('x')}<w:del><w:r><w:delText>a</w:delText></w:r></w:del>{end()}", "<w:del/>")
    (story,) = stories(p(r("before")) + deleted + p(r("heading")))
    (span,) = story.bookmarks["x"]
    assert story.text(story.whole(span)) == ""


def test_a_joined_paragraph_ends_where_it_ended() -> None:
    (story,) = stories(p(f"{start('x')}{r('a')}{end()}", "<w:del/>") + p(r("heading")))
    (span,) = story.bookmarks["x"]
    assert story.raw(story.whole(span)) == "a"


def test_a_control_knows_its_title_and_tag() -> None:
    properties = '<w:sdtPr><w:alias w:val="AL/background"/><w:tag w:val="_iom_1"/></w:sdtPr>'
    (story,) = stories(f"<w:sdt>{properties}<w:sdtContent>{p(r('a'))}{p(r('b'))}</w:sdtContent></w:sdt>{p(r('c'))}")
    (control,) = story.controls
    assert (control.alias, control.tag, story.text(control.span)) == ("AL/background", "_iom_1", "a\nb")
    assert control.span == Span(0, 4)
