"""The normal form of trees."""

from __future__ import annotations

from dataclasses import replace

import pytest
from examples import examples
from hypothesis import given
from prose_trees import proses

from iomreport.diagnostics.finding import Location
from iomreport.markup import walk
from iomreport.markup.nodes import (
    BulletList,
    Cell,
    Emphasis,
    Figure,
    Heading,
    Inline,
    Item,
    LineBreak,
    Link,
    Note,
    OrderedList,
    Paragraph,
    Prose,
    Quote,
    Reference,
    Row,
    Span,
    Strong,
    Table,
    Text,
)


def line(*content: Inline) -> tuple[Inline, ...]:
    return Paragraph(content).content


@pytest.mark.parametrize(
    ("given_content", "normal"),
    [
        ((Text("a"), Text("b")), (Text("ab"),)),
        ((Text(""), Text("a"), Text("")), (Text("a"),)),
        ((Text(" a \n\t b "),), (Text("a b"),)),
        ((Text("a\u00a0\u00a0b\u00a0"),), (Text("a\u00a0\u00a0b\u00a0"),)),
        ((Text("a "), Text(" b")), (Text("a b"),)),
        ((Text("a"), Strong((Text(" b "),)), Text("c")), (Text("a "), Strong((Text("b"),)), Text(" c"))),
        ((Strong((Text("a"),)), Strong((Text("b"),))), (Strong((Text("ab"),)),)),
        ((Strong((Text("a"), Strong((Text("b"),)))),), (Strong((Text("ab"),)),)),
        ((Strong((Emphasis((Strong((Text("b"),)),)),)),), (Strong((Emphasis((Text("b"),)),)),)),
        ((Strong(()), Text("a"), Emphasis((Text(" "),)), Text("b")), (Text("a b"),)),
        ((Span("bs", (Text("a"),)), Span("bs", (Text("b"),))), (Span("bs", (Text("ab"),)),)),
        ((Span("bs", (Text("a"),)), Span("hr", (Text("b"),))), (Span("bs", (Text("a"),)), Span("hr", (Text("b"),)))),
        ((Link("http://a", (Link("http://b", (Text("x"),)),)),), (Link("http://a", (Text("x"),)),)),
        ((Link("", (Text("x"),)),), (Text("x"),)),
        ((LineBreak(), Text("a "), LineBreak(), Text(" b"), LineBreak()), (Text("a"), LineBreak(), Text("b"))),
        ((Text("a"), Emphasis((LineBreak(), Text("b")))), (Text("a"), LineBreak(), Emphasis((Text("b"),)))),
    ],
)
def test_content_has_one_form(given_content: tuple[Inline, ...], normal: tuple[Inline, ...]) -> None:
    assert line(*given_content) == normal


def test_a_location_is_no_part_of_what_a_node_says() -> None:
    assert Text("a", location=Location("x.md", 1, 1)) == Text("a")


def test_merged_text_stands_where_its_first_piece_stands() -> None:
    first, second = Location("x.md", 1, 1), Location("x.md", 2, 1)
    assert line(Text("a", location=first), Text("b", location=second))[0].location == first
    wrapped = line(Strong((Text(" a"),), location=second))
    assert wrapped[0].location == second


def test_headings_and_cells_stand_on_one_line() -> None:
    broken = (Text("a"), LineBreak(), Strong((Text("b"), LineBreak(), Text("c"))))
    flat = (Text("a "), Strong((Text("b c"),)))
    assert Heading(9, broken) == Heading(6, flat)
    assert Cell(broken) == Cell(flat)


def test_what_is_empty_is_left_out() -> None:
    empty = (Paragraph(()), BulletList(()), OrderedList(()), Quote((Paragraph((Text(" "),)),)))
    text = Paragraph((Text("a"),))
    assert Prose((*empty, text)).blocks == (text,)
    assert Item(empty).blocks == ()
    assert Note("n", empty).blocks == ()
    assert not Prose(empty)


def test_a_table_is_filled_up() -> None:
    one, wide = Cell((Text("1"),)), Cell((Text("2"),), columns=2, rows=9)
    table = Table(Row((one,)), (Row((wide,)), Row(())), ())
    assert table.alignments == (None, None)
    assert table.header == Row((one, Cell(())))
    assert table.rows == (Row((Cell((Text("2"),), 2, 2),)), Row(()))


def test_cells_do_not_overlap() -> None:
    tall = Cell((Text("tall"),), rows=2)
    table = Table(
        Row((Cell(()),) * 3), (Row((Cell(()), tall, Cell(()))), Row((Cell((Text("wide"),), 2),))), (None,) * 3
    )
    assert table.rows[1] == Row((Cell((Text("wide"),), 1), Cell(())))


def test_labels_hold_what_markdown_can_hold() -> None:
    assert Note("IOM (2006) [x]", ()).label == "IOM-2006-x-"


def test_other_values_are_brought_into_their_range() -> None:
    assert OrderedList((Item(()),), start=5, continued=True).start == 1
    assert Figure(" a.png ", " x\n y ", width=250) == Figure("a.png", "x y", width=100)
    assert Reference(" AL ").address == "AL"


@examples(1 / 2)
@given(prose=proses)
def test_a_normal_tree_stays_as_it_is(prose: Prose) -> None:
    assert Prose(tuple(replace(block) for block in prose)) == prose
    for node in walk.inlines(prose, notes=True):
        assert replace(node) == node
