"""A line of the compiled source leads back to the paragraph or the cell of its tag."""

from __future__ import annotations

import pytest
from corpus.package import W, p, r, tbl, tr
from lxml import etree

from iomreport.template.compiler import patch
from iomreport.template.locations import LINE, Lines, with_lines


def lines(*blocks: str) -> Lines:
    body = "".join(block if block.startswith("<") else p(block) for block in blocks)
    xml = f'<w:body xmlns:w="{W}">{body}</w:body>'
    return with_lines(patch(xml), etree.fromstring(xml))


def test_every_tag_begins_a_line_with_its_place() -> None:
    made = lines("a {{ x }} and {{ y }}", "{%p for z in zs %}", tbl(tr("b", "c {{ z }}")), "{%p endfor %}", "{# no #}")
    assert made.places == (
        "the beginning",
        'paragraph 1 "a {{ x }} and {{ y }}"',
        'paragraph 1 "a {{ x }} and {{ y }}"',
        'paragraph 2 "{%p for z in zs %}"',
        'table 1, row 1, cell 2 "c {{ z }}"',
        'paragraph 3 "{%p endfor %}"',
        'paragraph 4 "{# no #}"',
    )
    assert made.numbers == (-1, 0, 0, 1, 3, 4, 5)
    starts = [line[:5] for line in made.source.split("\n")[1:]]
    assert starts == ["{{ x ", "{{ y ", "{% fo", "{{ z ", "{% en", "{# no"]


def test_equal_tags_are_told_apart() -> None:
    made = lines("one {{ x }}", "two {{ x }}", "three {{ x }}")
    assert made.places[1:] == ('paragraph 1 "one {{ x }}"', 'paragraph 2 "two {{ x }}"', 'paragraph 3 "three {{ x }}"')


def test_split_tags_and_typographic_quotes_are_found() -> None:
    made = lines("a", p(r("b {{ x"), r(" == “y” and a & b }}", "<w:b/>")))
    assert made.places[1:] == ('paragraph 2 "b {{ x == “y” and a & b }}"',)


def test_long_paragraphs_are_shortened() -> None:
    assert lines("word " * 40 + "{{ x }}").places[1] == f'paragraph 1 "{("word " * 40)[:59]}…"'


TRICKY = ("{{ '{{' }} {{ {'a': {}}['a'] }}", "{% raw %}{{ x }} {%- y %}{% endraw %}", "a {# {{ x }} #} b", "{{ x")


@pytest.mark.parametrize("text", TRICKY)
def test_the_source_is_the_part_again_without_its_line_breaks(text: str) -> None:
    xml = f'<w:body xmlns:w="{W}">{p(text)}</w:body>'
    assert lines(text).source.replace(LINE, "") == patch(xml)


def test_the_blanks_before_a_tag_that_takes_them_away_go() -> None:
    assert "a" + LINE + "{{- x -}}  b" in lines("a   {{- x -}}  b").source
    assert "  {{- x }}" in lines("{% raw %}  {{- x }}{% endraw %}").source
