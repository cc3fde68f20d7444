"""Templates: their tags stand for words, and what only a document can show is left to the documents."""

from __future__ import annotations

import pytest
from small_word_file import STYLES, cell, drawing, link, p, row, table, word_file

from iomreport.accessibility import check_template

HEADS = row(cell(p("{{ labels.number }}")), cell(p("{{ labels.proposal }}")), header=True)
LOOP = row(cell(p("{%tr for project in projects %}")), cell(p()))
END = row(cell(p("{%tr endfor %}")), cell(p()))
PROJECT = row(cell(p("{{ loop.index }}")), cell(p("{{ project.title }}")))
PALE = '<w:rPr><w:color w:val="999999"/></w:rPr>'


def said(content: bytes) -> list[tuple[str, str]]:
    return [(each.code, each.location.place) for each in check_template(content, "t.docx") if each.location]


@pytest.mark.parametrize(
    "body",
    [
        p("{{ country.name }}", "H1") + p("{{p country.background }}"),
        p("{%p for part in parts %}") + p("{{ part.title }}", "H2") + p("{%p endfor %}"),
        p("{{ a }}", "H1") + p("{{p text }}") + p("{{ b }}", "H3"),
        table(HEADS, LOOP, PROJECT, END),
        p("{%p if a %}") + p("{%p endif %}") + p("{%p if b %}") + p("{%p endif %}"),
        p(inside=drawing('descr="{{ emblem.words }}"')),
        p(inside=link("{{ site }}")),
        p("{{p a }}") + p("{{p b }}"),
    ],
)
def test_a_template_without_a_barrier(body: str) -> None:
    assert said(word_file(body, title="")) == []


def test_a_heading_that_leaves_out_a_level_whatever_the_content() -> None:
    assert said(word_file(p("{{ a }}", "H1") + p("{{ b }}", "H3"))) == [("A301", 'paragraph 2 "{{ b }}"')]


def test_a_table_whose_rows_are_repeated_needs_a_header() -> None:
    assert said(word_file(table(LOOP, PROJECT, END))) == [
        ("A401", 'table 1, row 1, cell 1 "{%tr for project in projects %}"')
    ]


def test_styles_in_which_prose_will_be_written_are_checked_too() -> None:
    quote = f'<w:style w:type="paragraph" w:styleId="Q"><w:name w:val="Quote"/>{PALE}</w:style>'
    unused = f'<w:style w:type="paragraph" w:styleId="U"><w:name w:val="Unused"/>{PALE}</w:style>'
    assert said(word_file(p("{{p text }}"), styles=STYLES + quote + unused)) == [("A601", 'style "Quote"')]


def test_the_header_row_of_tables_in_prose_is_checked_too() -> None:
    styles = STYLES.replace('w:fill="0B2F5E"', 'w:fill="E39A2D"')
    assert said(word_file(p("{{p text }}"), styles=styles)) == [("A601", 'style "Table Grid"')]


def test_a_typed_list_is_found_in_a_template() -> None:
    assert said(word_file(p("• {{ a }}"))) == [("A801", 'paragraph 1 "• {{ a }}"')]
