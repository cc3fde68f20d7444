"""Writing a starter template: its parts, their types and relationships, in a package that is the same each time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from templates.design.bodies import ALL_THEMES, country_body, strategy_body, theme_body
from templates.design.numbering import numbering_part
from templates.design.page import RELATIONSHIPS, headers, notes_part, settings_part
from templates.design.styles import styles_part
from templates.design.theme import font_table_part, theme_part
from templates.design.xml import PROLOGUE, root

Kind = Literal["strategy", "country", "theme"]

BODIES: dict[Kind, Callable[[], str]] = {"strategy": strategy_body, "country": country_body, "theme": theme_body}
TITLES: dict[Kind, str] = {
    "strategy": "{{ strategy.title }}",
    "country": "{{ country.names.short }} – {{ strategy.title }}",
    "theme": f"{ALL_THEMES} – {{{{ strategy.title }}}}",
}
CONTENTS_LEVELS: dict[Kind, int] = {"strategy": 2, "country": 3, "theme": 2}
DATE = "2006-01-01T00:00:00Z"
MOMENT = (1980, 1, 1, 0, 0, 0)
"""The date of every member: the earliest that a ZIP archive can hold."""

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = ("styles", "numbering", "settings", "fontTable", "footnotes", "endnotes")


def write_starter(path: Path, kind: Kind) -> None:
    """Write a fresh starter template of a kind; raises `OSError` where the file cannot be written."""
    with ZipFile(path, "w") as archive:
        for name, content in _members(kind).items():
            member = ZipInfo(name, MOMENT)
            member.compress_type = ZIP_DEFLATED
            member.create_system = 0
            archive.writestr(member, content.encode())


def _members(kind: Kind) -> dict[str, str]:
    body = BODIES[kind]()
    used = {identity: name for identity, name in RELATIONSHIPS.items() if f'"{identity}"' in body}
    known = headers("{{ country.names.long }}" if kind == "country" else TITLES[kind])
    running = {name: content for name, content in known.items() if name in used.values()}
    return {
        "[Content_Types].xml": _content_types(running),
        "_rels/.rels": _relationships(
            {
                "rId1": (f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
                "rId2": (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
                "rId3": (f"{_OFFICE}/relationships/extended-properties", "docProps/app.xml"),
                "rId4": (f"{_OFFICE}/relationships/custom-properties", "docProps/custom.xml"),
            }
        ),
        "word/document.xml": root("document", "<w:body>", body, "</w:body>"),
        "word/_rels/document.xml.rels": _relationships(
            {
                **{f"rId{n}": (f"{_OFFICE}/relationships/{part}", f"{part}.xml") for n, part in enumerate(_PARTS, 1)},
                "rIdTheme": (f"{_OFFICE}/relationships/theme", "theme/theme1.xml"),
                **{
                    identity: (f"{_OFFICE}/relationships/{name.partition('-')[0]}", f"{name}.xml")
                    for identity, name in used.items()
                },
            }
        ),
        "word/styles.xml": styles_part(),
        "word/numbering.xml": numbering_part(),
        "word/settings.xml": settings_part(),
        "word/fontTable.xml": font_table_part(),
        "word/footnotes.xml": notes_part("footnote"),
        "word/endnotes.xml": notes_part("endnote"),
        "word/theme/theme1.xml": theme_part(),
        **{f"word/{name}.xml": content for name, content in running.items()},
        "docProps/core.xml": _core(TITLES[kind]),
        "docProps/app.xml": (
            f'{PROLOGUE}<Properties xmlns="{_OFFICE}/extended-properties"><Application>Microsoft Office Word'
            "</Application><DocSecurity>0</DocSecurity><AppVersion>16.0000</AppVersion></Properties>"
        ),
        "docProps/custom.xml": _custom(
            {
                "iomreport.kind": kind,
                "iomreport.notes": "footnotes",
                "iomreport.contents-levels": str(CONTENTS_LEVELS[kind]),
            }
        ),
    }


def _relationships(targets: dict[str, tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="{identity}" Type="{kind}" Target="{target}"/>'
        for identity, (kind, target) in targets.items()
    )
    return f'{PROLOGUE}<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _content_types(running: dict[str, str]) -> str:
    types = {
        "/word/document.xml": f"{_MAIN}.document.main+xml",
        **{f"/word/{part}.xml": f"{_MAIN}.{part}+xml" for part in _PARTS},
        **{f"/word/{name}.xml": f"{_MAIN}.{name.partition('-')[0]}+xml" for name in running},
        "/word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        "/docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    }
    overrides = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in types.items())
    return (
        f'{PROLOGUE}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _core(title: str) -> str:
    """The core properties; the title is a tag, and is filled when a document is made."""
    return (
        f'{PROLOGUE}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{{{{ strategy.publisher.name }}}}</dc:creator>"
        "<dc:language>en-GB</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{DATE}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{DATE}</dcterms:modified></cp:coreProperties>'
    )


def _custom(values: dict[str, str]) -> str:
    """Custom properties: the settings of a template (22.3)."""
    entries = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{name}">'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(values.items(), 2)
    )
    return (
        f'{PROLOGUE}<Properties xmlns="{_OFFICE}/custom-properties"'
        f' xmlns:vt="{_OFFICE}/docPropsVTypes">{entries}</Properties>'
    )
