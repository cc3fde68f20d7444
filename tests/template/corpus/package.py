"""Word packages from a few words of XML: the smallest that python-docx opens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NAMESPACES = {
    "w": W,
    "r": f"{OFFICE}/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "v": "urn:schemas-microsoft-com:vml",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}
DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SECTION = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:left="1440" w:right="1440"/></w:sectPr>'
STYLES = (
    ("paragraph", "Normal"),
    ("paragraph", "Body Text"),
    ("paragraph", "heading 1"),
    ("character", "Strong"),
    ("table", "Table Grid"),
)


def r(text: str, properties: str = "") -> str:
    """A run of text."""
    rpr = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{rpr}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*content: str, properties: str = "") -> str:
    """A paragraph of texts and, where they begin with a tag, of XML."""
    ppr = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{ppr}{''.join(piece if piece.startswith('<') else r(piece) for piece in content)}</w:p>"


def tc(*content: str, properties: str = '<w:tcW w:w="2000" w:type="dxa"/>') -> str:
    """A cell of paragraphs."""
    blocks = "".join(piece if piece.startswith("<") else p(piece) for piece in content or ("",))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{blocks}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row of cells."""
    trpr = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    return f"<w:tr>{trpr}{''.join(cell if cell.startswith('<w:tc>') else tc(cell) for cell in cells)}</w:tr>"


def tbl(*rows: str, columns: Sequence[int] = (2000, 2000)) -> str:
    """A table of rows."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def note(number: int, *content: str) -> str:
    """A footnote."""
    return f'<w:footnote w:id="{number}">{p(*content)}</w:footnote>'


def note_reference(number: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def document(
    *blocks: str,
    headers: Sequence[str] = (),
    footers: Sequence[str] = (),
    footnotes: Sequence[str] = (),
    core: Mapping[str, str] | None = None,
    section: str = SECTION,
    media: Mapping[str, bytes] | None = None,
    declared: str = DECLARED,
    members: Mapping[str, str] | None = None,
    styles: Sequence[str] = (),
) -> bytes:
    """A package. Headers and footers get the relationship ids `header1`, `footer1`…; media those of their names.

    `styles` are paragraph styles beside the usual ones; a style's id is its name without spaces.
    """
    body = "".join(block if block.startswith("<") else p(block) for block in blocks)
    types, related = [], [("styles", "styles.xml", "styles")]
    parts: dict[str, str] = {
        "word/document.xml": f"<w:document {declared}><w:body>{body}{section}</w:body></w:document>",
        "word/styles.xml": f'<w:styles xmlns:w="{W}">{_styles(styles)}</w:styles>',
    }
    for kind, root, contents in (("header", "hdr", headers), ("footer", "ftr", footers)):
        for number, content in enumerate(contents, 1):
            name = f"{kind}{number}.xml"
            blocks_of = content if content.startswith("<") else p(content)
            parts[f"word/{name}"] = f"<w:{root} {declared}>{blocks_of}</w:{root}>"
            types.append((f"/word/{name}", f"{WORD}.{kind}+xml"))
            related.append((f"{kind}{number}", name, kind))
    if footnotes:
        parts["word/footnotes.xml"] = f"<w:footnotes {declared}>{''.join(footnotes)}</w:footnotes>"
        types.append(("/word/footnotes.xml", f"{WORD}.footnotes+xml"))
        related.append(("footnotes", "footnotes.xml", "footnotes"))
    related += [(name.partition(".")[0], f"media/{name}", "image") for name in media or {}]
    parts["word/_rels/document.xml.rels"] = _relationships(
        (identifier, f"{OFFICE}/relationships/{kind}", target) for identifier, target, kind in related
    )
    parts["docProps/core.xml"] = _core(core or {})
    parts["_rels/.rels"] = _relationships(
        (
            ("rId1", f"{OFFICE}/relationships/officeDocument", "word/document.xml"),
            ("rId2", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        )
    )
    types += [
        ("/word/document.xml", f"{WORD}.document.main+xml"),
        ("/word/styles.xml", f"{WORD}.styles+xml"),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
    ]
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in types)
    content_types = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="png" ContentType="image/png"/>{overrides}</Types>'
    )
    written = {"[Content_Types].xml": content_types, **parts, **(members or {})}
    texts = {name: (xml if xml.startswith("<?") else HEAD + xml).encode() for name, xml in written.items()}
    return zipped({**texts, **{f"word/media/{name}": content for name, content in (media or {}).items()}})


def _styles(more: Sequence[str]) -> str:
    return "".join(
        f'<w:style w:type="{kind}" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/></w:style>'
        for kind, name in (*STYLES, *(("paragraph", name) for name in more))
    )


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A ZIP archive with fixed dates."""
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, content in members.items():
            info = ZipInfo(name)
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, content)
    return stream.getvalue()


def _relationships(entries: Iterable[tuple[str, str, str]]) -> str:
    written = "".join(
        f'<Relationship Id="{identifier}" Type="{kind}" Target="{target}"/>' for identifier, kind, target in entries
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{written}</Relationships>'


def _core(properties: Mapping[str, str]) -> str:
    elements = "".join(f"<dc:{name}>{escape(text)}</dc:{name}>" for name, text in properties.items())
    return (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/">{elements}</cp:coreProperties>'
    )
