"""A list of recipients: a row a recipient, from a CSV file or an Excel workbook."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from itertools import zip_longest
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from iomreport.diagnostics.codes.publish import EXTRA_MISSING, RECIPIENT, RECIPIENTS_HEADER, RECIPIENTS_UNREADABLE
from iomreport.diagnostics.finding import Findings, Location
from iomreport.files import REFUSED, decode
from iomreport.optional import is_installed

ID, COUNTRY = "id", "country"
EXCEL = ".xlsx"
_COLUMN = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_SEPARATORS = ",;\t"
_Row = tuple[Location, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Recipient:
    """A row: the names of its columns, shared by all rows, and its values."""

    columns: tuple[str, ...]
    values: tuple[str, ...]
    location: Location

    def get(self, column: str) -> str:
        """The value of a column; empty where the list has no such column."""
        return self.values[self.columns.index(column)] if column in self.columns else ""

    @property
    def id(self) -> str:
        return self.get(ID)


def read_recipients(project: Path, path: str, findings: Findings) -> tuple[Recipient, ...]:
    """The recipients of a list whose path is relative to the project, each id once.

    The separator of a CSV file is the comma, semicolon or tab that its first line has most of. In a workbook the first
    sheet counts. What is wrong is added to `findings`, and such rows are left out.
    """
    here = Location(path)
    try:
        content = (project / path).read_bytes()
    except OSError as error:
        findings.add(RECIPIENTS_UNREADABLE.at(here, f"the list cannot be read: {error.strerror or error}"))
        return ()
    rows = _excel_rows(content, path, findings) if path.endswith(EXCEL) else _csv_rows(content, path, findings)
    header = next(rows, None)
    if header is None:
        if not findings.errors:
            findings.add(RECIPIENTS_HEADER.at(here, "the list is empty"))
        return ()
    columns = tuple(name.strip() for name in header[1])
    if not _header_is_right(columns, header[0], findings):
        return ()
    return tuple(_recipients(columns, rows, findings))


def _header_is_right(columns: tuple[str, ...], at: Location, findings: Findings) -> bool:
    bad = [name for name in columns if not _COLUMN.fullmatch(name)]
    twice = sorted({name for name in columns if columns.count(name) > 1} - set(bad))
    messages = [f'"{name}" cannot be the name of a column' for name in bad]
    messages += [f'two columns are called "{name}"' for name in twice]
    if ID not in columns:
        messages.append(f'no column is called "{ID}"')
    findings.extend(RECIPIENTS_HEADER.at(at, message) for message in messages)
    return not messages


def _recipients(columns: tuple[str, ...], rows: Iterator[_Row], findings: Findings) -> Iterator[Recipient]:
    seen: dict[str, int | None] = {}
    for at, cells in rows:
        if not any(cells):
            continue
        if len(cells) > len(columns) and any(cells[len(columns) :]):
            message = f"the row has {len(cells)} cells, and the list has {len(columns)} columns"
            findings.add(RECIPIENT.at(at, message, fix="put a value that holds the separator in quotes"))
            continue
        values = tuple((cell or "").strip() for _, cell in zip_longest(columns, cells[: len(columns)], fillvalue=""))
        recipient = Recipient(columns, values, at)
        if not recipient.id:
            findings.add(RECIPIENT.at(at, "the recipient has no id", fix="give it one that no other row has"))
        elif recipient.id in seen:
            message = f'the id "{recipient.id}" stands on line {seen[recipient.id]} already'
            findings.add(RECIPIENT.at(at, message, fix="give one of the two another id, or delete one"))
        else:
            seen[recipient.id] = at.line
            yield recipient


def _csv_rows(content: bytes, path: str, findings: Findings) -> Iterator[_Row]:
    text = decode(content, path, findings)
    if text is None:
        return
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(StringIO(text), delimiter=separator, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            findings.add(RECIPIENTS_UNREADABLE.at(Location(path, line), f"the row cannot be read: {error}"))
            return
        yield Location(path, line), cells
        line = reader.line_num + 1


def _excel_rows(content: bytes, path: str, findings: Findings) -> Iterator[_Row]:
    here = Location(path)
    if not is_installed("openpyxl"):
        fix = 'pip install "iomreport[excel]", or save the list as CSV'
        findings.add(EXTRA_MISSING.at(here, "Excel lists need the extra iomreport[excel]", fix=fix))
        return
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book: Any = load_workbook(BytesIO(content), read_only=True, data_only=True)
        rows: Iterable[Iterable[Any]] = book.worksheets[0].iter_rows(values_only=True)
        for number, cells in enumerate(rows, 1):
            at = Location(path, place=f"row {number}")
            texts = [_cell(value) for value in cells]
            while texts and not texts[-1]:
                texts.pop()
            if any(REFUSED.search(text) for text in texts):
                findings.add(RECIPIENT.at(at, "a cell holds a character that a document cannot hold"))
                continue
            if texts:
                yield Location(path, number, place=at.place), texts
    except (OSError, ValueError, KeyError, IndexError, InvalidFileException) as error:
        findings.add(RECIPIENTS_UNREADABLE.at(here, f"it is not a workbook that can be read ({error})"))
    except BadZipFile as error:
        findings.add(RECIPIENTS_UNREADABLE.at(here, f"it is not a workbook that can be read ({error})"))


def _cell(value: object) -> str:
    """A cell as its text; a whole number without the decimal point of a workbook, a day as year-month-day."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value)
    return text.removesuffix(" 00:00:00")
