"""Making a document in full: the template renders, its markers are resolved, and the package is written.

What references can point to (REF, 17.16.5.51), and the words of one whose target is elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from iomreport.diagnostics.codes.checks import REFERENCE_UNKNOWN
from iomreport.diagnostics.codes.templates import RENDERING
from iomreport.diagnostics.finding import ContentError, Diagnostic, Location, TemplateError
from iomreport.template.compiled import MAIN
from iomreport.template.render import DocumentParts, Template, explain
from iomreport.word.addresses import LOCAL, address_of, free_item, key_of, map_part, map_properties, map_relationship
from iomreport.word.contents import Contents, Entry, find_entries, write_captions, write_contents
from iomreport.word.figures import FIRST_IDENTIFIER, distinct_drawings, drawing_ids
from iomreport.word.fragments import Picture, ReferenceText
from iomreport.word.markers import (
    BOOKMARK,
    BOOKMARK_END,
    ITSELF,
    NOTE,
    PLACE,
    SEQUENCE,
    START,
    Cut,
    MarkerResolver,
    find_markers,
)
from iomreport.word.notes import write_instances, write_notes
from iomreport.word.oxml import REL, text_run
from iomreport.word.package import Member, Packer, write_package
from iomreport.word.properties import (
    CUSTOM,
    CUSTOM_RELATIONSHIP,
    CUSTOM_TYPE,
    SEAL,
    CoreProperties,
    seal_of,
    write_core,
    write_custom,
)
from iomreport.word.relationships import Relations, insert_before_end, relationship_ids
from iomreport.word.styles import MissingStyleError, StyleMap


@dataclass(frozen=True, slots=True)
class ReferenceTarget:
    """A target: the field that shows it, the words that it has there, and its number in the full strategy."""

    field: str
    words: str
    number: str


def leads_nowhere(address: str, location: Location | None) -> Diagnostic:
    """A reference to no known place, without words of its own: there would be nothing to print for it."""
    return REFERENCE_UNKNOWN.at(location, f"there is no place #{address}")


def elsewhere(target: ReferenceTarget | None, words: Mapping[str, str], *, own_words: bool, properties: str) -> str:
    """The runs of a reference whose target is outside the document, behind the author's own words if there are any."""
    if target is None:
        return ""
    place = words.get("elsewhere", "{place}").replace("{place}", target.number)
    return text_run(f" ({words.get('see', '')} {place})" if own_words else place, properties)


def targets_within(
    cuts: Sequence[Cut], references: Mapping[str, ReferenceTarget], captions: tuple[str, str]
) -> dict[str, tuple[str, str]]:
    """Of the targets of a document's references, those that stand in it: bookmark and words, by address.

    `cuts` are the document's markers.
    """
    bookmarks = {key for _, _, kind, key in cuts if kind == BOOKMARK}
    keys = {address: (key_of(target.field), target.words) for address, target in references.items()}
    found = {address: (key, words) for address, (key, words) in keys.items() if key in bookmarks}
    found.update(_captions(cuts, captions))
    return found


def _captions(cuts: Sequence[Cut], captions: tuple[str, str]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Tables and figures with an id: their bookmark holds the label and the number, as `Table 3`."""
    labels = dict(zip(("Table", "Figure"), captions, strict=True))
    counts = dict.fromkeys(labels, 0)
    opened = ""
    for _, _, kind, key in cuts:
        if kind == BOOKMARK:
            opened = key
        elif kind == BOOKMARK_END:
            opened = "" if key == opened else opened
        elif kind == SEQUENCE and key in counts:
            counts[key] += 1
            address = address_of(opened)
            if address is not None and address.startswith(LOCAL):
                yield address.removeprefix(LOCAL), (opened, f"{labels[key]} {counts[key]}")
                opened = ""


NUMBERING = "word/numbering.xml"
RELATIONSHIPS = "word/_rels/document.xml.rels"
CONTENT_TYPES = "[Content_Types].xml"
CORE = "docProps/core.xml"
PACKAGE_RELATIONSHIPS = "_rels/.rels"
Finish = Callable[[Mapping[str, Member]], Mapping[str, Member]]


@dataclass(frozen=True, slots=True)
class Document:
    """An assembled document: its bytes, what its contents list, and the bookmarks whose pages it prints."""

    content: bytes
    paged: tuple[str, ...]
    headings: tuple[Entry, ...]
    captions: tuple[Entry, ...]
    notes: int


@dataclass(frozen=True, slots=True)
class RenderedDocument:
    """A document before it is packed: members as they lie, or the content of others, in their order.

    `own` are its custom properties, and `custom` the template's part of them.
    """

    members: tuple[tuple[str, Member | bytes], ...]
    own: tuple[tuple[str, str], ...]
    custom: str
    paged: tuple[str, ...]
    headings: tuple[Entry, ...]
    captions: tuple[Entry, ...]
    notes: int


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What a document is told beside its content.

    `core` and `origin` are what it says of itself; with an `origin` it carries the map of its addresses and is sealed.
    `references` are what references can point to, by address, and `words` the labels of the language.
    """

    core: CoreProperties | None = None
    origin: Mapping[str, str] | None = None
    references: Mapping[str, ReferenceTarget] = field(default_factory=dict[str, ReferenceTarget])
    words: Mapping[str, str] = field(default_factory=dict[str, str])
    placeholders: Mapping[str, Callable[[StyleMap], str]] = field(default_factory=dict[str, Callable[[StyleMap], str]])
    """What writes the content of placeholders that are not known here, such as a table made from the values."""
    finish: Finish | None = None
    """Changes members of the finished package, such as by embedding fonts, before it is sealed."""

    def elsewhere(self, reference: ReferenceText) -> str:
        """The words for a reference whose target is outside the document.

        Raises `ContentError` where nothing at all would be printed.
        """
        target = self.references.get(reference.address)
        if target is None and not reference.runs:
            raise ContentError(leads_nowhere(reference.address, reference.location))
        return elsewhere(target, self.words, own_words=bool(reference.runs), properties=reference.properties)


NO_INFO = DocumentInfo()
_OPEN = "\x03"
"""Stands for the seal until it is known; XML forbids it."""


@dataclass(slots=True)
class _Assembly:
    """A document while it is made: the parts that change, pictures by their path, and content types to add."""

    template: Template
    settlement: MarkerResolver
    changed: dict[str, str] = field(default_factory=dict[str, str])
    types: list[str] = field(default_factory=list[str])
    pictures: dict[Picture, str] = field(default_factory=dict[Picture, str])

    def text(self, name: str) -> str:
        """The part of the template called `name`; empty where it has none."""
        member = next((each for each in self.template.compiled.members if each.name == name), None)
        return member.content().decode("utf-8-sig") if member else ""

    def paths(self, relations: Relations) -> dict[Picture, str]:
        """The paths of pictures, relative to `word/`, each picture once in the package."""
        taken = {each.name for each in self.template.compiled.members} if relations.pictures else set[str]()
        for picture in relations.pictures:
            if picture not in self.pictures:
                stem = "media/picture"
                number = len(self.pictures) + 1
                while f"word/{stem}{number}.{picture.kind}" in taken:
                    stem += "-"
                self.pictures[picture] = f"{stem}{number}.{picture.kind}"
        return self.pictures


def render_document(
    template: Template,
    values: Mapping[str, Any],
    info: DocumentInfo = NO_INFO,
    pages: Mapping[str, str] | None = None,
    own: DocumentParts | None = None,
) -> RenderedDocument | None:
    """A document as far as its texts go; none where a value can only be rendered by docxtpl. Raises `TemplateError`.

    `own` is what the document has for itself, where that is known.
    """
    try:
        own = own or template.own(values)
        parts = template.render(values, own)
        return None if template.bound_to is not None else _draft(template, parts, values, info, pages or {}, own)
    except MissingStyleError as error:
        raise TemplateError(explain(error, Location(template.name), template)) from error


def to_docx(made: RenderedDocument, packer: Packer, finish: Finish | None = None) -> Document:
    """The document of a draft."""
    members = [packer.member(name, part) if isinstance(part, bytes) else part for name, part in made.members]
    content = written(members, split_at_seal(made), packer, finish)
    return Document(content, made.paged, made.headings, made.captions, made.notes)


def split_at_seal(made: RenderedDocument) -> tuple[str, str] | None:
    """The custom properties part of a document up to its seal, and from there on; none where it has no seal."""
    if not made.own:
        return None
    before, _, behind = write_custom(made.custom, (*made.own, (SEAL, _OPEN))).partition(_OPEN)
    return before, behind


def written(
    members: Sequence[Member], around: tuple[str, str] | None, packer: Packer, finish: Finish | None = None
) -> bytes:
    """The package of a document. `around` is what stands around its seal."""
    if finish is not None:
        members = list(finish({member.name: member for member in members}).values())
    if around is not None:
        # The seal is over all other members, so the part that holds it is written last.
        members = [member for member in members if member.name != CUSTOM]
        members.append(packer.member(CUSTOM, seal_of(members).join(around)))
    return write_package(members)


def _draft(
    template: Template,
    parts: dict[str, str],
    values: Mapping[str, Any],
    info: DocumentInfo,
    pages: Mapping[str, str],
    own: DocumentParts,
) -> RenderedDocument:
    compiled = template.compiled
    main = parts.pop(MAIN)
    marked = find_markers(main)
    filled, found = _fill_places(template, main, marked, values, pages, info)
    settlement = MarkerResolver(
        template.store,
        Relations(template.relationship_ids),
        compiled.next_list,
        compiled.next_bookmark,
        compiled.next_note,
        find_targets=lambda: targets_within(marked, info.references, template.store.captions),
        elsewhere=info.elsewhere,
        pages=pages,
    )
    making = _Assembly(template, settlement)
    changed = making.changed
    drawings: list[Cut] = [
        (start, end, ITSELF, str(number)) for number, (start, end) in enumerate(drawing_ids(main), FIRST_IDENTIFIER)
    ]
    settled = settlement.settle(main, sorted((*marked, *found.cuts, *drawings)), filled)
    for name, text in parts.items():
        for kind, what in ((NOTE, "content with notes"), (PLACE, "contents, lists and the matrix")):
            if f"{START}{kind}" in text:
                message = f"{what} cannot stand in headers, footers and notes"
                raise TemplateError(RENDERING.at(Location(template.name, place=name), message))
        _settle_part(making, name, text)
    _write_notes(making)
    if settlement.lists:
        changed[NUMBERING] = write_instances(compiled.numbering_part, settlement.lists.items(), template.store)
    if settlement.relations:
        relationships = changed.get(RELATIONSHIPS, compiled.relationships)
        changed[RELATIONSHIPS] = settlement.relations.added_to(relationships, making.paths(settlement.relations))
    properties = template.render_properties(values, own)
    if info.core is not None or properties:
        changed[CORE] = write_core(compiled.core, info.core, properties)
    custom = _write_origin(making, info)
    making.types += (
        f'<Override PartName="/word/{path}" ContentType="image/{picture.kind}"/>'
        for picture, path in making.pictures.items()
    )
    if making.types:
        changed[CONTENT_TYPES] = insert_before_end(compiled.content_types, "".join(making.types), "Types")
    contents = {name: text.encode() for name, text in changed.items()}
    # Most pieces are plain ASCII, and encoded much faster than the text as a whole.
    contents[MAIN] = b"".join(map(str.encode, settled))
    members: list[tuple[str, Member | bytes]] = [
        (member.name, contents.pop(member.name, member)) for member in compiled.members
    ]
    members += contents.items()
    # Pictures are compressed already, so they are stored.
    members += ((f"word/{path}", picture.member(f"word/{path}")) for picture, path in making.pictures.items())
    entries = {entry.bookmark for entry in (*found.headings, *found.captions)}
    paged = tuple(sorted(entries | settlement.paged))
    notes = len(settlement.notes)
    return RenderedDocument(
        tuple(members), tuple(custom), compiled.custom, paged, found.headings, found.captions, notes
    )


def _write_origin(making: _Assembly, info: DocumentInfo) -> list[tuple[str, str]]:
    """Write the map of addresses, and give the document's own custom properties."""
    compiled, settlement, changed, types = making.template.compiled, making.settlement, making.changed, making.types
    if info.origin is None:
        return []
    if not compiled.custom:
        types.append(CUSTOM_TYPE)
        changed[PACKAGE_RELATIONSHIPS] = insert_before_end(
            compiled.package_relationships, CUSTOM_RELATIONSHIP, "Relationships"
        )
    addresses = [address for name in settlement.bookmarks if (address := address_of(name))]
    if not addresses:
        return list(info.origin.items())
    item = free_item(member.name for member in compiled.members)
    changed[item] = map_part(addresses)
    relationships = changed.get(RELATIONSHIPS, compiled.relationships)
    changed[RELATIONSHIPS] = insert_before_end(relationships, map_relationship(item), "Relationships")
    if 'Extension="xml"' not in compiled.content_types:
        types.append(f'<Override PartName="/{item}" ContentType="application/xml"/>')
    return [*info.origin.items(), *map_properties(addresses)]


def _fill_places(
    template: Template,
    text: str,
    marked: Sequence[Cut],
    values: Mapping[str, Any],
    pages: Mapping[str, str],
    info: DocumentInfo,
) -> tuple[dict[str, str], Contents]:
    """What stands in the placeholders of the main part: contents, lists of tables and figures, and what else is."""
    placed = {key for _, _, kind, key in marked if kind == PLACE}
    styles = template.store.styles
    filled = {name: write(styles) for name, write in info.placeholders.items() if name in placed}
    if placed <= filled.keys():
        return filled, Contents((), (), ())
    levels = int(template.compiled.setting.get("iomreport.contents-levels", "3"))
    found = find_entries(text, styles, levels)
    if "contents" in placed:
        title = str(values.get("labels", {}).get("contents", ""))
        filled["contents"] = write_contents(title, found.headings, levels, styles, pages)
    for place, kind, word in zip(("tables", "figures"), ("Table", "Figure"), template.store.captions, strict=True):
        if place in placed:
            entries = [entry for entry in found.captions if entry.text.startswith(word)]
            filled[place] = write_captions(kind, entries, styles, pages)
    return filled, found


def _settle_part(making: _Assembly, name: str, text: str) -> None:
    """Settle a part that has relationships of its own: a header, a footer, the notes."""
    settlement, changed = making.settlement, making.changed
    if START not in text:
        changed[name] = text
        return
    folder, _, file = name.rpartition("/")
    rels = f"{folder}/_rels/{file}.rels"
    existing = changed.get(rels) or making.text(rels)
    main, settlement.relations = settlement.relations, Relations(relationship_ids(existing))
    changed[name] = "".join(settlement.settle(text, find_markers(text)))
    if settlement.relations:
        changed[rels] = settlement.relations.added_to(existing, making.paths(settlement.relations))
    settlement.relations = main


def _write_notes(making: _Assembly) -> None:
    """Write the notes that the document cites into its notes part, with the relationships of their links."""
    settlement, store, compiled = making.settlement, making.template.store, making.template.compiled
    if not settlement.notes:
        return
    kind = "endnote" if store.styles.endnotes else "footnote"
    name = f"word/{kind}s.xml"
    part = making.changed.get(name, compiled.notes_part)
    notes = [(settlement.note_id(number), store.notes[index]) for index, number in settlement.notes.items()]
    written = write_notes(part, kind, notes, store.styles.get(f"{kind}-reference"))
    _settle_part(making, name, distinct_drawings(written))
    if not compiled.notes_part:
        making.types.append(
            f'<Override PartName="/{name}" ContentType="application/vnd.openxmlformats-officedocument'
            f'.wordprocessingml.{kind}s+xml"/>'
        )
        related = f'<Relationship Id="rIdNotes" Type="{REL}/{kind}s" Target="{kind}s.xml"/>'
        making.changed[RELATIONSHIPS] = insert_before_end(compiled.relationships, related, "Relationships")
