"""HTML as it is written."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from prose_trees import proses

from iomreport.markup import walk
from iomreport.markup.html import write_html, write_html_inlines, write_html_notes
from iomreport.markup.html_notes import HtmlNotes
from iomreport.markup.nodes import Link, Prose, Reference, Text
from iomreport.markup.reader import read

VOID = {"br", "img"}


def resolve(reference: Reference) -> tuple[str | None, str]:
    """The references of the tests: AL is on the page, everything else in another document."""
    return ("#AL", "III.1 Albania") if reference.address == "AL" else (None, f"{reference.address} of the strategy")


def html(markdown: str) -> str:
    return write_html(read(markdown), resolve, HtmlNotes())


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("a *b* **c**\\\nd", "<p>a <em>b</em> <strong>c</strong><br>d</p>"),
        ('& < > "', '<p>&amp; &lt; &gt; "</p>'),
        ('[a](http://b.c/?d="e"&f)', '<p><a href="http://b.c/?d=&quot;e&quot;&amp;f">a</a></p>'),
        ("[a](#AL) [](#AL)", '<p><a href="#AL">a</a> <a href="#AL">III.1 Albania</a></p>'),
        ("[a](#XK) [](#XK)", "<p>a XK of the strategy</p>"),
        ("[Vasa prava]{lang=bs}", '<p><span lang="bs">Vasa prava</span></p>'),
        ("- a\n- b\n  - c", "<ul>\n<li>a</li>\n<li>b\n<ul>\n<li>c</li>\n</ul></li>\n</ul>"),
        ("- a\n\n  b", "<ul>\n<li><p>a</p>\n<p>b</p></li>\n</ul>"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>'),
        (
            "1. a\n2. b\n\nc\n\n{continue}\n1. d",
            '<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n<p>c</p>\n<ol start="3">\n<li>d</li>\n</ol>',
        ),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        (
            '![a "b"](c.png){#d width=60}\n: e',
            '<figure id="d">\n<img src="c.png" alt="a &quot;b&quot;" style="width: 60%">\n'
            "<figcaption>e</figcaption>\n</figure>",
        ),
        (
            "| A | < | B |\n|---|---|--:|\n| 1 | 2 | 3 |\n| 4 | ^ | 5 |\n: Caption {#t}",
            '<table id="t">\n<caption>Caption</caption>\n<thead>\n'
            '<tr><th scope="colgroup" colspan="2">A</th><th scope="col" style="text-align: right">B</th></tr>\n'
            '</thead>\n<tbody>\n<tr><td>1</td><td rowspan="2">2</td><td style="text-align: right">3</td></tr>\n'
            '<tr><td>4</td><td style="text-align: right">5</td></tr>\n</tbody>\n</table>',
        ),
    ],
)
def test_each_thing_is_what_it_is(markdown: str, expected: str) -> None:
    assert html(markdown) == expected


def test_headings_move_down_and_figures_get_their_address() -> None:
    prose = read("## Title {#x}\n\n![](a.png)")
    written = write_html(prose, resolve, HtmlNotes(), level=2, picture=lambda path: f"data:{path}")
    assert written.startswith('<h4 id="x">Title</h4>\n<figure>\n<img src="data:a.png" alt=""')


def test_notes_are_numbered_over_the_page_and_lead_back() -> None:
    notes = HtmlNotes("n")
    first = write_html(read("a[^x] b[^y]\n\n[^x]: X.\n[^y]:\n    - Y."), resolve, notes)
    second = write_html(read("c[^x]\n\n[^x]: X."), resolve, notes)
    assert first == (
        '<p>a<sup><a id="n-1-1" href="#n-1" role="doc-noteref">1</a></sup>'
        ' b<sup><a id="n-2-1" href="#n-2" role="doc-noteref">2</a></sup></p>'
    )
    assert second == '<p>c<sup><a id="n-1-2" href="#n-1" role="doc-noteref">1</a></sup></p>'
    back = '<a href="#{0}-{1}" role="doc-backlink" aria-label="{2}">↩</a>'
    links = f"{back.format('n-1', 1, 1)} {back.format('n-1', 2, 1)}"
    assert write_html_notes(resolve, notes) == [
        f'<li id="n-1"><p>X. {links}</p></li>',
        f'<li id="n-2"><ul>\n<li>Y.</li>\n</ul><p>{back.format("n-2", 1, 2)}</p></li>',
    ]


def test_a_note_in_a_link_stands_behind_it() -> None:
    written = html("[a[^n] b](http://c.d)\n\n[^n]: N.")
    assert written.startswith('<p><a href="http://c.d">a b</a><sup><a id=')


def test_a_link_that_could_run_a_program_is_none() -> None:
    link = Link("javascript:alert(1)", (Text("a"),))
    assert write_html_inlines((link,), resolve, HtmlNotes()) == "a"


class Balance(HTMLParser):
    """Keeps the open tags and the text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert tag != "a" or "a" not in self.open
        if tag not in VOID:
            self.open.append(tag)
        if tag == "a" and (given.get("role") or "").startswith("doc-"):
            self.targets.append((given["href"] or "")[1:])
        if (given.get("id") or "").startswith("note-"):
            self.ids.append(given["id"] or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@settings(max_examples=80, deadline=None)
@given(prose=proses)
def test_every_page_is_whole(prose: Prose) -> None:
    notes = HtmlNotes()
    page = Balance()
    page.feed(write_html(prose, resolve, notes))
    for note in write_html_notes(resolve, notes):
        page.feed(note)
    page.close()
    assert page.open == []
    assert len(set(page.ids)) == len(page.ids)
    assert set(page.targets) == set(page.ids)
    for node in walk.inlines(prose, notes=True):
        assert not isinstance(node, Text) or node.text in page.text
