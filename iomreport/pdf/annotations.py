"""Forms of a PDF (ISO 32000-1, 8.10), such as transparent groups, mended.

LibreOffice tears marked sequences apart at their edges, gives them all the resources of the document, themselves
included, and does not say that a group is one.

Notes of a tagged PDF and their links: what PDF/UA-1 (ISO 14289-1) asks of both, and LibreOffice leaves out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, String

from iomreport.pdf.structure import Parents, Place, first_page, is_element, kids
from iomreport.pdf.tagged_content import SplitContent, unmarked_form

_NAMES = re.compile(rb"/([^\s<>\[\]()/%{}]+)")


@dataclass(slots=True)
class Forms:
    """The forms of a PDF. Pages share them, so each is mended once."""

    _split: dict[Place, SplitContent | None] = field(default_factory=dict[Place, "SplitContent | None"])
    _by_resources: dict[Place, dict[bytes, SplitContent]] = field(
        default_factory=dict[Place, dict[bytes, SplitContent]]
    )

    def mend(self, page: Any) -> dict[bytes, SplitContent]:
        """Mend the forms that a page may paint; what was split in them, by name."""
        resources: Any = page.get("/Resources", Dictionary())
        # LibreOffice gives all pages the same resources.
        if resources.is_indirect and resources.objgen in self._by_resources:
            return self._by_resources[resources.objgen]
        found: dict[bytes, SplitContent] = {}
        for name, form in resources.get("/XObject", Dictionary()).items():
            split = self._mend_form(form) if form.get("/Subtype") == "/Form" else None
            if split is not None:
                found[name.encode()] = split
        if resources.is_indirect:
            self._by_resources[resources.objgen] = found
        return found

    def _mend_form(self, form: Any) -> SplitContent | None:
        if form.objgen not in self._split:
            stream = form.read_bytes()
            split = self._split[form.objgen] = unmarked_form(stream)
            if split is not None:
                form.write(split.stream)
            if "/Group" in form:
                form.Group.Type = Name.Group
            form.Resources = _used(form.get("/Resources", Dictionary()), stream)
        return self._split[form.objgen]


def _used(resources: Any, stream: bytes) -> Dictionary:
    """The resources that a stream names."""
    names = sorted({f"/{name.decode('latin-1')}" for name in _NAMES.findall(stream)})
    used = Dictionary()
    for kind, entries in resources.items():
        # The list of procedure sets (14.2) is the only one without names.
        if isinstance(entries, Array):
            used[kind] = entries
        elif kept := {name: entries[name] for name in names if name in entries}:
            used[kind] = Dictionary(kept)
    return used


@dataclass(frozen=True, slots=True)
class Notes:
    """The elements of notes, in order, and the links that stand outside the structure."""

    pdf: Pdf
    parents: Parents
    notes: list[Any]

    def mend(self) -> None:
        """Give notes identifiers (7.9) and labels, and put every link into an element `Link` (7.18.5)."""
        waiting: dict[Place, list[tuple[Any, str]]] = defaultdict(list)
        names: list[Any] = []
        for number, note in enumerate(self.notes, 1):
            note.ID = String(f"note-{number:05}")
            names += (note.ID, note)
            page = first_page(note)
            if page is not None:
                waiting[page.objgen].append((note, str(number)))
        if names:
            self.pdf.Root.StructTreeRoot.IDTree = self.pdf.make_indirect(Dictionary(Names=Array(names)))
        for page in self.pdf.pages:
            self._mend_page(page.obj, waiting.get(page.obj.objgen, []))

    def _mend_page(self, page: Any, notes: list[tuple[Any, str]]) -> None:
        outside = [
            link for link in page.get("/Annots", ()) if link.get("/Subtype") == "/Link" and "/StructParent" not in link
        ]
        # From the top of the page to its foot, as notes follow each other.
        outside.sort(key=lambda link: -float(link.Rect[1]))
        back = outside if len(outside) == len(notes) else []
        for index, (note, number) in enumerate(notes):
            self._mend_note(note, back[index] if back else None, page, number)
        for link in [] if back else outside:
            self._adopt(link, page)

    def _mend_note(self, note: Any, link: Any, page: Any, number: str) -> None:
        """A note is its label, which links back to where the note is cited, and its paragraphs."""
        inside = kids(note)
        paragraph = next((each for each in inside if is_element(each)), None)
        first, *rest = kids(paragraph) if paragraph is not None else [None]
        if paragraph is None or first is None:
            if link is not None:
                self._adopt(link, page)
            return
        label = holder = self._element("/Lbl", note, page)
        if link is not None:
            holder = self._element("/Link", label, page)
            label.K = Array([holder])
            link.Contents = String(f"↑ {number}")
        holder.K = Array([first])
        if is_element(first):
            first.P = holder
        elif isinstance(first, int):
            self.parents.of_page(page)[first] = holder
        if link is not None:
            self._refer(holder, link, page)
        paragraph.K = Array(rest)
        note.K = Array([label, *(each for each in inside if rest or each is not paragraph)])

    def _adopt(self, link: Any, page: Any) -> None:
        """A link that belongs to no text stands at the end of the document."""
        document = kids(self.pdf.Root.StructTreeRoot)[0]
        holder = self._element("/Link", document, page)
        holder.K = Array()
        self._refer(holder, link, page)
        document.K = Array([*kids(document), holder])

    def _element(self, kind: str, parent: Any, page: Any) -> Any:
        return self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(kind), P=parent, Pg=page))

    def _refer(self, holder: Any, link: Any, page: Any) -> None:
        holder.K.append(Dictionary(Type=Name.OBJR, Obj=link, Pg=page))
        link.StructParent = self.parents.add(holder)
