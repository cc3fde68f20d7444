"""What keeps PDF/UA from being claimed, where it is in the PDF, and how to mend it in what the PDF is made from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from pikepdf import Pdf

from iomreport.diagnostics.codes.accessibility import NO_LANGUAGE, NO_TITLE


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
