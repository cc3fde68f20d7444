"""Everything that prose can hold, as PDF: checked by a program that others wrote, and read back from the structure."""

from __future__ import annotations

import shutil
from pathlib import Path

import pdf_documents as documents
import preflight
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from pdf_documents import office, require
from PIL import Image

from iomreport import build, extract, load
from iomreport.diagnostics.finding import Findings
from iomreport.pdf.printer import open_printer
from iomreport.pdf.structure import STANDARD

outloud = pytest.importorskip("outloud")
pikepdf = pytest.importorskip("pikepdf")

STYLES = ("Note", "Table", "TOC", "Index", "Figure", "Link", "Reference", "Div", "L")
REPOSITORY = Path(__file__).resolve().parents[2]
RICH = """
> Quoted words of somebody.
>
> A second paragraph of them.
>
> - a list in the quotation
> - another item

Words **between**, *with stress*, [a link](https://example.org/) and\\
a broken line; see also the [priorities](#AL/background).

> Another quotation.[^rich]

![A red field that stands for a map of the region](field.png)

: A red field {#red width=40}

3. three
4. four
    - within
    - again

        A second paragraph of an item.

    1. numbered
    2. within
5. five

Words in between.

1. one
2. two

| Year | Number |
|---|--:|
| 2004 | 12 |
| 2005 | 15 |
| in both | < |

: Numbers by year {#numbers}

A word in another language, [жртва]{lang=mk}, and a note.[^rich2]

[^rich]: A note with a list:

    - first
    - second

[^rich2]: A note with two paragraphs.

    The second, [vie]{lang=fr}.
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
    rest = rest.replace("## (b) ", "### A heading within\n\nWords below it.\n\n## (b) ", 1)
    chapter.write_text(f"{heading}\n\n{paragraph}\n{RICH}\n{rest}", "utf-8")
    Image.new("RGB", (300, 200), (200, 30, 30)).save(chapter.with_name("field.png"))
    albania = extract(load(project), countries=["AL"])
    build(albania, project / "rich.docx", project=project, layout="none")
    return build(albania, project / "rich.pdf", project=project, layout="libreoffice")


@pytest.fixture(scope="module")
def styled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A document whose styles are called as elements are, with real elements of the same kinds beside them."""
    office()
    document = documents.new()
    document.add_heading("Styles", 1)
    for name in STYLES:
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        document.add_paragraph(f"In the style {name}.", name)
    document.styles.add_style("Code", WD_STYLE_TYPE.CHARACTER)
    document.add_paragraph("Words ").add_run("as typed", "Code")
    place = documents.add_place(document, "A place", "place")
    documents.refer_to_page(document.add_paragraph(), "place", "A place, page")
    place.style = "Link"
    table = document.add_table(2, 2)
    for cell in (cell for row in table.rows for cell in row.cells):
        cell.text = "A cell"
    header = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(header)  # noqa: SLF001 - python-docx has no header rows
    documents.add_picture(document, "A map of all offices")
    document.paragraphs[-1].style = "Figure"
    path = tmp_path_factory.mktemp("styled") / "styled.pdf"
    findings = Findings()
    printer = open_printer("libreoffice", findings, 1)
    try:
        path.write_bytes(printer.print(documents.saved(document), "styled"))
    finally:
        printer.close()
    assert findings.items == []
    return path


def elements(element: object) -> list[object]:
    """An element and all within it, in reading order."""
    found: list[object] = []
    kids = element.get("/K", [])  # type: ignore[attr-defined]
    for each in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(each, pikepdf.Dictionary) and "/S" in each:
            found += [each, *elements(each)]
    return found


@pytest.mark.parametrize("kind", ["rich", "styled"])
def test_a_checker_finds_nothing_and_the_claim_is_made(kind: str, request: pytest.FixtureRequest) -> None:
    path: Path = request.getfixturevalue(kind)
    result = outloud.check(str(path))
    assert [str(each) for each in result.findings] == []
    assert result.error is None
    with pikepdf.open(path) as pdf:
        assert not STANDARD.intersection(pdf.Root.StructTreeRoot.RoleMap.keys())
        assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf.Root.Metadata.read_bytes()


def test_preflight_finds_only_what_the_second_part_allows(rich: Path, tmp_path: Path) -> None:
    require(preflight.installed(), "PDFBox Preflight")
    alone = shutil.copy(rich, tmp_path)  # It looks at whole folders.
    assert preflight.errors([Path(alone)]) == {"rich.pdf": []}


def test_quotations_and_figures_are_what_they_are(rich: Path) -> None:
    with pikepdf.open(rich) as pdf:
        found = elements(pdf.Root.StructTreeRoot)
        quotations = [each for each in found if each.S == "/BlockQuote"]
        inside = [[str(within.S) for within in elements(each)] for each in quotations]
        assert inside == [["/P", "/P"], ["/P", "/Link"]]
        (figure,) = [each for each in found if each.S == "/Figure"]
        assert str(figure.Alt) == "A red field that stands for a map of the region"
        assert "/Quote" not in {str(each.S) for each in found}


def test_a_style_makes_no_element_of_a_paragraph_and_takes_none_away(styled: Path) -> None:
    with pikepdf.open(styled) as pdf:
        found = [str(each.S) for each in elements(pdf.Root.StructTreeRoot)]
    assert {kind: found.count(kind) for kind in ("/Table", "/Figure", "/Link", "/TR")} == {
        "/Table": 1,
        "/Figure": 1,
        "/Link": 1,
        "/TR": 2,
    }
    assert not {"/Note", "/Code", "/TOC", "/Index", "/Reference", "/Div", "/L"} & set(found)
