"""The current text of a story (the main text, a header, a text box) with the spans of its bookmarks and controls.

Current means as if every tracked change were accepted: insertions are in it, deletions are not. What is computed from
the layout (page numbers, numbers of notes and captions) is left out, so that a text moves without changing.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from lxml import etree

from iomreport.word.elements import WP
from iomreport.word.oxml import BLOCK_END, MC, W

END: Final = BLOCK_END
_W = f"{{{W}}}"
_COMPUTED: Final = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF", "NOTEREF", "SEQ"})
_LISTS: Final = frozenset({"TOC", "INDEX", "TOA"})
"""Computed, and over many paragraphs."""
_TEXTS: Final = {f"{_W}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"}
_SIGNS: Final = {
    f"{_W}tab": "\t",
    f"{_W}ptab": "\t",
    f"{_W}cr": END,
    f"{_W}noBreakHyphen": "\u2011",
    f"{_W}softHyphen": "\u00ad",
}
_SKIPPED: Final = frozenset(
    f"{_W}{name}" for name in ("pPr", "rPr", "tblPr", "tblGrid", "tcPr", "sectPr", "sdtPr", "rt")
)
_DELETED: Final = frozenset(f"{_W}{name}" for name in ("del", "moveFrom"))
_BRANCHES: Final = frozenset({f"{{{MC}}}Choice", f"{{{MC}}}Fallback"})
_HEXADECIMAL: Final = re.compile("[0-9A-Fa-f]{4}")
_PROPERTIES: Final = f"{{{WP}}}docPr"


class Span(NamedTuple):
    """A part of a story's text, from one piece to before another."""

    start: int
    end: int


class Control(NamedTuple):
    """A content control (17.5.2.34): its title, its tag, and what stands in it."""

    alias: str
    tag: str
    span: Span


@dataclass(slots=True)
class Story:
    """A story: its text in pieces, each ended paragraph a piece of its own."""

    pieces: list[str] = field(default_factory=list[str])
    bookmarks: dict[str, list[Span]] = field(default_factory=dict[str, list[Span]])
    unclosed: set[str] = field(default_factory=set[str])
    """Names of bookmarks that begin and do not end, or end before they begin."""
    controls: list[Control] = field(default_factory=list[Control])
    ends: list[int] = field(default_factory=list[int])
    """Behind the pieces that end paragraphs, and where one ended before somebody joined it to the next."""
    joints: set[int] = field(default_factory=set[int])

    def text(self, span: Span) -> str:
        """What stands in a span, without the paragraph ends around it."""
        return "".join(self.pieces[span.start : span.end]).strip(END)

    def raw(self, span: Span) -> str:
        """What stands in a span, with its paragraph ends."""
        return "".join(self.pieces[span.start : span.end])

    def whole(self, span: Span) -> Span:
        """A span with the rest of the paragraphs in which it begins and ends.

        What is empty where paragraphs were joined is no paragraph's any more, and stays as it is.
        """
        is_empty = span.start == span.end
        if is_empty and span.start in self.joints:
            return span
        before = bisect_right(self.ends, span.start)
        behind = (bisect_right if is_empty else bisect_left)(self.ends, span.end)
        return Span(
            self.ends[before - 1] if before else 0,
            self.ends[behind] if behind < len(self.ends) else len(self.pieces),
        )

    def next_text(self, place: int) -> int:
        """A place, or, where a paragraph ends there, the beginning of the next."""
        index = bisect_left(self.ends, place + 1)
        ends_here = index < len(self.ends) and self.ends[index] == place + 1 and self.pieces[place] == END
        return place + 1 if ends_here else place

    def crosses(self, span: Span) -> bool:
        """Whether a paragraph ends within a span, so that something of the next stands in it."""
        index = bisect_right(self.ends, span.start)
        return index < len(self.ends) and self.ends[index] < span.end


def read_stories(root: etree._Element, notes: Mapping[tuple[str, str], str]) -> Iterator[Story]:
    """The story of a part, and those of its text boxes. `notes` are the texts of notes by their kind and id."""
    waiting = [root]
    while waiting:
        root = waiting.pop(0)
        reader = _Reader(notes)
        reader.read(root)
        if reader.has_open_list:
            # A list that does not end would hide all that follows.
            reader = _Reader(notes, hides_lists=False)
            reader.read(root)
        waiting += reader.boxes
        yield reader.story


def read_notes(kind: str, root: etree._Element) -> Iterator[tuple[tuple[str, str], str]]:
    """The texts of the notes of a part by kind and id, each on one line."""
    for note in root.iterchildren(f"{_W}{kind}"):
        reader = _Reader({})
        reader.read(note)
        yield (kind, str(note.get(f"{_W}id"))), " ".join("".join(reader.story.pieces).split())


@dataclass(slots=True)
class _Field:
    """A complex field (17.16.18) that is being read."""

    instruction: str = ""
    in_result: bool = False

    @property
    def kind(self) -> str:
        return self.instruction.partition(" ")[0].upper()


@dataclass(slots=True)
class _Reader:
    notes: Mapping[tuple[str, str], str]
    hides_lists: bool = True
    story: Story = field(default_factory=Story)
    boxes: list[etree._Element] = field(default_factory=list[Any])
    _deleted: int = 0
    _fields: list[_Field] = field(default_factory=list[_Field])
    _open: dict[str, tuple[str, int]] = field(default_factory=dict[str, tuple[str, int]])
    """The bookmarks that have begun, by their ids: name and place."""
    _controls: list[int] = field(default_factory=list[int])

    def read(self, root: etree._Element) -> None:
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "end":
                self._leave(element)
            elif element is not root and self._is_skipped(element):
                walk.skip_subtree()
            else:
                self._enter(element)
        self.story.unclosed.update(name for name, _ in self._open.values())

    @property
    def has_open_list(self) -> bool:
        """Whether a contents or the like has begun and not ended."""
        return any(each.kind in _LISTS for each in self._fields)

    def _is_skipped(self, element: etree._Element) -> bool:
        """Whether what is inside an element is no text of this story."""
        tag = element.tag
        if tag in _SKIPPED:
            return True
        if tag == f"{_W}txbxContent":
            self.boxes.append(element)
            return True
        if tag == f"{_W}fldSimple":
            return _Field(str(element.get(f"{_W}instr")).strip()).kind in _COMPUTED
        # Of an alternative, the first branch is what Word of today shows.
        return tag in _BRANCHES and element.getprevious() is not None

    def _enter(self, element: etree._Element) -> None:
        tag = element.tag
        if tag in _TEXTS:
            self._add(element.text or "")
        elif tag in _SIGNS:
            self._add(_SIGNS[str(tag)])
        elif tag in _DELETED or (tag == f"{_W}tr" and _is_deleted(element, "trPr")):
            self._deleted += 1
        elif tag == f"{_W}sdt":
            self._controls.append(len(self.story.pieces))
        elif tag == _PROPERTIES:
            self._add(f"[picture: {description}]" if (description := str(element.get("descr", "")).strip()) else "")
        elif tag.startswith(_W) and (enter := _ENTER.get(tag.removeprefix(_W))):
            enter(self, element)

    def _leave(self, element: etree._Element) -> None:
        tag = element.tag
        if tag == f"{_W}p":
            self._end_paragraph(element)
        elif tag in _DELETED or (tag == f"{_W}tr" and _is_deleted(element, "trPr")):
            self._deleted -= 1
        elif tag == f"{_W}sdt":
            span = Span(self._controls.pop(), len(self.story.pieces))
            self.story.controls.append(Control(_property(element, "alias"), _property(element, "tag"), span))

    def _add(self, text: str) -> None:
        if text and not self._deleted and not self._is_hidden:
            self.story.pieces.append(text)

    @property
    def _is_hidden(self) -> bool:
        hidden = _COMPUTED | _LISTS if self.hides_lists else _COMPUTED
        return any(each.in_result and each.kind in hidden for each in self._fields)

    def _end_paragraph(self, paragraph: etree._Element) -> None:
        # A field that is not closed, such as one of which a half was deleted, hides no more than its own paragraph.
        self._fields = [each for each in self._fields if each.kind not in _COMPUTED]
        mark = paragraph.find(f"{_W}pPr/{_W}rPr")
        merged = mark is not None and any(mark.find(each) is not None for each in _DELETED)
        if merged or self._deleted or self._is_hidden:
            self.story.joints.add(len(self.story.pieces))
        else:
            self.story.pieces.append(END)
        self.story.ends.append(len(self.story.pieces))

    def add_break(self, element: etree._Element) -> None:
        if element.get(f"{_W}type", "textWrapping") == "textWrapping":
            self._add(END)

    def add_symbol(self, element: etree._Element) -> None:
        code = str(element.get(f"{_W}char"))
        if _HEXADECIMAL.fullmatch(code):
            self._add(chr(int(code, 16)))

    def mark_field(self, element: etree._Element) -> None:
        kind = element.get(f"{_W}fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].instruction = self._fields[-1].instruction.strip()
            self._fields[-1].in_result = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def add_instruction(self, element: etree._Element) -> None:
        if self._fields and not self._fields[-1].in_result:
            self._fields[-1].instruction += element.text or ""

    def add_note(self, element: etree._Element) -> None:
        kind = str(element.tag).removeprefix(_W).removesuffix("Reference")
        text = self.notes.get((kind, str(element.get(f"{_W}id"))))
        self._add(f"[note: {text}]" if text is not None else "")

    def begin_bookmark(self, element: etree._Element) -> None:
        name, number = str(element.get(f"{_W}name")), str(element.get(f"{_W}id"))
        if number in self._open:
            self.story.unclosed.add(self._open[number][0])
        # LibreOffice writes the start of a bookmark over several paragraphs once more in the last of them.
        again = next((each for each, (known, _) in self._open.items() if known == name), None)
        _, place = self._open.pop(again) if again is not None else (name, len(self.story.pieces))
        self._open[number] = (name, place)

    def end_bookmark(self, element: etree._Element) -> None:
        found = self._open.pop(str(element.get(f"{_W}id")), None)
        if found is not None:
            name, start = found
            self.story.bookmarks.setdefault(name, []).append(Span(start, len(self.story.pieces)))


_ENTER: Final = {
    "br": _Reader.add_break,
    "sym": _Reader.add_symbol,
    "fldChar": _Reader.mark_field,
    "instrText": _Reader.add_instruction,
    "footnoteReference": _Reader.add_note,
    "endnoteReference": _Reader.add_note,
    "bookmarkStart": _Reader.begin_bookmark,
    "bookmarkEnd": _Reader.end_bookmark,
}


def _is_deleted(element: etree._Element, properties: str) -> bool:
    found = element.find(f"{_W}{properties}")
    return found is not None and found.find(f"{_W}del") is not None


def _property(control: etree._Element, name: str) -> str:
    found = control.find(f"{_W}sdtPr/{_W}{name}")
    return "" if found is None else str(found.get(f"{_W}val"))
