"""Families are the four faces that Word knows, and font files are read for what they say of themselves."""

from __future__ import annotations

from pathlib import Path

import layout_documents as documents
import pytest
from fontTools.ttLib import TTCollection, TTFont

from iomreport.layout.fonts import (
    BOLD,
    BOLD_ITALIC,
    ITALIC,
    REGULAR,
    Face,
    FontFileError,
    font_bytes,
    installed_fonts,
    read_faces,
    typefaces_of,
)


def face(*families: str, weight: int = 400, bold: bool = False, italic: bool = False, variable: bool = False) -> Face:
    path = Path(f"/fonts/{families[0]}-{weight}{'i' if italic else ''}.ttf")
    return Face(path, 0, families, bold, italic, weight, "1.000", 0, True, variable)


def test_a_family_has_the_faces_that_word_lists_together() -> None:
    light = face("Lato Light", "Lato", weight=300)
    regular, bold = face("Lato"), face("Lato", weight=700, bold=True)
    slanted = face("Lato", italic=True)
    families = typefaces_of([light, bold, slanted, regular])
    assert families["lato"].faces == {REGULAR: regular, BOLD: bold, ITALIC: slanted}
    assert families["lato light"].faces == {REGULAR: light}


def test_a_family_without_faces_of_its_own_name_takes_the_nearest_weights() -> None:
    light, medium = face("Plex Light", "Plex", weight=300), face("Plex Medium", "Plex", weight=450)
    assert typefaces_of([light, medium])["plex"].faces == {REGULAR: medium}


def test_a_variable_font_is_regular_and_bold() -> None:
    upright, slanted = face("Noto", variable=True), face("Noto", variable=True, italic=True)
    faces = typefaces_of([upright, slanted])["noto"].faces
    assert faces == {REGULAR: upright, BOLD: upright, ITALIC: slanted, BOLD_ITALIC: slanted}


def test_a_file_of_the_usual_weight_comes_before_a_variable_font_and_that_before_another_weight() -> None:
    variable, bold, medium = face("Noto", variable=True), face("Noto", weight=700, bold=True), face("Noto", weight=500)
    assert typefaces_of([variable, bold, medium])["noto"].faces == {REGULAR: variable, BOLD: bold}


def test_the_first_of_two_files_of_a_face_is_taken() -> None:
    packaged, system = face("Lato", weight=400), face("Lato", weight=400)
    assert typefaces_of([packaged, system])["lato"].faces[REGULAR] is packaged


def test_an_installed_font_says_what_it_is() -> None:
    documents.require_font("Carlito")
    carlito = installed_fonts().find("CARLITO")
    assert carlito is not None
    assert set(carlito.faces) == {REGULAR, BOLD, ITALIC, BOLD_ITALIC}
    bold = carlito.faces[BOLD]
    assert (bold.family, bold.bold, bold.italic, bold.weight) == ("Carlito", True, False, 700)
    assert bold.truetype
    assert bold.embeddable
    assert float(bold.version) >= 1


@pytest.mark.parametrize("content", [b"", b"\0\1\0\0", b"\0\1\0\0\0\1" + bytes(6), b"not a font at all", bytes(400)])
def test_what_is_no_font_is_an_error_with_a_reason(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.ttf"
    path.write_bytes(content)
    with pytest.raises(FontFileError, match=r"odd\.ttf is not a readable font"):
        read_faces(path)


def test_a_face_of_a_collection_is_taken_out_whole(tmp_path: Path) -> None:
    documents.require_font("Carlito")
    carlito = installed_fonts().find("Carlito")
    assert carlito is not None
    collection = TTCollection()
    collection.fonts = [TTFont(carlito.faces[slot].path) for slot in (REGULAR, BOLD)]
    collection.save(tmp_path / "both.ttc")
    regular, bold = read_faces(tmp_path / "both.ttc")
    assert (regular.bold, bold.bold, regular.families) == (False, True, bold.families)
    alone = tmp_path / "alone.ttf"
    alone.write_bytes(font_bytes(bold))
    (again,) = read_faces(alone)
    assert (again.families, again.version, again.bold) == (bold.families, bold.version, True)
    assert font_bytes(bold) == alone.read_bytes()
