"""Markers: places in written WordprocessingML that are settled only when the whole document is known.

A fragment is written once and stands in many documents, so what depends on the document (a note's number, a
relationship id, a bookmark id) is left open: START, a letter for the kind, a key, END. Both characters are forbidden in
XML and refused in content and templates, so no text can be taken for a marker.

Settling a document: every marker becomes what it means in this one document.

Notes are numbered in reading order and only those that the document cites exist; lists, links, bookmarks, drawings and
captions get their ids. The text is cut at its markers once and joined once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Final

from iomreport.word.addresses import alias_of, control_id, key_of
from iomreport.word.fragments import FragmentStore, ReferenceText
from iomreport.word.oxml import escape
from iomreport.word.oxml import field as complex_field
from iomreport.word.relationships import Relations

START: Final = "\x01"
END: Final = "\x02"

NOTE: Final = "n"
"""A reference to a note; the key is the note's index in the store."""
LIST: Final = "l"
"""The numId of a list instance; the key is the list's index in the store."""
LINK: Final = "h"
"""The relationship id of an external address; the key is its index in the store."""
BOOKMARK: Final = "b"
"""The start of a bookmark; the key is its name."""
BOOKMARK_END: Final = "e"
REFERENCE: Final = "r"
"""A reference to a field of the strategy; the key is its index in the store."""
CONTROL: Final = "c"
"""The alias, tag and id of a content control; the key is the address of its field, escaped."""
MEDIA: Final = "m"
"""The relationship id of a picture; the key is its index in the store."""
SEQUENCE: Final = "s"
"""The number of a caption; the key is the name of its sequence."""
PLACE: Final = "p"
"""A placeholder of the template, such as the contents; the key is its kind."""

ITSELF: Final = "i"
"""What is to stand as it is; the key is that."""


def marker(kind: str, key: object = "") -> str:
    return f"{START}{kind}{key}{END}"


Cut = tuple[int, int, str, str]
"""A change in a text: from where to where something goes, and the kind and key of the marker that it is settled as."""


def find_markers(text: str) -> list[Cut]:
    """The markers of a text, in reading order."""
    found: list[Cut] = []
    start = text.find(START)
    while start >= 0:
        end = text.index(END, start)
        found.append((start, end + 1, text[start + 1], text[start + 2 : end]))
        start = text.find(START, end)
    return found


Target = tuple[str, str]
"""The bookmark of an address, and the words that a reference without words of its own is filled with."""


def no_words(reference: ReferenceText) -> str:
    """What is said of a target that is not in the document where nobody knows of it."""
    return ""


@dataclass(slots=True)
class MarkerResolver:
    """The numbers that one document has given out. `relations` is the part that is being settled."""

    store: FragmentStore
    relations: Relations
    first_list: int
    first_bookmark: int = 1
    first_note: int = 1
    find_targets: Callable[[], Mapping[str, Target]] = dict[str, Target]
    """Finds what references can point to in this document; asked when the first reference is met."""
    elsewhere: Callable[[ReferenceText], str] = no_words
    pages: Mapping[str, str] = field(default_factory=dict[str, str])
    notes: dict[int, int] = field(default_factory=dict[int, int])
    lists: dict[int, int] = field(default_factory=dict[int, int])
    bookmarks: dict[str, int] = field(default_factory=dict[str, int])
    sequences: Counter[str] = field(default_factory=Counter[str])
    controls: Counter[str] = field(default_factory=Counter[str])
    paged: set[str] = field(default_factory=set[str])
    """Bookmarks whose page a reference prints."""
    _targets: Mapping[str, Target] | None = None
    _open: set[str] = field(default_factory=set[str])
    _cited: Counter[str] = field(default_factory=Counter[str])

    def settle(self, text: str, cuts: Sequence[Cut], places: Mapping[str, str] | None = None) -> list[str]:
        """The text with its markers settled and what else is cut, in reading order; in pieces.

        `places` are what stands in its placeholders.
        """
        self._cited.update(key for _, _, kind, key in cuts if kind == NOTE)
        settlers: dict[str, Callable[[str], str]] = {
            NOTE: self._note,
            LIST: self._list,
            LINK: self._link,
            BOOKMARK: self._bookmark,
            BOOKMARK_END: self._bookmark_end,
            CONTROL: self._control,
            MEDIA: self._media,
            SEQUENCE: self._sequence,
            REFERENCE: self._reference,
            PLACE: (places or {}).__getitem__,
            ITSELF: str,
        }
        parts: list[str] = []
        done = 0
        for start, end, kind, key in cuts:
            parts += (text[done:start], settlers[kind](key))
            done = end
        parts.append(text[done:])
        return parts

    def note_id(self, number: int) -> int:
        """The id of the note with a number: the template may have notes of its own."""
        return self.first_note + number - 1

    def _note(self, key: str) -> str:
        index = int(key)
        kind = "endnote" if self.store.styles.endnotes else "footnote"
        style = f'<w:rStyle w:val="{self.store.styles.get(f"{kind}-reference")}"/>'
        number = self.notes.get(index)
        if number is None:
            number = self.notes[index] = len(self.notes) + 1
            run = f'<w:r><w:rPr>{style}</w:rPr><w:{kind}Reference w:id="{self.note_id(number)}"/></w:r>'
            if self._cited[key] == 1:
                return run
            name = _note_bookmark(number)
            return f"{self._bookmark(name)}{run}{self._bookmark_end(name)}"
        result = f"<w:r><w:rPr>{style}</w:rPr><w:t>{number}</w:t></w:r>"
        return complex_field(f"NOTEREF {_note_bookmark(number)} \\f \\h", result, style)

    def _list(self, key: str) -> str:
        return str(self.lists.setdefault(int(key), self.first_list + len(self.lists)))

    def _link(self, key: str) -> str:
        return self.relations.link(self.store.links[int(key)])

    def _bookmark(self, name: str) -> str:
        # A name stands once in a document: where a field is shown again, its first place is the bookmark's.
        if name in self.bookmarks:
            return ""
        number = self.bookmarks[name] = len(self.bookmarks) + self.first_bookmark
        self._open.add(name)
        return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'

    def _bookmark_end(self, name: str) -> str:
        if name not in self._open:
            return ""
        self._open.remove(name)
        return f'<w:bookmarkEnd w:id="{self.bookmarks[name]}"/>'

    def _control(self, address: str) -> str:
        self.controls[address] += 1
        occurrence = self.controls[address]
        key = key_of(unescape(address))
        alias = escape(alias_of(unescape(address), occurrence))
        return f'<w:alias w:val="{alias}"/><w:tag w:val="{key}"/><w:id w:val="{control_id(key, occurrence)}"/>'

    def _media(self, key: str) -> str:
        return self.relations.picture(self.store.pictures[int(key)])

    def _sequence(self, kind: str) -> str:
        self.sequences[kind] += 1
        return str(self.sequences[kind])

    def _reference(self, key: str) -> str:
        reference = self.store.references[int(key)]
        if self._targets is None:
            self._targets = self.find_targets()
        target = self._targets.get(reference.address)
        if target is None:
            return reference.runs + self.elsewhere(reference)
        bookmark, words = target
        rpr = f"<w:rPr>{reference.properties}</w:rPr>" if reference.properties else ""
        if reference.page:
            self.paged.add(bookmark)
            page = self.pages.get(bookmark, "")
            return complex_field(f"PAGEREF {bookmark} \\h", f"<w:r>{rpr}<w:t>{page}</w:t></w:r>", reference.properties)
        if reference.runs:
            return f'<w:hyperlink w:anchor="{bookmark}" w:history="1">{reference.runs}</w:hyperlink>'
        result = f'<w:r>{rpr}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'
        return complex_field(f"REF {bookmark} \\h", result, reference.properties)


def _note_bookmark(number: int) -> str:
    return f"_RefNote{number}"
