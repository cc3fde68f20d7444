"""Notes of a tagged PDF and their links: what PDF/UA-1 (ISO 14289-1) asks of both, and LibreOffice leaves out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, String

from iomreport.pdf.structure_tree import Parents, Place, first_page, is_element, kids


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
