"""What a document asks for, what it is set in, and what a substitution changes."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZIP_STORED
from zlib import crc32

import pytest

from iomreport.layout import fonts
from iomreport.layout.fonts import Face, InstalledFonts, asked_fonts, fingerprint, font_findings, fonts_of, typefaces_of
from iomreport.word.elements import A
from iomreport.word.oxml import W
from iomreport.word.package import Member

STYLES = f"""<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi"
 w:hAnsiTheme="minorHAnsi" w:eastAsia="MS Mincho"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:basedOn w:val="Base"/><w:rPr>
<w:rFonts w:ascii="Ignored" w:hAnsi="Ignored" w:asciiTheme="majorHAnsi" w:hAnsiTheme="majorHAnsi"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Base"><w:rPr>
<w:rFonts w:ascii="Base Sans" w:hAnsi="Base Sans"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Unused"><w:rPr>
<w:rFonts w:ascii="Comic Sans MS"/></w:rPr></w:style></w:styles>"""
THEME = (
    f'<a:theme xmlns:a="{A}">'
    '<a:majorFont><a:latin typeface="Display"/></a:majorFont>'
    '<a:minorFont>\n<a:latin typeface="Body"/></a:minorFont></a:theme>'
)
MAIN = """<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr></w:p>
<w:p><w:r><w:rPr><w:rFonts w:ascii="Run Latin" w:hAnsi="Run Other" w:cs="Arabic"/></w:rPr></w:r></w:p>"""


def document(main: str = MAIN, styles: str = STYLES) -> dict[str, Member]:
    main = f'<w:document xmlns:w="{W}">{main}</w:document>'
    parts = {"word/document.xml": main, "word/styles.xml": styles, "word/theme/theme1.xml": THEME}
    contents = {name: text.encode() for name, text in parts.items()}
    return {name: Member(name, raw, crc32(raw), len(raw), ZIP_STORED) for name, raw in contents.items()}


def asking(name: str) -> dict[str, Member]:
    return document(f'<w:r><w:rPr><w:rFonts w:ascii="{name}" w:hAnsi="{name}"/></w:rPr></w:r>', "")


def face(family: str, version: str = "1.000", bold: bool = False, italic: bool = False) -> Face:
    path = Path(f"/fonts/{family}.ttf")
    return Face(path, 0, (family,), bold, italic, 700 if bold else 400, version, 0, True, False)


def installed(*families: str) -> InstalledFonts:
    return InstalledFonts(typefaces_of([face(family) for family in families]))


@pytest.fixture(autouse=True)
def no_fontconfig(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes the place of a font shall not depend on the machine that runs the tests."""
    fonts._fontconfig_match.cache_clear()  # noqa: SLF001 - kept for a run, and these tests are several runs
    monkeypatch.setattr("iomreport.layout.fonts.shutil.which", lambda name: None)


def test_fonts_come_from_theme_used_styles_and_runs() -> None:
    assert asked_fonts(document()) == ("Base Sans", "Body", "Display", "Run Latin", "Run Other")


def test_a_header_asks_too() -> None:
    members = document()
    raw = f'<w:hdr xmlns:w="{W}"><w:rFonts w:ascii="In Header"/></w:hdr>'.encode()
    members["word/header-part.xml"] = Member("word/header-part.xml", raw, 0, len(raw), ZIP_STORED)
    assert "In Header" in asked_fonts(members)


def test_an_installed_font_is_no_finding() -> None:
    uses = fonts_of(asking("carlito"), installed("Carlito"))
    assert font_findings(uses, "a.docx") == []


def test_a_twin_keeps_the_pages_and_the_warning_says_so() -> None:
    uses = fonts_of(asking("Calibri"), installed("Carlito", "Lato"))
    (finding,) = font_findings(uses, "templates/country.docx")
    assert (finding.code, finding.severity, str(finding.location)) == ("L201", "warning", "templates/country.docx")
    assert '"Carlito"' in finding.message
    assert "page numbers of the contents are as with the right font" in finding.why


def test_another_font_changes_the_pages_and_the_warning_says_so() -> None:
    uses = fonts_of(asking("Gill Sans"), installed("Carlito"))
    (finding,) = font_findings(uses, "a.docx")
    assert finding.code == "L202"
    assert "page numbers in the contents differ" in finding.why


def test_a_machine_without_fonts_is_said() -> None:
    uses = fonts_of(asking("Gill Sans"), installed())
    assert [finding.code for finding in font_findings(uses, "a.docx")] == ["L203"]


def test_the_fingerprint_names_fonts_versions_and_substitutes() -> None:
    fonts_here = InstalledFonts(typefaces_of([face("Carlito", "1.103"), face("Carlito", "1.104", bold=True)]))
    uses = (*fonts_of(asking("Calibri"), fonts_here), *fonts_of(asking("Carlito"), fonts_here))
    assert fingerprint(uses) == "Calibri = Carlito 1.103, 1.104; Carlito 1.103, 1.104"
    assert fingerprint(fonts_of(asking("Gill Sans"), installed())) == "Gill Sans = none"
