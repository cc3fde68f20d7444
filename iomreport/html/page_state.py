"""One page while it is written: its ids, headings, captions, notes and references, and its contents as a tree.

The seal of a page: whether it is as it was built, or somebody edited or re-saved it.

It is made of the page's bytes without the seal itself.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import quote

from markupsafe import Markup

from iomreport.markup.field import Record
from iomreport.markup.html import HtmlNotes, HtmlPage, write_heading, write_html
from iomreport.markup.nodes import Figure, Prose, Reference, Table
from iomreport.strategy.addresses import slug
from iomreport.strategy.context import Group
from iomreport.template.rendered import ReferenceTarget
from iomreport.word.fragments import Picture
from iomreport.word.properties import SEAL

DEEPEST_LISTED = 4
"""Headings down to this level are listed: the page's title is the first, and the contents have three levels."""


@dataclass(slots=True)
class Entry:
    """A heading: its level on the page, its number, its words, its id, and the headings below it."""

    level: int
    number: str
    words: str
    id: str
    children: list[Entry] = field(default_factory=list["Entry"])


def tree_of(headings: Iterable[Entry]) -> list[Entry]:
    """The headings that the contents list, each below the nearest one before it of a higher level."""
    top: list[Entry] = []
    above: list[Entry] = []
    for entry in headings:
        if entry.level > DEEPEST_LISTED:
            continue
        while above and above[-1].level >= entry.level:
            above.pop()
        (above[-1].children if above else top).append(entry)
        above.append(entry)
    return top


OWN = "page/"
"""Begins the ids of the page's own furniture; no address begins so."""
_NOTE = re.compile(r"<sup>.*?</sup>")
LOCAL = "local/"
"""Begins the id of what has an id within its text; no address begins so."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reference leads on the page: the id, and the words for a reference that has none."""

    id: str
    words: str


@dataclass(slots=True)
class Page(HtmlPage):
    """A page. `known` are the places that the page has, by the addresses of references.

    `words` are the labels of the language; those that are asked for and not there are kept in `missing`. A page that
    is not `marked` carries no addresses.
    """

    words: Mapping[str, str] = field(default_factory=dict[str, str])
    references: Mapping[str, ReferenceTarget] = field(default_factory=dict[str, ReferenceTarget])
    images: Callable[[Figure], Picture] | None = None
    marked: bool = True
    known: Mapping[str, Place] = field(default_factory=dict[str, Place])
    missing: dict[str, None] = field(default_factory=dict[str, None])
    nowhere: list[Reference] = field(default_factory=list[Reference])
    """References for which there is nothing to print; in a first pass, places may only come later."""
    headings: list[Entry] = field(default_factory=list[Entry])
    referred: bool = False
    """Whether the page has a reference."""
    _ids: dict[str, int] = field(default_factory=dict[str, int])
    _places: dict[str, Place] = field(default_factory=dict[str, Place])
    _local: dict[str, Place] = field(default_factory=dict[str, Place])
    _level: int = 1
    _field: str = ""
    """The address of the prose that is being written."""
    _captions: dict[str, int] = field(default_factory=dict[str, int])

    def __post_init__(self) -> None:
        self.notes = HtmlNotes(f"{OWN}note", self.word("note_link"), self.word("note_back"))

    @property
    def places(self) -> Mapping[str, Place]:
        """What references to this page can point to; an id within a text goes before a field's address."""
        return {**self._places, **self._local}

    def word(self, name: str) -> str:
        """A fixed word of the edition's language."""
        if name not in self.words:
            self.missing[name] = None
        return self.words.get(name, "")

    def address(self, record: Record) -> str:
        """The address by which references know a record."""
        return (record.own_address() or "").replace("/closing/sections/", "/closing/")

    def at(self, record: Record, name: str) -> Markup:
        """The attribute that says which field an element shows."""
        address = f"{record.own_address() or ''}/{name}".lstrip("/")
        return Markup(' data-address="{}"').format(address) if self.marked else Markup()

    def field(self, record: Record, name: str) -> Markup:
        """A field of text, in an element that says which it is."""
        value = str(getattr(record, name))
        attribute = self.at(record, name)
        return Markup("<span{}>{}</span>").format(attribute, value) if attribute else Markup.escape(value)

    def prose(self, prose: Prose, level: int) -> Markup:
        """A field of prose whose own first headings are of the given level; nothing where it is empty."""
        if not prose:
            return Markup()
        shown = self.marked and prose.address
        attribute = Markup(' data-address="{}"').format(prose.address) if shown else Markup()
        self._field = prose.address
        return Markup('<div class="prose"{}>\n{}\n</div>').format(
            attribute, Markup(write_html(prose, self, level=level - 1))
        )

    def group_address(self, group: Group) -> str:
        """The address of a group of proposals, from one of its projects."""
        return f"{self.address(group.projects[0]).partition('/projects/')[0]}/groups/{group.theme.id}"

    def group_heading(self, group: Group) -> Markup:
        """The printed heading of a group: its own, or its theme's."""
        if not self.marked:
            return Markup.escape(group.heading)
        own = group.heading != group.theme.label
        address = self.group_address(group) if own else f"themes/{group.theme.id}"
        return Markup('<span data-address="{}/label">{}</span>').format(address, group.heading)

    def head(self, level: int, content: Markup | str, address: str, number: object = "") -> Markup:
        """A heading of the page, with its number, that can be linked to by its address."""
        identifier = self.anchor(address)
        words = Markup.escape(content)
        self._places[address] = Place(self._places[address].id, words.striptags())
        return Markup(self._heading(level, str(words), identifier, str(number)))

    def anchor(self, address: str) -> str:
        """The id of a place: its address, and a count where the page has it already."""
        count = self._ids[address] = self._ids.get(address, 0) + 1
        identifier = address if count == 1 else f"{address}/{count}"
        self._places.setdefault(address, Place(identifier, ""))
        return identifier

    def href(self, identifier: str) -> str:
        """The link to an id on the page."""
        return "#" + quote(identifier, safe="/:+@,;=()")

    def heading(self, level: int, content: str, identifier: str) -> str:
        words = _words(content)
        if identifier:
            key = identifier.removeprefix(LOCAL)
            self._local[key] = Place(self._local[key].id, words)
        return self._heading(level, content, identifier or self.anchor(f"{OWN}{self._field}/{slug(words)}"))

    def name(self, identifier: str) -> str:
        name = self.anchor(f"{LOCAL}{identifier}")
        self._local.setdefault(identifier, Place(name, ""))
        return name

    def label(self, block: Table | Figure) -> str:
        kind = "table" if isinstance(block, Table) else "figure"
        number = self._captions[kind] = self._captions.get(kind, 0) + 1
        words = f"{self.word(kind)} {number}"
        if block.id:
            self._local.setdefault(block.id, Place(f"{LOCAL}{block.id}", words))
        return f"{words}. "

    def picture(self, figure: Figure) -> str:
        if self.images is None:
            return figure.source
        image = self.images(figure)
        return f"data:image/{image.kind};base64,{b64encode(image.content).decode()}"

    def resolve(self, reference: Reference) -> tuple[str | None, str]:
        """A place on the page is a link; one outside the extract is words that say where in the full strategy it is."""
        self.referred = True
        target, place = self.references.get(reference.address), self.known.get(reference.address)
        if place is not None:
            words = (target.words if target else "") or place.words
            return (self.href(place.id), words) if words or reference.content else (None, "")
        if target is None:
            if not reference.content:
                self.nowhere.append(reference)
            return None, ""
        where = self.word("elsewhere").replace("{place}", target.number)
        return None, f" ({self.word('see')} {where})" if reference.content else where

    def _heading(self, level: int, content: str, identifier: str, number: str = "") -> str:
        # A text may begin with a deeper heading than its place has; a listener would miss the one between.
        level = self._level = min(level, self._level + 1)
        self.headings.append(Entry(level, number, _words(content), identifier))
        numbered = Markup('<span class="number">{}</span> ').format(number) if number else ""
        return write_heading(level, f"{numbered}{content}", identifier)


def _words(content: str) -> str:
    """The words of a heading, without the notes that it cites."""
    return Markup(_NOTE.sub("", content)).striptags()


BLANK = "0" * 32
_SEAL = re.compile(rb'(<meta name="' + re.escape(SEAL).encode() + rb'" content=")([0-9a-f]{32})(">)')


def sealed(page: str) -> bytes:
    """The bytes of a page, with the seal in the place of its blank one, if it has one."""
    content = page.encode()
    return _SEAL.sub(rb"\g<1>" + _seal(content) + rb"\g<3>", content, count=1)


def is_as_built(content: bytes) -> bool:
    """Whether a page carries a seal and the seal fits; false for any other file."""
    found = _SEAL.search(content)
    if found is None:
        return False
    blank = content[: found.start(2)] + BLANK.encode() + content[found.end(2) :]
    return _seal(blank) == found[2]


def _seal(content: bytes) -> bytes:
    return sha256(content).hexdigest()[: len(BLANK)].encode()
