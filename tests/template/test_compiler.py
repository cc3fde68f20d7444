"""A compiled template holds what never changes, cut around what does."""

from __future__ import annotations

import pytest
from compare import by_engine, members
from corpus.package import DECLARED, W, document, p, tbl, tr

from iomreport.template.compiled import CompiledPart
from iomreport.template.compiler import compile_template, patch


def parts(template: bytes) -> dict[str, CompiledPart]:
    return {part.name: part for part in compile_template(template, "t.docx").parts}


def test_parts_that_docxtpl_renders_are_compiled() -> None:
    compiled = parts(document("x", headers=("a", "b"), footers=("c",), footnotes=("<w:footnote><w:p/></w:footnote>",)))
    names = ["document", "header1", "header2", "footer1", "footnotes"]
    assert list(compiled) == [f"word/{name}.xml" for name in names]


@pytest.mark.parametrize(
    ("header", "constant"),
    [("words", True), ("{{ x }}", False), ("{% if x %}{% endif %}", False), ("{# c #}", False), ("{_{", False)],
)
def test_parts_that_never_change_are_known(header: str, constant: bool) -> None:
    assert parts(document("x", headers=(header,)))["word/header1.xml"].constant == constant


def test_the_main_part_is_cut_around_its_body() -> None:
    part = parts(document("{{ x }}", declared=f'xmlns:w="{W}"'))["word/document.xml"]
    assert part.prefix.startswith('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document')
    assert part.suffix == "</w:document>"
    assert 'Ignorable="w15"' in part.prefix


def test_prefixes_that_are_ignorable_stay_so() -> None:
    declared = f'{DECLARED} mc:Ignorable="w14"'
    assert 'mc:Ignorable="w14 w15"' in parts(document("x", declared=declared))["word/document.xml"].prefix


def test_settings_of_the_template_are_read() -> None:
    custom = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
        ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        '<property fmtid="{0}" pid="2" name="iomreport.notes"><vt:lpwstr>endnotes</vt:lpwstr></property>'
        '<property fmtid="{0}" pid="3" name="other"><vt:lpwstr>x</vt:lpwstr></property></Properties>'
    )
    compiled = compile_template(document("x", members={"docProps/custom.xml": custom}), "t.docx")
    assert compiled.setting == {"iomreport.notes": "endnotes"}
    assert compiled.styles.endnotes


def test_the_first_free_ids_are_known() -> None:
    mark = '<w:p><w:bookmarkStart w:id="41" w:name="x"/><w:bookmarkEnd w:id="41"/></w:p>'
    footnotes = ('<w:footnote w:id="7"><w:p/></w:footnote>',)
    compiled = compile_template(document("x", headers=(mark,), footnotes=footnotes), "t.docx")
    assert (compiled.next_bookmark, compiled.next_note, compiled.next_list) == (42, 8, 1)


def test_patching_is_docxtpls_own() -> None:
    assert patch("<w:p><w:r><w:t>{%p if x %}</w:t></w:r></w:p>") == "{% if x %}"
    assert patch(tbl(tr("{%tr for x in xs %}"))).endswith("</w:tblGrid>{% for x in xs %}</w:tbl>")


def test_a_template_without_a_tag_comes_out_as_it_was() -> None:
    template = document("words", p("more"), tbl(tr("a", "b")))
    made = members(by_engine(template, {}))
    assert all(made[name] == content for name, content in members(template).items() if name != "word/document.xml")
