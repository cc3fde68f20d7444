"""The named styles of tables (ECMA-376 part 1, 17.7.6)."""

from __future__ import annotations

from iomreport.starter.palette import AMBER, DEEP, MIST, PALE, RULE, WHITE
from iomreport.starter.xml import colour, line, shade


def _margins(top: int, side: int, bottom: int) -> str:
    """The space inside cells, in twentieths of a point."""
    return (
        f'<w:tblCellMar><w:top w:w="{top}" w:type="dxa"/><w:left w:w="{side}" w:type="dxa"/>'
        f'<w:bottom w:w="{bottom}" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/></w:tblCellMar>'
    )


def _part(kind: str, cells: str, characters: str = "") -> str:
    run = f"<w:rPr>{characters}</w:rPr>" if characters else ""
    return f'<w:tblStylePr w:type="{kind}">{run}<w:tcPr>{cells}</w:tcPr></w:tblStylePr>'


def _table(identity: str, name: str, borders: str, margins: str, *parts: str, default: bool = False) -> str:
    first = ' w:default="1"' if default else ""
    base = "" if default else '<w:basedOn w:val="TableNormal"/>'
    return (
        f'<w:style w:type="table"{first} w:styleId="{identity}"><w:name w:val="{name}"/>{base}'
        '<w:uiPriority w:val="3"/><w:qFormat/><w:tblPr><w:tblStyleRowBandSize w:val="1"/>'
        f'<w:tblInd w:w="0" w:type="dxa"/>{f"<w:tblBorders>{borders}</w:tblBorders>" if borders else ""}{margins}'
        f"</w:tblPr>{''.join(parts)}</w:style>"
    )


def table_styles() -> str:
    """Six tables: one for content, one for the matrix, and four of the templates' own."""
    ruled = line("top", DEEP, 12) + line("bottom", DEEP, 8) + line("insideH", RULE, 4)
    dark = _part("firstRow", shade(DEEP), "<w:b/><w:bCs/>" + colour(WHITE))
    grid = line("top", DEEP, 12) + line("bottom", DEEP, 8) + line("insideH", RULE, 4) + line("insideV", RULE, 4)
    return "".join(
        (
            _table("TableNormal", "Normal Table", "", _margins(0, 108, 0), default=True),
            _table("ReportTable", "Report Table", ruled, _margins(40, 100, 40), dark),
            _table(
                "ReportMatrix",
                "Report Matrix",
                grid,
                _margins(30, 40, 30),
                dark,
                _part("firstCol", shade(MIST), "<w:b/><w:bCs/>" + colour(DEEP)),
            ),
            _table(
                "FactTable",
                "Report Facts",
                line("top", AMBER, 24) + line("insideH", PALE, 4),
                _margins(40, 160, 40),
                _part("wholeTable", shade(MIST)),
            ),
            _table(
                "CardTable",
                "Report Cards",
                line("top", DEEP, 12) + line("bottom", DEEP, 4) + line("insideH", RULE, 4),
                _margins(50, 120, 50),
                _part("firstRow", shade(MIST), "<w:b/><w:bCs/>" + colour(DEEP)),
            ),
            _table(
                "ContactTable",
                "Report Contacts",
                line("top", DEEP, 12) + line("bottom", DEEP, 4) + line("insideH", RULE, 4),
                _margins(50, 140, 80),
                dark,
            ),
            _table(
                "AcronymTable",
                "Report Acronyms",
                line("top", DEEP, 12) + line("bottom", DEEP, 4) + line("insideH", RULE, 4),
                _margins(20, 100, 20),
                dark,
            ),
        )
    )
