"""Values that are bound to a DocxTemplate are rendered by it, in the engine's environment."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from compare import by_docxtpl, canonical, differences, members, properties
from corpus.drawings import png
from corpus.package import SECTION, document, note, note_reference, p, r
from docx import Document
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage, RichText, Subdoc
from jinja2 import Environment, StrictUndefined

from iomreport.diagnostics.finding import TemplateError
from iomreport.markup.nodes import Item, OrderedList, Paragraph, Prose, Text
from iomreport.template.assemble import Packer, assemble
from iomreport.template.docxtpl_values import render_bound
from iomreport.template.render import TemplateStore
from iomreport.word.package import deflater
from iomreport.word.validate import find_faults

Bind = Callable[[DocxTemplate], dict[str, Any]]


def engine(template: bytes, bind: Bind, other: bytes | None = None) -> bytes:
    opened = TemplateStore().open_bytes(template, "templates/t.docx")
    return assemble(opened, bind(DocxTemplate(BytesIO(other or template))), Packer(deflater())).content


def docxtpl(template: bytes, bind: Bind) -> bytes:
    made = DocxTemplate(BytesIO(template))
    made.render(bind(made), Environment(undefined=StrictUndefined), autoescape=True)
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def picture(bound: DocxTemplate) -> dict[str, Any]:
    return {"title": "A & B", "image": InlineImage(bound, BytesIO(png()), width=Mm(10))}


def subdocument(bound: DocxTemplate) -> dict[str, Any]:
    inner = Document()
    inner.add_paragraph("From another document", style="List Bullet")
    inner.add_picture(BytesIO(png(3, 3)), width=Mm(5))
    stream = BytesIO()
    inner.save(stream)
    stream.seek(0)
    return {"title": "T", "image": Subdoc(bound, stream)}


def own_subdocument(bound: DocxTemplate) -> dict[str, Any]:
    inner = bound.new_subdoc()
    inner.add_paragraph("Made in place & escaped <here>")
    return {"title": "T", "image": inner}


def word(*tags: str) -> bytes:
    made = Document()
    for tag in ("{{ title }}", *tags):
        made.add_paragraph(tag)
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("tag", "bind"),
    [("Here {{ image }} it is", picture), ("{{p image }}", subdocument), ("{{p image }}", own_subdocument)],
    ids=["picture", "sub-document", "own sub-document"],
)
def test_bound_values_come_out_as_docxtpl_renders_them(tag: str, bind: Bind) -> None:
    template = word(tag)
    ours = engine(template, bind)
    assert list(differences(docxtpl(template, bind), ours)) == []
    assert ours == engine(template, bind)
    assert find_faults(ours) == []


def test_a_picture_in_every_row_of_a_loop() -> None:
    template = word("{% for x in [1, 2] %}{{ image }}{% endfor %}")
    assert list(differences(docxtpl(template, picture), engine(template, picture))) == []


def test_rich_text_with_a_link_is_rendered_by_the_template_that_made_the_link() -> None:
    template = word("{{r link }}")
    bound = DocxTemplate(BytesIO(template))
    values = {"title": "T", "link": RichText("go", url_id=bound.build_url_id("https://example.org/?a=1&b=2"))}
    opened = TemplateStore().open_bytes(template, "templates/t.docx")
    assert (
        b"https://example.org/?a=1&amp;b=2"
        in members(render_bound(bound, opened, values))["word/_rels/document.xml.rels"]
    )
    with pytest.raises(TemplateError, match=r"paragraph 2 .*rId\d+"):
        assemble(opened, values, Packer(deflater()))


def test_an_undefined_field_is_located_first() -> None:
    with pytest.raises(TemplateError, match=r'paragraph 2 .*nothing is called "titel"'):
        engine(word("{{ image }}{{ titel }}"), picture)


def test_the_sandbox_holds() -> None:
    with pytest.raises(TemplateError, match="refused"):
        engine(word("{{ image }}{{ image.tpl.__class__ }}"), picture)
    with pytest.raises(TemplateError, match="refused"):
        engine(word("{{ image }}{{ image.tpl.save('x') }}"), picture)


def test_a_value_of_another_template_is_refused() -> None:
    with pytest.raises(TemplateError, match="another file"):
        engine(word("{{ image }}"), picture, word("{{ image }} other"))


def test_prose_beside_bound_values_is_refused() -> None:
    prose = Prose((OrderedList((Item((Paragraph((Text("words"),)),)),)),))
    with pytest.raises(TemplateError, match="prose and contents cannot stand"):
        engine(word("{{ image }}", "{{p prose }}"), lambda bound: {**picture(bound), "prose": prose})


def test_broken_markup_is_refused() -> None:
    with pytest.raises(TemplateError, match="not well-formed"):
        engine(word("{{ image }}{{ '<w:r>' | safe }}"), picture)


def test_properties_and_footnotes_are_rendered_once() -> None:
    template = document(
        p(r("{{ title }}"), note_reference(1), properties=SECTION),
        "{{ image }}",
        footnotes=(note(1, "{{ title }}"),),
        core={"title": "{{ title }}"},
    )

    def bind(bound: DocxTemplate) -> dict[str, Any]:
        return {**picture(bound), "title": "A & {{ 7*7 }}"}

    made = engine(template, bind)
    assert properties(made)["title"] == "A & {{ 7*7 }}"
    assert "A &amp; {{ 7*7 }}" in canonical(members(made)["word/footnotes.xml"])
    assert "49" in canonical(members(by_docxtpl(template, {"title": "A {{ 7*7 }}", "image": ""}))["word/footnotes.xml"])
