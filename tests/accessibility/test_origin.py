"""A finding names the place where it is mended: a line of the content, or a place in the template."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from specimen import spoil

from iomreport.cli.accessibility import check_accessibility
from iomreport.diagnostics.finding import Diagnostic

CHAPTER = "content/countries/albania/chapter.md"
PROJECTS = "content/countries/albania/projects.yaml"
PIXEL = Path(__file__).parents[1] / "publish/pixel.png"


def said(findings: list[Diagnostic]) -> list[tuple[str, str]]:
    return sorted((finding.code, str(finding.location)) for finding in findings)


def test_a_small_project_has_no_barrier(small: Path) -> None:
    assert check_accessibility(small, ("strategy", "albania", "theme:research")) == []


@pytest.mark.parametrize(
    ("file", "right", "wrong", "expected"),
    [
        (CHAPTER, "Background text.", "![map.png](map.png)\n\nText.", ("A202", f"{CHAPTER}:3:1")),
        (CHAPTER, "Background text.", "Text.\n\n![](map.png)\n\nText.", ("A201", f"{CHAPTER}:5:1")),
        (CHAPTER, "Border text.", "It is [here](https://www.iom.int).", ("A502", f"{CHAPTER}:11:8")),
        (CHAPTER, "Border text.", "It is at ул. Васил Левски 12.", ("A104", f"{CHAPTER}:11:1")),
        (CHAPTER, "Border text.", "One.\n\n• a bullet\n\n• another", ("A801", f"{CHAPTER}:13:1")),
        (CHAPTER, "Border text.", "|  | B |\n|---|---|\n| 1 | 2 |", ("A403", f"{CHAPTER}:11:1")),
        (CHAPTER, "[^nato]: The note.", "[^nato]: See [here](https://www.iom.int).", ("A502", f"{CHAPTER}:34:15")),
        (CHAPTER, "Border text.", "It is at [ул. Левски]{lang=en}.", ("A104", f"{CHAPTER}:11:11")),
        (PROJECTS, "        and a second line.", "        at ул. Левски.", ("A104", f"{PROJECTS}:7:9")),
    ],
)
def test_what_the_content_says_is_named_by_its_line(
    file: str, right: str, wrong: str, expected: tuple[str, str], small: Path
) -> None:
    shutil.copy(PIXEL, small / "content/countries/albania/map.png")
    spoil(small, file, right, wrong)
    assert said(check_accessibility(small, ("strategy", "albania"))) == [expected]


def test_the_emblem_is_named_by_its_words(small: Path) -> None:
    shutil.copy(PIXEL, small / "content/emblem.png")
    publisher = "publisher:\n  name: International Organization for Migration\n"
    emblem = "  emblem: emblem.png\n  emblem_alternative: emblem.png\n"
    spoil(small, "content/strategy.yaml", publisher, publisher + emblem)
    assert said(check_accessibility(small, ("albania",))) == [("A202", "content/strategy.yaml:9:23")]


def test_a_heading_and_its_entry_in_the_contents_are_one_finding(small: Path) -> None:
    spoil(small, CHAPTER, "## Forum for Migration", "## Форум за миграције")
    found = check_accessibility(small, ("albania",))
    assert said(found) == [("A104", f"{CHAPTER}:30:4")]
    # A title is plain words, so that no language can be marked in it.
    assert found[0].fix == "write the words in the letters of the document's language: here none can be marked"


def respelt(template: Path, part: str, change: Callable[[str], str]) -> None:
    """Change the text of a part of a template."""
    with ZipFile(template) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = change(parts[part].decode())
    assert text.encode() != parts[part]
    parts[part] = text.encode()
    with ZipFile(template, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def without_header(text: str) -> str:
    return text.replace("<w:tblHeader/>", "", 1)


def without_mark(text: str) -> str:
    return re.sub(r"<a:extLst>.*?</a:extLst>", "", text, count=1)


def in_french(text: str) -> str:
    return text.replace('<w:lang w:val="en-GB"', '<w:lang w:val="fr-FR"')


def paler(text: str) -> str:
    return re.sub(
        r'(<w:name w:val="Eyebrow"/>.*?<w:color w:val=)"\w+"( w:themeColor="\w+")', r'\1"BBBBBB"', text, count=1
    )


@pytest.mark.parametrize(
    ("part", "change", "expected"),
    [
        (
            "word/document.xml",
            without_header,
            ("A401", 'templates/country.docx, table 1, row 1, cell 1 "{{ labels.at_a_glance }}"'),
        ),
        ("word/document.xml", without_mark, ("A201", "templates/country.docx, paragraph 1")),
        ("word/styles.xml", paler, ("A601", 'templates/country.docx, style "Eyebrow"')),
        (
            "word/styles.xml",
            in_french,
            ("A103", "templates/country.docx, the defaults of its styles"),
        ),
        (
            "word/header-opener.xml",
            without_mark,
            ("A201", "templates/country.docx, header (word/header-opener.xml), paragraph 1"),
        ),
    ],
)
def test_what_the_template_says_is_named_there_once(
    part: str, change: Callable[[str], str], expected: tuple[str, str], small: Path
) -> None:
    respelt(small / "templates/country.docx", part, change)
    assert said(check_accessibility(small, ("albania", "kosovo"))) == [expected]


def emptied(template: Path, *places: tuple[str, str, int]) -> None:
    """Put empty paragraphs of a style before those of a template with these words."""
    document = docx.Document(str(template))
    for words, style, count in places:
        place = next(each for each in document.paragraphs if each.text == words)
        for _ in range(count):
            place.insert_paragraph_before("", style)
    document.save(str(template))


@pytest.mark.parametrize(
    ("places", "codes"),
    [
        ([("{{ labels.standing }}", "Normal", 2)], ["A802"]),
        ([("{{ labels.standing_lead }}", "Heading 1", 1)], ["A302"]),
        ([("{{ labels.standing }}", "Normal", 2), ("{{ labels.background }}", "Normal", 2)], ["A802", "A802"]),
        ([("{{ labels.standing }}", "Normal", 2), ("{{ labels.contact }}", "Normal", 3)], ["A802", "A802"]),
        ([("{{ part.title }}", "Normal", 2), ("{{ labels.acronyms }}", "Normal", 2)], ["A802", "A802"]),
        ([("{{ labels.standing }}", "Normal", 2), ("{{ labels.standing_lead }}", "Heading 1", 1)], ["A302", "A802"]),
    ],
)
def test_what_the_template_leaves_empty_is_named_there_once(
    places: list[tuple[str, str, int]], codes: list[str], small: Path
) -> None:
    emptied(small / "templates/country.docx", *places)
    found = said(check_accessibility(small, ("albania", "kosovo")))
    assert [code for code, _ in found] == codes
    assert all(place.startswith("templates/country.docx, paragraph ") for _, place in found)


def test_a_picture_without_words_is_described_where_it_stands(small: Path) -> None:
    shutil.copy(PIXEL, small / "content/countries/albania/map.png")
    spoil(small, CHAPTER, "Background text.", "Text.\n\n![](map.png)\n\nText.")
    respelt(small / "templates/country.docx", "word/document.xml", without_mark)
    found = {each.location.path: each.fix for each in check_accessibility(small, ("albania",)) if each.location}
    assert found.keys() == {CHAPTER, "templates/country.docx"}
    assert "in the square brackets" in found[CHAPTER]
    assert "View Alt Text" not in found[CHAPTER]
    assert "View Alt Text" in found["templates/country.docx"]


@pytest.mark.parametrize(
    ("words", "called", "mark", "names"),
    [
        ("Права за сите", "Cyrillic letters", "{lang=mk} for Macedonian (sr for Serbian", "Macedonian or Serbian"),
        ("Δικαιώματα για όλους", "Greek letters", "{lang=el}", "Language): Greek"),
        ("国际移民组织", "Chinese, Japanese or Korean characters", "{lang=zh} for Chinese", "Chinese or Japanese or"),
        ("국제이주기구", "Korean letters", "{lang=ko}", "Language): Korean"),
    ],
)
def test_foreign_words_are_marked_where_they_stand(words: str, called: str, mark: str, names: str, small: Path) -> None:
    spoil(small, CHAPTER, "Border text.", f"It says {words}.")
    template = docx.Document(str(small / "templates/country.docx"))
    template.paragraphs[-1].insert_paragraph_before(words)
    template.save(str(small / "templates/country.docx"))
    found = {each.location.path: each for each in check_accessibility(small, ("kosovo", "albania")) if each.location}
    assert found.keys() == {CHAPTER, "templates/country.docx"}
    assert all(f"“{words}” is in {called}, and" in each.message for each in found.values())
    assert f"[{words}]{mark}" in found[CHAPTER].fix
    assert names in found["templates/country.docx"].fix
    assert "{lang=" not in found["templates/country.docx"].fix
