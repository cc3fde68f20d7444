"""The structure of a tagged PDF (ISO 32000-1, 14.7), mended so that PDF/UA-1 (ISO 14289-1) holds.

LibreOffice leaves notes without identifiers and their links outside `Link`, empty elements, and figures for drawings
that say nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from iomreport.export.pdf_manuscript import DECORATIVE

_MAY_BE_EMPTY = {"/TD", "/TH", "/TR", "/Document"}
_WITH_BOX = {"/Figure", "/Formula", "/Form", "/Table"}
_HEADINGS = {f"/H{level}": level for level in range(1, 7)}
Place = tuple[int, int]
"""A page, by the number and generation of its object."""


@dataclass(slots=True)
class Structure:
    """What was found while mending: marked sequences of each page that say nothing, and faults that remain."""

    pdf: Pdf
    artifacts: dict[Place, set[int]] = field(default_factory=lambda: defaultdict[Place, set[int]](set))
    faults: list[str] = field(default_factory=list[str])
    _notes: list[Any] = field(default_factory=list[Any])
    _level: int = 0

    def mend(self) -> None:
        """Mend the tree of elements, and the links of its notes."""
        root = self.pdf.Root.StructTreeRoot
        kept = [each for each in _kids(root) if self._keeps(each, None)]
        root.K = Array([self._document(root, kept)])
        self._forget_artifacts(root)
        self._name_notes(root)
        _Links(self.pdf, root).mend(self._notes)

    def _document(self, root: Object, kept: list[Any]) -> Object:
        """The one element at the top, with what LibreOffice left beside it."""
        document = next((each for each in kept if each.get("/S") == "/Document"), None)
        if document is None:
            document = self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array()))
            kept = [document, *kept]
        place = kept.index(document)
        beside = [each for index, each in enumerate(kept) if index != place]
        if beside:
            document.K = Array([*kept[:place], *_kids(document), *kept[place + 1 :]])
            for each in beside:
                each.P = document
        return document

    def _keeps(self, element: Any, page: Object | None) -> bool:
        """Whether an element says something; what it holds is mended on the way."""
        if not isinstance(element, Dictionary) or "/S" not in element:
            return True
        kind = str(element.S)
        page = element.get("/Pg", page)
        said = str(element.get("/Alt", "")) or str(element.get("/ActualText", ""))
        if kind == "/Figure":
            if DECORATIVE in said:
                self._give_up(element, page)
                return False
            if not said.strip():
                self.faults.append("a figure has no alternative text")
        elif kind in _HEADINGS:
            if _HEADINGS[kind] > self._level + 1:
                self.faults.append(f"a heading of level {_HEADINGS[kind]} follows one of level {self._level}")
            self._level = _HEADINGS[kind]
        elif kind == "/Note":
            self._notes.append(element)
        if kind not in _WITH_BOX:
            _drop_box(element)
        kids = _kids(element)
        kept = [each for each in kids if self._keeps(each, page)]
        if len(kept) != len(kids):
            element.K = Array(kept)
        return bool(kept) or bool(said) or kind in _MAY_BE_EMPTY

    def _give_up(self, element: Any, page: Object | None) -> None:
        """What an element and those within it mark becomes artifacts."""
        for each in _kids(element):
            if isinstance(each, int) and page is not None:
                self.artifacts[page.objgen].add(each)
            elif isinstance(each, Dictionary) and "/MCID" in each:
                own: Any = each.get("/Pg", page)
                self.artifacts[own.objgen].add(int(each.MCID))
            elif isinstance(each, Dictionary):
                self._give_up(each, each.get("/Pg", page))

    def _forget_artifacts(self, root: Object) -> None:
        """Artifacts have no parent in the structure."""
        parents = dict(_numbers(root.ParentTree))
        for page in self.pdf.pages:
            numbers = self.artifacts.get(page.obj.objgen)
            elements = parents.get(int(page.obj.get("/StructParents", -1)))
            for number in numbers or ():
                if isinstance(elements, Array) and number < len(elements):
                    elements[number] = None

    def _name_notes(self, root: Object) -> None:
        """Every note has an identifier (ISO 14289-1, 7.9), by which the root finds it."""
        names: list[Any] = []
        for number, note in enumerate(self._notes, 1):
            note.ID = String(f"note-{number:05}")
            names += (note.ID, note)
        if self._notes:
            root.IDTree = self.pdf.make_indirect(Dictionary(Names=Array(names)))


@dataclass(slots=True)
class _Links:
    """The links of a PDF that stand outside the structure, such as those of notes to where they are cited."""

    pdf: Pdf
    root: Any
    _parents: dict[int, Any] = field(init=False)

    def __post_init__(self) -> None:
        self._parents = dict(_numbers(self.root.ParentTree))

    def mend(self, notes: list[Any]) -> None:
        """Put every link into an element `Link` (ISO 14289-1, 7.18.5) and give it words (7.18.1)."""
        waiting: dict[Place, list[Any]] = defaultdict(list)
        for note in notes:
            page = note.get("/Pg") or _first_page(note)
            if page is not None:
                waiting[page.objgen].append(note)
        number = 0
        added = False
        for page in self.pdf.pages:
            outside = [
                link
                for link in page.obj.get("/Annots", Array())
                if link.get("/Subtype") == "/Link" and "/StructParent" not in link
            ]
            # From the top of the page to its foot, as notes follow each other.
            outside.sort(key=lambda link: -float(link.Rect[1]))
            own = waiting.get(page.obj.objgen, [])
            for index, note in enumerate(own):
                number += 1
                link = outside[index] if len(outside) == len(own) else None
                self._mend_note(note, link, page.obj, str(number))
                added = True
            for link in [] if len(outside) == len(own) else outside:
                self._adopt(link, page.obj)
                added = True
        if added:
            numbers = [each for key in sorted(self._parents) for each in (key, self._parents[key])]
            self.root.ParentTree = self.pdf.make_indirect(Dictionary(Nums=Array(numbers)))
            self.root.ParentTreeNextKey = max(self._parents, default=-1) + 1

    def _mend_note(self, note: Any, link: Any, page: Any, number: str) -> None:
        """A note is its label, which links back, and its paragraphs."""
        paragraph = next((each for each in _kids(note) if isinstance(each, Dictionary) and "/S" in each), None)
        inside = _kids(paragraph) if paragraph is not None else []
        if paragraph is None or not inside:
            if link is not None:
                self._adopt(link, page)
            return
        first, *rest = inside
        label = self._element("/Lbl", note, page)
        holder = label
        if link is not None:
            holder = self._element("/Link", label, page)
            label.K = Array([holder])
            link.Contents = String(f"↑ {number}")
        holder.K = Array([first])
        if isinstance(first, Dictionary) and "/S" in first:
            first.P = holder
        elif isinstance(first, int):
            elements = self._parents.get(int(page.get("/StructParents", -1)))
            if isinstance(elements, Array) and first < len(elements):
                elements[first] = holder
        if link is not None:
            self._refer(holder, link, page)
        paragraph.K = Array(rest)
        note.K = Array([label, *(_kids(note) if rest else [each for each in _kids(note) if each != paragraph])])

    def _adopt(self, link: Any, page: Any) -> None:
        """A link that belongs to no text stands at the end of the document."""
        document = _kids(self.root)[0]
        holder = self._element("/Link", document, page)
        holder.K = Array()
        self._refer(holder, link, page)
        document.K = Array([*_kids(document), holder])

    def _element(self, kind: str, parent: Any, page: Any) -> Any:
        return self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(kind), P=parent, Pg=page))

    def _refer(self, holder: Any, link: Any, page: Any) -> None:
        holder.K.append(Dictionary(Type=Name.OBJR, Obj=link, Pg=page))
        key = max(self._parents, default=-1) + 1
        link.StructParent = key
        self._parents[key] = holder


def _kids(element: Any) -> list[Any]:
    """What an element holds."""
    found = element.get("/K")
    if found is None:
        return []
    return list(found) if isinstance(found, Array) else [found]


def _first_page(element: Any) -> Any:
    """The page on which an element begins."""
    for each in _kids(element):
        if isinstance(each, Dictionary):
            page = each.get("/Pg") or _first_page(each)
            if page is not None:
                return page
    return None


def _numbers(tree: Any) -> Iterator[tuple[int, Any]]:
    """The entries of a number tree (7.9.7)."""
    found = tree.get("/Nums", Array())
    for index in range(0, len(found), 2):
        yield int(found[index]), found[index + 1]
    for branch in tree.get("/Kids", Array()):
        yield from _numbers(branch)


def _drop_box(element: Any) -> None:
    """Only figures, formulas, forms and tables have a bounding box (14.8.5.4.3)."""
    attributes = element.get("/A")
    for each in attributes if isinstance(attributes, Array) else [attributes]:
        if isinstance(each, Dictionary) and "/BBox" in each:
            del each["/BBox"]
