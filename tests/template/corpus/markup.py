"""docxtpl's own kinds of values: rich text, rich paragraphs and listings."""

from __future__ import annotations

from typing import Any

from docxtpl import Listing, RichText, RichTextParagraph
from markupsafe import Markup

from corpus.cases import case
from corpus.package import document, p, r, tbl, tr


def rich_text() -> bytes:
    return document(
        "Here: {{r rich }} and more",
        p(r("before ", "<w:b/>"), r("{{r rich }}", "<w:i/>"), r(" after")),
        p(r("{{r rich }}")),
        tbl(tr("{{r rich }}", "{{r more }}")),
        p(r("a {{r rich }} b {{r more }} c")),
    )


def rich_paragraph() -> bytes:
    return document("above", "{{p block }}", "below", tbl(tr("{{p block }}", "{{ name }}")))


def listings() -> bytes:
    return document(
        p(r("{{ listing }}", "<w:b/>"), properties='<w:pStyle w:val="BodyText"/>'),
        p(r("Lines: "), r("{{ listing }}"), r(" end")),
        tbl(tr("{{ listing }}", "b")),
        "{% for line in lines %}{{ line }}{% endfor %}",
        '<w:p w14:paraId="00000009"><w:pPr><w:jc w:val="center"/></w:pPr>'
        '<w:r w:rsidR="00AA"><w:t>{{ listing }}</w:t></w:r></w:p>',
    )


def ready_markup() -> bytes:
    return document("{{p ready }}", "above {{ safe }} below", "{{ plain | safe }}")


def _rich() -> dict[str, Any]:
    rich = RichText("plain & <x> ")
    rich.add("bold", bold=True)
    rich.add(" red", color="#ff0000", size=24, italic=True)
    rich.add("\nnew line\ttab", style="Strong", underline=True, strike=True, font="Arial")
    more = RichText("more", highlight="#00ff00", subscript=True, superscript=True, rtl=True, lang="ar-SA")
    more.add(rich)
    return {"rich": rich, "more": more}


def _empty_rich() -> dict[str, Any]:
    return {"rich": RichText(""), "more": RichText("a\aparagraph\fpage")}


def _block() -> dict[str, Any]:
    block = RichTextParagraph()
    rich = RichText("in a paragraph & ")
    rich.add("bold", bold=True)
    block.add(rich, parastyle="BodyText")
    block.add("second\nwith a line")
    return {"block": block, "name": "<n>"}


def _listing(text: str) -> dict[str, Any]:
    return {"listing": Listing(text), "lines": [Listing(text), "plain\nlines"]}


CASES = (
    case("rich_text", rich_text, _rich, _empty_rich),
    case("rich_paragraph", rich_paragraph, _block),
    case(
        "listings",
        listings,
        lambda: _listing("first\nsecond & <third>\n\ttab"),
        lambda: _listing("one paragraph\aanother\nwith a line\fand a page"),
        lambda: _listing(""),
    ),
    case(
        "ready_markup",
        ready_markup,
        {
            "ready": Markup("<w:p><w:r><w:t>ready</w:t></w:r></w:p><w:p/>"),
            "safe": Markup("&amp;safe&lt;"),
            "plain": "no markup in it",
        },
    ),
)
