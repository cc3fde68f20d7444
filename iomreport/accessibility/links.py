"""Links: that they have words, and that these say where a link leads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from iomreport.accessibility.pictures import drawings_of
from iomreport.accessibility.word_file import Fault, Story, WordFile
from iomreport.diagnostics.codes.accessibility import BARE_ADDRESS, EMPTY_LINK, IDLE_LINK
from iomreport.word.elements import CONTENTS, Element, shown, value, w, words_of

LONGEST_ADDRESS = 40
"""A web address of more characters is no name of a place; mailboxes and the addresses of sites are shorter."""
# fmt: off
_IDLE = frozenset(
    (
        "here", "click", "click here", "see here", "this", "this link", "link", "the link",
        "this page", "more", "read more", "see more", "learn more", "more info", "more information", "details",
        "hier", "mehr", "hier klicken", "weiterlesen", "ici", "cliquez ici", "lire la suite", "aici",
        "clic aici", "tutaj", "kliknij tutaj", "więcej", "itt", "kattintson ide", "tovább", "zde",
        "více", "klikněte zde", "tu", "viac", "tukaj", "več", "kliknite tukaj", "ovdje",
        "ovde", "kliknite ovdje", "kliknite ovde", "više", "këtu", "më shumë", "тук", "повече",
        "овде", "повеќе",
    )
)
# fmt: on
"""Words that lead nowhere, in the languages of the region and of its partners."""
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*://|www\.)\S+", re.IGNORECASE)
_FIELD = re.compile(r"\s*HYPERLINK\b", re.IGNORECASE)


@dataclass(slots=True, eq=False)
class Link:
    """A link with the run or element that it begins with, and its words."""

    element: Element
    story: Story
    words: str = ""
    pictured: bool = False
    """Whether it holds a picture."""
    runs: list[Element] = field(default_factory=list[Element])


def links_of(file: WordFile) -> Iterator[Link]:
    """All links: elements, and fields of one run or of several (17.16.22, 17.16.5.25)."""
    for story in file.stories:
        for element in shown(story.root, w("hyperlink"), w("fldSimple")):
            if element.tag == w("hyperlink") or _FIELD.match(value(element, "instr")):
                pictured = next(shown(element, w("drawing"), w("pict")), None) is not None
                yield Link(element, story, words_of(element), pictured, list(element.iter(w("r"))))
        yield from _fields(story)


def _fields(story: Story) -> Iterator[Link]:
    """Links in fields that begin, have an instruction, words and an end; other fields can stand in them."""
    stack: list[tuple[list[str], Link | None]] = []
    for run in shown(story.root, w("r")):
        for child in run:
            if child.tag == w("fldChar"):
                kind = value(child, "fldCharType")
                if kind == "begin":
                    stack.append(([], None))
                elif kind == "separate" and stack:
                    instruction = "".join(stack[-1][0])
                    stack[-1] = ([], Link(run, story) if _FIELD.match(instruction) else None)
                elif kind == "end" and stack:
                    _, link = stack.pop()
                    if link is not None:
                        yield link
            elif child.tag == w("instrText") and stack:
                stack[-1][0].append(child.text or "")
        for _, link in stack:
            if link is not None:
                link.words += words_of(run)
                link.pictured = link.pictured or next(shown(run, w("drawing"), w("pict")), None) is not None
                link.runs.append(run)


def links_say_where_they_lead(file: WordFile) -> Iterator[Fault]:
    """A link has words; they are no mere “here”, and no long web address."""
    told = {drawing.element for drawing in drawings_of(file) if drawing.alternative}
    for link in links_of(file):
        words = " ".join(link.words.split())
        if file.template and "{" in words:
            continue
        if not words:
            if not (link.pictured and _is_told(link, told)):
                yield Fault(EMPTY_LINK, "a link has no words", link.story, link.element)
        elif value(link.element, "anchor").startswith(CONTENTS):
            continue  # An entry of the contents has the words of its heading, to which it leads.
        elif words.casefold().strip(" .,:;!…»›>→") in _IDLE:
            yield Fault(IDLE_LINK, f"“{words}” does not say where the link leads", link.story, link.element, words)
        elif len(words) > LONGEST_ADDRESS and _ADDRESS.fullmatch(words):
            message = f"the words of the link are an address of {len(words)} characters"
            yield Fault(BARE_ADDRESS, message, link.story, link.element, words)


def _is_told(link: Link, told: set[Element]) -> bool:
    """Whether a picture in a link has an alternative text: it stands for the link's words."""
    inside = (each for run in link.runs for each in run.iter(w("drawing"), w("pict")))
    return any(each in told for each in inside)
