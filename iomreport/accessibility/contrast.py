"""The contrast of text: its colour against what is laid behind it, by run, paragraph, cell, table and page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from iomreport.accessibility.colours import LARGE, SMALL, Rgb, contrast, written
from iomreport.accessibility.links import links_of
from iomreport.accessibility.structure import style_of_cell
from iomreport.accessibility.word_file import Fault, Story, WordFile
from iomreport.diagnostics.codes.accessibility import COLOUR_ALONE, CONTRAST
from iomreport.word.elements import Element, paragraph_of, runs, value, w, words_of
from iomreport.word.styles import Found, Style

LARGE_SIZE, LARGE_BOLD_SIZE = 18.0, 14.0
"""Text of this many points is large."""
_CHARACTERS = ("hyperlink", "footnote-reference", "endnote-reference")
_TABLES = ("table", "matrix")


@dataclass(frozen=True, slots=True)
class _Seen:
    """A colour, and the style that gives it; none where the text itself does."""

    colour: Rgb | None
    style: Style | None = None


def text_stands_out(file: WordFile) -> Iterator[Fault]:
    """Text has the contrast that its size asks for; what a style does wrong is said once a style."""
    told: set[tuple[object, ...]] = set()
    for story in file.stories:
        for paragraph in file.paragraphs(story):
            yield from _of_paragraph(file, story, paragraph, told)
    if file.template:
        for paragraph in _of_prose(file):
            yield from _of_paragraph(file, file.main, paragraph, told)


def _of_paragraph(file: WordFile, story: Story, paragraph: Element, told: set[tuple[object, ...]]) -> Iterator[Fault]:
    if next(paragraph.iterancestors(w("txbxContent")), None) is not None:
        return
    cell = next(paragraph.iterancestors(w("tc")), None)
    table = style_of_cell(cell, file, "rPr") if cell is not None else []
    behind: _Seen | None = None
    for run in runs(paragraph):
        words = words_of(run).strip()
        if not words or file.styles.is_set(run, paragraph, "vanish", table):
            continue
        text = _text_colour(file, run, paragraph, table)
        if text.colour is None:
            continue  # The program takes black or white, whichever stands out.
        behind = behind or _behind_paragraph(file, paragraph, cell)
        ground = _behind_run(file, run, paragraph, table) or behind
        assert ground.colour is not None
        large = _is_large(file, run, paragraph, table)
        ratio, least = contrast(text.colour, ground.colour), LARGE if large else SMALL
        style = text.style or ground.style
        key = (style or paragraph, text.colour, ground.colour, large)
        if ratio < least and key not in told:
            told.add(key)
            size = "large text" if large else "text"
            message = (
                f"{size} in {written(text.colour)} on {written(ground.colour)} is {ratio:.1f}:1, less than {least:g}:1"
            )
            yield Fault(CONTRAST, message, story, run, words, style)


def _text_colour(file: WordFile, run: Element, paragraph: Element, table: Sequence[Found]) -> _Seen:
    found = file.styles.run_property(run, paragraph, "color", table)
    return _Seen(file.palette.text(found.element), found.style) if found else _Seen(None)


def _behind_run(file: WordFile, run: Element, paragraph: Element, table: Sequence[Found]) -> _Seen | None:
    """A marker pen or a shading behind the run itself."""
    marked = file.palette.highlight(value(run.find(w("rPr/highlight"))))
    if marked:
        return _Seen(marked)
    found = file.styles.run_property(run, paragraph, "shd", table)
    colour = file.palette.shading(found.element) if found else None
    return _Seen(colour, found.style) if found and colour else None


def _behind_paragraph(file: WordFile, paragraph: Element, cell: Element | None) -> _Seen:
    found = file.styles.paragraph_property(paragraph, "shd")
    colour = file.palette.shading(found.element) if found else None
    if found and colour:
        return _Seen(colour, found.style)
    while cell is not None:
        behind = _behind_cell(file, cell)
        if behind is not None:
            return behind
        cell = next(cell.iterancestors(w("tc")), None)
    return _Seen(file.page_colour)


def _behind_cell(file: WordFile, cell: Element) -> _Seen | None:
    """The shading of a cell: its own, or what the style of its table gives it."""
    own = cell.find(w("tcPr/shd"))
    if own is not None and (colour := file.palette.shading(own)):
        return _Seen(colour)
    for properties in style_of_cell(cell, file, "tcPr"):
        colour = file.palette.shading(properties.element.find(w("shd")))
        if colour:
            return _Seen(colour, properties.style)
    for properties in style_of_cell(cell, file, "tblPr"):
        colour = file.palette.shading(properties.element.find(w("shd")))
        if colour:
            return _Seen(colour, properties.style)
    return None


def _is_large(file: WordFile, run: Element, paragraph: Element, table: Sequence[Found]) -> bool:
    size = file.styles.size(run, paragraph, table)
    bold = file.styles.is_set(run, paragraph, "b", table)
    return size >= LARGE_SIZE or (bold and size >= LARGE_BOLD_SIZE)


def _of_prose(file: WordFile) -> Iterator[Element]:
    """A paragraph in each style in which prose is written, with a table, as if a template were filled with them all."""
    roles = file.styles.ids_by_role(file.custom)
    body = etree.Element(w("body"))
    for role, style in roles.items():
        if role not in (*_CHARACTERS, *_TABLES, "table-text", "table-heading"):
            yield _sample(body, style)
    for role in _CHARACTERS:
        if role in roles:
            yield _sample(body, roles.get("paragraph", ""), roles[role])
    for role in _TABLES:
        if role in roles:
            yield from _sample_table(body, roles[role], roles.get("table-heading", ""), roles.get("table-text", ""))


def _sample(parent: Element, style: str, characters: str = "") -> Element:
    paragraph = etree.SubElement(parent, w("p"))
    etree.SubElement(etree.SubElement(paragraph, w("pPr")), w("pStyle")).set(w("val"), style)
    run = etree.SubElement(paragraph, w("r"))
    if characters:
        etree.SubElement(etree.SubElement(run, w("rPr")), w("rStyle")).set(w("val"), characters)
    etree.SubElement(run, w("t")).text = "Prose"
    return paragraph


def _sample_table(parent: Element, style: str, heading: str, text: str) -> Iterator[Element]:
    """A table with a header row and three rows, so that every part of its style is there."""
    table = etree.SubElement(parent, w("tbl"))
    properties = etree.SubElement(table, w("tblPr"))
    etree.SubElement(properties, w("tblStyle")).set(w("val"), style)
    look = etree.SubElement(properties, w("tblLook"))
    look.set(w("val"), "0420")
    cells: list[Element] = []
    for _ in range(4):
        row = etree.SubElement(table, w("tr"))
        cells += [etree.SubElement(row, w("tc")) for _ in range(2)]
    for number, cell in enumerate(cells):
        yield _sample(cell, heading if number < 2 else text)


def links_are_more_than_a_colour(file: WordFile) -> Iterator[Fault]:
    """A link among other words is underlined, bold, or at least 3:1 apart from them; once a style."""
    told: set[object] = set()
    for link in links_of(file):
        paragraph = link.element if link.element.tag == w("p") else paragraph_of(link.element)
        run = next((each for each in link.runs if words_of(each).strip()), None)
        if paragraph is None or run is None:
            continue
        inside = set(link.runs)
        around = next(
            (each for each in runs(paragraph) if each not in inside and words_of(each).strip(" .,;:()")), None
        )
        if around is None or _is_marked(file, run, around, paragraph):
            continue
        style = file.styles.get(value(run.find(w("rPr/rStyle"))))
        if (style or paragraph) not in told:
            told.add(style or paragraph)
            message = f"the link “{' '.join(link.words.split())}” is told from the words around it by its colour alone"
            yield Fault(COLOUR_ALONE, message, link.story, run, link.words.strip(), style)


def _is_marked(file: WordFile, run: Element, around: Element, paragraph: Element) -> bool:
    """Whether a link looks different from the words beside it by more than a colour, or far enough by its colour."""
    line = file.styles.run_property(run, paragraph, "u")
    if line is not None and value(line.element) not in ("", "none"):
        return True
    for name in ("b", "i", "smallCaps", "caps"):
        if file.styles.is_set(run, paragraph, name) != file.styles.is_set(around, paragraph, name):
            return True
    one, other = (_text_colour(file, each, paragraph, []).colour or (0, 0, 0) for each in (run, around))
    return one == other or contrast(one, other) >= LARGE
