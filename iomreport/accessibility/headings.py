"""Headings: their order, and that they have words."""

from __future__ import annotations

from collections.abc import Iterator

from iomreport.accessibility.faults import Fault
from iomreport.accessibility.marks import Element, shown, w, words_of
from iomreport.accessibility.reading import BLOCK_TAG, WordFile
from iomreport.codes.accessibility import EMPTY_HEADING, HEADING_ORDER


def headings_of(file: WordFile) -> Iterator[tuple[Element, int]]:
    """The headings of the main text with their levels, those without words too."""
    for paragraph in file.paragraphs(file.main):
        level = file.styles.level(paragraph)
        if level:
            yield paragraph, level


def headings_leave_no_level_out(file: WordFile) -> Iterator[Fault]:
    """The first heading is of level 1, and each is at most one level below that before it.

    In a template this is only certain where no instruction stands between two headings: what it leaves out or repeats,
    and the headings of a field, are only known in a document.
    """
    before, certain = 0, True
    for paragraph in shown(file.main.root, w("p")):
        if file.template and (file.is_instruction(paragraph) or BLOCK_TAG.fullmatch(words_of(paragraph))):
            certain = False
            continue
        level = file.styles.level(paragraph)
        if not level:
            continue
        if certain and level > before + 1:
            words = words_of(paragraph).strip()
            follows = f"a heading of level {level} follows one of level {before}"
            message = follows if before else f"the first heading is of level {level}"
            yield Fault(HEADING_ORDER, message, file.main, paragraph, words)
        before, certain = level, True


def headings_have_words(file: WordFile) -> Iterator[Fault]:
    """No heading is without words, nor a picture that says some."""
    for paragraph, level in headings_of(file):
        drawn = next(shown(paragraph, w("drawing"), w("pict")), None)
        if not words_of(paragraph).strip() and drawn is None:
            yield Fault(EMPTY_HEADING, f"a heading of level {level} has no words", file.main, paragraph)
