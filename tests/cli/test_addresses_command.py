"""Which of document and content was changed, as `addresses` and `inspect` tell it of documents that come back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from specimen import put, spoil

from iomreport.cli.errors import run_guarded
from iomreport.cli.main import command
from iomreport.markup.nodes import LineBreak, Note, Paragraph, Prose, Reference, Text
from iomreport.strategy.expected_text import expected_text
from iomreport.strategy.origin import pack_texts, unpack_texts

ROOT = Path(__file__).parents[2]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CHAPTER = "content/countries/albania/chapter.md"
RICH = """\
Background *text* with a [link](https://www.iom.int) and **strong words**[^nato], and one more.

- a list\\
  of two lines;
  1. with a number;

> A quotation in [Shqip]{lang=sq}.

| Year | Cases |
|---|---|
| 2004 | 1,200 |

![A map of the borders](map.png)

The end.
"""

Output = tuple[int, str, str]
Run = Callable[..., Output]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, project: Path) -> Run:
    monkeypatch.setenv("IOMREPORT_CACHE", str(project.parent / "cache"))
    monkeypatch.chdir(project)

    def run(*arguments: str) -> Output:
        capsys.readouterr()
        code = run_guarded(command, list(arguments))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture
def back(project: Path, run: Run) -> Path:
    """The extract of Albania as it was sent, outside the outputs, with formatted prose of every kind."""
    shutil.copy(ROOT / "content/labels.yaml", project / "content/labels.yaml")
    shutil.copy(ROOT / "templates/country.docx", project / "templates/country.docx")
    shutil.copy(ROOT / "tests/publish/pixel.png", project / "content/countries/albania/map.png")
    spoil(project, CHAPTER, "Background text.[^nato]\n", RICH)
    code, _, err = run("build", "albania", "-q", "-f", "docx", "-f", "html", "--layout", "none")
    assert code == 0, err
    copy = project / "copy.docx"
    shutil.copy(project / "output/countries/albania.docx", copy)
    return copy


def in_word(path: Path, old: str, new: str) -> None:
    """Change words of a document and save it, as an editor does."""
    document: Any = docx.Document(str(path))
    texts = [each for each in document.element.body.iter(f"{W}t") if old in (each.text or "")]
    assert texts, old
    texts[0].text = str(texts[0].text).replace(old, new)
    document.save(str(path))


def rows(run: Run, *options: str, code: int = 0) -> dict[str, Any]:
    """The notable fields by address, as a script reads them."""
    ended, out, err = run("addresses", "--json", "--changed", "copy.docx", *options)
    assert ended == code, err
    return {each["address"]: each for each in json.loads(out)}


def pieces(row: dict[str, Any]) -> list[tuple[str, str]]:
    return [(each["kind"], each["text"]) for each in row["difference"] if each["kind"] != "same"]


@pytest.mark.parametrize("saved", [False, True])
def test_an_untouched_document_is_not_said_to_have_been_edited(
    project: Path, run: Run, back: Path, saved: bool
) -> None:
    if saved:
        docx.Document(str(back)).save(str(back))
    spoil(project, CHAPTER, "and one more.", "and one more last year.")
    code, out, _ = run("addresses", "--changed", "--exit-code", "copy.docx")
    assert code == 0
    assert out.startswith("AL/background: as it was built; the content has changed since\n")
    assert "one more{+ last year+}." in out
    assert out.endswith(" addresses: 0 changed, 0 gone, 0 unsure, 1 older than the content\n")
    (row,) = rows(run, "--exit-code").values()
    assert (row["state"], pieces(row)) == ("outdated", [("inserted", " last year")])


def test_an_edit_is_told_whatever_else_changed_in_the_content(project: Path, run: Run, back: Path) -> None:
    in_word(back, "Border text.", "Border words.")
    spoil(project, CHAPTER, "Forum text.", "The forum met.")
    told = rows(run, "--exit-code", code=1)
    assert {row["state"] for row in told.values()} == {"edited", "outdated"}
    assert len(told) == 2
    (edited,) = [row for row in told.values() if row["state"] == "edited"]
    assert ("inserted", "words") in pieces(edited)
    shown = run("addresses", "--changed", "copy.docx")[1]
    assert ": changed in the document\n" in shown
    assert ": as it was built; the content has changed since\n" in shown


def test_plain_words_are_told_as_prose_is(project: Path, run: Run, back: Path) -> None:
    spoil(project, "content/countries/albania/country.yaml", "office: IOM Tirana", "office: IOM in Tirana")
    (row,) = rows(run, "--exit-code").values()
    assert (row["address"], row["state"]) == ("AL/mission/office", "outdated")
    assert pieces(row) == [("inserted", "in ")]
    in_word(back, "IOM Tirana", "IOM Durrës")
    assert rows(run, "--exit-code", code=1)["AL/mission/office"]["state"] == "both"


def test_what_both_changed_is_told_as_such(project: Path, run: Run, back: Path) -> None:
    in_word(back, "The end.", "The very end.")
    spoil(project, CHAPTER, "and one more.", "and one more last year.")
    (row,) = rows(run, "--exit-code", code=1).values()
    assert row["state"] == "both"
    assert pieces(row) == [("deleted", " last year"), ("inserted", " very")]
    shown = run("addresses", "--changed", "copy.docx")[1]
    assert "AL/background: changed in the document, and the content has changed since it was built\n" in shown
    assert "1 changed, 0 gone" in shown


def test_what_cannot_be_told_is_said(project: Path, run: Run, back: Path) -> None:
    """The words of a reference are those of its target, which the field alone does not tell."""
    spoil(project, CHAPTER, "Forum text.", "Forum text, see [](#AL/priorities/a).")
    assert run("build", "albania", "-q", "--force", "--layout", "none")[0] == 0
    shutil.copy(project / "output/countries/albania.docx", back)
    assert rows(run, "--exit-code") == {}
    spoil(project, CHAPTER, "Forum text, see", "Forum text; see")
    (row,) = rows(run, "--exit-code", code=1).values()
    assert row["state"] == "unclear"
    assert "whether it was changed in the document cannot be told" in run("addresses", "copy.docx")[1]
    in_word(back, "Border text.", "Border words.")
    assert {each["state"] for each in rows(run).values()} == {"unclear", "edited"}


def test_a_document_without_digests_of_texts_is_not_guessed_at(project: Path, run: Run, back: Path) -> None:
    with ZipFile(back) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert b"iomreport.texts.1" in parts["docProps/custom.xml"]
    parts["docProps/custom.xml"] = parts["docProps/custom.xml"].replace(b"iomreport.texts.", b"iomreport.other.")
    with ZipFile(back, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    spoil(project, CHAPTER, "Forum text.", "The forum met.")
    (row,) = rows(run, "--exit-code", code=1).values()
    assert row["state"] == "unclear"


def test_a_template_that_changed_makes_no_field_edited(project: Path, run: Run, back: Path) -> None:
    template = docx.Document(str(project / "templates/country.docx"))
    template.add_paragraph("Another end")
    template.save(str(project / "templates/country.docx"))
    spoil(project, CHAPTER, "and one more.", "and one more last year.")
    in_word(back, "Border text.", "Border words.")
    assert {each["state"] for each in rows(run).values()} == {"outdated", "edited"}


@pytest.mark.parametrize("form", ["docx", "html"])
def test_with_an_error_in_the_content_the_origin_is_told_all_the_same(
    form: str, project: Path, run: Run, back: Path
) -> None:
    put(project, CHAPTER, (project / CHAPTER).read_text("utf-8").replace("Forum text.", "x[^nope] y[^no]"))
    file = f"output/countries/albania.{form}"
    code, out, err = run("inspect", file)
    assert (code, err) == (1, "")
    assert "  target    albania\n" in out
    assert "  document  as it was built\n" in out
    assert "  content   not compared: the content has 2 errors, which iomreport check shows\n" in out
    code, out, _ = run("inspect", "--json", file)
    told = json.loads(out)
    assert (code, told["target"], told["current"]) == (1, "albania", None)
    assert [each["code"] for each in told["faults"]] == ["C301", "C301"]


def test_the_fields_of_a_page_or_pdf_are_not_looked_for(project: Path, run: Run, back: Path) -> None:
    (project / "letter.pdf").write_bytes(b"%PDF-1.7\n")
    for file, form in (("output/countries/albania.html", "a page in HTML"), ("letter.pdf", "a PDF")):
        code, out, err = run("addresses", file)
        assert (code, out) == (1, "")
        assert f"it is {form}, of which no fields can be read back; the Word document (.docx) is wanted" in err
        assert f"iomreport inspect {file}" in err
        assert "word processor" not in err


def test_texts_are_packed_beside_their_fields() -> None:
    note = Note("a", (Paragraph((Text("A note."),)),))
    prose = Prose((Paragraph((Text("One"), LineBreak(), Text("line"), note)), Paragraph((Text("Two"),))))
    assert expected_text(prose) == "One\nline[note: A note.]\nTwo"
    unknown = Prose((Paragraph((Reference("AL/priorities/a"),)),))
    assert expected_text(unknown) is None
    known = {"a": b"aaaa", "b": b"bbbb", "c": b"cccc"}
    packed = pack_texts(["plain", unknown, prose])
    texts = unpack_texts(packed, known)
    assert texts.pop("a") == b"aaaa"
    assert list(texts) == ["c"]
    assert texts["c"] != b"cccc"
    assert unpack_texts(packed, {"a": b"aaaa"}) == unpack_texts("AAAA", known) == {}
