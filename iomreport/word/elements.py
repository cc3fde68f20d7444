"""Reading WordprocessingML: names, switches, the words of a paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Final, TypeAlias

from iomreport.word.oxml import MC, W

if TYPE_CHECKING:
    from lxml import etree

Element: TypeAlias = "etree._Element"  # noqa: SLF001 - lxml has no public name for the type of an element
WP: Final = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
WPS: Final = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
W14: Final = "http://schemas.microsoft.com/office/word/2010/wordml"
V: Final = "urn:schemas-microsoft-com:vml"
ADEC: Final = "http://schemas.microsoft.com/office/drawing/2017/decorative"
CONTENTS: Final = "_Toc"
"""How the bookmarks of headings begin that entries of the contents lead to."""
_NOT_READ: Final = frozenset(
    {f"{{{MC}}}Fallback", *(f"{{{W}}}{name}" for name in ("del", "moveFrom", "rPrChange", "pPrChange", "tblPrChange"))}
)
_OFF: Final = frozenset({"0", "false", "off", "none"})
_SIGNS = {f"{{{W}}}tab": "\t", f"{{{W}}}br": "\n", f"{{{W}}}cr": "\n", f"{{{W}}}noBreakHyphen": "-"}


@cache
def w(name: str) -> str:
    """A name of WordprocessingML (ECMA-376 part 1, clause 17), as lxml writes it."""
    return "/".join(f"{{{W}}}{each}" for each in name.split("/"))


def value(element: Element | None, name: str = "val") -> str:
    """An attribute of an element that may not be there."""
    return "" if element is None else str(element.get(w(name)) or "")


def is_on(element: Element | None) -> bool:
    """Whether a switch is there and not turned off (17.17.4)."""
    return element is not None and value(element) not in _OFF


def shown(root: Element, *names: str) -> Iterator[Element]:
    """The elements of these names that are part of what is read, in order.

    Left out are what a tracked change took away, and the second form that a drawing has for older programs.
    """
    wanted = frozenset(names)
    stack = [iter((root,))]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag not in _NOT_READ:
            if element.tag in wanted:
                yield element
            stack.append(iter(element))


def words_of(element: Element) -> str:
    """The words of a paragraph, run or link, without those of paragraphs that stand in it, such as in a text box."""
    return "".join(_words(element))


def _words(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag in _NOT_READ or child.tag == w("p"):
            continue
        if child.tag == w("t"):
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[str(child.tag)]
        elif child.tag == w("txbxContent"):
            continue
        else:
            yield from _words(child)


def runs(paragraph: Element) -> Iterator[Element]:
    """The runs of a paragraph, without those of paragraphs that stand in it."""
    for run in shown(paragraph, w("r")):
        if paragraph_of(run) is paragraph:
            yield run


def paragraph_of(element: Element) -> Element | None:
    """The paragraph in which an element stands."""
    return next(element.iterancestors(w("p")), None)
