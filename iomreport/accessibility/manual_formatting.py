"""What is typed by hand where Word has a form for it: lists, notes, space."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise

from iomreport.accessibility.document import BLOCK_TAG, Story, WordFile
from iomreport.accessibility.findings import Fault
from iomreport.accessibility.wordprocessingml import Element, runs, shown, value, w, words_of
from iomreport.diagnostics.codes.accessibility import EMPTY_PARAGRAPHS, TYPED_LIST, TYPED_NOTE

_BULLET = re.compile(r"\s*[•‣▪●◦⁃➢➤►]\s+\S")
_DASH = re.compile(r"\s*[-–]\s+\S")
_NUMBER = re.compile(r"\s*(\d{1,2})([.)])\s+\S")
_LETTER = re.compile(r"\s*([a-z])([.)])\s+\S")
_CONTENTS = re.compile(r"toc \d|table of figures|index \d", re.IGNORECASE)
_RAISED = {ord(sign): str(number) for number, sign in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}
_RAISED_FIGURES = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_FIGURES = re.compile(r"\d{1,3}")
_BETWEEN = frozenset(map(w, ("bookmarkStart", "bookmarkEnd", "proofErr")))
_NOT_EMPTY = tuple(w(name) for name in ("drawing", "pict", "object", "sectPr", "fldChar", "fldSimple", "sdt", "br"))


def lists_are_lists(file: WordFile) -> Iterator[Fault]:
    """No list is typed: by bullets, or by dashes, numbers or letters that follow each other.

    A single dash or number is no list: it may be a missing value, or a name.
    """
    for story in file.stories:
        for items in _neighbours(file, story):
            found = [(paragraph, _item(file, paragraph)) for paragraph in items]
            told = False
            for (paragraph, item), (_, following) in pairwise([*found, (items[-1], None)]):
                typed = item is not None and (item[0] == "bullet" or _follows(item, following))
                if typed and not told and item is not None:
                    kind = item[0].partition(" ")[0]
                    yield Fault(TYPED_LIST, f"the {kind} of an item of a list is typed", story, paragraph)
                told = item is not None and (typed or told)


def _item(file: WordFile, paragraph: Element) -> tuple[str, int] | None:
    """What a paragraph begins with that looks like a list, and its place in the order of such signs."""
    words = words_of(paragraph)
    if not words.strip() or file.styles.is_listed(paragraph) or file.styles.level(paragraph):
        return None
    styles = file.styles.of_paragraph(paragraph)
    if styles and _CONTENTS.fullmatch(styles[0].name):
        return None
    if _BULLET.match(words):
        return "bullet", 0
    if _DASH.match(words):
        return f"dash {words.strip()[0]}", 0
    if number := _NUMBER.match(words):
        return f"number {number[2]}", int(number[1])
    if letter := _LETTER.match(words):
        return f"letter {letter[2]}", ord(letter[1])
    return None


def _follows(item: tuple[str, int], following: tuple[str, int] | None) -> bool:
    if following is None or item[0] != following[0]:
        return False
    return item[0].startswith("dash") or following[1] == item[1] + 1


def _neighbours(file: WordFile, story: Story) -> Iterator[list[Element]]:
    """Paragraphs that follow each other with nothing between them."""
    known = set(file.paragraphs(story))
    parents = dict.fromkeys(parent for each in known if (parent := each.getparent()) is not None)
    for parent in parents:
        children = (each for each in parent if each.tag not in _BETWEEN)
        for inside, group in groupby(children, key=lambda each: each in known):
            if inside:
                yield list(group)


def space_is_made_by_styles(file: WordFile) -> Iterator[Fault]:
    """No two empty paragraphs follow each other in the main text."""
    for items in _neighbours(file, file.main):
        for empty, group in groupby(items, key=_is_empty):
            paragraphs = list(group)
            if empty and len(paragraphs) > 1:
                message = f"{len(paragraphs)} empty paragraphs follow each other"
                yield Fault(EMPTY_PARAGRAPHS, message, file.main, paragraphs[0])


def _is_empty(paragraph: Element) -> bool:
    text = words_of(paragraph)
    return not text.strip() and not BLOCK_TAG.fullmatch(text) and next(shown(paragraph, *_NOT_EMPTY), None) is None


def notes_are_notes(file: WordFile) -> Iterator[Fault]:
    """No note is typed: a raised figure in the text, and a paragraph that begins with the same raised figure."""
    cited: dict[str, Element] = {}
    noted: set[str] = set()
    for paragraph in file.paragraphs(file.main):
        before = ""
        for run in runs(paragraph):
            for number, leading in _raised(file, run, paragraph):
                if (before + leading).strip():
                    cited.setdefault(number, run)
                else:
                    noted.add(number)
            before += words_of(run)
    for number, run in cited.items():
        if number in noted:
            yield Fault(TYPED_NOTE, f"the note {number} is typed by hand", file.main, run, words_of(run).strip())


def _raised(file: WordFile, run: Element, paragraph: Element) -> Iterable[tuple[str, str]]:
    """The raised figures of a run, set as superscript or written with raised signs, and what stands before each."""
    words = words_of(run)
    found = file.styles.run_property(run, paragraph, "vertAlign")
    if found and value(found.element) == "superscript" and _FIGURES.fullmatch(words.strip()):
        return [(words.strip(), "")]
    return [(each[0].translate(_RAISED), words[: each.start()]) for each in _RAISED_FIGURES.finditer(words)]
