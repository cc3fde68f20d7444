"""The documents of the edition: valid, sound, and holding what they should."""

from __future__ import annotations

import re
from pathlib import Path

import docx
from docx_integrity import INFO
from docx_integrity import check as check_integrity
from lxml import etree
from openxml_sdk import Validator

from iomreport.word.validate import find_faults

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_the_open_xml_sdk_finds_no_error(documents: dict[str, Path], validator: Validator) -> None:
    found = {name: validator.errors(path) for name, path in documents.items()}
    assert {name: errors for name, errors in found.items() if errors} == {}


def test_their_parts_agree(documents: dict[str, Path]) -> None:
    found = {name: find_faults(path.read_bytes()) for name, path in documents.items()}
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_python_docx_opens_them(documents: dict[str, Path]) -> None:
    for name, path in documents.items():
        assert len(docx.Document(str(path)).paragraphs) > 20, name


def text_of(path: Path) -> str:
    body = docx.Document(str(path)).element.body
    return " ".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in body.iter(f"{W}p"))


def note_ids(path: Path, part: str) -> list[int]:
    document = docx.Document(str(path))
    if part == "document":
        root = document.element
    else:
        blob = next(
            each.blob for each in document.part.package.iter_parts() if str(each.partname).endswith(f"{part}.xml")
        )
        root = etree.fromstring(blob)
    tag = "footnoteReference" if part == "document" else "footnote"
    return [int(str(note.get(f"{W}id"))) for note in root.iter(f"{W}{tag}")]


def test_notes_are_numbered_from_one_in_reading_order(documents: dict[str, Path]) -> None:
    for name, path in documents.items():
        cited = note_ids(path, "document")
        assert cited == list(range(1, len(cited) + 1)), name
        assert [number for number in note_ids(path, "footnotes") if number > 0] == cited, name


def test_each_document_has_its_own_notes(documents: dict[str, Path]) -> None:
    assert len(note_ids(documents["strategy"], "document")) == 7
    assert len(note_ids(documents["countries/bosnia-and-herzegovina"], "document")) == 2
    assert note_ids(documents["countries/albania"], "document") == []


def test_an_extract_speaks_of_its_country_alone(documents: dict[str, Path]) -> None:
    text = text_of(documents["countries/slovenia"])
    assert "IOM Ljubljana" not in text
    assert "Contact" not in text
    albania = text_of(documents["countries/albania"])
    assert "IOM Tirana" in albania
    assert "Maurizio Busatti" in albania
    assert "IOM Sarajevo" not in albania


def test_every_document_names_its_contents(documents: dict[str, Path]) -> None:
    for name, path in documents.items():
        root = docx.Document(str(path)).element
        instructions = ["".join(each.text or "" for each in root.iter(f"{W}instrText"))]
        assert re.search(r'TOC \\o "1-\d"', instructions[0]), name
        assert not any(each.get(f"{W}dirty") for each in root.iter(f"{W}fldChar")), name


def test_docx_integrity_finds_nothing(documents: dict[str, Path]) -> None:
    for name, path in documents.items():
        # What is said for information, such as a header that one kind of page does not use, is no fault.
        assert [each for each in check_integrity(path) if each.severity > INFO] == [], name
