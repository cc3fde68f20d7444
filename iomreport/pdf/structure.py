"""The structure of a tagged PDF, mended so that PDF/UA-1 (ISO 14289-1) holds.

LibreOffice leaves empty elements, elements beside the one at the top, figures for drawings that say nothing, and
figures to which nothing on the page belongs.

Elements that are called by a paragraph style whose name is that of a standard structure type (ISO 32000-1, 14.8.4).

LibreOffice calls an element by its style and says in the role map what it is. A standard type may not be mapped to
another (ISO 14289-1, 7.1), and a paragraph in the style Figure is no figure: it becomes what the role map says.

Reading the structure tree of a PDF (ISO 32000-1, 14.7), and the tree by which pages find their elements.

What keeps PDF/UA from being claimed, where it is in the PDF, and how to mend it in what the PDF is made from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from pikepdf import Array, Dictionary, Name, Pdf

from iomreport.diagnostics.codes.accessibility import NO_LANGUAGE, NO_TITLE
from iomreport.pdf.source import DECORATIVE

Place = tuple[int, int]
"""A page, by the number and generation of its object."""


def kids(element: Any) -> list[Any]:
    """What an element holds: elements, numbers of marked sequences, references to objects."""
    found = element.get("/K")
    if found is None:
        return []
    return list(found) if isinstance(found, Array) else [found]


def is_element(kid: Any) -> bool:
    """Whether what an element holds is an element itself."""
    return isinstance(kid, Dictionary) and "/S" in kid


def first_page(element: Any) -> Any:
    """The page on which an element begins; none where nothing of it stands on a page."""
    page = element.get("/Pg")
    within = (first_page(each) for each in kids(element) if isinstance(each, Dictionary))
    return page if page is not None else next((each for each in within if each is not None), None)


@dataclass(slots=True)
class Parents:
    """The parent tree (14.7.4.4): for a page, the elements of its marked sequences; for a link, its element."""

    pdf: Pdf
    _entries: dict[int, Any] = field(init=False)

    def __post_init__(self) -> None:
        self._entries = dict(_numbers(self.pdf.Root.StructTreeRoot.get("/ParentTree", Dictionary())))

    def of_page(self, page: Any) -> Any:
        """The elements of a page's marked sequences, by their numbers; a page without any gets an empty list."""
        if "/StructParents" not in page:
            page.StructParents = self.add(self.pdf.make_indirect(Array()))
        return self._entries[int(page.StructParents)]

    def add(self, parent: Any) -> int:
        """Enter a parent; the number by which it is found."""
        key = max(self._entries, default=-1) + 1
        self._entries[key] = parent
        return key

    def write(self) -> None:
        """Put the entries back into the PDF."""
        root = self.pdf.Root.StructTreeRoot
        numbers = [each for key in sorted(self._entries) for each in (key, self._entries[key])]
        root.ParentTree = self.pdf.make_indirect(Dictionary(Nums=Array(numbers)))
        root.ParentTreeNextKey = max(self._entries, default=-1) + 1


def _numbers(tree: Any) -> Iterator[tuple[int, Any]]:
    """The entries of a number tree (7.9.7)."""
    found = tree.get("/Nums", Array())
    for index in range(0, len(found), 2):
        yield int(found[index]), found[index + 1]
    for branch in tree.get("/Kids", Array()):
        yield from _numbers(branch)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that keeps a PDF from being accessible; `place` is its page, where it has one."""

    message: str
    fix: str
    place: str = ""

    def on(self, pdf: Pdf, page: Any) -> Fault:
        """The same on a page, which may be none: its label and its number, as programs that show a PDF say them."""
        if page is None:
            return self
        number = next(index for index, each in enumerate(pdf.pages) if each.obj.objgen == page.objgen)
        return replace(self, place=f"page {pdf.pages[number].label} ({number + 1} of {len(pdf.pages)})")


WITHOUT_TAGS: Final = Fault("it has no tags", "let LibreOffice print it")
WITHOUT_LANGUAGE: Final = Fault("the document does not say its language", NO_LANGUAGE.fix)
WITHOUT_TITLE: Final = Fault("the document has no title", NO_TITLE.fix)
WITHOUT_WORDS: Final = Fault(
    "a figure has no alternative text",
    "say what it shows: in the content ![like this](picture.png), in the template by Word's Edit Alt Text, or mark it"
    " there as decorative",
)


def not_on_page(alternative: str) -> Fault:
    """A figure that was not found among what its page paints."""
    words = f"the figure “{alternative}”" if alternative else "a figure"
    return Fault(
        f"{words} stands in the structure and not on its page",
        "put the picture in line with the text in the template (Word: Layout Options), and let nothing cover it",
    )


def level_left_out(level: int, before: int) -> Fault:
    """A heading more than one level below the one before; 0 where there is none before."""
    after = f"one of level {before}" if before else "none"
    return Fault(
        f"a heading of level {level} follows {after}",
        f"make it a heading of level {before + 1}, or put one of that level before it, in the template or the content",
    )


_GROUPING = "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private"
_BLOCKS = "P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot"
_INLINES = "Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form"
STANDARD: Final = frozenset(f"/{name}" for types in (_GROUPING, _BLOCKS, _INLINES) for name in types.split())
_QUOTATION: Final = "/Quote"
_PARAGRAPH: Final = "/P"
_PARTS: Final = {"/TR", "/TOCI", "/LI"}


def map_roles(pdf: Pdf) -> None:
    """Take standard types out of the role map, and call the elements by what they are."""
    root = pdf.Root.StructTreeRoot
    roles = root.get("/RoleMap", Dictionary())
    styles = {name: str(roles[name]) for name in list(roles.keys()) if name in STANDARD}
    for name in styles:
        del roles[name]
    if styles:
        _settle(pdf, root, styles)


def _settle(pdf: Pdf, element: Any, styles: dict[str, str]) -> None:
    settled: list[Any] = []
    quotation: Any = None
    inside = kids(element)
    for each in inside:
        if is_element(each):
            kind = str(each.S)
            role = styles.get(kind, "")
            # What it holds is called by its styles until it was asked what it is.
            styled = bool(role) and _is_styled(each, role)
            _settle(pdf, each, styles)
            if styled:
                each.S = Name(role)
            if styled and kind == _QUOTATION and role == _PARAGRAPH:
                # Paragraphs of one quotation stand in it together.
                if quotation is None:
                    quotation = Dictionary(Type=Name.StructElem, S=Name.BlockQuote, P=element, K=Array([]))
                    quotation = pdf.make_indirect(quotation)
                    settled.append(quotation)
                each.P = quotation
                quotation.K.append(each)
                continue
        quotation = None
        settled.append(each)
    if len(settled) != len(inside) or any(new is not old for new, old in zip(settled, inside, strict=True)):
        element.K = Array(settled)


def _is_styled(element: Any, role: str) -> bool:
    """Whether an element is called by a style: a paragraph on lines of its own, or words within one.

    One that has a box is drawn; one that holds rows, entries, paragraphs or the target of a link is what it is called.
    """
    if "/BBox" in _layout(element) or (role == _PARAGRAPH and not _is_on_own_lines(element)):
        return False
    return not any(
        isinstance(each, Dictionary)
        and (each.get("/Type") == "/OBJR" or str(each.get("/S", "")) in _PARTS or _is_on_own_lines(each))
        for each in kids(element)
    )


def _is_on_own_lines(element: Any) -> bool:
    layout = _layout(element)
    return layout.get("/Placement") == "/Block" and "/BBox" not in layout


def _layout(element: Any) -> dict[str, Any]:
    """The attributes of an element, whoever owns them."""
    attributes = element.get("/A")
    each = attributes if isinstance(attributes, Array) else [attributes]
    return {key: value for entry in each if isinstance(entry, Dictionary) for key, value in entry.items()}


_MAY_BE_EMPTY = {"/TD", "/TH", "/TR", "/Document"}
_WITH_BOX = {"/Figure", "/Formula", "/Form", "/Table"}
_HEADINGS = {f"/H{level}": level for level in range(1, 7)}


@dataclass(slots=True)
class Structure:
    """What is found while the elements are mended.

    `artifacts` are numbers of marked sequences that say nothing, `figures` those to which nothing belongs, both by
    page; `faults` are what keeps PDF/UA from holding.
    """

    pdf: Pdf
    parents: Parents
    artifacts: dict[Place, set[int]] = field(default_factory=lambda: defaultdict[Place, set[int]](set))
    figures: dict[Place, list[Any]] = field(default_factory=lambda: defaultdict[Place, list[Any]](list))
    notes: list[Any] = field(default_factory=list[Any])
    faults: list[Fault] = field(default_factory=list[Fault])
    _level: int = 0

    def mend(self) -> None:
        """Mend the elements."""
        root = self.pdf.Root.StructTreeRoot
        map_roles(self.pdf)
        kept = [each for each in kids(root) if self._keeps(each, None)]
        root.K = Array([self._document(root, kept)])
        for page in self.pdf.pages:
            for number in self.artifacts.get(page.obj.objgen, ()):
                self.parents.of_page(page.obj)[number] = None

    def _document(self, root: Any, kept: list[Any]) -> Any:
        """The one element at the top, with what LibreOffice left beside it."""
        place = next((index for index, each in enumerate(kept) if each.get("/S") == "/Document"), None)
        if place is None:
            document = self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root))
            document.K = Array(kept)
        else:
            document = kept.pop(place)
            document.K = Array([*kept[:place], *kids(document), *kept[place:]])
        for each in kept:
            each.P = document
        return document

    def _keeps(self, element: Any, page: Any) -> bool:
        """Whether an element says something; what it holds is mended on the way."""
        if not is_element(element):
            return True
        kind = str(element.S)
        page = element.get("/Pg", page)
        said = str(element.get("/Alt", "")) or str(element.get("/ActualText", ""))
        if kind == "/Figure" and not self._keeps_figure(element, page, said):
            return False
        if kind in _HEADINGS:
            if _HEADINGS[kind] > self._level + 1:
                fault = level_left_out(_HEADINGS[kind], self._level)
                self.faults.append(fault.on(self.pdf, first_page(element) or page))
            self._level = _HEADINGS[kind]
        elif kind == "/Note":
            self.notes.append(element)
        if kind not in _WITH_BOX:
            _drop_box(element)
        inside = kids(element)
        kept = [each for each in inside if self._keeps(each, page)]
        if len(kept) != len(inside):
            element.K = Array(kept)
        return bool(kept) or bool(said) or kind in _MAY_BE_EMPTY

    def _keeps_figure(self, element: Any, page: Any, said: str) -> bool:
        if DECORATIVE in said:
            self._give_up(element, page)
            return False
        if not said.strip():
            self.faults.append(WITHOUT_WORDS.on(self.pdf, first_page(element) or page))
        if not kids(element) and page is not None:
            self.figures[page.objgen].append(element)
        return True

    def _give_up(self, element: Any, page: Any) -> None:
        """What an element and those within it mark becomes artifacts, which have no parent."""
        for each in kids(element):
            if not isinstance(each, Dictionary):
                self.artifacts[page.objgen].add(int(each))
            elif "/MCID" in each:
                self.artifacts[each.get("/Pg", page).objgen].add(int(each.MCID))
            else:
                self._give_up(each, each.get("/Pg", page))


def _drop_box(element: Any) -> None:
    """Only figures, formulas, forms and tables have a bounding box (ISO 32000-1, 14.8.5.4.3)."""
    attributes = element.get("/A")
    for each in attributes if isinstance(attributes, Array) else [attributes]:
        if isinstance(each, Dictionary) and "/BBox" in each:
            del each["/BBox"]
