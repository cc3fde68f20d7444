"""Fonts inside a document, obfuscated as the standard says (ECMA-376 part 1, 17.8.1), so that every reader has them.

The first 32 bytes of a font are mixed with a key that stands beside it. That is no protection: it keeps the font from
being taken out of the package and installed by double-clicking.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from iomreport.diagnostics.codes.layout import FONT_NOT_EMBEDDED
from iomreport.diagnostics.finding import Diagnostic, Location
from iomreport.layout.fonts import BOLD, BOLD_ITALIC, ITALIC, REGULAR, Face, FontUse, Typeface, font_bytes
from iomreport.word.oxml import DECLARATION, REL, W, escape
from iomreport.word.package import Member
from iomreport.word.relationships import EMPTY, insert_before_end, relationship_ids

TABLE, TABLE_RELATIONSHIPS, SETTINGS = "word/fontTable.xml", "word/_rels/fontTable.xml.rels", "word/settings.xml"
TYPES, MAIN_RELATIONSHIPS = "[Content_Types].xml", "word/_rels/document.xml.rels"
_MIXED = 32
_SLOTS = {REGULAR: "embedRegular", BOLD: "embedBold", ITALIC: "embedItalic", BOLD_ITALIC: "embedBoldItalic"}
"""The elements of a font's faces, in the order that the schema wants (CT_Font)."""
_FONT_TYPE = '<Default Extension="odttf" ContentType="application/vnd.openxmlformats-officedocument.obfuscatedFont"/>'
_TABLE_TYPE = (
    f'<Override PartName="/{TABLE}"'
    ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"/>'
)
_BEFORE_EMBED = (
    "writeProtection|view|zoom|removePersonalInformation|removeDateAndTime|doNotDisplayPageBoundaries"
    "|displayBackgroundShape|printPostScriptOverText|printFractionalCharacterWidth|printFormsData"
)
_SETTING_BEFORE = re.compile(
    rf"(?:<w:settings\b[^>]*>)(?:\s*<w:(?:{_BEFORE_EMBED})\b[^>]*?/>|\s*<w:({_BEFORE_EMBED})\b[^>]*>.*?</w:\1>)*",
    re.DOTALL,
)

Packing = Callable[[str, bytes], Member]
"""Makes a member of a part's name and content, deflated or stored."""


def embed_fonts(
    members: Mapping[str, Member], uses: Iterable[FontUse], pack: Packing, path: str
) -> tuple[dict[str, Member], list[Diagnostic]]:
    """The document with the fonts that it asks for inside it, and a warning for each that cannot be embedded.

    A font may be missing, its maker may forbid it (OS/2 fsType), or its outlines may be of a kind that Word does not
    embed. A font that the template embeds already is left as it is. `path` is the document's, for the warnings.
    """
    chosen: dict[str, Typeface] = {}
    refused: list[Diagnostic] = []
    for use in uses:
        reason = _refusal(use)
        if reason or use.typeface is None:
            refused.append(FONT_NOT_EMBEDDED.at(Location(path), f'"{use.asked}" is not embedded: {reason}'))
        else:
            chosen[use.asked] = use.typeface
    return with_fonts(members, chosen, pack), refused


def with_fonts(members: Mapping[str, Member], typefaces: Mapping[str, Typeface], pack: Packing) -> dict[str, Member]:
    """The members with typefaces embedded under the names that the document calls them by."""
    result = dict(members)
    table = _text(members, TABLE) or f'{DECLARATION}<w:fonts xmlns:w="{W}" xmlns:r="{REL}"></w:fonts>'
    if "xmlns:r=" not in table:
        table = table.replace("<w:fonts", f'<w:fonts xmlns:r="{REL}"', 1)
    relations = _text(members, TABLE_RELATIONSHIPS) or EMPTY
    taken = set(relationship_ids(relations))
    related: list[str] = []
    for name, typeface in typefaces.items():
        if _is_embedded(table, name):
            continue
        elements: list[str] = []
        for slot, element in _SLOTS.items():
            face = typeface.faces.get(slot)
            if face is None:
                continue
            key, content = obfuscated_face(face)
            part = f"fonts/{key.strip('{}')}.odttf"
            relation = _free(taken)
            elements.append(f'<w:{element} r:id="{relation}" w:fontKey="{key}"/>')
            related.append(f'<Relationship Id="{relation}" Type="{REL}/font" Target="{part}"/>')
            if f"word/{part}" not in result:
                result[f"word/{part}"] = pack(f"word/{part}", content)
        table = _with_elements(table, name, "".join(elements))
    if not related:
        return result
    result[TABLE] = pack(TABLE, table.encode())
    relations = insert_before_end(relations, "".join(related), "Relationships")
    result[TABLE_RELATIONSHIPS] = pack(TABLE_RELATIONSHIPS, relations.encode())
    _declare(members, result, pack)
    return result


def obfuscate(font: bytes, key: str) -> bytes:
    """A font mixed with a key, a GUID in braces; mixing it once more gives the font back (17.8.1)."""
    mask = UUID(key).bytes[::-1] * 2
    mixed = bytes(one ^ other for one, other in zip(font[:_MIXED], mask, strict=True))
    return mixed + font[_MIXED:]


@lru_cache(maxsize=64)
def obfuscated_face(face: Face) -> tuple[str, bytes]:
    """The key of a face, and its obfuscated font. The key comes from the font: equal documents have equal bytes."""
    font = font_bytes(face)
    key = f"{{{str(UUID(bytes=sha256(font).digest()[:16], version=4)).upper()}}}"
    return key, obfuscate(font, key)


def _refusal(use: FontUse) -> str:
    if use.typeface is None or use.substituted:
        return "it is not installed"
    faces = use.typeface.faces.values()
    if not all(face.embeddable for face in faces):
        return "its maker does not allow it (OS/2 fsType)"
    if not all(face.truetype for face in faces):
        return "its outlines are not TrueType, the only kind that Word embeds"
    if any(face.variable for face in faces):
        return "it is a variable font, of which Word shows one weight only"
    return ""


def _text(members: Mapping[str, Member], name: str) -> str:
    return members[name].content().decode() if name in members else ""


def _font_element(table: str, name: str) -> re.Match[str] | None:
    pattern = rf'<w:font w:name="{re.escape(escape(name))}"(?:/>|>(.*?)</w:font>)'
    return re.search(pattern, table, re.DOTALL)


def _is_embedded(table: str, name: str) -> bool:
    found = _font_element(table, name)
    return found is not None and "<w:embed" in (found[1] or "")


def _with_elements(table: str, name: str, elements: str) -> str:
    found = _font_element(table, name)
    if found is None:
        return insert_before_end(table, f'<w:font w:name="{escape(name)}">{elements}</w:font>', "w:fonts")
    entry = f'<w:font w:name="{escape(name)}">{found[1] or ""}{elements}</w:font>'
    return table[: found.start()] + entry + table[found.end() :]


def _free(taken: set[str]) -> str:
    number = 1
    while f"rIdFont{number}" in taken:
        number += 1
    taken.add(f"rIdFont{number}")
    return f"rIdFont{number}"


def _declare(members: Mapping[str, Member], result: dict[str, Member], pack: Packing) -> None:
    """Content types, the relationship of the font table, and the setting by which Word keeps the fonts on saving."""
    types = _text(members, TYPES)
    added = "" if 'Extension="odttf"' in types else _FONT_TYPE
    if TABLE not in members:
        added += _TABLE_TYPE
        relations = _text(members, MAIN_RELATIONSHIPS)
        table = f'<Relationship Id="rIdFontTable" Type="{REL}/fontTable" Target="{Path(TABLE).name}"/>'
        whole = insert_before_end(relations, table, "Relationships")
        result[MAIN_RELATIONSHIPS] = pack(MAIN_RELATIONSHIPS, whole.encode())
    if added:
        result[TYPES] = pack(TYPES, insert_before_end(types, added, "Types").encode())
    settings = _text(members, SETTINGS)
    if settings and "<w:embedTrueTypeFonts" not in settings:
        if _SETTING_BEFORE.search(settings) is None:
            return
        settings = _SETTING_BEFORE.sub(lambda found: f"{found[0]}<w:embedTrueTypeFonts/>", settings, count=1)
        result[SETTINGS] = pack(SETTINGS, settings.encode())
