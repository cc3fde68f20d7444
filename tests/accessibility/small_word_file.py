"""A small Word file without a barrier, written by code, to spoil."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZipFile

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}
DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
STYLES = """\
<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="H3"><w:name w:val="heading 3"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Bullet"><w:name w:val="List Bullet"/><w:basedOn w:val="Normal"/>
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Toc"><w:name w:val="toc 1"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>
<w:rPr><w:color w:val="1C62A0"/><w:u w:val="single"/></w:rPr></w:style>
<w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/>
<w:tblStylePr w:type="firstRow"><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:tcPr><w:shd w:val="clear" w:fill="0B2F5E"/>
</w:tcPr></w:tblStylePr></w:style>"""
LOOK = '<w:tblLook w:val="0420"/>'
HEADER = "<w:trPr><w:tblHeader/></w:trPr>"


def p(text: str = "", style: str = "", *, run: str = "", inside: str = "", paragraph: str = "") -> str:
    """A paragraph: its text, the properties of its run and of itself, and what else stands in it."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    words = f'<w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{named}{paragraph}</w:pPr>{words}{inside}</w:p>"


def cell(*blocks: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(blocks)}</w:tc>"


def row(*cells: str, header: bool = False) -> str:
    return f"<w:tr>{HEADER if header else ''}{''.join(cells)}</w:tr>"


def table(*rows: str, style: str = "Grid") -> str:
    return f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>{LOOK}</w:tblPr>{"".join(rows)}</w:tbl>'


def drawing(attributes: str = 'descr="A map of the region"', *, inside: str = "", floating: bool = False) -> str:
    """A run with a picture in line with the text, or with one that floats; `inside` is its graphic."""
    kind = "anchor" if floating else "inline"
    return (
        f'<w:r><w:drawing><wp:{kind}><wp:extent cx="1" cy="1"/><wp:docPr id="1" name="Picture 1" {attributes}/>'
        f"{inside}</wp:{kind}></w:drawing></w:r>"
    )


def shape(properties: str, words: str = "") -> str:
    """The graphic of a shape, which can be a text box."""
    box = f"<wps:txbx><w:txbxContent>{p(words)}</w:txbxContent></wps:txbx>" if words else ""
    return (
        f'<a:graphic><a:graphicData uri="{NAMESPACES["wps"]}"><wps:wsp><wps:spPr>{properties}</wps:spPr>{box}'
        "</wps:wsp></a:graphicData></a:graphic>"
    )


def link(text: str, properties: str = '<w:rStyle w:val="Hyperlink"/>') -> str:
    run = f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>" if text else ""
    return f'<w:hyperlink w:anchor="there">{run}</w:hyperlink>'


BODY = (
    p("A heading", "H1")
    + p("Words, with ", inside=link("the report of 2005"))
    + p("An item", "Bullet")
    + p("A lower heading", "H2")
    + p(inside=drawing())
    + table(row(cell(p("Country")), cell(p("Persons")), header=True), row(cell(p("Albania")), cell(p("12"))))
    + p()
)


def word_file(
    body: str = BODY,
    *,
    styles: str = STYLES,
    title: str = "Report on the region",
    language: str = "en-GB",
    settings: str = "",
    theme: str = "",
    background: str = "",
    more: Mapping[str, str] | None = None,
) -> bytes:
    """The file: `more` are parts that stand beside the usual ones."""
    core = (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{title}</dc:title><dc:language>{language}</dc:language></cp:coreProperties>"
    )
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd'
            '.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"/></Types>'
        ),
        "_rels/.rels": _relationships(
            (f"{OFFICE}/relationships/officeDocument", "word/document.xml"),
            (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "word/document.xml": f"<w:document {DECLARED}>{background}<w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relationships(
            *((f"{OFFICE}/relationships/{name}", f"{name}.xml") for name in ("styles", "settings", "theme"))
        ),
        "word/styles.xml": f"<w:styles {DECLARED}>{styles}</w:styles>",
        "word/settings.xml": f"<w:settings {DECLARED}>{settings}</w:settings>",
        "word/theme.xml": f"<a:theme {DECLARED}>{theme}</a:theme>",
        "docProps/core.xml": core,
        **(more or {}),
    }
    kept = BytesIO()
    with ZipFile(kept, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return kept.getvalue()


def _relationships(*targets: tuple[str, str]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{entries}</Relationships>'
