"""Pictures and shapes: alternative texts, what floats, and how far shapes stand out from the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from iomreport.accessibility.colours import LARGE, Rgb, contrast, parse, written
from iomreport.accessibility.word_file import Fault, Story, WordFile
from iomreport.diagnostics.codes.accessibility import (
    FAINT_GRAPHIC,
    FLOATING_PICTURE,
    IDLE_ALTERNATIVE,
    NO_ALTERNATIVE,
    TEXT_BOX,
)
from iomreport.word.elements import ADEC, WP, WPS, A, Element, V, shown, w, words_of

_FILE = re.compile(
    r"[\w .()-]*\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|webp|pdf|docx?)|(?:img|dsc[nf]?|pict|scan)[\W_]*\d+",
    re.IGNORECASE,
)
_IDLE = re.compile(
    r"(?:an? |the )?(?:image|picture|photo|photograph|figure|graphic|drawing|chart|diagram|map|img|pic"
    r"|alt|alt text|alternative text|description|placeholder|todo|tbd|bild|grafik|abbildung|foto|slika|obraz|kép)"
    r"(?: of)?\s*\d*\.?|[\W\d_]+",
    re.IGNORECASE,
)
_MACHINE = re.compile(r"description automatically generated|automatisch generierte beschreibung", re.IGNORECASE)
_OFFICE = "{urn:schemas-microsoft-com:office:office}"
_VML = tuple(f"{{{V}}}{name}" for name in ("shape", "rect", "oval", "line", "group", "roundrect", "polyline"))
_TRUE = ("1", "true", "t")


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """A picture or shape; `alternative` is its alternative text."""

    element: Element
    story: Story
    alternative: str
    decorative: bool
    floats: bool
    words: str
    """The words that stand in it: it is a text box then."""


def drawings_of(file: WordFile) -> Iterator[Drawing]:
    """All drawings that are shown, in all stories."""
    for story in file.stories:
        for element in shown(story.root, w("drawing"), w("pict")):
            found = _drawing(element, story) if element.tag == w("drawing") else _old_drawing(element, story)
            if found is not None:
                yield found


def _drawing(element: Element, story: Story) -> Drawing | None:
    properties = next(element.iter(f"{{{WP}}}docPr"), None)
    if properties is None or properties.get("hidden") in _TRUE:
        return None
    mark = next(properties.iter(f"{{{ADEC}}}decorative"), None)
    return Drawing(
        element,
        story,
        str(properties.get("descr") or "").strip(),
        mark is not None and mark.get("val", "1") in _TRUE,
        element.find(f"{{{WP}}}anchor") is not None,
        _inside(element),
    )


def _old_drawing(element: Element, story: Story) -> Drawing | None:
    """A drawing in the form of older programs (VML, part 4, 19); a ruled line is none."""
    shape = next((each for each in element if each.tag in _VML), None)
    if shape is None or shape.get(f"{_OFFICE}hr") in _TRUE:
        return None
    floats = "position:absolute" in str(shape.get("style") or "").replace(" ", "")
    return Drawing(element, story, str(shape.get("alt") or "").strip(), False, floats, _inside(element))


def _inside(element: Element) -> str:
    boxes = shown(element, w("txbxContent"))
    return " ".join(words for box in boxes for each in box.iter(w("p")) if (words := words_of(each).strip()))


def pictures_have_alternatives(file: WordFile) -> Iterator[Fault]:
    """Every drawing has an alternative text that says something, or is decorative; a text box has its words."""
    for drawing in drawings_of(file):
        text = drawing.alternative
        if drawing.decorative or drawing.words:
            continue
        if not text:
            message = "a picture has no alternative text, and is not marked as decorative"
            yield Fault(NO_ALTERNATIVE, message, drawing.story, drawing.element)
        elif _FILE.fullmatch(text) or _IDLE.fullmatch(text) or _MACHINE.search(text):
            message = f"the alternative text “{text}” does not say what the picture shows"
            yield Fault(IDLE_ALTERNATIVE, message, drawing.story, drawing.element)


def words_stand_in_the_text(file: WordFile) -> Iterator[Fault]:
    """No words stand in text boxes, and no picture floats that has a meaning: an alternative text, that is."""
    for drawing in drawings_of(file):
        if drawing.words:
            words = drawing.words if len(drawing.words) <= 40 else f"{drawing.words[:39]}…"
            yield Fault(TEXT_BOX, f"“{words}” stands in a text box", drawing.story, drawing.element)
        elif drawing.floats and drawing.alternative and not drawing.decorative:
            yield Fault(FLOATING_PICTURE, "a picture floats beside the text", drawing.story, drawing.element)


def shapes_stand_out(file: WordFile) -> Iterator[Fault]:
    """A shape that is not decorative has a fill or an outline that stands out from the page."""
    for drawing in drawings_of(file):
        shape = next(drawing.element.iter(f"{{{WPS}}}spPr"), None)
        data = next(drawing.element.iter(f"{{{A}}}graphicData"), None)
        if (
            drawing.decorative
            or not drawing.alternative
            or drawing.words
            or shape is None
            or data is None
            or data.get("uri") != WPS
        ):
            continue
        colours = _painted(shape, file)
        if colours and all(contrast(colour, file.page_colour) < LARGE for colour in colours):
            best = max(colours, key=lambda colour: contrast(colour, file.page_colour))
            ratio = contrast(best, file.page_colour)
            message = f"a shape in {written(best)} on {written(file.page_colour)} is {ratio:.1f}:1, less than 3:1"
            yield Fault(FAINT_GRAPHIC, message, drawing.story, drawing.element)


def _painted(shape: Element, file: WordFile) -> list[Rgb]:
    """The colours of a shape's fill and outline; none where one of them cannot be told for certain."""
    fill, line = shape.find(f"{{{A}}}solidFill"), shape.find(f"{{{A}}}ln")
    if fill is None or line is None:
        return []
    stroke = line.find(f"{{{A}}}solidFill")
    if stroke is None and line.find(f"{{{A}}}noFill") is None:
        return []
    found = [_plain(each, file) for each in (fill, stroke) if each is not None]
    return [colour for colour in found if colour is not None] if None not in found else []


def _plain(fill: Element, file: WordFile) -> Rgb | None:
    """A colour without anything that changes it, such as transparency."""
    for colour in fill:
        if len(colour):
            return None
        name = str(colour.get("val") or "")
        return parse(name) or file.palette.slot(name)
    return None
