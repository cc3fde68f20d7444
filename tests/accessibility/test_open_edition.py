"""The edition and its templates have no barrier, and neither have documents that others made with care."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement
from docx.shared import RGBColor

from iomreport.accessibility import Examination, Outcome, check_document, examine_template
from templates.design import Kind, write_starter

ROOT = Path(__file__).parents[2]
PIXEL = ROOT / "tests/publish/pixel.png"
KINDS: tuple[Kind, ...] = ("strategy", "country", "theme")


def test_no_document_of_the_edition_has_a_barrier(examined: dict[str, Examination]) -> None:
    assert {"strategy", "albania", "slovenia", "theme:counter-trafficking"} <= set(examined)
    assert len(examined) >= 17
    assert {name: each.findings for name, each in examined.items() if each.findings} == {}


def test_what_only_a_person_can_tell_is_not_said_to_be_met(examined: dict[str, Examination]) -> None:
    outcomes = {each.clause.number: each.outcome for each in examined["strategy"].clauses}
    assert outcomes["10.1.1.1"] is Outcome.IN_PART
    assert outcomes["10.1.3.3"] is Outcome.PERSON
    assert outcomes["10.1.2.2"] is Outcome.NOT_APPLICABLE
    assert outcomes["10.4.1.1"] is Outcome.MET
    assert outcomes["10.1.3.2"] is Outcome.IN_PART  # The cover has frames.
    met = [each.clause for each in examined["strategy"].clauses if each.outcome is Outcome.MET]
    assert not [clause for clause in met if clause.person]


@pytest.mark.parametrize("kind", KINDS)
def test_no_template_has_a_barrier(kind: Kind, tmp_path: Path) -> None:
    write_starter(tmp_path / "new.docx", kind)
    shipped = (ROOT / f"templates/{kind}.docx").read_bytes()
    assert shipped == (tmp_path / "new.docx").read_bytes()
    examination = examine_template(shipped, f"templates/{kind}.docx")
    assert examination.findings == ()
    outcomes = {each.clause.number: each.outcome for each in examination.clauses}
    assert outcomes["10.2.4.2"] is Outcome.NOT_APPLICABLE  # The content gives each document its title.


def careful() -> Document:
    """A new document of python-docx, whose headings of level 2 and 3 are darkened: as they come they are 4:1."""
    document = docx.Document()
    document.core_properties.title = "Report on the region"
    for name in ("Heading 2", "Heading 3"):
        document.styles[name].font.color.rgb = RGBColor(0x1F, 0x3A, 0x63)
    return document


def content_of(document: Document) -> bytes:
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


def with_prose(document: Document) -> None:
    document.add_heading("Background", 1)
    document.add_paragraph("Arrivals rose by 12 per cent – more than ever.")
    document.add_heading("Numbers", 2)
    for text in ("one", "two"):
        document.add_paragraph(text, "List Bullet")
    for text in ("first", "second"):
        document.add_paragraph(text, "List Number")
    document.add_paragraph("As they say", "Quote")


def with_table(document: Document) -> None:
    document.add_heading("Background", 1)
    table = document.add_table(3, 2, "Light Grid Accent 1")
    for number, row in enumerate(table.rows):
        row.cells[0].text, row.cells[1].text = f"Country {number}", str(number)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001


def with_picture(document: Document) -> None:
    document.add_heading("Background", 1)
    document.add_picture(str(PIXEL))
    drawing = document.inline_shapes[0]._inline.docPr  # noqa: SLF001
    drawing.set("descr", "Map of Albania with its three border crossings")


def with_title_and_sections(document: Document) -> None:
    document.add_heading("Report on the region", 0)
    document.add_heading("Background", 1)
    document.add_page_break()
    document.add_section()
    document.add_heading("Numbers", 1)


@pytest.mark.parametrize("write", [with_prose, with_table, with_picture, with_title_and_sections])
def test_a_careful_document_has_no_barrier(write: object) -> None:
    document = careful()
    assert callable(write)
    write(document)
    assert check_document(content_of(document), "report.docx") == []


def test_a_careless_one_has(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Numbers", 2)
    document.add_picture(str(PIXEL))
    document.add_table(2, 2)
    found = {each.code for each in check_document(content_of(document), "report.docx")}
    assert found == {"A101", "A201", "A301", "A401", "A601"}
