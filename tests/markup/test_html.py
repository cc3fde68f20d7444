"""HTML as it is written."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from examples import examples
from html5lib import HTMLParser as HTMLParser5
from hypothesis import given
from prose_trees import proses

from iomreport.markup import walk
from iomreport.markup.html import HtmlNotes, HtmlPage, write_html, write_html_inlines, write_html_notes
from iomreport.markup.nodes import Figure, Link, Note, Paragraph, Prose, Reference, Table, Text
from iomreport.markup.reader import read

VOID = {"br", "img"}


class Page(HtmlPage):
    """The page of the tests: AL stands on it, everything else in another document."""

    def resolve(self, reference: Reference) -> tuple[str | None, str]:
        if reference.address == "AL":
            return "#AL", "III.1 Albania"
        place = f"{reference.address} of the strategy"
        return None, f" (see {place})" if reference.content else place

    def picture(self, figure: Figure) -> str:
        return f"data:{figure.source}"

    def label(self, block: Table | Figure) -> str:
        return "Table 1. " if isinstance(block, Table) else "Figure 1. "

    def name(self, identifier: str) -> str:
        return f"local/{identifier}"


def html(markdown: str) -> str:
    return write_html(read(markdown), Page())


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("a *b* **c**\\\nd", "<p>a <em>b</em> <strong>c</strong><br>d</p>"),
        ('& < > "', '<p>&amp; &lt; &gt; "</p>'),
        ('[a](http://b.c/?d="e"&f)', '<p><a href="http://b.c/?d=&quot;e&quot;&amp;f">a</a></p>'),
        ("[a](#AL) [](#AL)", '<p><a href="#AL">a</a> <a href="#AL">III.1 Albania</a></p>'),
        ("[a](#XK) [](#XK)", "<p>a (see XK of the strategy) XK of the strategy</p>"),
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
            '<figure id="local/d">\n<img src="data:c.png" alt="a &quot;b&quot;" style="width: 60%">\n'
            "<figcaption>Figure 1. e</figcaption>\n</figure>",
        ),
        (
            "| A | < | B |\n|---|---|--:|\n| 1 | 2 | 3 |\n| 4 | ^ | 5 |\n: Caption {#t}",
            '<div class="scroll" role="group" aria-label="Table 1. Caption" tabindex="0">\n'
            '<table id="local/t">\n<caption>Table 1. Caption</caption>\n<thead>\n'
            '<tr><th scope="colgroup" colspan="2">A</th><th scope="col" style="text-align: right">B</th></tr>\n'
            '</thead>\n<tbody>\n<tr><td>1</td><td rowspan="2">2</td><td style="text-align: right">3</td></tr>\n'
            '<tr><td>4</td><td style="text-align: right">5</td></tr>\n</tbody>\n</table>\n</div>',
        ),
    ],
)
def test_each_thing_is_what_it_is(markdown: str, expected: str) -> None:
    assert html(markdown) == expected


def test_headings_move_down_and_figures_get_their_address() -> None:
    written = write_html(read("## Title {#x}\n\n![](a.png)"), Page(), level=2)
    assert written.startswith('<h4 id="local/x">Title</h4>\n<figure>\n<img src="data:a.png" alt=""')


def test_a_heading_that_html_has_no_element_for_keeps_its_level() -> None:
    assert write_html(read("## Deep"), Page(), level=5) == '<h6 aria-level="7">Deep</h6>'


def test_a_table_without_a_caption_scrolls_without_a_name() -> None:
    assert html("| A |\n|---|\n| 1 |").startswith('<div class="scroll" tabindex="0">\n<table>\n<thead>')


def test_notes_are_numbered_over_the_page_and_lead_back() -> None:
    page = Page(HtmlNotes("n", "Note {number}", "Back from {number}"))
    first = write_html(read("a[^x] b[^y]\n\n[^x]: X.\n[^y]:\n    - Y."), page)
    second = write_html(read("c[^x]\n\n[^x]: X."), page)
    cited = '<sup><a id="n-{0}-{1}" href="#n-{0}" role="doc-noteref" aria-label="Note {0}">{0}</a></sup>'
    assert first == f"<p>a{cited.format(1, 1)} b{cited.format(2, 1)}</p>"
    assert second == f"<p>c{cited.format(1, 2)}</p>"
    back = '<a href="#n-{0}-{1}" role="doc-backlink" aria-label="Back from {2}">↩</a>'
    links = f"{back.format(1, 1, '1 (1)')} {back.format(1, 2, '1 (2)')}"
    assert write_html_notes(page) == [
        f'<li id="n-1"><p>X. {links}</p></li>',
        f'<li id="n-2"><ul>\n<li>Y.</li>\n</ul><p>{back.format(2, 1, "2")}</p></li>',
    ]


def test_a_note_that_a_later_note_cites_leads_back_to_both_places() -> None:
    page = Page()
    x = Note("x", (Paragraph((Text("X."),)),))
    y = Note("y", (Paragraph((Text("Y."), x)),))
    write_html((Paragraph((Text("a"), x, y)),), page)
    first, second = write_html_notes(page)
    assert first.count("doc-backlink") == 2
    assert 'href="#note-1-2"' in first
    assert 'id="note-1-2"' in second


def test_a_note_in_a_link_stands_behind_it() -> None:
    written = html("[a[^n] b](http://c.d)\n\n[^n]: N.")
    assert written.startswith('<p><a href="http://c.d">a b</a><sup><a id=')


def test_a_link_that_no_browser_opens_shows_its_address() -> None:
    assert html("[a](ftp://b.c/d)") == "<p>a (ftp://b.c/d)</p>"


def test_a_link_that_could_run_a_program_is_none() -> None:
    link = Link("javascript:alert(1)", (Text("a"),))
    assert write_html_inlines((link,), Page()) == "a"


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


@examples(1 / 2)
@given(prose=proses)
def test_every_page_is_whole(prose: Prose) -> None:
    page, seen = Page(), Balance()
    written = [write_html(prose, page), f"<ol>{''.join(write_html_notes(page))}</ol>"]
    for part in written:
        HTMLParser5(strict=True).parseFragment(part)
        seen.feed(part)
    seen.close()
    assert seen.open == []
    assert len(set(seen.ids)) == len(seen.ids)
    assert set(seen.targets) == set(seen.ids)
    for node in walk.inlines(prose, notes=True):
        assert not isinstance(node, Text) or node.text in seen.text
