"""A document is whole: its notes, links, pictures, lists and ids are its own, beside those of its template."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from compare import members
from corpus.drawings import png
from corpus.package import document, note, note_reference, p, r
from docx import Document as WordDocument

from iomreport.diagnostics.finding import TemplateError
from iomreport.markup.nodes import Figure, Inline, Link, Note, Paragraph, Prose, Text
from iomreport.template.assemble import Packer, assemble
from iomreport.template.render import TemplateStore
from iomreport.template.rendered import Document
from iomreport.template.values import Placeholder
from iomreport.word.fragments import Picture
from iomreport.word.package import deflater
from iomreport.word.validate import find_faults

STYLES = ("Body Text", "footnote text", "footnote reference", "Hyperlink", "Figure")
PICTURE = Picture(png(), "png", 2, 2)


def words(*content: Inline) -> Prose:
    return Prose((Paragraph(content),))


def cited(label: str, text: str) -> Note:
    return Note(label, (Paragraph((Text(text), Link("https://example.org/note", (Text("there"),)))),))


def make(template: bytes, values: dict[str, Any]) -> Document:
    opened = TemplateStore(lambda figure: PICTURE).open_bytes(template, "t.docx")
    made = assemble(opened, values, Packer(deflater()))
    assert find_faults(made.content) == []
    return made


def test_notes_stand_beside_those_of_the_template() -> None:
    template = document(
        p(r("own"), note_reference(3)),
        "{{p first }}",
        "{{p second }}",
        footnotes=(note(3, "The template's {{ x }}"),),
        styles=STYLES,
    )
    noted = cited("n", "A note ")
    made = make(
        template, {"x": "own", "first": words(noted, Text(" a")), "second": words(noted, cited("m", "Another "))}
    )
    parts = members(made.content)
    assert re.findall(rb'<w:footnote w:id="(\d+)"', parts["word/footnotes.xml"]) == [b"3", b"4", b"5"]
    assert re.findall(rb'footnoteReference w:id="(\d+)"', parts["word/document.xml"]) == [b"3", b"4", b"5"]
    assert b"NOTEREF" in parts["word/document.xml"]
    assert parts["word/_rels/footnotes.xml.rels"].count(b"https://example.org/note") == 1
    assert made.notes == 2


def test_a_document_that_cites_nothing_has_no_notes_part() -> None:
    assert "word/footnotes.xml" not in members(make(document("{{ x }}", styles=STYLES), {"x": 1}).content)


def test_bookmark_ids_do_not_clash_with_those_of_the_template() -> None:
    mark = '<w:p><w:bookmarkStart w:id="1" w:name="own"/><w:r><w:t>own</w:t></w:r><w:bookmarkEnd w:id="1"/></w:p>'
    noted = cited("n", "A note ")
    made = make(document(mark, "{{p x }}", styles=STYLES), {"x": words(noted, Text("and"), noted)})
    assert re.findall(rb'bookmarkStart w:id="(\d+)"', members(made.content)["word/document.xml"]) == [b"1", b"2"]


def test_links_and_pictures_of_headers_are_related_to_their_own_part() -> None:
    figure = Prose((Figure("a.png", "A picture"),))
    template = document("{{p figure }}", headers=("{{p link }}", "{{p figure }}"), styles=STYLES)
    made = make(template, {"figure": figure, "link": words(Link("https://example.org/header", (Text("go"),)))})
    parts = members(made.content)
    assert b"https://example.org/header" in parts["word/_rels/header1.xml.rels"]
    assert b"media/picture1.png" in parts["word/_rels/header2.xml.rels"]
    assert b"media/picture1.png" in parts["word/_rels/document.xml.rels"]
    assert [name for name in parts if name.startswith("word/media/")] == ["word/media/picture1.png"]
    assert parts["word/media/picture1.png"] == png()


def test_notes_and_contents_in_headers_are_refused() -> None:
    template = document("{{ x }}", headers=("{{p y }}",), styles=STYLES)
    with pytest.raises(TemplateError, match=r"header1\.xml: error.*contents, lists and the matrix cannot stand"):
        make(template, {"x": "x", "y": Placeholder("contents")})
    with pytest.raises(TemplateError, match=r"header1\.xml: error.*content with notes cannot stand"):
        make(template, {"x": 1, "y": words(cited("n", "A note"))})


def test_pictures_do_not_take_the_place_of_those_of_the_template() -> None:
    template = document("{{p x }}", media={"picture1.png": png(9, 9)}, styles=STYLES)
    parts = members(make(template, {"x": Prose((Figure("a.png", "A picture"),))}).content)
    assert parts["word/media/picture1.png"] == png(9, 9)
    assert [name for name in parts if name.startswith("word/media/")] == [
        "word/media/picture1.png",
        "word/media/picture-1.png",
    ]


def test_drawing_ids_are_unique() -> None:
    figure = Prose((Figure("a.png", "A picture"), Figure("b.png", "Another")))
    parts = members(make(document("{{p x }}", "{{p x }}", headers=("{{p x }}",), styles=STYLES), {"x": figure}).content)
    for name in ("word/document.xml", "word/header1.xml"):
        ids = re.findall(rb'<wp:docPr id="(\d+)"', parts[name])
        assert len(set(ids)) == len(ids) >= 2


def test_a_document_opens_in_python_docx() -> None:
    made = make(document("{{p x }}", styles=STYLES), {"x": words(Text("words & more "), cited("n", "A note"))})
    assert [each.text for each in WordDocument(BytesIO(made.content)).paragraphs] == ["words & more "]


def test_members_that_do_not_change_are_copied_as_they_lie() -> None:
    template = document("{{ x }}", media={"a.png": png()}, headers=("constant",))
    before, after = members(template), members(make(template, {"x": 1}).content)
    assert [name for name in before if before[name] != after[name]] == ["word/document.xml"]
    assert list(before) == list(after)
