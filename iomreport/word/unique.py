"""Names and ids that may stand once in a part, where a template's loop repeats them.

The first place keeps what it has. A bookmark (17.13.6.2) is left out where its name stood before, and so are the id of
a paragraph and of a content control (17.5.2.18), which Word then gives anew.
"""

from __future__ import annotations

import re

_BOOKMARK = re.compile(r"<w:bookmark(?:Start|End)\b[^>]*>")
_ID = re.compile(r'\bw:id="([^"]*)"')
_NAME = re.compile(r'\bw:name="([^"]*)"')
_PARAGRAPH = re.compile(r' (w14:(?:para|text)Id)="([^"]*)"')
_CONTROL = re.compile(r'<w:(id) w:val="([^"]*)"/>')
MARKS = ("<w:bookmarkStart", "w14:paraId", "<w:sdtPr>")
"""What a part holds that has names or ids which may stand once."""


def once_each(xml: str) -> str:
    """The part without names and ids that stood before."""
    xml = _bookmarks_once(xml)
    for repeated in (_PARAGRAPH, _CONTROL):
        xml = _first_only(repeated, xml)
    return xml


def _bookmarks_once(xml: str) -> str:
    names: set[str] = set()
    left_out: set[str] = set()

    def keep(match: re.Match[str]) -> str:
        mark = match[0]
        identifier, name = _ID.search(mark), _NAME.search(mark)
        number = identifier[1] if identifier else ""
        if name is None:
            end = "" if number in left_out else mark
            left_out.discard(number)
            return end
        if name[1] in names:
            left_out.add(number)
            return ""
        names.add(name[1])
        return mark

    return _BOOKMARK.sub(keep, xml)


def _first_only(pattern: re.Pattern[str], xml: str) -> str:
    seen: set[tuple[str, str]] = set()

    def keep(match: re.Match[str]) -> str:
        key = (match[1], match[2])
        if key in seen:
            return ""
        seen.add(key)
        return match[0]

    return pattern.sub(keep, xml)
