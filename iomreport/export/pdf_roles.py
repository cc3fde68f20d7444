"""Elements that are called by a paragraph style whose name is that of a standard structure type (ISO 32000-1, 14.8.4).

LibreOffice calls an element by its style and says in the role map what it is. A standard type may not be mapped to
another (ISO 14289-1, 7.1), and a paragraph in the style Figure is no figure: it becomes what the role map says.
"""

from __future__ import annotations

from typing import Any, Final

from pikepdf import Array, Dictionary, Name, Pdf

from iomreport.export.pdf_tree import is_element, kids

_GROUPING = "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private"
_BLOCKS = "P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot"
_INLINES = "Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form"
STANDARD: Final = frozenset(f"/{name}" for types in (_GROUPING, _BLOCKS, _INLINES) for name in types.split())
_QUOTATION: Final = "/Quote"


def settle_roles(pdf: Pdf) -> None:
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
        kind = str(each.S) if is_element(each) else ""
        if is_element(each):
            _settle(pdf, each, styles)
        if kind not in styles or _is_drawn(each):
            quotation = None
            settled.append(each)
            continue
        each.S = Name(styles[kind])
        if kind != _QUOTATION:
            quotation = None
            settled.append(each)
            continue
        # Paragraphs of one quotation stand in it together.
        if quotation is None:
            quotation = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.BlockQuote, P=element, K=Array([])))
            settled.append(quotation)
        each.P = quotation
        quotation.K.append(each)
    if len(settled) != len(inside) or quotation is not None:
        element.K = Array(settled)


def _is_drawn(element: Any) -> bool:
    """Whether an element has a place on the page, as a drawing has and a paragraph has not."""
    attributes = element.get("/A")
    each = attributes if isinstance(attributes, Array) else [attributes]
    return any(isinstance(entry, Dictionary) and "/BBox" in entry for entry in each)
