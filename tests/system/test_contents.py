"""The numbers in the contents are the printed numbers of the pages on which the headings stand."""

from __future__ import annotations

import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from as_user import need, run

LINE = re.compile(
    r'<w:hyperlink w:anchor="(_Toc\d+)" w:history="1">(.*?)</w:hyperlink>',
    re.DOTALL,
)
TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}


def entries(document: Path) -> list[tuple[str, str]]:
    """Words and page number of each entry, as the document holds them."""
    xml = zipfile.ZipFile(document).read("word/document.xml").decode()
    found: list[tuple[str, str]] = []
    for match in LINE.finditer(xml):
        *words, number = TEXT.findall(match[2])
        found.append(("".join(words), number))
    return found


def printed_pages(pdf: Path) -> list[tuple[str, str]]:
    """For each page of a PDF the number in its footer, and its words in one line."""
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    pages: list[tuple[str, str]] = []
    for page in text.split("\f"):
        numbers = re.findall(r"\|\s+([ivx]+|\d+)\s*$", page, re.MULTILINE)
        pages.append((numbers[-1] if numbers else "", squeezed(page)))
    return pages


def squeezed(text: str) -> str:
    plain = text.replace("&amp;", "&").replace("ﬁ", "fi").replace("ﬂ", "fl")
    return re.sub(r"[^\w&]+", "", plain).casefold()


def test_every_entry_has_a_number(documents: dict[str, Path]) -> None:
    for name, path in documents.items():
        found = entries(path)
        assert len(found) > 5, name
        assert all(number.isdigit() or number in ROMAN for _, number in found), name


@pytest.mark.parametrize("target", ["strategy", pytest.param("countries", marks=pytest.mark.soak)])
def test_the_numbers_are_those_printed_by_the_engine(target: str, edition: Path, tmp_path: Path) -> None:
    need("soffice")
    need("pdftotext")
    result = run("-C", edition, "build", target, "--layout", "libreoffice", "-o", tmp_path / "out")
    assert result.exit_code == 0, result.output
    documents = sorted((tmp_path / "out").rglob("*.docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf"]
    subprocess.run([*convert, "--outdir", str(tmp_path), *map(str, documents)], check=True, capture_output=True)
    wrong: list[str] = []
    for document in documents:
        pages = printed_pages(tmp_path / f"{document.stem}.pdf")
        for words, number in entries(document):
            shown = [text for printed, text in pages if printed == number]
            if not any(squeezed(words) in text for text in shown):
                wrong.append(f"{document.stem}: {words} is not on page {number}")
    assert wrong == []
