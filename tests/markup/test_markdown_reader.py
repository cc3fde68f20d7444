"""What Markdown says, as trees."""

from __future__ import annotations

import pytest

from iomreport.diagnostics.finding import ContentError, Findings, Location
from iomreport.markup import walk
from iomreport.markup.nodes import (
    Block,
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
    Quote,
    Reference,
    Row,
    Span,
    Strong,
    Table,
    Text,
)
from iomreport.markup.reader import read, read_document


def words(text: str) -> tuple[Inline, ...]:
    return (Text(text),) if text else ()


def paragraph(text: str) -> Paragraph:
    return Paragraph(words(text))


def item(text: str, *others: Block) -> Item:
    return Item((paragraph(text), *others))


def row(*cells: str) -> Row:
    return Row(tuple(Cell(words(cell)) for cell in cells))


INLINES: list[tuple[str, tuple[Inline, ...]]] = [
    ("one\n  two   three", words("one two three")),
    ("one\\\ntwo  \nthree", (Text("one"), LineBreak(), Text("two"), LineBreak(), Text("three"))),
    ("**strong** __too__", (Strong(words("strong")), Text(" "), Strong(words("too")))),
    ("*emphasis* _too_", (Emphasis(words("emphasis")), Text(" "), Emphasis(words("too")))),
    ("***both***", (Emphasis((Strong(words("both")),)),)),
    ("[IOM](http://www.iom.int)", (Link("http://www.iom.int", words("IOM")),)),
    ("<http://www.iom.int>", (Link("http://www.iom.int", words("http://www.iom.int")),)),
    ("<iomtirana@iom.int>", (Link("mailto:iomtirana@iom.int", words("iomtirana@iom.int")),)),
    ("[a](<http://a.b/c d> )", (Link("http://a.b/c d", words("a")),)),
    ("[see](#AL/priorities/a)", (Reference("AL/priorities/a", words("see")),)),
    ('[](#AL "page")', (Reference("AL", page=True),)),
    ("[Vasa prava]{lang=bs}", (Span("bs", words("Vasa prava")),)),
    ("10&nbsp;000&#160;&euro;", words("10\u00a0000\u00a0€")),
    ("{{ x }} {% if y %} {x} {}", words("{{ x }} {% if y %} {x} {}")),
    ("<b>raw</b> & <br/> x < y > z", words("<b>raw</b> & <br/> x < y > z")),
    ("\\*not\\* \\[this\\]", words("*not* [this]")),
    ("Тирана تيرانا 😀 é", words("Тирана تيرانا 😀 é")),
]


@pytest.mark.parametrize(("markdown", "content"), INLINES)
def test_inlines(markdown: str, content: tuple[Inline, ...]) -> None:
    assert read(markdown).blocks == (Paragraph(content),)


BLOCKS: list[tuple[str, tuple[Block, ...]]] = [
    ("one\n\ntwo", (paragraph("one"), paragraph("two"))),
    ("# One\n\n## Two ##", (Heading(1, words("One")), Heading(2, words("Two")))),
    ("One\n===\n\nTwo\n---", (Heading(1, words("One")), Heading(2, words("Two")))),
    ('# Title {#bg theme=a also="b c"}', (Heading(1, words("Title"), "bg", (("theme", "a"), ("also", "b c"))),)),
    ("## [Vasa prava]{lang=bs} {#x}", (Heading(2, (Span("bs", words("Vasa prava")),), "x"),)),
    ("# Title \\{#x}", (Heading(1, words("Title {#x}")),)),
    ("# {{ title }}", (Heading(1, words("{{ title }}")),)),
    ("- a\n- b\n  c", (BulletList((item("a"), item("b c"))),)),
    ("- a\n\n  b\n\n- c", (BulletList((item("a", paragraph("b")), item("c"))),)),
    ("- a\n  - b\n  - c", (BulletList((item("a", BulletList((item("b"), item("c")))),)),)),
    ("- a\n\n* b", (BulletList((item("a"),)), BulletList((item("b"),)))),
    ("3. a\n4. b", (OrderedList((item("a"), item("b")), 3),)),
    (
        "1. a\n\ntext\n\n{continue}\n2. b",
        (OrderedList((item("a"),)), paragraph("text"), OrderedList((item("b"),), continued=True)),
    ),
    ("> a\n> b\n>\n> - c", (Quote((paragraph("a b"), BulletList((item("c"),)))),)),
    (
        "| A | B |\n| :-- | --: |\n| 1 \\| 2 | *x* |",
        (Table(row("A", "B"), (Row((Cell(words("1 | 2")), Cell((Emphasis(words("x")),)))),), ("left", "right")),),
    ),
    (
        "| A | B |\n| --- | :-: |\n: Caption {#t}",
        (Table(row("A", "B"), (), (None, "center"), words("Caption"), "t"),),
    ),
    (
        "| A | < | B |\n|---|---|---|\n| 1 | < | 2 |\n| ^ | ^ | \\^ |",
        (
            Table(
                Row((Cell(words("A"), 2), Cell(words("B")))),
                (Row((Cell(words("1"), 2, 2), Cell(words("2")))), Row((Cell(words("^")),))),
                (None, None, None),
            ),
        ),
    ),
    (
        "![A *map*](maps/a.png){#map width=60}\n\n: The\n  caption.",
        (Figure("maps/a.png", "A map", words("The caption."), "map", 60),),
    ),
    ("![](a.png)\n: Caption {#map width=60}", (Figure("a.png", "", words("Caption"), "map", 60),)),
    ("text\n\n: no caption", (paragraph("text"), paragraph(": no caption"))),
    ("| no | table |\n\n| | |", (paragraph("| no | table |"), paragraph("| | |"))),
]


@pytest.mark.parametrize(("markdown", "blocks"), BLOCKS)
def test_blocks(markdown: str, blocks: tuple[Block, ...]) -> None:
    assert read(markdown).blocks == blocks


def test_spans_hold_other_marks() -> None:
    [block] = read("[*Vasa* [prava](http://a.b)]{lang=bs}")
    link = Link("http://a.b", words("prava"))
    assert block == Paragraph((Span("bs", (Emphasis(words("Vasa")), Text(" "), link)),))


def test_links_hold_notes_and_spans() -> None:
    [block] = read("[a[^n] [b]{lang=bs}](http://a.b)\n\n[^n]: N.")
    content = (Text("a"), Note("n", (paragraph("N."),)), Text(" "), Span("bs", words("b")))
    assert block == Paragraph((Link("http://a.b", content),))


def test_windows_line_ends_are_line_ends() -> None:
    assert read("# A\r\n\r\nb\r\nc\rd").blocks == (Heading(1, words("A")), paragraph("b c d"))


def test_a_text_of_nothing_is_empty_prose() -> None:
    assert not read("")
    assert not read(" \n\n")


def test_every_node_knows_its_place_in_the_file() -> None:
    text = (
        "## Back *ground* {#x}\n"
        "\n"
        "Text[^n] and\n"
        "  [words](#AL) **x [IOM](http://a.b)** &amp; \\* <http://c.d>\n"
        "\n"
        "- item\n"
        "  > [a]{lang=bs}[^n]\n"
        "\n"
        "| A | B |\n"
        "|---|---|\n"
        "| a \\| b[^n] | [r](#AL) |\n"
        ": Cap[^n]\n"
        "\n"
        "![alt](a.png)\n"
        "\n"
        "[^n]: Note [see](#XK)\n"
    )
    prose = read(text, "a.md", 11, 5)
    lines = text.split("\n")

    def meant(location: Location | None) -> str:
        assert location is not None
        assert location.path == "a.md"
        start = (location.column or 0) - 5
        return lines[(location.line or 0) - 11][start : start + location.length]

    shown = [meant(node.location) for node in walk.inlines(prose) if not isinstance(node, Text)]
    assert shown == [
        *("*ground*", "[^n]", "[words](#AL)", "**x [IOM](http://a.b)**", "[IOM](http://a.b)", "<http://c.d>"),
        *("[a]{lang=bs}", "[^n]", "[^n]", "[r](#AL)", "[^n]"),
    ]
    assert meant(next(walk.references(prose)).location) == "[see](#XK)"
    assert meant(next(walk.figures(prose)).location) == "![alt](a.png)"
    starts = [(type(block).__name__, block.location.line, block.location.column) for block in prose if block.location]
    assert starts == [
        ("Heading", 11, 5),
        ("Paragraph", 13, 5),
        ("BulletList", 16, 5),
        ("Table", 19, 5),
        ("Figure", 24, 5),
    ]
    table = prose.blocks[3]
    assert isinstance(table, Table)
    assert table.rows[0].location == Location("a.md", 21, 5)
    assert table.rows[0].cells[1].location == Location("a.md", 21, 20)


def test_remarks_and_allowances_are_kept_apart() -> None:
    text = (
        "One.\n<!-- remark: Two\n\nlines. -->\n\nTwo <!-- remark: inside --> words."
        "\n\n<!-- allow: C404 The map comes later. -->"
    )
    document = read_document(text, "a.md")
    assert document.prose.blocks == (paragraph("One."), paragraph("Two words."))
    assert [(remark.text, remark.location.line) for remark in document.remarks] == [("Two lines.", 2), ("inside", 6)]
    [allowance] = document.allowances
    assert (allowance.code, allowance.reason) == ("C404", "The map comes later.")
    assert allowance.location == Location("a.md", 8, 1)


def test_without_findings_errors_are_raised() -> None:
    with pytest.raises(ContentError, match=r"footnote \[\^x\] is not defined"):
        read("a[^x]")


@pytest.mark.parametrize("bad", ["\x00", "\x07", "\x0b", "\x0c", "\x1b", "\x7f", "\x92", "\ud800", "\ufffe", "\uffff"])
def test_characters_that_no_document_holds_are_refused_at_their_place(bad: str) -> None:
    findings = Findings()
    prose = read(f"One.\n\n- two {bad} three", "a.md", findings=findings)
    [finding] = findings.items
    assert finding.code == "C201"
    assert finding.location == Location("a.md", 3, 7)
    assert f"U+{ord(bad):04X}" in finding.message
    assert walk.plain_text(prose) == "One.\ntwo \ufffd three"
