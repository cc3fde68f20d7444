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
_PARAGRAPH: Final = "/P"
_PARTS: Final = {"/TR", "/TOCI", "/LI"}


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
