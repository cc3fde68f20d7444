"""A part is what its relationships say, whatever it is called."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from iomreport.word.document import with_usual_names
from iomreport.word.package import PackageError, read_package, write_package

sys.path.append(str(Path(__file__).resolve().parents[1] / "template"))
from compare import by_docxtpl, by_engine, canonical, members, properties
from corpus.package import document, note, note_reference, p, r, zipped


def specimen() -> bytes:
    return document(
        p(r("{{ title }}"), note_reference(1)),
        headers=("{{ title }}",),
        footnotes=(note(1, "{{ title }}"),),
        core={"title": "{{ title }}"},
    )


def changed(change: Callable[[str, str], tuple[str, str]]) -> bytes:
    return zipped(
        {name: text.encode() for name, text in (change(n, c.decode()) for n, c in members(specimen()).items())}
    )


def renamed(name: str, text: str) -> tuple[str, str]:
    """As Word for the web names parts."""
    for kind in ("document", "footnotes", "styles"):
        name = name.replace(f"word/{kind}.xml", f"word/{kind}2.xml").replace(f"{kind}.xml.rels", f"{kind}2.xml.rels")
        text = text.replace(f"{kind}.xml", f"{kind}2.xml") if name.endswith((".rels", "[Content_Types].xml")) else text
    return name.replace("core.xml", "core7.xml"), text.replace("/core.xml", "/core7.xml")


def test_parts_with_other_names_are_rendered() -> None:
    template, values = changed(renamed), {"title": "A title"}
    assert "word/document2.xml" in members(template)
    theirs, ours = members(by_docxtpl(template, values)), members(by_engine(template, values))
    for one, other in (("document2", "document"), ("header1", "header1"), ("footnotes2", "footnotes")):
        assert canonical(theirs[f"word/{one}.xml"]) == canonical(ours[f"word/{other}.xml"])
    assert properties(by_engine(template, values))["title"] == "A title"


def test_parts_with_usual_names_are_left_as_they_are() -> None:
    package = read_package(specimen())
    assert with_usual_names(package) is package


def test_absolute_and_roundabout_targets_are_followed() -> None:
    def change(name: str, text: str) -> tuple[str, str]:
        text = text.replace('Target="header1.xml"', 'Target="./x/../header1.xml"')
        return name, text.replace('Target="word/document.xml"', 'Target="/word/document.xml"')

    assert b"A title" in members(by_engine(changed(change), {"title": "A title"}))["word/header1.xml"]


def missing_main(name: str, text: str) -> tuple[str, str]:
    return name.replace("word/document.xml", "word/gone.xml"), text


def another_kind(name: str, text: str) -> tuple[str, str]:
    return name, text.replace("document.main+xml", "template.main+xml")


def strict(name: str, text: str) -> tuple[str, str]:
    return name, text.replace(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument",
        "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument",
    )


def elsewhere(name: str, text: str) -> tuple[str, str]:
    return name.replace("word/", "doc/"), text.replace("word/", "doc/").replace("2006/doc/", "2006/word/")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (missing_main, "main document is missing"),
        (another_kind, r"save it in Word as Word Document \(\.docx\)"),
        (strict, "Strict Open XML"),
        (elsewhere, "other folders"),
    ],
)
def test_what_is_no_word_document_is_refused(change: Callable[[str, str], tuple[str, str]], words: str) -> None:
    with pytest.raises(PackageError, match=words):
        with_usual_names(read_package(changed(change)))


def test_a_package_of_something_else_is_refused() -> None:
    with pytest.raises(PackageError, match="not a Word document"):
        with_usual_names(read_package(write_package([])))
