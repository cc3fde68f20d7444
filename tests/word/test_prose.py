"""Notes, lists, references, tables: everything that Word calls by a name is that thing."""

from __future__ import annotations

import re

from small_document import Parts

from iomreport.template.rendered import ReferenceTarget


def test_notes_are_footnotes_in_reading_order() -> None:
    parts = Parts("One.[^b] Two.[^a]\n\n[^a]: Second.\n[^b]: First, *rather* long.\n")
    assert re.findall(r'<w:footnoteReference w:id="(\d+)"/>', parts.body) == ["1", "2"]
    notes = re.findall(r'<w:footnote w:id="(\d+)">(.*?)</w:footnote>', parts["footnotes.xml"])
    assert [number for number, _ in notes] == ["1", "2"]
    assert "First, " in notes[0][1]
    assert "<w:i/>" in notes[0][1]
    assert "Second." in notes[1][1]


def test_a_note_cited_twice_is_one_note_and_a_cross_reference() -> None:
    parts = Parts("One.[^a] Again.[^a]\n\n[^a]: The note.\n")
    assert parts.body.count("<w:footnoteReference ") == 1
    assert parts["footnotes.xml"].count("The note.") == 1
    assert re.search(r"NOTEREF _RefNote1 \\f \\h", parts.body)
    assert '<w:bookmarkStart w:id="1" w:name="_RefNote1"/>' in parts.body


def test_a_note_holds_paragraphs_and_links() -> None:
    parts = Parts("One.[^a]\n\n[^a]: First {{ x }}.\n\n    See [the report](https://example.org/r).\n")
    assert parts["footnotes.xml"].count('<w:pStyle w:val="footnotetext"/>') == 2
    assert "First {{ x }}." in parts["footnotes.xml"], "the text of a note is never evaluated"
    assert 'Target="https://example.org/r" TargetMode="External"' in parts["_rels/footnotes.xml.rels"]


def test_each_numbered_list_starts_afresh() -> None:
    parts = Parts("1. a\n2. b\n\nText.\n\n1. c\n")
    numbers = re.findall(r'<w:numId w:val="(\d+)"/>', parts.body)
    assert numbers[0] == numbers[1] != numbers[2]
    for number in set(numbers):
        instance = re.search(rf'<w:num w:numId="{number}">.*?</w:num>', parts["numbering.xml"])
        assert instance is not None
        assert '<w:startOverride w:val="1"/>' in instance[0]


def test_a_continued_list_carries_on() -> None:
    parts = Parts("1. a\n2. b\n\nText.\n\n{continue}\n1. c\n")
    assert len(set(re.findall(r'<w:numId w:val="(\d+)"/>', parts.body))) == 1


def test_a_list_that_starts_elsewhere_says_so() -> None:
    assert '<w:startOverride w:val="4"/>' in Parts("4. d\n5. e\n")["numbering.xml"]


def test_nested_lists_take_deeper_styles() -> None:
    parts = Parts("- a\n  - b\n    - c\n\n  more of a\n")
    styles = re.findall(r'<w:pStyle w:val="(\w+)"/>', parts.body)
    assert styles == ["ListBullet", "ListBullet2", "ListBullet3", "ListContinue"]


def test_a_link_is_a_hyperlink() -> None:
    parts = Parts("See [IOM](https://www.iom.int/a?b=1&c=2).\n")
    assert 'Target="https://www.iom.int/a?b=1&amp;c=2"' in parts["_rels/document.xml.rels"]
    assert '<w:rStyle w:val="Hyperlink"/>' in parts.body


def test_a_reference_to_a_table_is_a_field_with_its_words() -> None:
    parts = Parts(
        'See [](#returns) on page [](#returns "page").\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n: Returns {#returns}\n'
    )
    assert re.search(r"REF _iom_\w+ \\h", parts.body)
    assert re.search(r"PAGEREF _iom_\w+ \\h", parts.body)
    assert "See Table 1 on page" in parts.text
    assert "SEQ Table" in parts.body


def test_a_reference_outside_the_document_becomes_plain_words() -> None:
    references = {"HR": ReferenceTarget("HR/names/long", "Croatia", "III.4")}
    bare = Parts("Compare [](#HR).\n", references)
    assert bare.text == "Compare III.4 of the full strategy."
    worded = Parts("Compare [Croatia](#HR).\n", references)
    assert worded.text == "Compare Croatia (see III.4 of the full strategy)."
    assert "fldChar" not in worded.body


def test_a_table_has_a_repeating_header_whole_rows_and_aligned_numbers() -> None:
    parts = Parts("| Country | Returns |\n|---|---|\n| Albania | 1,570 |\n| Croatia | 90 |\n\n: Returns\n")
    assert parts.body.count("<w:tblHeader/>") == 1
    assert parts.body.count("<w:cantSplit/>") == 3
    assert parts.body.count('<w:jc w:val="end"/>') == 3
    widths = [int(width) for width in re.findall(r'<w:gridCol w:w="(\d+)"/>', parts.body)]
    assert len(widths) == 2
    assert min(widths) > 0


def test_merged_cells_come_from_the_content() -> None:
    parts = Parts("| a | < | c |\n|---|---|---|\n| d | e | f |\n| ^ | g | h |\n")
    assert '<w:gridSpan w:val="2"/>' in parts.body
    assert parts.body.count('<w:vMerge w:val="restart"/>') == 1
    assert parts.body.count("<w:vMerge/>") == 1


def test_words_in_another_language_say_so() -> None:
    assert '<w:lang w:val="bs"/>' in Parts("The NGO [Vasa prava]{lang=bs} helps.\n").body
