"""The PDFs of the strategy and of all extracts, checked by programs that others wrote."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import preflight
import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from pdf_documents import office, require
from specimen import write_specimen

from iomreport.diagnostics.finding import Findings
from iomreport.pdf.metadata import is_as_built
from iomreport.pdf.pages import outline, printed_pages
from iomreport.pdf.printer import open_printer
from iomreport.publish.builder import DocumentBuilder
from iomreport.strategy.extract import extract
from iomreport.strategy.load.loader import load
from iomreport.strategy.origin import field_digests

outloud = pytest.importorskip("outloud")
pikepdf = pytest.importorskip("pikepdf")

REPOSITORY = Path(__file__).resolve().parents[2]
LIFTED = {"1.4", "2.2.1", "4.1.2", "7.11.2"}
"""Rules of PDF/A-1 that PDF/A-2 does not have: no cross-reference streams, no transparency (two), the number 1."""
PATIENCE = 300.0


@pytest.fixture(scope="session")
def edition() -> dict[str, bytes]:
    """The strategy and every country's extract as Word documents."""
    strategy = load(REPOSITORY)
    digests = field_digests(strategy)
    press = DocumentBuilder(REPOSITORY, strategy)
    wanted = {"strategy": strategy} | {
        country.slug: extract(strategy, countries=[country.code]) for country in strategy.countries
    }
    made: dict[str, bytes] = {}
    for name, selected in wanted.items():
        kind = "strategy" if name == "strategy" else "country"
        template = press.open(REPOSITORY / "templates" / f"{kind}.docx")
        made[name] = press.make(selected, template, {}, name, digests).content
    assert len(made) == 15
    return made


def print_all(documents: dict[str, bytes], folder: Path) -> Findings:
    findings = Findings()
    printer = open_printer("libreoffice", findings)
    printer.start()
    folder.mkdir()
    # The largest first, so that both engines end at the same time.
    names = sorted(documents, key=lambda name: -len(documents[name]))
    try:
        with ThreadPoolExecutor(len(printer.engines)) as pool:
            for name, pdf in zip(
                names, pool.map(lambda name: printer.print(documents[name], name), names), strict=True
            ):
                (folder / f"{name}.pdf").write_bytes(pdf)
    finally:
        printer.close()
    return findings


def once(folder: Path, make: Callable[[], None]) -> None:
    """Let one of several test processes make a folder while the others wait."""
    done, begun = folder.with_suffix(".done"), folder.with_suffix(".begun")
    try:
        begun.touch(exist_ok=False)
    except FileExistsError:
        deadline = time.monotonic() + PATIENCE
        while not done.exists():
            assert time.monotonic() < deadline, "the process that prints the edition did not end"
            time.sleep(0.2)
        return
    make()
    done.touch()


@pytest.fixture(scope="session")
def pdfs(
    edition: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> dict[str, Path]:
    """Their PDFs, printed once for all test processes of a run."""
    office()
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if hasattr(request.config, "workerinput") else base) / "pdf-edition"

    def make() -> None:
        assert print_all(edition, folder).items == []

    once(folder, make)
    return {name: folder / f"{name}.pdf" for name in edition}


def test_outloud_finds_nothing(pdfs: dict[str, Path]) -> None:
    with ThreadPoolExecutor(2) as pool:
        results = dict(zip(pdfs, pool.map(lambda path: outloud.check(str(path)), pdfs.values()), strict=True))
    found = {name: [str(each) for each in result.findings] for name, result in results.items() if result.findings}
    assert found == {}
    assert [name for name, result in results.items() if result.error] == []


def test_preflight_finds_only_what_the_second_part_allows(pdfs: dict[str, Path]) -> None:
    require(preflight.installed(), "PDFBox Preflight")
    chosen = {name: path for name, path in pdfs.items() if name != "strategy"}
    found = preflight.errors(chosen.values())
    assert {f"{name}.pdf" for name in chosen} <= set(found)
    other = {name: [each for each in errors if each[0] not in {*LIFTED, ""}] for name, errors in found.items()}
    # In the strategy its list of transparent lines is too long for it to end.
    assert {name: errors for name, errors in other.items() if errors and name != "strategy.pdf"} == {}


def test_the_metadata_says_what_it_follows_and_where_it_comes_from(pdfs: dict[str, Path]) -> None:
    for name, path in pdfs.items():
        with pikepdf.open(path) as pdf:
            text = pdf.Root.Metadata.read_bytes().decode()
            assert str(pdf.Root.Lang) == "en-GB"
            assert str(pdf.docinfo["/Title"]).startswith("Regional Strategy")
            assert str(pdf.docinfo["/CreationDate"]).startswith("D:2006")
        ElementTree.fromstring(text[text.index("<x:xmpmeta") : text.index("<?xpacket end")])
        for claim in ("<pdfaid:part>2<", "<pdfaid:conformance>B<", "<pdfuaid:part>1<"):
            assert claim in text, name
        assert f"<iomreport:target>{name}</iomreport:target>" in text
        assert is_as_built(path.read_bytes()), name


def test_every_page_is_called_what_it_shows(pdfs: dict[str, Path]) -> None:
    for name in ("strategy", "albania"):
        with pikepdf.open(pdfs[name]) as pdf:
            labels = [page.label for page in pdf.pages]
        # Enough to meet every way of numbering; Poppler takes long for the rest.
        labels = labels[:12]
        command = ["pdftotext", "-layout", "-l", str(len(labels)), pdfs[name], "-"]
        shown = subprocess.run(command, capture_output=True, text=True, check=True)
        pages = shown.stdout.split("\f")[: len(labels)]
        numbers = [re.findall(r"\|\s*(\w+)\s*$", page.rstrip()) for page in pages]
        assert labels[0] == "A"
        assert numbers[0] == []
        assert labels[1] == "i"
        assert [[label] for label in labels[1:]] == numbers[1:]


def test_headings_stand_on_the_pages_that_the_outline_says(pdfs: dict[str, Path], edition: dict[str, bytes]) -> None:
    content = pdfs["strategy"].read_bytes()
    headings = outline(content)
    assert len(headings) > 50
    assert {heading.level for heading in headings} >= {1, 2, 3}
    names = [f"_Toc2{number:08d}" for number in range(1, 20)]
    pages = printed_pages(content, names)
    assert list(pages) == names
    assert set(pages.values()) <= {heading.page for heading in headings}
    assert printed_pages(content, ["_TocNowhere"]) == {}


def test_contents_name_the_pages_that_came_out(pdfs: dict[str, Path]) -> None:
    for name in ("albania", "hungary"):
        command = ["pdftotext", "-layout", "-f", "2", "-l", "2", pdfs[name], "-"]
        shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        entries = re.findall(r"^ *(.+?)(?:\.{3,}| {3,})(\w+)$", shown, re.MULTILINE)
        headings = {(re.sub(r"\s+", " ", heading.title), heading.page) for heading in outline(pdfs[name].read_bytes())}
        assert len(entries) > 15
        assert set(entries) <= headings, name


def test_readers_meet_a_note_after_the_words_that_cite_it(tmp_path: Path) -> None:
    office()
    # Poppler takes half a minute for the structure of a real extract with its drawings.
    project = write_specimen(tmp_path / "project")
    word = Document()
    word.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
    word.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER).font.superscript = True
    word.add_heading("Background", 1)
    word.add_paragraph("{{p country.background }}")
    word.add_heading("Priorities", 2)
    word.save(str(project / "country.docx"))
    strategy = load(project)
    press = DocumentBuilder(project, strategy)
    selected = extract(strategy, countries=["albania"])
    document = press.make(
        selected, press.open(project / "country.docx"), {}, "albania", field_digests(strategy)
    ).content
    print_all({"albania": document}, tmp_path / "pdf")
    command = ["pdfinfo", "-struct-text", tmp_path / "pdf" / "albania.pdf"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert text.index("Background text.") < text.index("Note <note-00001>") < text.index("The note.")
    label = text[text.index("Note <note-00001>") :].splitlines()
    assert [line.split()[0] for line in label[1:4]] == ["Lbl", "Link", '"1"']
    levels = [int(level) for level in re.findall(r"^\s*H([1-6]) ", text, re.MULTILINE)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_no_structure_warning_of_poppler(pdfs: dict[str, Path]) -> None:
    for name in ("albania", "strategy"):
        answer = subprocess.run(["pdfinfo", "-struct", pdfs[name]], capture_output=True, text=True, check=True)
        assert answer.stderr == "", name


def test_another_process_with_another_profile_and_order_makes_the_same_bytes(
    pdfs: dict[str, Path], edition: dict[str, bytes], tmp_path: Path
) -> None:
    chosen = ("slovenia", "bosnia-and-herzegovina", "albania")
    findings = Findings()
    printer = open_printer("libreoffice", findings, 1)
    try:
        for name in chosen:
            assert printer.print(edition[name], f"elsewhere/{name}.pdf") == pdfs[name].read_bytes(), name
    finally:
        printer.close()
