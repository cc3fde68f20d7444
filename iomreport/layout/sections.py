"""What a section (ECMA-376 part 1, 17.6.17) says of its pages: how they begin, are numbered, and are framed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from iomreport.layout.field_results import Uncuttable
from iomreport.layout.parts import value_of
from iomreport.layout.printed_text import MARK

SECTION = re.compile(r"<w:sectPr\b(?:[^>]*/>|.*?</w:sectPr>)", re.DOTALL)
_NOT_OF_TEXT = re.compile(
    r"<w:(?:headerReference|footerReference|pgNumType|titlePg|printerSettings)\b[^>]*/>"
    r"|<w:sectPrChange\b.*?</w:sectPrChange>",
    re.DOTALL,
)
BEGINS = re.compile(r'<w:type w:val="(\w+)"/>')
_STORY = re.compile(r'<w:(header|footer)Reference (?=[^>]*w:type="(\w+)")(?=[^>]*r:id="([^"]*)")[^>]*/>')
NUMBERS = re.compile(r"<w:pgNumType\b([^>]*)/>")
ATTRIBUTE = re.compile(r'w:(\w+)="([^"]*)"')
NOTE_RULES = re.compile(r"<w:footnotePr>(.*?)</w:footnotePr>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the text of a page: the page's size and margins, its header and its footer."""

    page: str
    header: str
    footer: str


def frames_of(
    section: str, stories: dict[tuple[str, str], str], story: Callable[[str], str], *, even: bool
) -> set[Frame]:
    """What may stand around a page of a section. A header that it does not name is that of the section before.

    `stories` are those so far, `story` gives the content of one by its relationship, and `even` is whether even pages
    have headers of their own.
    """
    for kind, use, relation in _STORY.findall(section):
        stories[kind, use] = story(relation)
    page = "".join(re.findall(r"<w:pg(?:Sz|Mar)\b[^>]*/>", section))
    if page.count("<w:pg") != 2:
        raise Uncuttable("a section of it has no size or no margins")
    uses = ["default"]
    uses += ["first"] if "<w:titlePg" in section else []
    uses += ["even"] if even else []
    frames = {Frame(page, stories.get(("header", use), ""), stories.get(("footer", use), "")) for use in uses}
    return {frame for frame in frames if frame.header or frame.footer}


def restarts(sections: Sequence[str], note_rules: str) -> bool:
    """Whether the notes of a chapter are numbered by its pages or sections; `note_rules` are those of the document."""
    rules = [found[1] for section in sections if (found := NOTE_RULES.search(section))]
    if any("<w:numStart" in each for each in rules):
        raise Uncuttable("a section of it says at which number its notes begin")
    kinds = {value_of(each, "numRestart") for each in (*rules, note_rules)}
    return bool(kinds & {"eachSect", "eachPage"})


def first_page(section: str) -> int | None:
    found = NUMBERS.search(section)
    start = dict(ATTRIBUTE.findall(found[1])).get("start") if found else None
    return None if start is None else int(start)


def sections_written(text: str, sections: Sequence[re.Match[str]]) -> str:
    """The text with its sections' properties as they are laid out: without headers, footers and numbers of pages."""
    written: list[str] = []
    at = 0
    for index, found in enumerate(sections):
        section = _NOT_OF_TEXT.sub("", found[0])
        # How it begins is known: on a new page.
        written += (text[at : found.start()], section if index else BEGINS.sub("", section))
        at = found.end()
    return "".join((*written, text[at:]))


def number_styles(text: str, sections: Sequence[re.Match[str]]) -> list[str]:
    """The number format of the page of each mark."""
    styles: list[str] = []
    for found in sections:
        numbers = NUMBERS.search(found[0])
        style = dict(ATTRIBUTE.findall(numbers[1])).get("fmt", "decimal") if numbers else "decimal"
        styles += [style] * (text.count(MARK, 0, found.end()) - len(styles))
    return styles + styles[-1:] * text.count(MARK)
