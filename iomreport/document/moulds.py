"""Moulds: documents with room for the few words by which others of their kind differ from them.

What a document has of its own is rendered for it, always. Where that comes out in the shape of an earlier document,
the same tags around other words, and all else that the document is made of is the same, then all but these words comes
out the same too: notes, numbers, contents, properties. The words are put in their places, and the parts that hold them
are encoded, deflated and sealed anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from typing import Any, cast

from iomreport.diagnostics import TemplateError
from iomreport.document.context import SHARED
from iomreport.document.draft import Document, Draft, Finish, Imprint, around_seal, draft, packed, written
from iomreport.document.names import is_own
from iomreport.document.template import Own, Template
from iomreport.word.package import Member, pack
from iomreport.word.packer import Packer

_HOLE = "\x04"
"""Stands around the number of a hole. XML forbids it, and content and templates with it are refused."""
_NO_WORDS = re.compile('[\x00-\x1f<>"]')
"""What is in tags, breaks and markers, and never in words that are escaped."""
_NAMES = tuple(sorted(SHARED))
_LASTING = (str, int, float, bool, date, type(None))
_MOST = 32
"""A plan goes through the recipients of one extract before it comes to the next, so few are needed at a time."""
_LARGEST = 200_000
"""The most characters that a document may have of its own for a mould to be kept."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a document is made of but its words: `key` is equal for documents that differ in their words alone."""

    key: tuple[object, ...]
    words: tuple[str, ...]


def shape_of(own: Own, values: Mapping[str, Any], imprint: Imprint, packer: Packer) -> Shape | None:
    """The shape of a document; none where it holds what may be anything."""
    if own.foreign or sum(sum(map(len, pieces)) for pieces in own.pieces.values()) > _LARGEST:
        return None
    outline: list[str | None] = []
    words: list[str] = []
    for name, pieces in own.pieces.items():
        outline.append(name)
        for piece in pieces:
            if _is_words(piece):
                words.append(piece)
                outline.append(None)
            else:
                outline.append(piece)
    origin = None if imprint.origin is None else tuple(imprint.origin.items())
    shared = (*map(id, map(values.get, _NAMES)), id(imprint.references), id(imprint.words))
    return Shape((tuple(outline), shared, imprint.core, origin, packer.deflater.name), tuple(words))


@dataclass(frozen=True, slots=True)
class Held:
    """What the shared half of a document was made of, kept so that it stays the same."""

    values: tuple[object, ...]
    texts: tuple[tuple[str, dict[str, str]], ...]

    def holds(self, values: Mapping[str, Any]) -> bool:
        """Whether what can be changed in place was not changed."""
        return all(values[name] == text for name, text in self.texts)


def _held(values: Mapping[str, Any], imprint: Imprint) -> Held | None:
    """What a document is made of; none where somebody could change it unnoticed."""
    texts: list[tuple[str, dict[str, str]]] = []
    for name in _NAMES:
        value: object = values.get(name)
        if value.__class__ is dict:
            text = dict(cast("dict[str, str]", value))
            if not all(each.__class__ is str for each in text.values()):
                return None
            texts.append((name, text))
        elif not _lasts(value):
            return None
    return Held((*map(values.get, _NAMES), imprint.references, imprint.words), tuple(texts))


def _lasts(value: object) -> bool:
    kind = value.__class__
    if kind is tuple:
        return all(map(_lasts, cast("tuple[object, ...]", value)))
    return kind in _LASTING or is_own(kind)


@dataclass(frozen=True, slots=True)
class Mould:
    """A document with holes. `open` are the members that have any: place, name, content, and its holes by place."""

    held: Held
    members: tuple[Member, ...]
    open: tuple[tuple[int, str, tuple[bytes, ...], tuple[tuple[int, int], ...]], ...]
    around: tuple[str, str] | None
    made: Draft
    """What else there is to say of the document; its members are these."""

    def filled(self, words: Sequence[str], packer: Packer, finish: Finish | None = None) -> Document:
        """The document with its words."""
        members = list(self.members)
        encoded = [each.encode() for each in words]
        for place, name, pieces, holes in self.open:
            content = list(pieces)
            for index, number in holes:
                content[index] = encoded[number]
            members[place] = pack(name, b"".join(content), packer.deflater)
        made = self.made
        content = written(members, self.around, packer, finish)
        return Document(content, made.paged, made.headings, made.captions, made.notes)


def known_mould(template: Template, shape: Shape, values: Mapping[str, Any]) -> Mould | None:
    """The mould of documents of a shape, if there is one."""
    known = template.moulds.get(shape.key)
    if not isinstance(known, Mould):
        return None
    if not known.held.holds(values):
        del template.moulds[shape.key]
        return None
    template.moulds.move_to_end(shape.key)
    return known


def learn(
    template: Template,
    values: Mapping[str, Any],
    imprint: Imprint,
    own: Own,
    shape: Shape,
    packer: Packer,
    made: Draft,
) -> None:
    """Make a mould of the second document of a shape, if it gives the very document that was made in full."""
    moulds = template.moulds
    if shape.key in moulds:
        known = moulds[shape.key]
        if isinstance(known, Held):
            mould = _cast(template, values, imprint, own, packer, known) if known.holds(values) else None
            agrees = mould is not None and mould.filled(shape.words, packer) == packed(made, packer)
            moulds[shape.key] = mould if agrees else None
    elif (kept := _held(values, imprint)) is not None:
        moulds[shape.key] = kept
        if len(moulds) > _MOST:
            moulds.popitem(last=False)


def _cast(
    template: Template, values: Mapping[str, Any], imprint: Imprint, own: Own, packer: Packer, kept: Held
) -> Mould | None:
    """The mould of a document; none where its words have a part in more than their own places."""
    try:
        made = draft(template, values, imprint, None, _with_holes(own))
    except TemplateError:
        return None
    if made is None or any(_HOLE in entry.text for entry in (*made.headings, *made.captions)):
        return None
    members: list[Member] = []
    opened: list[tuple[int, str, tuple[bytes, ...], tuple[tuple[int, int], ...]]] = []
    found: list[int] = []
    for place, (name, part) in enumerate(made.members):
        if isinstance(part, bytes) and (pieces := part.split(_HOLE.encode()))[1:]:
            if _in_a_tag(pieces):
                return None
            holes = [(index, int(pieces[index])) for index in range(1, len(pieces), 2)]
            found += (number for _, number in holes)
            opened.append((place, name, tuple(pieces), tuple(holes)))
            part = b""
        members.append(packer.member(name, part) if isinstance(part, bytes) else part)
    around = around_seal(made)
    if len(set(found)) < len(found) or any(_HOLE in each for each in around or ()):
        return None
    return Mould(kept, tuple(members), tuple(opened), around, replace(made, members=()))


def _is_words(piece: str) -> bool:
    return piece != "" and not piece.isspace() and not _NO_WORDS.search(piece)


def _with_holes(own: Own) -> Own:
    """What is a document's own with numbered holes for its words."""
    numbers = count()
    return Own(
        {
            name: [f"{_HOLE}{next(numbers)}{_HOLE}" if _is_words(piece) else piece for piece in pieces]
            for name, pieces in own.pieces.items()
        }
    )


def _in_a_tag(pieces: Sequence[bytes]) -> bool:
    """Whether a hole stands in a tag, where words may be a name or an id that something else depends on."""
    open_tag = False
    for text in pieces[::2][:-1]:
        begun, ended = text.rfind(b"<"), text.rfind(b">")
        open_tag = open_tag if begun == ended else begun > ended
        if open_tag:
            return True
    return False
