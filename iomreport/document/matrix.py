"""The matrix of countries by themes: how many priorities and projects each country has in each theme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from iomreport.model.country import Country
from iomreport.model.strategy import Strategy
from iomreport.model.theme import Theme
from iomreport.word.oxml import escape
from iomreport.word.styles import StyleMap

_SHADES = ("", "E7EDF4", "C9D7E6", "A9BFD8", "8AA8CA")
"""Fills by count, light to dark; every one is light enough for black figures, and they differ in grey."""
_FIRST_COLUMN = 0.24
_LOOK = (
    '<w:tblLook w:val="04A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0"'
    ' w:noHBand="0" w:noVBand="1"/>'
)
_HEADER = '<w:trPr><w:cantSplit/><w:trHeight w:val="2300" w:hRule="exact"/><w:tblHeader/></w:trPr>'
_MARGINS = '<w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar>'


def write_matrix(strategy: Strategy, words: Mapping[str, str], styles: StyleMap) -> str:
    """The matrix as a table over the text column, header row repeated, themes upright over narrow columns."""
    counts = [(country, _priorities(country), _projects(country)) for country in strategy.countries]
    themes = [
        theme for theme in strategy.themes if any(theme.id in one or theme.id in other for _, one, other in counts)
    ]
    first = int(styles.matrix_width * _FIRST_COLUMN)
    width = (styles.matrix_width - first) // max(len(themes), 1)
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in (first, *[width] * len(themes)))
    title = escape(words.get("matrix", ""))
    corner = _cell(words.get("country", ""), first, styles.get("table-heading"), "start")
    upright = '<w:textDirection w:val="btLr"/><w:vAlign w:val="center"/>'
    heads = [_cell(theme.label, width, styles.get("table-heading"), "start", upright) for theme in themes]
    rows = [f"<w:tr>{_HEADER}{corner}{''.join(heads)}</w:tr>"]
    rows += [
        _row(country, priorities, projects, themes, first, width, styles) for country, priorities, projects in counts
    ]
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{styles.get("matrix")}"/>'
        f'<w:tblW w:w="{first + width * len(themes)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{_MARGINS}{_LOOK}<w:tblCaption w:val="{title}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _priorities(country: Country) -> Counter[str]:
    """How many priorities a country has in each theme."""
    return Counter(theme for priority in country.priorities for theme in set(priority.themes))


def _projects(country: Country) -> Counter[str]:
    return Counter(project.theme for project in country.projects)


def _row(
    country: Country,
    priorities: Counter[str],
    projects: Counter[str],
    themes: Sequence[Theme],
    first: int,
    width: int,
    styles: StyleMap,
) -> str:
    text = styles.get("table-text")
    cells = [_cell(country.names.short, first, text, "start")]
    for theme in themes:
        count = priorities[theme.id] + projects[theme.id]
        fill = _SHADES[min(count, len(_SHADES) - 1)]
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
        # A dash says that there is nothing; an empty cell would leave a listener in doubt.
        words = f"{priorities[theme.id]} + {projects[theme.id]}" if count else "–"
        cells.append(_cell(words, width, text, "center", f'{shade}<w:vAlign w:val="center"/>'))
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _cell(words: str, width: int, style: str, justification: str, properties: str = "") -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/>'
        f'<w:spacing w:before="40" w:after="40"/><w:ind w:left="0" w:right="0"/><w:jc w:val="{justification}"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r></w:p></w:tc>'
    )
