"""Where a field's value begins and ends in a document, so that a returned document can be read back.

A block-level field stands in a content control (17.5.2.34) that shows as nothing, and within a hidden bookmark of the
same key; an inline field within a bookmark only, and so does a field in a table cell, since word processors merge or
lose controls there. LibreOffice keeps aliases and bookmarks but not tags, and breaks a rich-text control under tracked
edits unless its properties hold a `docPartObj`. It also writes the start of a bookmark over several paragraphs once
more in the last of them, and when it reads that again, the last paragraph is all that is left; so the point at which a
block-level field begins has a bookmark of its own. OpenDocument has no bookmark that begins in a cell and ends outside,
so a field with a table at an edge has one at the point at which it ends too.
"""

from __future__ import annotations

from dataclasses import dataclass

from iomreport.word.addresses import BEGINNING, ENDING, key_of
from iomreport.word.fragments import Fragment
from iomreport.word.markers import BOOKMARK, BOOKMARK_END, CONTROL, marker
from iomreport.word.oxml import escape

CLOSE_RUN = "</w:t></w:r>"
_PARAGRAPH_END = "</w:p>"
_PROPERTIES_END = "</w:pPr>"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in a run the template places an inline field.

    `properties` is the run's `w:rPr`. `opening` is the run's own beginning where the field is the first thing in it,
    and `closes` says that it is the last: then no empty run is left beside it.
    """

    properties: str
    opening: str
    closes: bool

    def plain(self, text: str) -> Fragment:
        """The value without an address, as if nothing had been done."""
        return Fragment(f"{self.opening}{text}{CLOSE_RUN if self.closes else ''}")

    def marked(self, text: str, address: str) -> Fragment:
        """The value in a run of its own, within its bookmark."""
        key = key_of(address)
        run = f'<w:r>{self.properties}<w:t xml:space="preserve">'
        return Fragment(
            f"{'' if self.opening else CLOSE_RUN}{marker(BOOKMARK, key)}{run}{text}{CLOSE_RUN}"
            f"{marker(BOOKMARK_END, key)}{'' if self.closes else run}"
        )


def block_field(xml: str, address: str, *, in_cell: bool) -> Fragment:
    """Block-level content in its content control and bookmark; in a cell in its bookmark alone."""
    xml = _with_points(xml, address)
    key = key_of(address)
    start, end = marker(BOOKMARK, key), marker(BOOKMARK_END, key)
    if xml.startswith("<w:p>") and _PROPERTIES_END in xml:
        # Within the first and the last paragraph a bookmark survives more word processors than between blocks.
        first = xml.index(_PROPERTIES_END) + len(_PROPERTIES_END)
        xml = f"{xml[:first]}{start}{xml[first:]}"
    else:
        xml = start + xml
    xml = f"{xml[: -len(_PARAGRAPH_END)]}{end}{_PARAGRAPH_END}" if xml.endswith(_PARAGRAPH_END) else xml + end
    if in_cell:
        return Fragment(xml)
    return Fragment(
        f"<w:sdt><w:sdtPr>{marker(CONTROL, escape(address))}"
        '<w15:appearance w15:val="hidden"/><w:docPartObj><w:docPartGallery w:val="iomreport"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{xml}</w:sdtContent></w:sdt>"
    )


def _with_points(xml: str, address: str) -> str:
    """Blocks with a bookmark at the point at which they begin, and, with a table at an edge, where they end."""
    first = xml.find(_PROPERTIES_END)
    if first < 0:
        return xml
    first += len(_PROPERTIES_END)
    begins, ends = (_point(key_of(f"{address}{sign}")) for sign in (BEGINNING, ENDING))
    xml = f"{xml[:first]}{begins}{xml[first:]}"
    if xml.startswith("<w:p>") and xml.endswith(_PARAGRAPH_END):
        return xml
    last = xml.rindex(_PARAGRAPH_END)
    return f"{xml[:last]}{ends}{xml[last:]}"


def _point(key: str) -> str:
    return marker(BOOKMARK, key) + marker(BOOKMARK_END, key)
