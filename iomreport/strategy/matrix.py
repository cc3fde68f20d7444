"""The matrix of countries by themes: how many priorities and projects each country has in each theme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from iomreport.strategy.model.country import Country
from iomreport.strategy.model.strategy import Strategy, Theme
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


@dataclass(frozen=True, slots=True)
class Count:
    """How many priorities and how many projects a country has in one theme."""

    priorities: int
    projects: int

    @property
    def words(self) -> str:
        # A dash says that there is nothing; an empty cell would leave a listener in doubt.
        return f"{self.priorities} + {self.projects}" if self.shade else "–"

    @property
    def shade(self) -> int:
        """The depth of the cell's colour, from 0 to 4."""
        return min(self.priorities + self.projects, len(_SHADES) - 1)


@dataclass(frozen=True, slots=True)
class Matrix:
    """The themes that occur, and the countries with a count for each theme."""

    themes: tuple[Theme, ...]
    rows: tuple[tuple[Country, tuple[Count, ...]], ...]


def matrix_of(strategy: Strategy) -> Matrix:
    """The matrix of a strategy or an extract."""
    counts = [(country, _priorities(country), _projects(country)) for country in strategy.countries]
    themes = tuple(
        theme for theme in strategy.themes if any(theme.id in one or theme.id in other for _, one, other in counts)
    )
    # Most cells are alike, so each pair of numbers is counted once.
    known: dict[tuple[int, int], Count] = {}
    rows: list[tuple[Country, tuple[Count, ...]]] = []
    for country, one, other in counts:
        pairs = [(one[theme.id], other[theme.id]) for theme in themes]
        known |= {pair: Count(*pair) for pair in pairs if pair not in known}
        rows.append((country, tuple(map(known.__getitem__, pairs))))
    return Matrix(themes, tuple(rows))


@dataclass(frozen=True, slots=True)
class MatrixWriter:
    """Writes the matrix of a strategy or an extract where a template places it. `words` are the labels."""

    strategy: Strategy
    words: Mapping[str, str]

    def __call__(self, styles: StyleMap) -> str:
        return write_matrix(self.strategy, self.words, styles)


def write_matrix(strategy: Strategy, words: Mapping[str, str], styles: StyleMap) -> str:
    """The matrix as a table over the text column, header row repeated, themes upright over narrow columns."""
    matrix = matrix_of(strategy)
    themes = matrix.themes
    first = int(styles.matrix_width * _FIRST_COLUMN)
    width = (styles.matrix_width - first) // max(len(themes), 1)
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in (first, *[width] * len(themes)))
    title = escape(words.get("matrix", ""))
    corner = _cell(words.get("country", ""), first, styles.get("table-heading"), "start")
    upright = '<w:textDirection w:val="btLr"/><w:vAlign w:val="center"/>'
    heads = [_cell(theme.label, width, styles.get("table-heading"), "start", upright) for theme in themes]
    rows = [f"<w:tr>{_HEADER}{corner}{''.join(heads)}</w:tr>"]
    text = styles.get("table-text")
    cells = {id(each): each for _, counts in matrix.rows for each in counts}
    written = {key: _count(each, width, text) for key, each in cells.items()}
    rows += [_row(country, [written[id(each)] for each in counts], first, text) for country, counts in matrix.rows]
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


def _row(country: Country, cells: Iterable[str], first: int, style: str) -> str:
    name = _cell(country.names.short, first, style, "start")
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{name}{''.join(cells)}</w:tr>"


def _count(count: Count, width: int, style: str) -> str:
    fill = _SHADES[count.shade]
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return _cell(count.words, width, style, "center", f'{shade}<w:vAlign w:val="center"/>')


def _cell(words: str, width: int, style: str, justification: str, properties: str = "") -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/>'
        f'<w:spacing w:before="40" w:after="40"/><w:ind w:left="0" w:right="0"/><w:jc w:val="{justification}"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r></w:p></w:tc>'
    )
