"""Prose as WordprocessingML, written once per style map.

A `FragmentStore` keeps every fragment that it wrote, with the notes, links, lists and pictures that the fragment's
markers speak of. Documents are assembled from the same fragments; nothing here knows of a document.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from markupsafe import Markup

from iomreport.diagnostics.finding import Location
from iomreport.markup.nodes import Figure, Note, OrderedList, Prose
from iomreport.word.package import Member
from iomreport.word.styles import StyleMap


class Fragment(Markup):
    """WordprocessingML that this package wrote: well-formed, complete, and safe to place."""

    __slots__ = ()

    def __new__(cls, text: str = "") -> Fragment:
        # Markup asks what it is given for markup of its own; here that is always a text.
        return str.__new__(cls, text)


@dataclass(frozen=True, slots=True)
class Picture:
    """An image file: its bytes, kind (`png`, `jpeg`, `gif`) and size in pixels."""

    content: bytes
    kind: str
    width: int
    height: int

    def member(self, name: str) -> Member:
        """The picture as a member of a package, stored, since images are compressed already."""
        return Member.stored(name, self.content)


@dataclass(frozen=True, slots=True)
class ListInstance:
    """A numbered list: the role of its style, its first number, and the earlier list that it continues."""

    role: str
    start: int = 1


@dataclass(frozen=True, slots=True)
class ReferenceText:
    """A reference that is not yet settled: what it points to, the author's own words as runs, and its formatting."""

    address: str
    page: bool
    runs: str
    properties: str
    location: Location | None = None


@dataclass(slots=True)
class FragmentStore:
    """Fragments of one style map. `picture` reads the image of a figure."""

    styles: StyleMap
    picture: Callable[[Figure], Picture] | None = None
    captions: tuple[str, str] = ("Table", "Figure")
    """The words before the number of a table and of a figure."""
    prose: dict[tuple[int, int], tuple[Prose, Fragment]] = field(
        default_factory=dict[tuple[int, int], "tuple[Prose, Fragment]"]
    )
    notes: list[str] = field(default_factory=list[str])
    note_keys: dict[tuple[str, Note], int] = field(default_factory=dict[tuple[str, Note], int])
    links: list[str] = field(default_factory=list[str])
    link_keys: dict[str, int] = field(default_factory=dict[str, int])
    lists: list[ListInstance] = field(default_factory=list[ListInstance])
    references: list[ReferenceText] = field(default_factory=list[ReferenceText])
    pictures: list[Picture] = field(default_factory=list[Picture])

    def link(self, target: str) -> int:
        """The index of an external address, equal addresses once."""
        index = self.link_keys.setdefault(target, len(self.links))
        if index == len(self.links):
            self.links.append(target)
        return index

    def note_index(self, note: Note, write: Callable[[], str]) -> int:
        """The index of a note. A label means one note in its file, so citing it twice is one note."""
        key = (note.location.path if note.location else "", note)
        index = self.note_keys.get(key)
        if index is None:
            index = self.note_keys[key] = len(self.notes)
            self.notes.append(write())
        return index

    def list_index(self, block: OrderedList, role: str) -> int:
        self.lists.append(ListInstance(role, block.start))
        return len(self.lists) - 1
