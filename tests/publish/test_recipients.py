"""Lists of recipients are read from CSV and Excel, and what is wrong in them is found in its row."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from iomreport.diagnostics.finding import Findings
from iomreport.publish.recipients import Recipient, read_recipients


def read(
    folder: Path, content: str | bytes, name: str = "list.csv"
) -> tuple[list[Recipient], list[tuple[str, int | None]]]:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    findings = Findings()
    found = read_recipients(folder, name, findings)
    return list(found), [(item.code, item.location.line if item.location else None) for item in findings.items]


def book(*rows: tuple[object, ...]) -> bytes:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found_out(tmp_path: Path, separator: str) -> None:
    found, wrong = read(
        tmp_path, f"\ufeffid{separator}recipient\r\n1{separator} Ministry \r\n\r\n2{separator}UNHCR\r\n"
    )
    assert wrong == []
    assert [(each.id, each.get("recipient")) for each in found] == [("1", "Ministry"), ("2", "UNHCR")]


def test_a_value_can_hold_the_separator_and_lines_in_quotes(tmp_path: Path) -> None:
    found, wrong = read(tmp_path, 'id,recipient\n1,"Ministry, of\nInterior"\n2,x\n1,y\n')
    assert found[0].get("recipient") == "Ministry, of\nInterior"
    assert wrong == [("B009", 5)]


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        ("", "B008", None),
        ("name\nx\n", "B008", 1),
        ("id,a b\nx,y\n", "B008", 1),
        ("id,a,a\nx,y,z\n", "B008", 1),
        ("id,a\n,y\n", "B009", 2),
        ("id,a\nx,y\nx,z\n", "B009", 3),
        ("id,a\nx,y,z\n", "B009", 2),
        ('id,a\nx,"y\n', "B007", 2),
        (b"id\n\xff\n", "C101", 2),
    ],
)
def test_what_is_wrong_is_found_in_its_line(tmp_path: Path, content: str | bytes, code: str, line: int | None) -> None:
    _, wrong = read(tmp_path, content)
    assert [found[1] for found in wrong] == [line]
    assert code == wrong[0][0] or code == "C101"


def test_a_missing_list_is_an_error(tmp_path: Path) -> None:
    findings = Findings()
    assert read_recipients(tmp_path, "no.csv", findings) == ()
    assert [item.code for item in findings.items] == ["B007"]


def test_a_workbook_is_read_as_its_cells_show(tmp_path: Path) -> None:
    content = book(("id", "recipient", "count"), ("a", "Ministry", 14.0), (2, None, None), (None, None, None))
    found, wrong = read(tmp_path, content, "list.xlsx")
    assert wrong == []
    assert [each.values for each in found] == [("a", "Ministry", "14"), ("2", "", "")]


def test_what_is_no_workbook_is_an_error(tmp_path: Path) -> None:
    assert read(tmp_path, b"PK nonsense", "list.xlsx")[1] == [("B007", None)]


def test_two_rows_of_a_workbook_with_one_id(tmp_path: Path) -> None:
    assert read(tmp_path, book(("id",), ("a",), ("a",)), "list.xlsx")[1] == [("B009", 3)]
