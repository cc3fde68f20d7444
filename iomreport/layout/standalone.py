"""Writing a chapter as a package of its own, every part in one way."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Final

from iomreport.layout.field_results import Uncuttable
from iomreport.layout.list_numbering import Numbering
from iomreport.layout.parts import (
    MAIN,
    NOTES,
    NUMBERING,
    RELATIONSHIPS,
    SETTINGS,
    STYLES,
    TYPES,
    part_relationships,
    relationships_of,
    resolved,
    stored,
    text_of,
    value_of,
)
from iomreport.layout.printed_text import NOTE, RELATED, STYLE_USED, Piece, note_text, story_text
from iomreport.layout.sections import NOTE_RULES
from iomreport.word.oxml import DECLARATION, REL
from iomreport.word.package import Member

NO_STORIES: Final[Mapping[str, str]] = {}
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_FIXED = ("theme/theme1.xml", "fontTable.xml")
_NAMESPACE = re.compile(r'xmlns:(\w+)="([^"]*)"')
_IGNORABLE = re.compile(r'mc:Ignorable="([^"]*)"')
_NOTE_BODY = re.compile(r'<w:footnote\b(?=[^>]*w:id="(-?\d+)")([^>]*)>(.*?)</w:footnote>', re.DOTALL)
_STYLE = re.compile(r"<w:style\b([^>]*)>(.*?)</w:style>", re.DOTALL)
_STYLE_ID = re.compile(r'w:styleId="([^"]*)"')
_STYLE_NEEDED = re.compile(r'<w:(?:basedOn|link) w:val="([^"]*)"')
_DEFAULT = re.compile(r'w:default="(?:1|true|on)"')
_NOT_LAID_OUT = re.compile(
    r"<w:(rsids|docVars|attachedTemplate|mailMerge|documentProtection|evenAndOddHeaders|zoom|proofState|updateFields"
    r"|embedTrueTypeFonts|embedSystemFonts|saveSubsetFonts|hdrShapeDefaults|themeFontLang|removePersonalInformation"
    r")\b[^>]*?(?:/>|>.*?</w:\1>)",
    re.DOTALL,
)


class Shared:
    """What the chapters of a document have in common."""

    def __init__(self, members: Mapping[str, Member], root: str) -> None:
        self.members = members
        self.namespaces = dict(_NAMESPACE.findall(root))
        self.prefixes = tuple(self.namespaces)
        ignorable = _IGNORABLE.search(root)
        self.ignorable = ignorable[1].split() if ignorable else []
        self.styles = text_of(members, STYLES)
        self.numbering = Numbering.read(text_of(members, NUMBERING), self.styles)
        self.has_even_headers = "<w:evenAndOddHeaders" in text_of(members, SETTINGS)
        self.settings = _NOT_LAID_OUT.sub("", text_of(members, SETTINGS))
        self.relationships = relationships_of(text_of(members, RELATIONSHIPS))
        self.types = text_of(members, TYPES)
        notes = text_of(members, NOTES)
        found = _NOTE_BODY.search(notes)
        self.notes_root = notes[: found.start()] if found else ""
        self.notes = {found[1]: (found[2], found[3]) for found in _NOTE_BODY.finditer(notes)}
        rules = NOTE_RULES.search(self.settings)
        self.note_rules = rules[1] if rules else ""
        self.first_note = int(value_of(self.note_rules, "numStart") or "1")
        self.fixed = [members[name] for name in (f"word/{name}" for name in _FIXED) if name in members]
        if any("<w:embed" in text_of(members, member.name) for member in self.fixed):
            raise Uncuttable("it holds fonts")

    def story(self, relation: str) -> str:
        """The content of a header or a footer, with its fields as wide as they may become. Raises `Uncuttable`."""
        target = self.relationships.get(relation, ("", "", ""))[1]
        name = resolved("word/document.xml", target)
        if part_relationships(name) in self.members:
            raise Uncuttable("a header or a footer of it has pictures or links")
        return story_text(text_of(self.members, name))


def members_of(
    piece: Piece, body: str, first_note: int, shared: Shared, stories: Mapping[str, str] = NO_STORIES
) -> list[Member]:
    """The package of a chapter, every part written in one way; `stories` are its header and its footer."""
    ids = list(dict.fromkeys(note for note, _ in piece.notes))
    numbers = {note: str(number) for number, note in enumerate(ids, 1)}
    if ids:
        body = NOTE.sub(lambda found: f'<w:footnoteReference{found[1]}w:id="{numbers[found[2]]}"{found[3]}/>', body)
    notes = _notes(ids, numbers, shared)
    body, related, parts = _related(body, shared)
    used = piece.styles.union(STYLE_USED.findall(notes))
    if "<w:hyperlink" in body or "<w:hyperlink" in notes:
        used |= {"Hyperlink"}
    styles = _styles(shared.styles, used)
    lists = tuple(dict.fromkeys((*piece.lists, *Numbering.named(notes))))
    body, notes, numbering = shared.numbering.renumbered(body, notes, lists, Numbering.named(styles))
    named = STYLE_USED.findall(numbering)
    if named:
        styles = _styles(shared.styles, used.union(named))
    members = [stored(MAIN, f"{_root(piece.prefixes, shared)}<w:body>{body}</w:body></w:document>")]
    relations = [f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, kind, target in related]
    made = {
        "styles": styles,
        "numbering": numbering,
        "footnotes": notes,
        "settings": _settings(shared, first_note if piece.notes else shared.first_note),
        **stories,
    }
    types: list[str] = []
    for kind, text in made.items():
        if text:
            members.append(stored(f"word/{kind}.xml", text))
            relations.append(f'<Relationship Id="rId-{kind}" Type="{REL}/{kind}" Target="{kind}.xml"/>')
            types.append(f"word/{kind}.xml")
    for member in shared.fixed:
        members.append(member)
        name = member.name.removeprefix("word/")
        kind = "theme" if name.startswith("theme/") else "fontTable"
        relations.append(f'<Relationship Id="rId-{kind}" Type="{REL}/{kind}" Target="{name}"/>')
        types.append(member.name)
    members += parts
    types += (member.name for member in parts)
    main = f'<Relationship Id="rId1" Type="{REL}/officeDocument" Target="{MAIN}"/>'
    members.append(_relations(RELATIONSHIPS, "".join(relations)))
    members.append(_relations("_rels/.rels", main))
    members.append(stored(TYPES, _types(types, shared.types)))
    return members


def _relations(name: str, relationships: str) -> Member:
    opening = f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">'
    return stored(name, f"{opening}{relationships}</Relationships>")


def _root(prefixes: frozenset[str], shared: Shared) -> str:
    """The opening of a main part, with the namespaces that it uses."""
    ignorable = sorted(prefixes.intersection(shared.ignorable))
    used = sorted(prefixes.union(("w", "r"), ("mc",) if ignorable else ()))
    declared = "".join(f' xmlns:{prefix}="{shared.namespaces.get(prefix, REL)}"' for prefix in used)
    ignored = f' mc:Ignorable="{" ".join(ignorable)}"' if ignorable else ""
    return f"{DECLARATION}<w:document{declared}{ignored}>"


def _notes(ids: Sequence[str], numbers: Mapping[str, str], shared: Shared) -> str:
    if not ids:
        return ""
    separators = [note for note, (attributes, _) in shared.notes.items() if "w:type=" in attributes]
    written: list[str] = []
    for note in (*separators, *ids):
        if note not in shared.notes:
            raise Uncuttable("a note that it refers to is missing")
        attributes, text = shared.notes[note]
        if note not in separators:
            attributes = f' w:id="{numbers[note]}"'
        written.append(f"<w:footnote{attributes}>{note_text(text)}</w:footnote>")
    return f"{shared.notes_root}{''.join(written)}</w:footnotes>"


def _settings(shared: Shared, first_note: int) -> str:
    """The settings, with the number at which notes begin."""
    settings = shared.settings
    if first_note == shared.first_note:
        return settings
    rules = re.sub(r"<w:numStart\b[^>]*/>", "", shared.note_rules)
    place = max((found.end() for found in re.finditer(r"<w:(?:pos|numFmt)\b[^>]*/>", rules)), default=0)
    rules = f'{rules[:place]}<w:numStart w:val="{first_note}"/>{rules[place:]}'
    if not shared.note_rules:
        raise Uncuttable("its settings say nothing of notes")
    return settings.replace(f"<w:footnotePr>{shared.note_rules}<", f"<w:footnotePr>{rules}<", 1)


@lru_cache(maxsize=256)
def _styles(styles: str, used: frozenset[str]) -> str:
    """The styles part with those that are used, by themselves or by another, and the default ones."""
    start, end = styles.find("<w:style "), styles.rfind("</w:styles>")
    if start < 0 or end < 0:
        return styles
    bodies: dict[str, str] = {}
    waiting = set(used)
    for found in _STYLE.finditer(styles):
        name = _STYLE_ID.search(found[1])
        if name is None:
            continue
        bodies[name[1]] = found[0]
        if _DEFAULT.search(found[1]):
            waiting.add(name[1])
    kept: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in bodies and name not in kept:
            kept.add(name)
            waiting |= set(_STYLE_NEEDED.findall(bodies[name]))
    head = re.sub(r"<w:latentStyles\b.*?</w:latentStyles>", "", styles[:start], flags=re.DOTALL)
    return "".join((head, *(body for name, body in bodies.items() if name in kept), styles[end:]))


def _related(body: str, shared: Shared) -> tuple[str, list[tuple[str, str, str]], list[Member]]:
    """The text with its relationships numbered in their order, what they are, and the parts that they lead to."""
    if " r:" not in body:
        return body, [], []
    ids = [each for each in dict.fromkeys(RELATED.findall(body)) if each not in ("rId-header", "rId-footer")]
    related: list[tuple[str, str, str]] = []
    parts: dict[str, Member] = {}
    for number, relation in enumerate(ids, 1):
        if relation not in shared.relationships:
            raise Uncuttable("a relationship of it is missing")
        kind, target, mode = shared.relationships[relation]
        name = resolved("word/document.xml", target)
        if mode == "External" or name not in shared.members:
            related.append((f"rId{number}", kind, "missing"))
            continue
        if part_relationships(name) in shared.members:
            raise Uncuttable("it holds a part that is made of others")
        member = shared.members[name]
        called = f"word/media/{sha256(member.content()).hexdigest()[:24]}.{name.rpartition('.')[2]}"
        parts[called] = Member(called, member.packed, member.crc, member.size, member.method)
        related.append((f"rId{number}", kind, called.removeprefix("word/")))
    if ids:
        numbers = {relation: f"rId{number}" for number, relation in enumerate(ids, 1)}
        body = RELATED.sub(
            lambda found: found[0].replace(f'"{found[1]}"', f'"{numbers.get(found[1], found[1])}"'), body
        )
    return body, related, [parts[name] for name in sorted(parts)]


def _types(names: Sequence[str], types: str) -> str:
    defaults = dict(sorted(re.findall(r'<Default Extension="([^"]*)" ContentType="([^"]*)"', types)))
    defaults |= {"xml": "application/xml", "rels": "application/vnd.openxmlformats-package.relationships+xml"}
    defaults |= {"png": "image/png", "jpeg": "image/jpeg", "jpg": "image/jpeg", "gif": "image/gif"}
    used = {name.rpartition(".")[2] for name in names} | {"xml", "rels"}
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    kinds = {
        name: f"{main}.{name.removeprefix('word/').removesuffix('.xml')}+xml" for name in names if "/" not in name[5:]
    }
    kinds |= {
        f"word/{_FIXED[0]}": "application/vnd.openxmlformats-officedocument.theme+xml",
        MAIN: f"{main}.document.main+xml",
    }
    written = "".join(
        f'<Default Extension="{name}" ContentType="{kind}"/>' for name, kind in sorted(defaults.items()) if name in used
    )
    written += "".join(
        f'<Override PartName="/{name}" ContentType="{kinds[name]}"/>' for name in (MAIN, *names) if name in kinds
    )
    return f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">{written}</Types>'
