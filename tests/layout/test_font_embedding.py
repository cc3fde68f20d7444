"""Fonts inside a document are those that were put there, and a reader without them sees the right letters."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from uuid import UUID
from zipfile import ZIP_STORED, ZipFile
from zlib import crc32

import layout_documents as documents
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iomreport.diagnostics.finding import Diagnostic
from iomreport.layout.font_embedding import embed_fonts, obfuscate
from iomreport.layout.fonts import FontUse, Typeface, fonts_of, installed_fonts
from iomreport.layout.libreoffice import LibreOffice, find_office
from iomreport.word.package import Member, read_package, write_package

SETTINGS = "word/settings.xml"


def stored(name: str, content: bytes) -> Member:
    return Member(name, content, crc32(content), len(content), ZIP_STORED)


@pytest.fixture(scope="module")
def carlito() -> Typeface:
    documents.require_font("Carlito")
    found = installed_fonts().find("Carlito")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def embedded(carlito: Typeface) -> dict[str, Member]:
    members = read_package(documents.report(2)[0])
    result, refused = embed_fonts(members, [FontUse("Carlito", carlito)], stored, "a.docx")
    assert refused == []
    return result


@given(font=st.binary(min_size=32, max_size=100), key=st.uuids())
def test_mixing_twice_gives_the_font_back(font: bytes, key: UUID) -> None:
    mixed = obfuscate(font, f"{{{key}}}")
    assert mixed[32:] == font[32:]
    assert obfuscate(mixed, f"{{{key}}}") == font


def test_the_key_is_laid_on_from_its_last_byte() -> None:
    # The algorithm of 17.8.1: the bytes of the GUID in the reverse of the order in which it is written.
    mixed = obfuscate(bytes(32), "{00010203-0405-0607-0809-0A0B0C0D0E0F}")
    assert mixed == bytes(range(15, -1, -1)) * 2


def test_every_face_is_there_and_is_the_installed_file(embedded: dict[str, Member], carlito: Typeface) -> None:
    table = embedded["word/fontTable.xml"].content().decode()
    relations = embedded["word/_rels/fontTable.xml.rels"].content().decode()
    targets = dict(re.findall(r'Id="([^"]+)"[^>]*?Target="([^"]+)"', relations))
    entry = re.search(r'<w:font w:name="Carlito">.*?</w:font>', table, re.DOTALL)
    assert entry is not None
    embeds = re.findall(r'<w:(embed\w+) r:id="([^"]+)" w:fontKey="([^"]+)"/>', entry[0])
    assert [name for name, _, _ in embeds] == ["embedRegular", "embedBold", "embedItalic", "embedBoldItalic"]
    for (_, relation, key), face in zip(embeds, carlito.faces.values(), strict=True):
        part = embedded[f"word/{targets[relation]}"]
        assert obfuscate(part.content(), key) == face.path.read_bytes()


def test_the_package_declares_the_fonts(embedded: dict[str, Member]) -> None:
    types = embedded["[Content_Types].xml"].content().decode()
    assert types.count("application/vnd.openxmlformats-officedocument.obfuscatedFont") == 1
    assert embedded[SETTINGS].content().decode().count("<w:embedTrueTypeFonts/>") == 1


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ('<w:zoom w:percent="100"/><w:compat/>', '<w:zoom w:percent="100"/><w:embedTrueTypeFonts/><w:compat/>'),
        ("<w:compat/>", "<w:embedTrueTypeFonts/><w:compat/>"),
        ("<w:view w:val='print'/>", "<w:view w:val='print'/><w:embedTrueTypeFonts/>"),
        (
            '<w:zoom w:percent="90"></w:zoom> <w:removePersonalInformation/><w:mirrorMargins/>',
            '<w:zoom w:percent="90"></w:zoom> <w:removePersonalInformation/><w:embedTrueTypeFonts/><w:mirrorMargins/>',
        ),
        ("<w:embedTrueTypeFonts/><w:compat/>", "<w:embedTrueTypeFonts/><w:compat/>"),
    ],
)
def test_the_setting_stands_where_the_schema_wants_it(carlito: Typeface, settings: str, expected: str) -> None:
    members = read_package(documents.report(1)[0])
    root = '<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{}</w:settings>'
    members[SETTINGS] = stored(SETTINGS, root.format(settings).encode())
    result, _ = embed_fonts(members, [FontUse("Carlito", carlito)], stored, "a.docx")
    assert result[SETTINGS].content().decode() == root.format(expected)


def test_a_document_without_a_font_table_gets_one(carlito: Typeface) -> None:
    members = read_package(documents.report(1)[0])
    types = members["[Content_Types].xml"].content().decode()
    relations = members["word/_rels/document.xml.rels"].content().decode()
    del members["word/fontTable.xml"]
    types = re.sub(r'<Override PartName="/word/fontTable.xml"[^>]*>', "", types)
    relations = re.sub(r'<Relationship [^>]*Target="fontTable.xml"[^>]*>', "", relations)
    members["[Content_Types].xml"] = stored("[Content_Types].xml", types.encode())
    members["word/_rels/document.xml.rels"] = stored("word/_rels/document.xml.rels", relations.encode())
    result, _ = embed_fonts(members, [FontUse("Carlito", carlito)], stored, "a.docx")
    assert 'PartName="/word/fontTable.xml"' in result["[Content_Types].xml"].content().decode()
    assert 'Target="fontTable.xml"' in result["word/_rels/document.xml.rels"].content().decode()
    assert "embedRegular" in result["word/fontTable.xml"].content().decode()


def test_embedding_twice_changes_nothing(embedded: dict[str, Member], carlito: Typeface) -> None:
    again, _ = embed_fonts(embedded, [FontUse("Carlito", carlito)], stored, "a.docx")
    assert again == embedded


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"fs_type": 0x0002}, "its maker does not allow it"),
        ({"fs_type": 0x0004}, "its maker does not allow it"),
        ({"fs_type": 0x0200}, "its maker does not allow it"),
        ({"truetype": False}, "not TrueType"),
        ({"variable": True}, "variable font"),
    ],
)
def test_what_may_or_can_not_be_embedded_is_said(carlito: Typeface, change: dict[str, object], said: str) -> None:
    members = read_package(documents.report(1)[0])
    faces = {slot: replace(face, **change) for slot, face in carlito.faces.items()}
    uses = [FontUse("Carlito", Typeface("Carlito", faces)), FontUse("Gill Sans", None)]
    result, refused = embed_fonts(members, uses, stored, "output/albania.docx")
    assert result == members
    assert [finding.code for finding in refused] == ["L204", "L204"]
    assert said in refused[0].message
    assert "not installed" in refused[1].message


def test_an_editable_font_may_be_embedded(carlito: Typeface) -> None:
    members = read_package(documents.report(1)[0])
    faces = {slot: replace(face, fs_type=0x0008) for slot, face in carlito.faces.items()}
    _, refused = embed_fonts(members, [FontUse("Carlito", Typeface("Carlito", faces))], stored, "a.docx")
    assert refused == []


def test_a_program_without_the_font_shows_the_embedded_one(
    embedded: dict[str, Member], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pypdf = pytest.importorskip("pypdf")
    office = find_office()
    documents.require(not isinstance(office, Diagnostic), "LibreOffice with its bridge to Python")
    documents.require_font("DejaVu Sans")
    assert not isinstance(office, Diagnostic)
    dejavu = installed_fonts().find("DejaVu Sans")
    assert dejavu is not None
    for face in dejavu.faces.values():
        shutil.copy(face.path, tmp_path)
    settings = f"<fontconfig><dir>{tmp_path}</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>"
    (tmp_path / "fonts.conf").write_text(f'<?xml version="1.0"?>{settings}', "utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))
    engine = LibreOffice(office)
    try:
        printed = engine.pdf(write_package(embedded.values()))
    finally:
        engine.close()
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in pypdf.PdfReader(BytesIO(printed)).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts
    assert all("Carlito" in font for font in fonts)


def test_the_document_is_still_a_readable_package(embedded: dict[str, Member]) -> None:
    content = write_package(embedded.values())
    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
    assert "Carlito" in {use.asked for use in fonts_of(read_package(content))}
