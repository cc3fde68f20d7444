"""Families are the four faces that Word knows, and font files are read for what they say of themselves."""

from __future__ import annotations

import struct
from pathlib import Path

import layout_documents as documents
import pytest

from iomreport.layout.fonts import BOLD, BOLD_ITALIC, ITALIC, REGULAR, installed_fonts, typefaces_of
from iomreport.layout.sfnt import Face, FontFileError, font_bytes, read_faces


def face(*families: str, weight: int = 400, bold: bool = False, italic: bool = False, variable: bool = False) -> Face:
    path = Path(f"/fonts/{families[0]}-{weight}{'i' if italic else ''}.ttf")
    return Face(path, 0, families, "", bold, italic, weight, "1.000", 0, True, variable)


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
    font = carlito.faces[BOLD].path.read_bytes()
    collection = tmp_path / "both.ttc"
    collection.write_bytes(collected(font))
    (found,) = read_faces(collection)
    alone = tmp_path / "alone.ttf"
    alone.write_bytes(font_bytes(found))
    (again,) = read_faces(alone)
    assert (again.families, again.version, again.bold) == (found.families, found.version, True)


def collected(font: bytes) -> bytes:
    """A collection (OpenType 1.9, TTC header 1.0) of one font."""
    shift = 16
    count = struct.unpack_from(">4xH", font)[0]
    entries = struct.iter_unpack(">4s3I", font[12 : 12 + 16 * count])
    moved = b"".join(struct.pack(">4s3I", tag, sum_, offset + shift, size) for tag, sum_, offset, size in entries)
    header = struct.pack(">4sIII", b"ttcf", 0x10000, 1, shift)
    return header + font[:12] + moved + font[12 + 16 * count :]
