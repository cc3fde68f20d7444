"""What a document says of itself, and the marks in the copy that is printed."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile
from zlib import crc32

import pdf_documents as documents
import pytest
from docx.enum.section import WD_SECTION
from docx.oxml import parse_xml

from iomreport.layout.engine import LayoutError
from iomreport.pdf.contents_numbers import Section
from iomreport.pdf.source import DECORATIVE, read_source
from iomreport.word.package import Member, read_package, write_package
from iomreport.word.properties import CUSTOM, write_custom

GROUP = (
    '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><w:r><w:drawing><wp:anchor>'
    '<wp:docPr id="1" name="Routes" descr="Routes by sea"/><wpg:wgp><wps:wsp><wps:cNvPr id="2" name="a"/></wps:wsp>'
    '<wps:wsp><wps:cNvPr id="3" name="b"/></wps:wsp></wpg:wgp></wp:anchor></w:drawing></w:r></w:p>'
)


def main_part(content: bytes) -> str:
    with ZipFile(BytesIO(content)) as archive:
        return archive.read("word/document.xml").decode()


def stored(name: str, content: bytes) -> Member:
    return Member(name, content, crc32(content), len(content), ZIP_STORED)


def test_sections_and_where_they_begin() -> None:
    document = documents.new()
    document.add_paragraph("Cover")
    documents.add_section(document, shown=False)
    document.add_paragraph("Foreword")
    documents.add_section(document, "lowerRoman", 1)
    document.add_table(rows=1, cols=1).cell(0, 0).text = "Body"
    documents.finish_section(document, start=1)
    found = read_source(documents.saved(document), "x")
    assert found.numbers.sections == (
        Section("", "decimal", None, shown=False),
        Section("_iomsection1", "lowerRoman", 1, shown=True),
        Section("_iomsection2", "decimal", 1, shown=True),
    )
    text = main_part(found.copy)
    for name, word in (("_iomsection1", "Foreword"), ("_iomsection2", "Body")):
        assert re.search(rf'w:name="{name}"/><w:bookmarkEnd [^>]*/>(?:(?!</w:p>).)*>{word}<', text), name
    assert set(found.bookmarks) == {"_iomsection1", "_iomsection2"}


def test_a_continuous_section_begins_no_page() -> None:
    document = documents.new()
    document.add_paragraph("One")
    document.add_section(WD_SECTION.CONTINUOUS)
    document.add_paragraph("Two")
    assert len(read_source(documents.saved(document), "x").numbers.sections) == 1


def test_decoration_is_marked_and_pictures_keep_their_words() -> None:
    document = documents.new()
    documents.add_picture(document, "A map")
    documents.add_picture(document, decorative=True)
    documents.add_picture(document)
    header = document.sections[0].header
    header.paragraphs[0].add_run().add_picture(str(documents.PIXEL))
    found = read_source(documents.saved(document), "x")
    text = main_part(found.copy)
    described = re.findall(r'<wp:docPr [^>]*?(?:descr="([^"]*)")?/?>', text)
    assert described == ["A map", DECORATIVE, ""]
    with ZipFile(BytesIO(found.copy)) as archive:
        (name,) = [each for each in archive.namelist() if each.startswith("word/header")]
        assert DECORATIVE in archive.read(name).decode()


def test_a_described_group_says_it_once() -> None:
    document = documents.new()
    document.element.body.insert(0, parse_xml(GROUP))
    text = main_part(read_source(documents.saved(document), "x").copy)
    assert re.findall(r'<wps:cNvPr [^>]*descr="([^"]*)"', text) == ["Routes by sea", DECORATIVE]


def test_language_and_origin() -> None:
    document = documents.new(language="sq-AL")
    document.core_properties.language = ""
    members = read_package(documents.saved(document))
    custom = write_custom(
        "", {"iomreport.edition": "2006", "iomreport.addresses.1": "x", "Other": "y"}.items()
    ).encode()
    members[CUSTOM] = stored(CUSTOM, custom)
    found = read_source(write_package(members.values()), "x")
    assert found.language == "sq-AL"
    assert found.origin == {"edition": "2006"}
    assert found.title == "A strategy"


@pytest.mark.parametrize("missing", ["docProps/core.xml", "word/styles.xml", "word/_rels/document.xml.rels"])
def test_parts_that_are_missing_say_nothing(missing: str) -> None:
    members = read_package(documents.saved(documents.new()))
    members.pop(missing)
    assert read_source(write_package(members.values()), "x").numbers.sections


@pytest.mark.parametrize("main", [b"", b"<not>closed", None])
def test_what_is_no_word_document_is_a_finding(main: bytes | None) -> None:
    members = read_package(documents.saved(documents.new()))
    if main is None:
        members.pop("word/document.xml")
    else:
        members["word/document.xml"] = stored("word/document.xml", main)
    with pytest.raises(LayoutError) as caught:
        read_source(write_package(members.values()), "broken.docx")
    assert [(item.code, str(item.location)) for item in caught.value.diagnostics] == [("L101", "broken.docx")]
