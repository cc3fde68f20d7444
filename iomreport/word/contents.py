"""Contents and lists of tables and figures: real fields (TOC, 17.16.5.68), already filled.

The entries are made from the headings of the very document. Page numbers come from a layout of it; without one the
fields are empty and Word fills them when it updates fields. The dirty flag is never set: it would prompt the reader.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import groupby
from os.path import commonprefix

from iomreport.word.markers import BOOKMARK, BOOKMARK_END, END, PLACE, SEQUENCE, START, Cut, marker
from iomreport.word.oxml import escape
from iomreport.word.styles import StyleMap

_SEQUENCE = re.compile(f"{START}{SEQUENCE}([^{END}]*){END}")
_MARKER = re.compile(f"{START}[^{END}]*{END}")
_RUN_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:(tab|br)/>")
_STYLED, _STYLED_END = '<w:pPr><w:pStyle w:val="', '"/>'
_PROPERTIES_END = "</w:pPr>"
_PARAGRAPH_END = "</w:p>"


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading or a caption: its level, its words, and the bookmark around it."""

    level: int
    text: str
    bookmark: str


@dataclass(frozen=True, slots=True)
class Contents:
    """The entries of a document's contents, and the bookmarks to put around them in its text."""

    cuts: tuple[Cut, ...]
    headings: tuple[Entry, ...]
    captions: tuple[Entry, ...]


def find_entries(text: str, styles: StyleMap, levels: int) -> Contents:
    """Find headings down to a level, and captions."""
    known = [level for level in range(1, levels + 1) if styles.has(f"heading-{level}")]
    by_style = {styles.get(f"heading-{level}"): level for level in known}
    if styles.has("caption"):
        by_style[styles.get("caption")] = 0
    headings: list[Entry] = []
    captions: list[Entry] = []
    cuts: list[Cut] = []
    counts: Counter[str] = Counter()

    def count(sequence: re.Match[str]) -> str:
        # The numbers of captions are still open; they are counted here as they will be settled, in reading order.
        counts[sequence[1]] += 1
        return str(counts[sequence[1]])

    # Looking for the style and then for the paragraph around it is much faster than looking at every paragraph.
    for begun, style in _styled(text, by_style):
        opened = text.find(_PROPERTIES_END, begun) + len(_PROPERTIES_END)
        closed = text.find(_PARAGRAPH_END, opened)
        inside = text[opened:closed]
        words = visible_text(_SEQUENCE.sub(count, inside) if START in inside else inside)
        if not words:
            continue
        level = by_style[style]
        entries = headings if level else captions
        name = f"_Toc{'2' if level else '3'}{len(entries) + 1:08d}"
        entries.append(Entry(level, words, name))
        cuts += ((opened, opened, BOOKMARK, name), (closed, closed, BOOKMARK_END, name))
    return Contents(tuple(cuts), tuple(headings), tuple(captions))


def _styled(text: str, styles: Iterable[str]) -> list[tuple[int, str]]:
    """Where paragraphs of styles begin, and which style each has; in reading order."""
    found: list[tuple[int, str]] = []
    # A fixed text is found much faster than a pattern, so styles are looked for by the beginning of their names.
    for _, group in groupby(sorted(styles), key=lambda style: style[:1]):
        names = set(group)
        stem = _STYLED + commonprefix(list(names))  # noqa: RUF071
        at = text.find(stem)
        while at >= 0:
            begun = at + len(_STYLED)
            ended = text.find(_STYLED_END, begun)
            if text[begun:ended] in names:
                found.append((ended, text[begun:ended]))
            at = text.find(stem, begun)
    return sorted(found)


def visible_text(paragraph: str) -> str:
    """The words of a paragraph's content, without notes; a tab or a line break is a space."""
    inside = _MARKER.sub("", paragraph) if START in paragraph else paragraph
    words = "".join(" " if broken else text for text, broken in _RUN_TEXT.findall(inside))
    return unescape(" ".join(words.split()))


def write_contents(
    title: str, entries: Sequence[Entry], levels: int, styles: StyleMap, pages: Mapping[str, str]
) -> str:
    """The contents in their building block (17.5.2.12), with a line for each entry."""
    heading = (
        f'<w:p><w:pPr><w:pStyle w:val="{styles.get("toc-heading")}"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{escape(title)}</w:t></w:r></w:p>'
    )
    lines = _lines(f'TOC \\o "1-{levels}" \\h \\z \\u', entries, styles, pages)
    return (
        '<w:sdt><w:sdtPr><w:id w:val="1830642718"/><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        f"<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>{heading}{lines}</w:sdtContent></w:sdt>"
    )


def write_captions(kind: str, entries: Sequence[Entry], styles: StyleMap, pages: Mapping[str, str]) -> str:
    """A list of tables or figures; `kind` is the sequence that is listed."""
    return _lines(f'TOC \\h \\z \\c "{kind}"', entries, styles, pages)


def place(kind: str) -> str:
    return marker(PLACE, kind)


def _lines(instruction: str, entries: Sequence[Entry], styles: StyleMap, pages: Mapping[str, str]) -> str:
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    if not entries:
        return f'<w:p><w:pPr><w:pStyle w:val="{styles.get("paragraph")}"/></w:pPr>{begin}{end}</w:p>'
    last = len(entries) - 1
    return "".join(
        _line(entry, styles, pages, begin if index == 0 else "", end if index == last else "")
        for index, entry in enumerate(entries)
    )


def _line(entry: Entry, styles: StyleMap, pages: Mapping[str, str], begin: str, end: str) -> str:
    style = styles.get(f"toc-{entry.level}" if entry.level else "table-of-figures")
    page = pages.get(entry.bookmark, "")
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{begin}'
        f'<w:hyperlink w:anchor="{entry.bookmark}" w:history="1">'
        f'<w:r><w:t xml:space="preserve">{escape(entry.text)}</w:t></w:r><w:r><w:tab/></w:r>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> PAGEREF {entry.bookmark} \\h </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r><w:t>{page}</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:hyperlink>'
        f"{end}</w:p>"
    )
