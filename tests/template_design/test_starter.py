"""Starter templates: whole, the same each time, and sound for those who restyle, translate or listen to them."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pytest
import yaml
from lxml import etree

from iomreport.html.palette import BLUE, DEEP, INK, MIST, RUST, SLATE, WHITE, Colour
from iomreport.template.compiler import compile_template
from templates.design import Kind, write_starter

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
KINDS: tuple[Kind, ...] = ("strategy", "country", "theme")
LABELS = Path(__file__).parents[2] / "content" / "labels.yaml"
ENGINE_LABELS = {
    "contents",
    "table",
    "figure",
    "see",
    "elsewhere",
    "matrix",
    "country",
    "annex",
    "notes",
    "note_back",
    "skip",
    "note_link",
}
"""Words that the engine prints itself."""


@pytest.fixture(scope="module")
def starters(tmp_path_factory: pytest.TempPathFactory) -> dict[Kind, Path]:
    folder = tmp_path_factory.mktemp("starters")
    for kind in KINDS:
        write_starter(folder / f"{kind}.docx", kind)
    return {kind: folder / f"{kind}.docx" for kind in KINDS}


def part(path: Path, name: str) -> etree._Element:
    with ZipFile(path) as archive:
        return etree.fromstring(archive.read(name))


def text(element: etree._Element) -> str:
    return "".join(str(piece.text or "") for piece in element.iter(f"{W}t"))


def style(paragraph: etree._Element) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else str(found.get(f"{W}val"))


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_bytes_each_time(starters: dict[Kind, Path], kind: Kind, tmp_path: Path) -> None:
    write_starter(tmp_path / "again.docx", kind)
    assert (tmp_path / "again.docx").read_bytes() == starters[kind].read_bytes()


@pytest.mark.parametrize("kind", KINDS)
def test_every_part_is_declared_related_and_well_formed(starters: dict[Kind, Path], kind: Kind) -> None:
    with ZipFile(starters[kind]) as archive:
        names = set(archive.namelist())
        types = archive.read("[Content_Types].xml").decode()
        for name in names:
            etree.fromstring(archive.read(name))
        for name in names - {"[Content_Types].xml"}:
            assert name.endswith(".rels") or f'"/{name}"' in types
        targets = re.findall(r'Target="([^"]+)"', archive.read("word/_rels/document.xml.rels").decode())
        assert {f"word/{target}" for target in targets} <= names
        identities = set(re.findall(r' r:id="([^"]+)"', archive.read("word/document.xml").decode()))
        related = re.findall(r' Id="([^"]+)"', archive.read("word/_rels/document.xml.rels").decode())
        assert identities <= set(related)


@pytest.mark.parametrize("kind", KINDS)
def test_compiles_and_states_its_settings(starters: dict[Kind, Path], kind: Kind) -> None:
    compiled = compile_template(starters[kind].read_bytes(), f"{kind}.docx")
    assert dict(compiled.settings)["iomreport.kind"] == kind
    assert dict(compiled.settings)["iomreport.notes"] == "footnotes"
    assert all(piece.proven for piece in compiled.parts)


@pytest.mark.parametrize("kind", KINDS)
def test_fixed_words_come_from_the_labels(starters: dict[Kind, Path], kind: Kind) -> None:
    known = yaml.safe_load(LABELS.read_text(encoding="utf-8"))["en"]
    with ZipFile(starters[kind]) as archive:
        for name in archive.namelist():
            if not re.match(r"word/(document|header|footer)", name):
                continue
            source = archive.read(name).decode()
            assert set(re.findall(r"labels\.(\w+)", source)) <= set(known)
            words = " ".join(text(paragraph) for paragraph in etree.fromstring(source.encode()).iter(f"{W}p"))
            left = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", " ", words)
            # Numbers of parts stay, such as II.2.1; so does the page number of a field.
            assert not re.findall(r"[A-Za-z]+", re.sub(r"\b[IVX]+(\.[0-9]+)*\.?", " ", left))


def test_every_label_is_printed_somewhere(starters: dict[Kind, Path]) -> None:
    known = set(yaml.safe_load(LABELS.read_text(encoding="utf-8"))["en"])
    sources = ""
    for path in starters.values():
        with ZipFile(path) as archive:
            sources += archive.read("word/document.xml").decode()
    used = set(re.findall(r"labels\.(\w+)", sources)) | {name for name in known if name.startswith("status_")}
    assert known - used - ENGINE_LABELS == set()


@pytest.mark.parametrize("kind", KINDS)
def test_every_style_that_is_used_is_defined(starters: dict[Kind, Path], kind: Kind) -> None:
    defined = {element.get(f"{W}styleId") for element in part(starters[kind], "word/styles.xml").iter(f"{W}style")}
    with ZipFile(starters[kind]) as archive:
        for name in archive.namelist():
            if name.startswith("word/") and name.endswith(".xml"):
                root = etree.fromstring(archive.read(name))
                used = {
                    element.get(f"{W}val")
                    for tag in ("pStyle", "rStyle", "tblStyle", "basedOn", "next")
                    for element in root.iter(f"{W}{tag}")
                }
                assert used <= defined


def test_list_styles_stand_on_real_numbering(starters: dict[Kind, Path]) -> None:
    styles = part(starters["strategy"], "word/styles.xml")
    numbering = part(starters["strategy"], "word/numbering.xml")
    linked = {str(element.get(f"{W}val")) for element in numbering.iter(f"{W}pStyle")}
    expected = {f"{kind}{level}" for kind in ("ListBullet", "ListNumber") for level in ("", "2", "3")}
    numbered = {
        str(element.get(f"{W}styleId"))
        for element in styles.iter(f"{W}style")
        if element.find(f"{W}pPr/{W}numPr/{W}numId") is not None
    }
    assert linked == numbered == expected


@pytest.mark.parametrize("kind", KINDS)
def test_headings_leave_out_no_level(starters: dict[Kind, Path], kind: Kind) -> None:
    found = [style(paragraph) for paragraph in part(starters[kind], "word/document.xml").iter(f"{W}p")]
    levels = [int(name[-1]) for name in found if re.fullmatch(r"Heading\d", name)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("kind", KINDS)
def test_tables_say_what_they_are_and_stay_whole(starters: dict[Kind, Path], kind: Kind) -> None:
    tables = list(part(starters[kind], "word/document.xml").iter(f"{W}tbl"))
    assert tables
    for table in tables:
        assert table.find(f"{W}tblPr/{W}tblCaption") is not None
        rows = table.findall(f"{W}tr")
        assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


@pytest.mark.parametrize("kind", KINDS)
def test_no_empty_paragraph_makes_space(starters: dict[Kind, Path], kind: Kind) -> None:
    for paragraph in part(starters[kind], "word/document.xml").iter(f"{W}p"):
        row = next(paragraph.iterancestors(f"{W}tr"), None)
        control = row is not None and "{%tr" in text(row)
        ends_section = paragraph.find(f"{W}pPr/{W}sectPr") is not None
        drawn = paragraph.find(f"{W}r/{W}drawing") is not None
        assert text(paragraph).strip() or control or ends_section or drawn


@pytest.mark.parametrize("kind", KINDS)
def test_drawings_are_marked_as_decorative(starters: dict[Kind, Path], kind: Kind) -> None:
    with ZipFile(starters[kind]) as archive:
        for name in archive.namelist():
            source = archive.read(name).decode()
            assert source.count("<wp:docPr ") == source.count("decorative xmlns:adec=")


def test_no_section_begins_on_an_odd_page(starters: dict[Kind, Path]) -> None:
    for path in starters.values():
        kinds = {element.get(f"{W}val") for element in part(path, "word/document.xml").iter(f"{W}type")}
        assert kinds == {"nextPage"}


def luminance(colour: Colour) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour.value[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("words", "ground"),
    [*((words, WHITE) for words in (INK, DEEP, BLUE, SLATE, RUST)), *((w, MIST) for w in (DEEP, SLATE)), (WHITE, DEEP)],
)
def test_words_stand_out_from_their_ground(words: Colour, ground: Colour) -> None:
    bright, dark = sorted((luminance(words), luminance(ground)), reverse=True)
    assert (bright + 0.05) / (dark + 0.05) >= 4.5
