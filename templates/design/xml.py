"""WordprocessingML as text, one small function an element.

Properties are given in the order that the schema asks for (ECMA-376 part 1, 17.3.1.26, 17.3.2.28, 17.4.60 ff.).
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from iomreport.html.palette import Colour

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wp14": "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
}
DECLARATIONS = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
PROLOGUE = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def root(name: str, *content: str) -> str:
    """A whole part: every prefix is declared at its root, where rendered content can rely on it."""
    return f'{PROLOGUE}<w:{name} {DECLARATIONS} mc:Ignorable="wp14 w14 w15">{"".join(content)}</w:{name}>'


def colour(tint: Colour) -> str:
    """The colour of text."""
    slot = f' w:themeColor="{tint.slot}"' if tint.slot else ""
    return f'<w:color w:val="{tint.value}"{slot}/>'


def shade(tint: Colour) -> str:
    """The colour behind a paragraph or a cell."""
    slot = f' w:themeFill="{tint.slot}"' if tint.slot else ""
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{tint.value}"{slot}/>'


def line(edge: str, tint: Colour, eighths: int, space: int = 0) -> str:
    """A border line; its weight is in eighths of a point, its distance from the text in points."""
    slot = f' w:themeColor="{tint.slot}"' if tint.slot else ""
    return f'<w:{edge} w:val="single" w:sz="{eighths}" w:space="{space}" w:color="{tint.value}"{slot}/>'


def run(text: str, style: str = "") -> str:
    """Characters, perhaps in a character style; Jinja tags go through as they are, but for `&`, `<` and `>`."""
    properties = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


TAB = "<w:r><w:tab/></w:r>"
BREAK = "<w:r><w:br/></w:r>"


def paragraph(style: str, *content: str, properties: str = "") -> str:
    """A paragraph in a named style; what does not yet look like markup becomes a run."""
    runs = "".join(part if part.startswith("<") else run(part) for part in content)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>'


def tag(instruction: str) -> str:
    """A Jinja instruction that takes its whole paragraph with it."""
    return f"<w:p>{run('{%p ' + instruction + ' %}')}</w:p>"


def when(condition: str, *content: str) -> str:
    """Blocks that are there only under a condition."""
    return tag(f"if {condition}") + "".join(content) + tag("endif")


def either(condition: str, these: str, others: str) -> str:
    """Blocks that are there under a condition, and those that are there otherwise."""
    return tag(f"if {condition}") + these + tag("else") + others + tag("endif")


def each(loop: str, *content: str) -> str:
    """Blocks that are repeated."""
    return tag(f"for {loop}") + "".join(content) + tag("endfor")


def listed(loop: str, item: str) -> str:
    """Values side by side, with a comma between them."""
    return f"{{% for {loop} %}}{{{{ {item} }}}}{{{{ ', ' if not loop.last }}}}{{% endfor %}}"


def prose(field: str) -> str:
    """A field of formatted text; its paragraphs take this one's place."""
    return paragraph("BodyText", "{{p " + field + " }}")


def field(instruction: str, result: str, style: str = "") -> str:
    """A complex field with its result as of now (17.16.18)."""
    properties = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    shown = run(result, style)
    return (
        f'<w:r>{properties}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{properties}<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f'<w:r>{properties}<w:fldChar w:fldCharType="separate"/></w:r>{shown}'
        f'<w:r>{properties}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def cell(width: int, *content: str, span: int = 1, properties: str = "") -> str:
    """A cell and its blocks; the width is in twentieths of a point."""
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{properties}</w:tcPr>{"".join(content)}</w:tc>'


def row(*cells: str, header: bool = False) -> str:
    """A row that does not break across pages; a header row is repeated on each page."""
    repeated = "<w:tblHeader/>" if header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def row_tag(instruction: str, widths: Iterable[int]) -> str:
    """A Jinja instruction that takes its whole table row with it."""
    first, *others = widths
    return row(
        cell(first, f"<w:p>{run('{%tr ' + instruction + ' %}')}</w:p>"), *(cell(width, "<w:p/>") for width in others)
    )


def table(
    style: str, widths: Iterable[int], *rows: str, caption: str, description: str = "", first_column: bool = False
) -> str:
    """A table with fixed columns; caption and description are what a screen reader says of it."""
    columns = tuple(widths)
    described = f"<w:tblDescription w:val={quoteattr(description)}/>" if description else ""
    look = "04A0" if first_column else "0420"
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(columns)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="{look}" w:firstRow="1" w:lastRow="0"'
        f' w:firstColumn="{int(first_column)}" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(caption)}/>{described}</w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
