"""Walking prose."""

from __future__ import annotations

from examples import examples
from hypothesis import given
from prose_trees import proses

from iomreport.markup import walk
from iomreport.markup.nodes import Heading, Paragraph, Prose, Table, Text
from iomreport.markup.reader import read

PROSE = read(
    """\
# A *title*

One[^n] [two](#AL) \\
three[^m].

- four
  > [](#XK)

| A | B[^n] |
|---|---|
| c | <   |
: Caption

![alt](a.png)
: Figure[^f]

[^n]: Note [n](#MK).
[^m]:
    ![in note](b.png)
[^f]: Note f.
"""
)


def test_plain_text_is_the_words_alone() -> None:
    assert walk.plain_text(PROSE) == "A title\nOne two\nthree.\nfour\n\nA\tB\nc\nCaption\nFigure"
    assert walk.plain_text(PROSE.blocks[0]) == "A title"
    assert walk.plain_text((Text("a"), Text("b"))) == "ab"


def test_plain_text_can_hold_the_notes() -> None:
    assert walk.plain_text(PROSE.blocks[1], notes=True) == "One Note n. two\nthree ."


def test_notes_come_in_reading_order() -> None:
    assert [note.label for note in walk.notes(PROSE)] == ["n", "m", "n", "f"]


def test_references_and_figures_in_notes_are_found() -> None:
    assert [reference.address for reference in walk.references(PROSE)] == ["MK", "AL", "XK", "MK"]
    assert [figure.source for figure in walk.figures(PROSE)] == ["b.png", "a.png"]


def test_blocks_are_found_at_every_depth() -> None:
    kinds = [type(block).__name__ for block in walk.blocks(PROSE)]
    assert kinds == ["Heading", "Paragraph", "BulletList", "Paragraph", "Quote", "Paragraph", "Table", "Figure"]
    assert sum(isinstance(block, Paragraph | Heading | Table) for block in walk.blocks(PROSE, notes=True)) == 8


@examples(1 / 4)
@given(prose=proses)
def test_no_text_is_passed_over(prose: Prose) -> None:
    words = walk.plain_text(prose, notes=True)
    for node in walk.inlines(prose, notes=True):
        assert not isinstance(node, Text) or node.text in words
