"""A small Word template, written by code, to spoil."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZipFile

from iomreport.word.styles import STYLE_NAMES

Cell = str | Sequence[str]
Table = Sequence[Sequence[Cell]]
Body = Sequence[str | Table]

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

BODY: Body = (
    "{{ country.names.long }}",
    "{{ strategy.title }}, {{ strategy.period }}",
    "{%p for priority in country.priorities %}",
    "({{ priority.letter }}) {{ priority.title }}",
    "{{p priority.body | headings(3) }}",
    "{%p for part in priority.sections %}",
    "{{ part.title }}",
    "{{p part.body }}",
    "{%p endfor %}",
    "{%p endfor %}",
    (
        ("{{ labels.number }}", "{{ labels.proposal }}"),
        ("{%tr for group in chapter.groups %}", ""),
        (
            "{{ group.heading | upper }}",
            ("{%p for project in group.projects %}", "{{ loop.index }}. {{ project.title }}", "{%p endfor %}"),
        ),
        ("{%tr endfor %}", ""),
    ),
    "{%p if country.mission and country.mission.head %}",
    "{{ country.mission.office }}: {{ country.mission.emails | join(', ') }}",
    "{%p else %}",
    "{{ labels.no_mission }}",
    "{%p endif %}",
    "{% set count = chapter.project_count %}{{ count + 1 }}",
    "{% macro line(office) %}{{ office.office }}{% endmacro %}{{ line(country.mission) }}",
)
HEADER = "{{ strategy.publisher.name }}"
TITLE = "{{ country.name }}"
LABELS = frozenset({"number", "proposal", "no_mission"})


def template(
    body: Body = BODY,
    header: str = HEADER,
    title: str = TITLE,
    settings: Mapping[str, str] | None = None,
    without: Sequence[str] = (),
    style: str = "BodyText",
) -> bytes:
    """The bytes of a template; `without` are names of styles that it does not define."""
    properties = {"iomreport.kind": "country"} if settings is None else settings
    members = {
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{_override("document", "document.main")}'
            f"{_override('styles')}{_override('header1', 'header')}"
            '<Override PartName="/docProps/core.xml"'
            ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
            '<Override PartName="/docProps/custom.xml"'
            ' ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/></Types>'
        ),
        "_rels/.rels": _relationships(
            (f"{OFFICE}/relationships/officeDocument", "word/document.xml"),
            (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{OFFICE}/relationships/custom-properties", "docProps/custom.xml"),
        ),
        "word/_rels/document.xml.rels": _relationships(
            (f"{OFFICE}/relationships/styles", "styles.xml"), (f"{OFFICE}/relationships/header", "header1.xml")
        ),
        "word/document.xml": (
            f'<w:document xmlns:w="{MAIN}" xmlns:r="{OFFICE}/relationships"><w:body>'
            f"{''.join(_block(block, style) for block in body)}"
            '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/></w:sectPr></w:body></w:document>'
        ),
        "word/header1.xml": f'<w:hdr xmlns:w="{MAIN}">{_paragraph(header, style)}</w:hdr>',
        "word/styles.xml": f'<w:styles xmlns:w="{MAIN}">{"".join(_styles(without))}</w:styles>',
        "docProps/core.xml": (
            f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"'
            f' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title></cp:coreProperties>'
        ),
        "docProps/custom.xml": (
            f'<Properties xmlns="{OFFICE}/custom-properties" xmlns:vt="{OFFICE}/docPropsVTypes">'
            + "".join(
                f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{name}">'
                f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
                for number, (name, value) in enumerate(properties.items(), 2)
            )
            + "</Properties>"
        ),
    }
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{content}')
    return stream.getvalue()


def spoilt(right: str, wrong: str) -> dict[str, Body | str]:
    """The arguments of a template in which something wrong stands in the place of what is right, once."""
    count = 0

    def text(value: str) -> str:
        nonlocal count
        count += value.count(right)
        return value.replace(right, wrong)

    def cell(value: Cell) -> Cell:
        return text(value) if isinstance(value, str) else tuple(map(text, value))

    body: list[str | Table] = [
        text(block) if isinstance(block, str) else tuple(tuple(map(cell, row)) for row in block) for block in BODY
    ]
    arguments: dict[str, Body | str] = {"body": body, "header": text(HEADER), "title": text(TITLE)}
    assert count == 1, f"{right!r} stands {count} times"
    return arguments


def _block(block: str | Table, style: str) -> str:
    if isinstance(block, str):
        return _paragraph(block, style)
    columns = "".join('<w:gridCol w:w="2000"/>' for _ in block[0])
    rows = "".join(f"<w:tr>{''.join(_cell(cell, style) for cell in row)}</w:tr>" for row in block)
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>'


def _cell(cell: Cell, style: str) -> str:
    lines = (cell,) if isinstance(cell, str) else cell
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{"".join(_paragraph(x, style) for x in lines)}</w:tc>'
    )


def _paragraph(text: str, style: str) -> str:
    """A paragraph in three runs, as Word is used to cutting them."""
    third = len(text) // 3
    pieces = (text[:third], text[third : 2 * third], text[2 * third :])
    runs = "".join(f'<w:r><w:t xml:space="preserve">{escape(piece)}</w:t></w:r>' for piece in pieces if piece)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def _styles(without: Sequence[str]) -> list[str]:
    names = dict.fromkeys(name for names in STYLE_NAMES.values() for name in names if name not in without)
    kinds = {"Hyperlink": "character", "footnote reference": "character", "endnote reference": "character"}
    return [
        f'<w:style w:type="{kinds.get(name, "table" if name in ("Table Grid", "Report Table") else "paragraph")}"'
        f' w:styleId="{name.title().replace(" ", "")}"><w:name w:val="{name}"/></w:style>'
        for name in names
    ]


def _relationships(*targets: tuple[str, str]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{entries}</Relationships>'


def _override(part: str, kind: str = "") -> str:
    return f'<Override PartName="/word/{part}.xml" ContentType="{WORD}.{kind or part}+xml"/>'
