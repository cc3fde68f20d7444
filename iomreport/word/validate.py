"""What no schema sees: whether a document's parts agree with each other.

Every rule is a function of the opened document that yields what is wrong in words for a person; the builds of the
project's own documents are tested to yield nothing, and `--verify` asks it of each document before it is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from posixpath import dirname, join, normpath

from iomreport.word.document import parse_part
from iomreport.word.elements import W14, WP, Element, w
from iomreport.word.oxml import R
from iomreport.word.package import PackageError, read_package

_STORIES = ("document", "footnotes", "endnotes", "header", "footer", "comments")
_STYLE_USES = ("pStyle", "rStyle", "tblStyle")


@dataclass(frozen=True, slots=True)
class Examined:
    """A document's XML parts by name; `stories` are those with text."""

    parts: dict[str, Element]
    names: frozenset[str]

    @property
    def stories(self) -> Iterator[tuple[str, Element]]:
        for name, root in self.parts.items():
            if name.startswith("word/") and name.removeprefix("word/").startswith(_STORIES):
                yield name, root

    def iter(self, *tags: str) -> Iterator[Element]:
        for _, root in self.stories:
            yield from root.iter(*(w(tag) for tag in tags))


def find_faults(document: bytes) -> list[str]:
    """All that is wrong in a document; empty where its parts agree."""
    try:
        members = read_package(document)
    except PackageError as error:
        return [str(error)]
    faults: list[str] = []
    parts: dict[str, Element] = {}
    for name, member in members.items():
        if name.endswith((".xml", ".rels")):
            try:
                parts[name] = parse_part(member)
            except PackageError as error:
                faults.append(str(error))
    opened = Examined(parts, frozenset(members))
    for rule in RULES:
        faults.extend(rule(opened))
    return faults


def bookmark_names_are_unique(opened: Examined) -> Iterator[str]:
    names = Counter(mark.get(w("name")) for mark in opened.iter("bookmarkStart"))
    yield from (f"{count} bookmarks are called {name}" for name, count in names.items() if count > 1)


def bookmarks_are_closed(opened: Examined) -> Iterator[str]:
    for name, root in opened.stories:
        starts = Counter(mark.get(w("id")) for mark in root.iter(w("bookmarkStart")))
        ends = Counter(mark.get(w("id")) for mark in root.iter(w("bookmarkEnd")))
        yield from (
            f"{name}: bookmark {number} is not opened and closed once" for number in (starts - ends) + (ends - starts)
        )


def control_ids_are_unique(opened: Examined) -> Iterator[str]:
    numbers = Counter(number.get(w("val")) for control in opened.iter("sdtPr") for number in control.findall(w("id")))
    yield from (f"{count} content controls have the id {number}" for number, count in numbers.items() if count > 1)


def paragraph_ids_are_unique(opened: Examined) -> Iterator[str]:
    ids = Counter(paragraph.get(f"{{{W14}}}paraId") for paragraph in opened.iter("p"))
    yield from (f"{count} paragraphs have the id {each}" for each, count in ids.items() if each and count > 1)


def drawing_ids_are_unique(opened: Examined) -> Iterator[str]:
    for name, root in opened.stories:
        ids = Counter(drawing.get("id") for drawing in root.iter(f"{{{WP}}}docPr"))
        yield from (f"{name}: {count} drawings have the id {each}" for each, count in ids.items() if count > 1)


def fields_are_balanced(opened: Examined) -> Iterator[str]:
    for name, root in opened.stories:
        depth = 0
        for mark in root.iter(w("fldChar")):
            depth += {"begin": 1, "end": -1}.get(str(mark.get(w("fldCharType"))), 0)
            if depth < 0:
                yield f"{name}: a field ends that did not begin"
                depth = 0
        if depth:
            yield f"{name}: {depth} fields do not end"


def styles_are_defined(opened: Examined) -> Iterator[str]:
    styles = opened.parts.get("word/styles.xml")
    if styles is None:
        return
    known = {style.get(w("styleId")) for style in styles.iter(w("style"))}
    used = {use.get(w("val")) for use in opened.iter(*_STYLE_USES)}
    yield from (f"the style {style} is not defined" for style in sorted(map(str, used - known)))


def lists_are_defined(opened: Examined) -> Iterator[str]:
    numbering = opened.parts.get("word/numbering.xml")
    known = {"0"}
    if numbering is not None:
        known |= {str(each.get(w("numId"))) for each in numbering.iter(w("num"))}
        abstract = {each.get(w("abstractNumId")) for each in numbering.iter(w("abstractNum"))}
        for each in numbering.iter(w("num")):
            definition = each.find(w("abstractNumId"))
            if definition is None or definition.get(w("val")) not in abstract:
                yield f"list {each.get(w('numId'))} has no definition"
    used = {str(use.get(w("val"))) for use in opened.iter("numId")}
    yield from (f"list {number} is not defined" for number in sorted(used - known))


def cells_end_with_a_paragraph(opened: Examined) -> Iterator[str]:
    for cell in opened.iter("tc"):
        last = cell[-1] if len(cell) else None
        if last is None or last.tag not in (w("p"), w("sdt"), w("bookmarkEnd")):
            yield "a table cell does not end with a paragraph"


def rows_have_cells(opened: Examined) -> Iterator[str]:
    for row in opened.iter("tr"):
        if row.find(w("tc")) is None and row.find(w("sdt")) is None:
            yield "a table row has no cell"


def notes_are_there(opened: Examined) -> Iterator[str]:
    for kind in ("footnote", "endnote"):
        part = opened.parts.get(f"word/{kind}s.xml")
        notes = [] if part is None else list(part.iter(w(kind)))
        known = {note.get(w("id")) for note in notes}
        for reference in opened.iter(f"{kind}Reference"):
            if reference.get(w("id")) not in known:
                yield f"{kind} {reference.get(w('id'))} is not there"


def relationships_resolve(opened: Examined) -> Iterator[str]:
    for name, root in opened.parts.items():
        if not name.endswith(".rels"):
            continue
        folder = dirname(dirname(name))
        source = join(folder, name.rpartition("/")[2].removesuffix(".rels"))
        ids: set[str] = set()
        for relationship in root:
            ids.add(str(relationship.get("Id")))
            target = str(relationship.get("Target"))
            path = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
            if relationship.get("TargetMode") != "External" and path not in opened.names:
                yield f"{name}: {target} is not in the package"
        part = opened.parts.get(source)
        for element in () if part is None else part.iter():
            for attribute, value in element.attrib.items():
                if str(attribute).startswith(f"{{{R}}}") and str(value) not in ids:
                    yield f"{source}: the relationship {value!s} is not defined"


RULES: tuple[Callable[[Examined], Iterator[str]], ...] = (
    bookmark_names_are_unique,
    bookmarks_are_closed,
    control_ids_are_unique,
    paragraph_ids_are_unique,
    drawing_ids_are_unique,
    fields_are_balanced,
    styles_are_defined,
    lists_are_defined,
    cells_end_with_a_paragraph,
    rows_have_cells,
    notes_are_there,
    relationships_resolve,
)
