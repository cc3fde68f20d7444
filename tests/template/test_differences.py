"""Where the engine differs from docxtpl on purpose. Each docstring is a heading of docs/differences.md."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from compare import by_docxtpl, by_engine, canonical, members, properties
from corpus.package import SECTION, document, note, note_reference, p, r, tbl, tc, tr
from docxtpl import Listing, RichText
from jinja2 import UndefinedError
from lxml import etree

from iomreport.diagnostics.finding import TemplateError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENTATION = Path(__file__).resolve().parents[2] / "docs/differences.md"
CONTROL = [chr(code) for code in (*range(9), 11, 12, *range(14, 32), 0xD800, 0xDFFF, 0xFFFE, 0xFFFF)]


def text(made: bytes, part: str = "word/document.xml") -> str:
    """The words of a part, with a line for each paragraph."""
    return "\n".join("".join(t.text or "" for t in each.iter(f"{W}t")) for each in root(made, part).iter(f"{W}p"))


def root(made: bytes, part: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(members(made)[part])


def refused(template: bytes, values: Mapping[str, Any], code: str, words: str | None = None) -> None:
    with pytest.raises(TemplateError, match=words) as stop:
        by_engine(template, values)
    assert [finding.code for finding in stop.value.diagnostics] == [code]


def test_properties() -> None:
    """Document properties are escaped once"""
    template = document("x", core={"title": "{{ title }}", "subject": "plain"})
    values = {"title": "A & B <c> \"d\" 'e'"}
    assert properties(by_docxtpl(template, values))["title"] == "A &amp; B &lt;c&gt; &#34;d&#34; &#39;e&#39;"
    assert properties(by_engine(template, values))["title"] == values["title"]


@pytest.mark.parametrize("character", CONTROL, ids=[f"U+{ord(each):04X}" for each in CONTROL])
def test_control_characters(character: str) -> None:
    """Characters that Word cannot hold are refused"""
    template = document("before", "{{ value }} after")
    refused(template, {"value": f"a{character}b"}, "T107", rf"paragraph 2 .*U\+{ord(character):04X}")
    refused(template, {"value": RichText(f"a{character}b")}, "T107") if character not in "\a\f" else None
    if character not in "\a\f\0\ud800\udfff":
        # docxtpl drops the character, and sometimes all that stands behind it.
        assert character not in text(by_docxtpl(template, {"value": f"a{character}b"}))
    if character == "\ud800":
        assert text(by_docxtpl(template, {"value": f"a{character}b"})).endswith("\na")


def test_bells_and_form_feeds() -> None:
    """A bell or a form feed is a break in docxtpl's own values only"""
    template = document("{{ value }}")
    for value in ("a\ab", "a\fb"):
        assert text(by_docxtpl(template, {"value": value})).count("\n") > 0
        refused(template, {"value": value}, "T107")
        assert text(by_engine(template, {"value": Listing(value)})).count("\n") > 0


def test_footnotes() -> None:
    """Words in footnotes are rendered once"""
    template = document(
        p(r("{{ title }}"), note_reference(1), properties=SECTION),
        "second section",
        footnotes=(note(1, "{{ title }} {_{ kept }_}"),),
    )
    values = {"title": "{{ 7 * 7 }}", "kept": "gone"}
    assert text(by_docxtpl(template, values), "word/footnotes.xml") == "49 gone"
    assert text(by_engine(template, values), "word/footnotes.xml") == "{{ 7 * 7 }} {{ kept }}"


def test_written_braces() -> None:
    """Written braces are the template's, not the values'"""
    template = document("{_{ in the template }_} {{ value }}")
    values = {"value": "{_{ a }_} {_% b %_}"}
    assert text(by_docxtpl(template, values)) == "{{ in the template }} {{ a }} {% b %}"
    assert text(by_engine(template, values)) == "{{ in the template }} {_{ a }_} {_% b %_}"


CELLS = {
    "condition": tc("{%p if no %}", "x", "{%p endif %}"),
    "loop": tc("{%p for x in none_at_all %}", "x", "{%p endfor %}"),
    "block": tc("{{p empty }}"),
    "nested table": tc("{%p if not no %}", tbl(tr("a", "b")), "{%p endif %}"),
    "table and condition": tc("before", tbl(tr("a", "b")), "{%p if no %}", "x", "{%p endif %}"),
    "properties": tc("{{p empty }}", properties=""),
}


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_cells(cell: str) -> None:
    """A cell ends with a paragraph"""
    plain = '<w:tr w:rsidR="00A1"><w:tc><w:p w:rsidR="00A2"/></w:tc><w:tc><w:p/></w:tc></w:tr>'
    template = document(tbl(tr(cell, "second"), plain))
    values = {"no": False, "none_at_all": [], "empty": ""}
    theirs, ours = (
        etree.fromstring(members(made)["word/document.xml"])
        for made in (by_docxtpl(template, values), by_engine(template, values))
    )

    def last(part: etree._Element) -> set[str]:
        return {str(each[-1].tag) if len(each) else "" for each in part.iter(f"{W}tc")}

    assert last(theirs) != {f"{W}p"}
    assert last(ours) == {f"{W}p"}
    added = [each for each in ours.iter(f"{W}p") if not len(each) and not each.attrib]
    for each in added[:1]:
        each.getparent().remove(each)
    assert etree.tostring(ours.find(f"{W}body"), method="c14n", exclusive=True) == etree.tostring(
        theirs.find(f"{W}body"), method="c14n", exclusive=True
    )


@pytest.mark.parametrize("part", ["header", "text box"])
def test_empty_stories(part: str) -> None:
    """Headers, notes and text boxes hold a paragraph"""
    block = p("{%p if no %}") + p("x") + p("{%p endif %}")
    box = f"<v:shape><v:textbox><w:txbxContent>{block}</w:txbxContent></v:textbox></v:shape>"
    body = p(f"<w:r><w:pict>{box}</w:pict></w:r>") if part == "text box" else p("x")
    template = document(body, headers=(block,))
    name = "word/document.xml" if part == "text box" else "word/header1.xml"
    element = f"{W}txbxContent" if part == "text box" else f"{W}hdr"
    for made, count in ((by_docxtpl(template, {"no": 0}), 0), (by_engine(template, {"no": 0}), 1)):
        assert [len(each) for each in root(made, name).iter(element)] == [count]


@pytest.mark.parametrize(
    "properties", ["", "<w:trPr><w:cantSplit/></w:trPr>", "<w:tblPrEx><w:b/></w:tblPrEx><w:trPr/>"]
)
@pytest.mark.parametrize("attributes", ["", ' w:rsidR="00AA"'])
def test_rows(properties: str, attributes: str) -> None:
    """A row without a cell is refused"""
    cells = tc("{%tc for x in xs %}") + tc("{{ x }}") + tc("{%tc endfor %}")
    template = document(tbl(tr("a")), tbl(f"<w:tr{attributes}>{properties}{cells}</w:tr>"))
    assert by_engine(template, {"xs": [1]})
    assert len(root(by_docxtpl(template, {"xs": []}))) == 1
    refused(template, {"xs": []}, "T108", "table 2 of the document")


def test_nested_tables() -> None:
    """A nested table does not change the grid around it"""
    inner = tbl(tr(*"abcd"), columns=(10, 10, 10, 10))
    outer = tbl(tr("{%tc for x in [1, 2] %}", tc(inner, "z"), "{%tc endfor %}"), columns=(3000, 3000))
    columns = [
        len(root(made).findall(f"{W}body/{W}tbl/{W}tblGrid/{W}gridCol"))
        for made in (by_docxtpl(document(outer), {}), by_engine(document(outer), {}))
    ]
    assert columns == [4, 2]


BROKEN = {
    "tags across a cell": ("{% if yes %}a", tbl(tr("b{% endif %} c")), {"yes": False}),
    "markup that is not closed": ("{{ value | safe }}", p("after"), {"value": "<w:b>"}),
    "an ampersand in markup": ("{{ value | safe }}", p("after"), {"value": "a & b"}),
    "an unknown prefix": ("{{ value | safe }}", p("after"), {"value": "<x:y/>"}),
    "an entity": ("{{ value | safe }}", p("after"), {"value": "&nbsp;"}),
}


@pytest.mark.parametrize("case", BROKEN.values(), ids=BROKEN)
def test_broken_markup(case: tuple[str, str, dict[str, Any]]) -> None:
    """What is not well-formed is refused"""
    first, second, values = case
    template = document(first, second)
    by_docxtpl(template, values)
    refused(template, values, "T106", "not well-formed")
    refused(document("x", headers=(p(first) + second,)), values, "T106", "word/header1.xml")


def test_sections() -> None:
    """A paragraph tag cannot remove a section"""
    template = document("one", p("{{p value }}", properties=SECTION), p("two"))
    kept = root(by_docxtpl(template, {"value": ""})).iter(f"{W}sectPr")
    assert len(list(kept)) == 1
    refused(template, {"value": ""}, "T105", "paragraph 2")


class _Account:
    """An object with a method and a hidden attribute."""

    name = "account"
    _secret = "s"

    def close(self) -> str:
        return "closed"


REFUSED = {
    "hidden attributes": ("{{ account._secret }}", "s"),
    "methods of objects": ("{{ account.close() }}", "closed"),
    "functions": ("{{ function() }}", "called"),
    "changes of lists": ("{{ items.append(3) }}{{ items | length }}", "None3"),
    "classes": ("{{ ''.__class__.__name__ }}", "str"),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_sandbox(case: tuple[str, str]) -> None:
    """Templates show values, and do nothing else"""
    tag, theirs = case

    def values() -> dict[str, Any]:
        return {"account": _Account(), "function": lambda: "called", "items": [1, 2]}

    assert text(by_docxtpl(document(tag), values())) == theirs
    refused(document(tag), values(), "T102", "paragraph 1")


def test_autoescape() -> None:
    """Escaping cannot be switched off"""
    template = document("a", "{% autoescape false %}{{ value }}{% endautoescape %}", "b")
    assert text(by_docxtpl(template, {"value": "1 < 2"})) != "a\n1 < 2\nb"
    refused(template, {"value": "x"}, "T102", "paragraph 2")


@pytest.mark.parametrize(("tag", "code"), [("{{ [1, 2] | random }}", "T002"), ("{{ lipsum(1) }}", "T101")])
def test_chance(tag: str, code: str) -> None:
    """Nothing is left to chance"""
    assert by_docxtpl(document(tag), {})
    refused(document(tag), {}, code, "paragraph 1")


def test_links() -> None:
    """Markup speaks only of relationships that are there"""
    template = document("{{r link }}")
    values = {"link": RichText("go", url_id="rId99")}
    assert b"rId99" in members(by_docxtpl(template, values))["word/document.xml"]
    refused(template, values, "T103", "rId99")


def test_undefined() -> None:
    """An undefined name is an error with a place"""
    template = document("fine", tbl(tr("a", "{{ persn.nam }}")))
    with pytest.raises(UndefinedError) as theirs:
        by_docxtpl(template, {"person": {}})
    assert "table" not in str(theirs.value)
    refused(template, {"person": {}}, "T101", r'table 1, row 1, cell 2 .*nothing is called "persn"')


def test_repeated_names() -> None:
    """Names and ids that a loop repeats stand once"""
    paragraph = (
        '<w:p w14:paraId="0000000A" w14:textId="77777777"><w:bookmarkStart w:id="4" w:name="mark"/>'
        '<w:r><w:t>{{ x }}</w:t></w:r><w:bookmarkEnd w:id="4"/></w:p>'
    )
    control = f'<w:sdt><w:sdtPr><w:id w:val="99"/></w:sdtPr><w:sdtContent>{p("c")}</w:sdtContent></w:sdt>'
    template = document("{%p for x in xs %}", paragraph, control, "{%p endfor %}")
    names = ('w:name="mark"', 'w:bookmarkEnd w:id="4"', 'w14:paraId="0000000A"', 'w:id w:val="99"')
    for made, count in ((by_docxtpl(template, {"xs": [1, 2, 3]}), 3), (by_engine(template, {"xs": [1, 2, 3]}), 1)):
        assert [members(made)["word/document.xml"].decode().count(name) for name in names] == [count] * 4
    assert text(by_engine(template, {"xs": [1, 2, 3]})) == "1\nc\n2\nc\n3\nc"
    one, other = (members(make(template, {"xs": [1]}))["word/document.xml"] for make in (by_docxtpl, by_engine))
    assert canonical(one) == canonical(other)


def test_noncharacters() -> None:
    """A template holds no noncharacters"""
    refused(document("a\ufdd3b {{ x }}"), {"x": 1}, "T107", "U\\+FDD3")


def test_namespaces() -> None:
    """The document declares the namespaces of what the engine writes"""
    template = document("x", declared=f'xmlns:w="{W[1:-1]}"', section="<w:sectPr/>")
    theirs, ours = (
        etree.fromstring(members(made)["word/document.xml"])
        for made in (by_docxtpl(template, {}), by_engine(template, {}))
    )
    assert set(ours.nsmap) - set(theirs.nsmap) == {"r", "mc", "w15"}
    assert set(ours.attrib.values()) == {"w15"}
    assert canonical(etree.tostring(ours)) == canonical(etree.tostring(theirs))


def test_every_difference_is_documented() -> None:
    tests = [each for name, each in vars(sys.modules[__name__]).items() if name.startswith("test_") and each.__doc__]
    headings = re.findall(r"^## (.*)$", DOCUMENTATION.read_text("utf-8"), re.MULTILINE)
    assert headings == [each.__doc__ for each in tests]
