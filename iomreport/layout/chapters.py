"""Cutting a document into chapters that are laid out one by one.

A section that begins on a new page (ECMA-376 part 1, 17.18.77) moves nothing before it, so the run of sections up to
the next such one is a document of its own: a chapter. What changes nothing on its pages is left out or written in one
way, so that chapters which look alike are alike to the byte: bookmarks, content controls and comments; the targets of
links; the instructions of fields, of which the result stays; ids of notes, lists, relationships and drawings; styles
that are not used; headers and footers, as long as they stay within the page's margins.

What cannot be cut by these rules is refused with `Uncuttable`, and laid out in one piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from iomreport.layout.field_results import Uncuttable
from iomreport.layout.list_numbering import Numbering
from iomreport.layout.parts import MAIN, stored, text_of
from iomreport.layout.printed_text import MARK, STYLE_USED, Piece, piece_of, places_in
from iomreport.layout.rdocx_workarounds import without_controls
from iomreport.layout.sections import (
    ATTRIBUTE,
    BEGINS,
    NUMBERS,
    SECTION,
    Frame,
    first_page,
    frames_of,
    number_styles,
    restarts,
    sections_written,
)
from iomreport.layout.standalone import Shared, members_of
from iomreport.word.oxml import W
from iomreport.word.package import Member

END: Final = "end"
"""The bookmark on the page behind a chapter's last."""
_BODY = re.compile(
    r"<w:document\b([^>]*)>(?:\s*<w:background\b[^>]*?(?:/>|>.*?</w:background>))?\s*<w:body>", re.DOTALL
)
_PARAGRAPH = re.compile(r"<w:p(?: [^>]*)?(?<!/)>|</w:p>")
_BEHIND = (
    '<w:p><w:bookmarkStart w:id="0" w:name="end"/><w:bookmarkEnd w:id="0"/><w:r><w:t>.</w:t></w:r></w:p>'
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="708" w:footer="708" w:gutter="0"/>'
    "</w:sectPr>"
)
"""The page behind a chapter, so that its end is what it is in the document: one section before another."""
_LAST_PAGE = (
    '<w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:bookmarkStart w:id="0" w:name="end"/><w:bookmarkEnd w:id="0"/>'
    "<w:r><w:t>.</w:t></w:r></w:p>"
)


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A bookmark of a chapter: its name, its place in the chapter's text, and its section's number format (17.6.12)."""

    name: str
    place: int
    style: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter as a document of its own, without its bookmarks.

    `first` is the number of its first page, where its section does not number on from the one before.
    """

    members: tuple[Member, ...]
    bookmarks: tuple[Bookmark, ...]
    first: int | None
    frames: frozenset[Frame]

    @property
    def key(self) -> str:
        """A digest of all that is laid out."""
        digest = sha256()
        for member in self.members:
            digest.update(f"\0{member.name}\0{member.size}\0".encode())
            digest.update(member.packed)
        return digest.hexdigest()

    def package(self, places: Iterable[int]) -> dict[str, Member]:
        """The members with a bookmark at each of some places, `m` and the place; and one behind the end, `end`."""
        members = {member.name: member for member in self.members}
        text = members[MAIN].content().decode()
        start = text.index("<w:body>") + len("<w:body>")
        pieces: list[str] = [text[:start]]
        at = start
        for number, place in enumerate(sorted(set(places)), 1):
            pieces.append(text[at : start + place])
            pieces.append(f'<w:bookmarkStart w:id="{number}" w:name="m{place}"/><w:bookmarkEnd w:id="{number}"/>')
            at = start + place
        members[MAIN] = stored(MAIN, "".join((*pieces, text[at:])))
        return members


@dataclass(frozen=True, slots=True)
class Cutting:
    """The chapters of a document."""

    chapters: tuple[Chapter, ...]
    _shared: Shared

    def probe(self, frame: Frame) -> Chapter:
        """A page that is full to the brim within a frame: its two bookmarks stand on two if the frame takes room.

        Raises `Uncuttable`.
        """
        return _probe(frame, self._shared)


def cut(members: Mapping[str, Member]) -> Cutting:
    """Cut a document. Raises `Uncuttable`."""
    text = text_of(members, MAIN)
    opening = _BODY.search(text)
    closing = text.rfind("</w:body>")
    if opening is None or closing < 0 or f'xmlns:w="{W}"' not in opening[1]:
        raise Uncuttable("its main part is not as Word writes it")
    body = text[opening.end() : closing]
    shared = Shared(members, opening[1])
    runs = list(_runs(body))
    if any(run.count("<w:sdt>") != run.count("</w:sdt>") for run in runs):
        runs = list(_runs(without_controls(body)))
    pieces = _joined(runs, shared)
    return Cutting(tuple(_chapters(pieces, shared)), shared)


def _runs(body: str) -> Iterator[str]:
    """The runs of sections of which each begins on a new page."""
    start = end = 0
    found = SECTION.search(body)
    while found is not None:
        section = found[0]
        begins = BEGINS.search(section)
        kind = begins[1] if begins else "nextPage"
        if kind in ("oddPage", "evenPage"):
            raise Uncuttable("a section of it begins on an odd or an even page")
        if kind == "nextPage" and end:
            yield body[start:end]
            start = end
        end = _paragraph_end(body, found.end())
        found = SECTION.search(body, end)
    yield body[start:]


def _paragraph_end(body: str, at: int) -> int:
    """Where the paragraph ends that holds what stands at `at`; the end of the body where none holds it."""
    depth = 1
    for tag in _PARAGRAPH.finditer(body, at):
        depth += -1 if tag[0] == "</w:p>" else 1
        if not depth:
            return tag.end()
    return len(body)


def _joined(runs: Sequence[str], shared: Shared) -> list[Piece]:
    """The runs; those that a field or a numbered list spans are one."""
    pieces = [piece_of(run, shared.prefixes) for run in runs]
    joined: list[tuple[int, frozenset[str]]] = []
    """Where each begins, and its lists that count."""
    open_fields = 0
    for index, piece in enumerate(pieces):
        lists = shared.numbering.used(piece.lists, piece.styles)
        first = len(joined)
        if lists:
            goes_on = (at for at, (_, before) in enumerate(joined) if shared.numbering.goes_on(lists, before))
            first = next(goes_on, first)
        if open_fields:
            first = min(first, len(joined) - 1)
        start = joined[first][0] if first < len(joined) else index
        lists = lists.union(*(before for _, before in joined[first:]))
        joined[first:] = [(start, lists)]
        open_fields += piece.open_fields
    if open_fields:
        raise Uncuttable("a field of it does not end")
    ends = [*(start for start, _ in joined[1:]), len(runs)]
    return [
        pieces[start] if end == start + 1 else piece_of("".join(runs[start:end]), shared.prefixes)
        for (start, _), end in zip(joined, ends, strict=True)
    ]


def _chapters(pieces: Sequence[Piece], shared: Shared) -> Iterator[Chapter]:
    stories: dict[tuple[str, str], str] = {}
    note = shared.first_note
    for index, piece in enumerate(pieces):
        sections = list(SECTION.finditer(piece.text))
        is_last = index == len(pieces) - 1
        if not sections or (is_last and piece.text[sections[-1].end() :].strip()):
            raise Uncuttable("its last section has no properties")
        frames: set[Frame] = set()
        for section in sections:
            frames |= frames_of(section[0], stories, shared.story, even=shared.has_even_headers)
        if any("w:start=" in each for section in sections[1:] for each in NUMBERS.findall(section[0])):
            raise Uncuttable("the pages of a section that begins in the middle of one are numbered anew")
        first_note = 1 if restarts([section[0] for section in sections], shared.note_rules) else note
        marked = sections_written(piece.text, sections)
        marked = f"{marked}{_BEHIND}" if not is_last else _with_last_page(marked)
        members = members_of(piece, marked, first_note, shared)
        styles = number_styles(piece.text, sections)
        yield _chapter(members, piece.names, styles, first_page(sections[0][0]), frozenset(frames))
        note += sum(numbered for _, numbered in piece.notes)


def _probe(frame: Frame, shared: Shared) -> Chapter:
    sizes = dict(ATTRIBUTE.findall(frame.page))
    try:
        room = int(sizes["h"]) - abs(int(sizes["top"])) - abs(int(sizes["bottom"]))
    except (LookupError, ValueError) as error:
        raise Uncuttable("the size of its pages is not known") from error
    # Twips. Engines round lengths to their own units, by less than what is left.
    line = (room - 4) // 2
    spacing = f'<w:pPr><w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="exact"/></w:pPr>'
    half = f"<w:p>{spacing}{MARK}<w:r><w:t>.</w:t></w:r></w:p>"
    stories = {kind: text for kind, text in (("header", frame.header), ("footer", frame.footer)) if text}
    references = "".join(f'<w:{kind}Reference w:type="default" r:id="rId-{kind}"/>' for kind in stories)
    marked = f"{half}{half}{_LAST_PAGE}<w:sectPr>{references}{frame.page}</w:sectPr>"
    both = "".join(stories.values())
    piece = Piece(marked, (), 0, (), frozenset(STYLE_USED.findall(both)), Numbering.named(both), frozenset())
    return _chapter(members_of(piece, marked, 1, shared, stories), ("", ""), ("", ""), None, frozenset())


def _chapter(
    members: list[Member], names: Sequence[str], styles: Sequence[str], first: int | None, frames: frozenset[Frame]
) -> Chapter:
    """A chapter whose main part still has its marks."""
    text = members[0].content().decode()
    start = text.index("<w:body>") + len("<w:body>")
    bare, places = places_in(text[start:])
    members[0] = stored(MAIN, text[:start] + bare)
    return Chapter(tuple(members), tuple(map(Bookmark, names, places, styles)), first, frames)


def _with_last_page(text: str) -> str:
    place = text.rindex("<w:sectPr")
    return f"{text[:place]}{_LAST_PAGE}{text[place:]}"
