"""The named styles of tables (ECMA-376 part 1, 17.7.6)."""

from __future__ import annotations

from iomreport.html.palette import AMBER, DEEP, MIST, PALE, RULE, WHITE, Colour
from templates.design.xml import colour, line, shade


def _margins(top: int, side: int, bottom: int) -> str:
    """The space inside cells, in twentieths of a point."""
    return (
        f'<w:tblCellMar><w:top w:w="{top}" w:type="dxa"/><w:left w:w="{side}" w:type="dxa"/>'
        f'<w:bottom w:w="{bottom}" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/></w:tblCellMar>'
    )


def _part(kind: str, cells: str, characters: str = "") -> str:
    run = f"<w:rPr>{characters}</w:rPr>" if characters else ""
    return f'<w:tblStylePr w:type="{kind}">{run}<w:tcPr>{cells}</w:tcPr></w:tblStylePr>'


def _wrapped(element: str, inside: str) -> str:
    return f"<w:{element}>{inside}</w:{element}>" if inside else ""


def _table(
    identity: str, name: str, borders: str, margins: str, *parts: str, characters: str = "", cells: str = ""
) -> str:
    """A table style; `characters` and `cells` are for the whole table, `parts` for its special rows and columns."""
    plain = identity == "TableNormal"
    kind = ' w:default="1"' if plain else ""
    base = "" if plain else '<w:basedOn w:val="TableNormal"/>'
    return (
        f'<w:style w:type="table"{kind} w:styleId="{identity}"><w:name w:val="{name}"/>{base}'
        f'<w:uiPriority w:val="3"/><w:qFormat/>{_wrapped("rPr", characters)}<w:tblPr><w:tblStyleRowBandSize w:val="1"/>'
        f'<w:tblInd w:w="0" w:type="dxa"/>{_wrapped("tblBorders", borders)}{margins}</w:tblPr>'
        f"{_wrapped('tcPr', cells)}{''.join(parts)}</w:style>"
    )


def _edge(tint: Colour, eighths: int) -> str:
    """The upper edge of a table, drawn by its first row, so that it is there on each page that repeats the row."""
    return f"<w:tcBorders>{line('top', tint, eighths)}</w:tcBorders>"


def table_styles() -> str:
    """Six tables: one for content, one for the matrix, and four of the templates' own."""
    ruled = line("bottom", DEEP, 8) + line("insideH", RULE, 4)
    grid = ruled + line("insideV", RULE, 4)
    dark = _part("firstRow", _edge(DEEP, 12) + shade(DEEP), "<w:b/><w:bCs/>" + colour(WHITE))
    light = _part("firstRow", _edge(DEEP, 12) + shade(MIST), "<w:b/><w:bCs/>" + colour(DEEP))
    return "".join(
        (
            _table("TableNormal", "Normal Table", "", _margins(0, 108, 0)),
            _table("ReportTable", "Report Table", ruled, _margins(40, 100, 40), dark),
            _table(
                "ReportMatrix",
                "Report Matrix",
                grid,
                _margins(10, 40, 10),
                dark,
                _part("firstCol", shade(MIST), "<w:b/><w:bCs/>" + colour(DEEP)),
            ),
            _table(
                "FactTable",
                "Report Facts",
                line("bottom", PALE, 4) + line("insideH", PALE, 4),
                _margins(40, 160, 40),
                _part("firstRow", _edge(AMBER, 24) + shade(MIST), "<w:b/><w:bCs/>" + colour(DEEP)),
                cells=shade(MIST),
            ),
            _table(
                "CardTable",
                "Report Cards",
                ruled,
                _margins(40, 120, 10),
                light,
                characters='<w:sz w:val="20"/><w:szCs w:val="20"/>',
            ),
            _table(
                "ContactTable",
                "Report Contacts",
                ruled,
                _margins(40, 140, 60),
                dark,
            ),
            _table(
                "AcronymTable",
                "Report Acronyms",
                ruled,
                _margins(20, 100, 20),
                dark,
            ),
        )
    )
