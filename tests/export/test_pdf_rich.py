"""Everything that prose can hold, as PDF: checked by a program that others wrote, and read back from the structure."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pdf_documents import office
from PIL import Image

from iomreport import build, extract, load
from iomreport.export.pdf_roles import STANDARD

outloud = pytest.importorskip("outloud")
pikepdf = pytest.importorskip("pikepdf")

REPOSITORY = Path(__file__).resolve().parents[2]
RICH = """
> Quoted words of somebody.
>
> A second paragraph of them.

Words between.

> Another quotation.

![A red field that stands for a map of the region](field.png)

1. one
2. two
    - within
    - again
3. three

| Year | Number |
|---|---|
| 2004 | 12 |
| 2005 | 15 |

A word in another language, [жртва]{lang=mk}, and a note.[^rich]

[^rich]: A note with a list:

    - first
    - second
"""


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    office()
    project = tmp_path_factory.mktemp("rich")
    for name in ("content", "templates"):
        shutil.copytree(REPOSITORY / name, project / name)
    chapter = project / "content/countries/albania/chapter.md"
    text = chapter.read_text("utf-8")
    heading, _, rest = text.partition("\n\n")
    paragraph, _, rest = rest.partition("\n\n")
    chapter.write_text(f"{heading}\n\n{paragraph}\n{RICH}\n{rest}", "utf-8")
    Image.new("RGB", (300, 200), (200, 30, 30)).save(chapter.with_name("field.png"))
    albania = extract(load(project), countries=["AL"])
    return build(albania, project / "rich.pdf", project=project, layout="libreoffice")


def elements(element: object) -> list[object]:
    """An element and all within it, in reading order."""
    found: list[object] = []
    kids = element.get("/K", [])  # type: ignore[attr-defined]
    for each in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(each, pikepdf.Dictionary) and "/S" in each:
            found += [each, *elements(each)]
    return found


def test_a_checker_finds_nothing_and_the_claim_is_made(rich: Path) -> None:
    result = outloud.check(str(rich))
    assert [str(each) for each in result.findings] == []
    assert result.error is None
    with pikepdf.open(rich) as pdf:
        assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf.Root.Metadata.read_bytes()


def test_no_standard_type_is_called_another(rich: Path) -> None:
    with pikepdf.open(rich) as pdf:
        assert not STANDARD.intersection(pdf.Root.StructTreeRoot.RoleMap.keys())


def test_quotations_and_figures_are_what_they_are(rich: Path) -> None:
    with pikepdf.open(rich) as pdf:
        found = elements(pdf.Root.StructTreeRoot)
        quotations = [each for each in found if each.S == "/BlockQuote"]
        assert [len(elements(each)) for each in quotations] == [2, 1]
        assert {str(within.S) for each in quotations for within in elements(each)} == {"/P"}
        (figure,) = [each for each in found if each.S == "/Figure"]
        assert str(figure.Alt) == "A red field that stands for a map of the region"
        assert "/Quote" not in {str(each.S) for each in found}
