"""The documents of projects as a layout engine is given them, and changes that move their pages."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree
from specimen import put, write_specimen

from iomreport.layout.engine import Pages
from iomreport.layout.parts import stored
from iomreport.publish.builder import DocumentBuilder
from iomreport.publish.targets import parse_targets
from iomreport.strategy.load.loader import load
from iomreport.strategy.origin import field_digests
from iomreport.word.oxml import W
from iomreport.word.package import read_package, write_package

REPOSITORY = Path(__file__).resolve().parent.parent.parent
MAIN, NOTES, STYLES = "word/document.xml", "word/footnotes.xml", "word/styles.xml"
Laid = tuple[bytes, tuple[str, ...]]
"""A document, and the bookmarks whose pages it prints."""


@dataclass
class Recorder:
    """An engine that remembers what it is given, and says that all stands on page 88."""

    name: str = "recorder 1"
    given: dict[str, Laid] = field(default_factory=dict[str, Laid])

    def pages(self, document: bytes, bookmarks: Sequence[str], called: str = "") -> Pages:
        self.given[called] = document, tuple(bookmarks)
        return Pages(dict.fromkeys(bookmarks, "88"))

    def close(self) -> None:
        pass


def specimen_of(folder: Path) -> Path:
    """The specimen with the words that the repository's templates print."""
    write_specimen(folder)
    put(folder, "content/labels.yaml", (REPOSITORY / "content/labels.yaml").read_bytes())
    return folder


def documents_of(project: Path, *words: str) -> dict[str, Laid]:
    """The documents of some targets, with the templates of the repository, by their names."""
    strategy = load(project)
    recorder = Recorder()
    builder = DocumentBuilder(REPOSITORY, strategy, layout=recorder)
    for target in parse_targets(strategy, words):
        part = target.extract(strategy)
        template = builder.open(REPOSITORY / "templates" / f"{target.kind}.docx")
        builder.make(part, template, {}, target.name, field_digests(part))
    return recorder.given


def changed(laid: Laid, seed: int) -> Laid:
    """A document with a few changes that are drawn by a seed, and those of its bookmarks that are left."""
    rng = random.Random(seed)
    members = read_package(laid[0])
    parts = {name: etree.fromstring(members[name].content()) for name in (MAIN, NOTES, STYLES)}
    for change in rng.choices(CHANGES, k=rng.randint(2, 5)):
        change(parts, rng)
    _order_notes(parts)
    for name, part in parts.items():
        members[name] = stored(name, etree.tostring(part, encoding="unicode"))
    left = set(re.findall(r'w:name="([^"]*)"', members[MAIN].content().decode()))
    return write_package(members.values()), tuple(name for name in laid[1] if name in left)


Parts = dict[str, etree._Element]  # noqa: SLF001 - lxml has no public name for the type of an element


def _tag(name: str) -> str:
    return f"{{{W}}}{name}"


def _texts(part: etree._Element, least: int = 40) -> list[etree._Element]:
    return [each for each in part.iter(_tag("t")) if each.text and len(each.text) >= least]


def _order_notes(parts: Parts) -> None:
    """Each note once, in the order of the references, as Word writes them and LibreOffice reads them."""
    notes = {
        note.get(_tag("id")): note for note in parts[NOTES].findall(_tag("footnote")) if not note.get(_tag("type"))
    }
    for note in notes.values():
        parts[NOTES].remove(note)
    for number, reference in enumerate(parts[MAIN].iter(_tag("footnoteReference")), 1):
        note = deepcopy(notes[reference.get(_tag("id"))])
        for each in (note, reference):
            each.set(_tag("id"), str(number))
        parts[NOTES].append(note)


def lengthen(parts: Parts, rng: random.Random) -> None:
    text = rng.choice(_texts(parts[MAIN]))
    text.text = " ".join([text.text or ""] * rng.randint(2, 9))


def shorten(parts: Parts, rng: random.Random) -> None:
    for text in rng.sample(_texts(parts[MAIN]), 3):
        text.text = (text.text or "")[:20]


def grow_table(parts: Parts, rng: random.Random) -> None:
    rows = list(parts[MAIN].iter(_tag("tr")))
    if rows:
        row = rng.choice(rows)
        for _ in range(rng.randint(1, 25)):
            row.addnext(_without_bookmarks(deepcopy(row)))


def shrink_table(parts: Parts, rng: random.Random) -> None:
    tables = [table for table in parts[MAIN].iter(_tag("tbl")) if len(table.findall(_tag("tr"))) > 3]
    if tables:
        table = rng.choice(tables)
        table.remove(table.findall(_tag("tr"))[-1])


def grow_note(parts: Parts, rng: random.Random) -> None:
    texts = _texts(parts[NOTES])
    if texts:
        text = rng.choice(texts)
        text.text = " ".join([text.text or ""] * rng.randint(2, 6))


def add_notes(parts: Parts, rng: random.Random) -> None:
    for text in rng.sample(_texts(parts[MAIN]), rng.randint(1, 12)):
        number = str(max(int(each.get(_tag("id"), "0")) for each in parts[NOTES]) + 1)
        note = etree.SubElement(parts[NOTES], _tag("footnote"), {_tag("id"): number})
        words = "A note. " * rng.randint(1, 60)
        content = f'<w:p xmlns:w="{W}"><w:r><w:footnoteRef/></w:r><w:r><w:t>{words}</w:t></w:r></w:p>'
        note.append(etree.fromstring(content))
        run = etree.Element(_tag("r"))
        etree.SubElement(run, _tag("footnoteReference"), {_tag("id"): number})
        parent = text.getparent()
        assert parent is not None
        parent.addnext(run)


def _sections(parts: Parts) -> list[tuple[int, int]]:
    """Where each section begins and ends among the blocks of the body; without the last."""
    body = parts[MAIN].find(_tag("body"))
    assert body is not None
    found: list[tuple[int, int]] = []
    start = 0
    for index, block in enumerate(body):
        if block.tag == _tag("p") and block.find(f"{_tag('pPr')}/{_tag('sectPr')}") is not None:
            found.append((start, index + 1))
            start = index + 1
    return found


def add_chapter(parts: Parts, rng: random.Random) -> None:
    body = parts[MAIN].find(_tag("body"))
    assert body is not None
    start, end = rng.choice(_sections(parts))
    for offset, block in enumerate([_without_bookmarks(deepcopy(block)) for block in body[start:end]]):
        body.insert(end + offset, block)


def remove_chapter(parts: Parts, rng: random.Random) -> None:
    body = parts[MAIN].find(_tag("body"))
    assert body is not None
    sections = _sections(parts)
    if len(sections) > 2:
        start, end = rng.choice(sections[1:])
        for block in body[start:end]:
            body.remove(block)


def other_font(parts: Parts, rng: random.Random) -> None:
    family = rng.choice(("Liberation Serif", "Liberation Sans", "Noto Serif", "DejaVu Sans"))
    for fonts in parts[STYLES].iter(_tag("rFonts")):
        for name in list(fonts.attrib):
            del fonts.attrib[name]
        fonts.set(_tag("ascii"), family)
        fonts.set(_tag("hAnsi"), family)


def other_size(parts: Parts, rng: random.Random) -> None:
    for size in rng.sample(list(parts[STYLES].iter(_tag("sz"))), 3):
        size.set(_tag("val"), str(max(int(size.get(_tag("val"), "20")) + rng.choice((-3, 2, 5)), 8)))


def number_lists(parts: Parts, rng: random.Random) -> None:
    """Lists that go on through the document."""
    for style in parts[MAIN].iter(_tag("pStyle")):
        if style.get(_tag("val")) == "ListBullet" and rng.random() < 0.5:
            style.set(_tag("val"), "ListNumber")


def continue_section(parts: Parts, rng: random.Random) -> None:
    kinds = [kind for section in parts[MAIN].iter(_tag("sectPr")) if (kind := section.find(_tag("type"))) is not None]
    rng.choice(kinds).set(_tag("val"), "continuous")


def begin_page(parts: Parts, rng: random.Random) -> None:
    styles = [style for style in parts[MAIN].iter(_tag("pStyle")) if style.getparent() is not None]
    style = rng.choice(styles)
    style.addnext(etree.Element(_tag("pageBreakBefore")))


def number_anew(parts: Parts, rng: random.Random) -> None:
    for numbers in parts[MAIN].iter(_tag("pgNumType")):
        numbers.set(_tag("start"), str(rng.randint(1, 30)))
        numbers.set(_tag("fmt"), rng.choice(("upperRoman", "decimal", "lowerLetter")))


def empty_end(parts: Parts, rng: random.Random) -> None:
    """Empty paragraphs before the end of a section."""
    body = parts[MAIN].find(_tag("body"))
    assert body is not None
    _, end = rng.choice(_sections(parts))
    for _ in range(rng.randint(1, 45)):
        body.insert(end - 1, etree.Element(_tag("p")))


def _without_bookmarks(block: etree._Element) -> etree._Element:
    for name in ("bookmarkStart", "bookmarkEnd"):
        for mark in list(block.iter(_tag(name))):
            parent = mark.getparent()
            if parent is not None:
                parent.remove(mark)
    return block


CHANGES: tuple[Callable[[Parts, random.Random], None], ...] = (
    lengthen,
    lengthen,
    shorten,
    grow_table,
    grow_table,
    shrink_table,
    grow_note,
    add_notes,
    add_chapter,
    remove_chapter,
    other_font,
    other_size,
    number_lists,
    continue_section,
    begin_page,
    number_anew,
    empty_end,
)
