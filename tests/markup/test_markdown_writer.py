"""Markdown as it is written."""

from __future__ import annotations

import pytest

from iomreport.markup.nodes import (
    BulletList,
    Emphasis,
    Heading,
    Inline,
    Item,
    LineBreak,
    Link,
    Note,
    OrderedList,
    Paragraph,
    Prose,
    Reference,
    Strong,
    Text,
)
from iomreport.markup.reader import read
from iomreport.markup.writer import write, write_inlines


@pytest.mark.parametrize(
    ("content", "markdown"),
    [
        ((Text("plain, with (brackets) – and “quotes”: 5 < 6 & 7 > 6; AT&T"),), None),
        ((Text("info_tirana@iom.int and {{ x }}, {% if %}, {x}, #1 - 2 + 3 = 4"),), None),
        ((Text("a*b [c] <d> `e` \\ &amp; {f=g}"),), "a\\*b \\[c\\] \\<d> \\`e\\` \\\\ \\&amp; \\{f=g}"),
        ((Text("10\u00a0000"),), "10&nbsp;000"),
        ((Text("- a"),), "\\- a"),
        ((Text("1. a"),), "1\\. a"),
        ((Text("# a"),), "\\# a"),
        ((Text(": a"),), "\\: a"),
        ((Text("-5 degrees, 1.5 million"),), "-5 degrees, 1.5 million"),
        ((Strong((Text("a"),)), Emphasis((Text("b"),))), "**a**_b_"),
        ((Strong((Emphasis((Text("a"),)), Text(" b"))),), "**_a_ b**"),
        ((Text("a"), Emphasis((Text("b"),)), Text("c")), "a*b*c"),
        ((Text("a"), Emphasis((Text("“b”"),)), Text("c")), "&#97;*“b”*&#99;"),
        ((Text("a"), LineBreak(), Text("+ b")), "a\\\n\\+ b"),
        ((Text("!"), Link("http://a.b", (Text("c"),))), "\\![c](http://a.b)"),
        ((Link("http://a.b", (Text("http://a.b"),)),), "<http://a.b>"),
        ((Link("mailto:a@b.c", (Text("a@b.c"),)),), "<a@b.c>"),
        ((Link("http://a.b/(c d)", (Text("e"),)),), "[e](<http://a.b/(c d)>)"),
        ((Reference("AL", page=True),), '[](#AL "page")'),
    ],
)
def test_only_what_must_be_escaped_is_escaped(content: tuple[Inline, ...], markdown: str | None) -> None:
    plain = content[0].text if isinstance(content[0], Text) else ""
    assert write(Prose((Paragraph(content),))) == (plain if markdown is None else markdown) + "\n"


CANONICAL = """\
# Title {#bg theme=a also="b c"}

Text[^b] with **strong *and* emphasized** words.[^a]

- one

- two

  - nested

    with a second paragraph

  - more

1. first

2. second

   > quoted

{continue}

1) third

| A    | B   |
| ---- | --: |
| long | <   |
| ^    | ^   |

: A caption.[^c] {#t}

![A map](map.png){#f width=60}

: The map.

[^b]: The first.

    Its second paragraph.

[^a]:
    - a list

[^c]: In the caption.
"""


def test_the_written_form_stays_as_it_is() -> None:
    assert write(read(CANONICAL)) == CANONICAL


def test_short_lists_need_no_empty_lines() -> None:
    text = "- one\n- two\n  1. nested\n  2. list\n- three\n"
    assert write(read(text)) == text


def test_paragraphs_are_wrapped_at_the_width() -> None:
    text = "- " + "word " * 10 + "[a](<http://a.b/c d>) 1. - x\n\n[^n]: " + "note " * 8
    written = write(read(f"Cited.[^n]\n\n{text}"), 24)
    assert written.split("\n") == [
        "Cited.[^n]",
        "",
        "- word word word word",
        "  word word word word",
        "  word word",
        "  [a](<http://a.b/c d>)",
        "  1\\. - x",
        "",
        "[^n]: note note note note",
        "    note note note note",
        "",
    ]


def test_lists_beside_each_other_stay_apart() -> None:
    one = BulletList((Item((Paragraph((Text("a"),)),)),))
    two = OrderedList(one.items)
    assert write(Prose((one, one, two, two, one))) == "- a\n\n* a\n\n1. a\n\n1) a\n\n- a\n"


def test_two_notes_with_one_label_get_two() -> None:
    first, second = (Note("n", (Paragraph((Text(text),)),)) for text in ("one", "two"))
    written = write((Paragraph((Text("a"), first, Text("b"), second, Text("c"), first)),))
    assert written == "a[^n]b[^n-2]c[^n]\n\n[^n]: one\n\n[^n-2]: two\n"


def test_a_heading_of_signs_is_not_its_frame() -> None:
    assert write((Heading(2, (Text("C #"),)),)) == "## C \\#\n"


def test_inlines_alone() -> None:
    assert write_inlines((Emphasis((Text("a"),)), Note("n", ()))) == "*a*[^n]"


def test_nothing_is_nothing() -> None:
    assert write(Prose()) == ""
