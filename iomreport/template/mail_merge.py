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

from iomreport.diagnostics.finding import TemplateError
from iomreport.template.render import DocumentParts, Template
from iomreport.template.rendered import (
    Document,
    DocumentInfo,
    Finish,
    RenderedDocument,
    render_document,
    split_at_seal,
    to_docx,
    written,
)
from iomreport.template.values import has_declared_names
from iomreport.word.package import Member, Packer, pack

_HOLE = "\x04"
"""Stands around the number of a hole. XML forbids it, and content and templates with it are refused."""
_NO_WORDS = re.compile('[\x00-\x1f<>"]')
"""What is in tags, breaks and markers, and never in words that are escaped."""
_LASTING = (str, int, float, bool, date, type(None))
_MOST = 32
"""A plan goes through the recipients of one extract before it comes to the next, so few are needed at a time."""
_LARGEST = 200_000
"""The most characters that a document may have of its own for a merge template to be kept."""


@dataclass(frozen=True, slots=True)
class DocumentShape:
    """What a document is made of but its words: `key` is equal for documents that differ in their words alone."""

    key: tuple[object, ...]
    words: tuple[str, ...]


def shape_of(
    own: DocumentParts, names: Sequence[str], values: Mapping[str, Any], info: DocumentInfo, packer: Packer
) -> DocumentShape | None:
    """The shape of a document; none where it holds what may be anything. `names` are those of shared values."""
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
    origin = None if info.origin is None else tuple(info.origin.items())
    shared = (*map(id, map(values.get, names)), id(info.references), id(info.words), id(info.placeholders))
    return DocumentShape((tuple(outline), shared, info.core, origin, packer.deflater.name), tuple(words))


@dataclass(frozen=True, slots=True)
class SharedDocument:
    """What the shared half of a document was made of, kept so that it stays the same."""

    values: tuple[object, ...]
    texts: tuple[tuple[str, dict[str, str]], ...]

    def holds(self, values: Mapping[str, Any]) -> bool:
        """Whether what can be changed in place was not changed."""
        return all(values[name] == text for name, text in self.texts)


def _held(names: Sequence[str], values: Mapping[str, Any], info: DocumentInfo) -> SharedDocument | None:
    """What a document is made of; none where somebody could change it unnoticed."""
    texts: list[tuple[str, dict[str, str]]] = []
    for name in names:
        value: object = values.get(name)
        if value.__class__ is dict:
            text = dict(cast("dict[str, str]", value))
            if not all(each.__class__ is str for each in text.values()):
                return None
            texts.append((name, text))
        elif not _lasts(value):
            return None
    return SharedDocument((*map(values.get, names), info.references, info.words, info.placeholders), tuple(texts))


def _lasts(value: object) -> bool:
    kind = value.__class__
    if kind is tuple:
        return all(map(_lasts, cast("tuple[object, ...]", value)))
    return kind in _LASTING or has_declared_names(kind)


@dataclass(frozen=True, slots=True)
class MergeTemplate:
    """A document with holes. `open` are the members that have any: place, name, content, and its holes by place."""

    held: SharedDocument
    members: tuple[Member, ...]
    open: tuple[tuple[int, str, tuple[bytes, ...], tuple[tuple[int, int], ...]], ...]
    around: tuple[str, str] | None
    made: RenderedDocument
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


def known_merge_template(template: Template, shape: DocumentShape, values: Mapping[str, Any]) -> MergeTemplate | None:
    """The merge template of documents of a shape, if there is one."""
    known = template.merge_templates.get(shape.key)
    if not isinstance(known, MergeTemplate):
        return None
    if not known.held.holds(values):
        del template.merge_templates[shape.key]
        return None
    template.merge_templates.move_to_end(shape.key)
    return known


def learn(
    template: Template,
    values: Mapping[str, Any],
    info: DocumentInfo,
    own: DocumentParts,
    shape: DocumentShape,
    packer: Packer,
    made: RenderedDocument,
) -> None:
    """Make a merge template of the second document of a shape, if it gives the very document that was made in full."""
    merge_templates = template.merge_templates
    if shape.key in merge_templates:
        known = merge_templates[shape.key]
        if isinstance(known, SharedDocument):
            merge_template = _with_fields(template, values, info, own, packer, known) if known.holds(values) else None
            agrees = merge_template is not None and merge_template.filled(shape.words, packer) == to_docx(made, packer)
            merge_templates[shape.key] = merge_template if agrees else None
    elif (kept := _held(template.compiled.shared_names, values, info)) is not None:
        merge_templates[shape.key] = kept
        if len(merge_templates) > _MOST:
            merge_templates.popitem(last=False)


def _with_fields(
    template: Template,
    values: Mapping[str, Any],
    info: DocumentInfo,
    own: DocumentParts,
    packer: Packer,
    kept: SharedDocument,
) -> MergeTemplate | None:
    """The merge template of a document; none where its words have a part in more than their own places."""
    try:
        made = render_document(template, values, info, None, _with_holes(own))
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
    around = split_at_seal(made)
    if len(set(found)) < len(found) or any(_HOLE in each for each in around or ()):
        return None
    return MergeTemplate(kept, tuple(members), tuple(opened), around, replace(made, members=()))


def _is_words(piece: str) -> bool:
    return piece != "" and not piece.isspace() and not _NO_WORDS.search(piece)


def _with_holes(own: DocumentParts) -> DocumentParts:
    """What is a document's own with numbered holes for its words."""
    numbers = count()
    return DocumentParts(
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
