"""The tags of a part before docxtpl patches it: whether each opens and closes where it stands.

docxtpl's patterns take everything between the braces of a tag for the tag, over the ends of paragraphs and cells. So
braces are looked at first, paragraph by paragraph, and what is wrong is reported and put right in a copy of the part,
that the rest can still be looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from iomreport.diagnostics.codes.templates import SPLIT, UNCLOSED
from iomreport.diagnostics.finding import Diagnostic, Location
from iomreport.template.locations import paragraph_place, paragraphs
from iomreport.word.oxml import W

_NS = f"{{{W}}}"
_OPENING = re.compile(r"\{[{%#]")
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_ANY_CLOSING = re.compile(r"\}\}|%\}|#\}")
_TEXT = r"'[^'\n]*'|\"[^\"\n]*\""
_WHOLE = re.compile(
    rf"\{{\{{(?:{_TEXT}|\{{(?:{_TEXT}|[^{{}}'\"]|\{{[^{{}}]*\}})*\}}|[^{{}}'\"])*?\}}\}}"
    rf"|\{{%(?:{_TEXT}|[^{{}}%'\"]|%(?!\}}))*?%\}}|\{{#.*?#\}}",
    re.DOTALL,
)
"""A tag that is whole, braces in quotes and of tables within it included."""
_MISTYPED = re.compile(r"\s*(?:%\}|\}\}|#\}|\}%|[}%])\s*")
_HEAD = re.compile(
    r"\{[{%#][-+]?(?:(?P<level>p|tr|tc|r)(?=\s))?\s*(?P<name>[^\W\d]\w*)?\s*(?P<rest>.*?)\s*[-+]?[}%#]\}$", re.S
)


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, and the number of its paragraph among all of the part, from 0."""

    diagnostic: Diagnostic
    paragraph: int = -1


@dataclass(frozen=True, slots=True)
class Tag:
    """A whole tag. `level` is docxtpl's: `p`, `tr`, `tc`, `r`, or nothing; `name` that of a statement."""

    text: str
    level: str
    name: str
    rest: str
    paragraph: etree._Element
    number: int
    place: str

    @property
    def is_statement(self) -> bool:
        return self.text.startswith("{%")


@dataclass(slots=True)
class _Open:
    """A tag that its paragraph does not close."""

    paragraph: etree._Element
    number: int
    place: str
    text: str


@dataclass(slots=True)
class TagReader:
    """Reads the tags of a part, and mends in `element` what it reports."""

    element: etree._Element
    name: str
    findings: list[Found] = field(default_factory=list[Found])
    _open: _Open | None = None

    def read(self) -> list[Tag]:
        return [tag for index, entry in enumerate(paragraphs(self.element)) for tag in self._paragraph(index, *entry)]

    def _paragraph(self, index: int, paragraph: etree._Element, number: int, text: str) -> Iterator[Tag]:
        if not any(mark in text for mark in ("{{", "{%", "{#", "}}", "%}", "#}")):
            return
        place = paragraph_place(paragraph, number, text)
        mended = ""
        position = 0
        while position < len(text):
            opening = _OPENING.search(text, position)
            before = text[position : opening.start() if opening else len(text)]
            mended += self._before(before, place, index)
            if opening is None:
                break
            end, tag = self._tag(text, opening.start(), place, index, paragraph)
            mended += tag
            position = end
            if tag:
                yield _tag(tag, paragraph, index, place)
        if mended != text:
            write_text(paragraph, mended)

    def _before(self, text: str, place: str, index: int) -> str:
        """Text between tags: closing braces in it belong to a tag of an earlier paragraph, or to none."""
        closing = _ANY_CLOSING.search(text)
        if closing is None:
            return text
        if self._open is not None:
            begun = self._open
            message = f"the tag {begun.text.strip()} begins here and ends in {place}"
            self._add(SPLIT.at(Location(self.name, place=begun.place), message), begun.number)
            self._open = None
            return text[closing.end() :]
        inner = text[: closing.end()].rpartition("{")[2].strip()
        opening = {"}}": "{{", "%}": "{%", "#}": "{#"}[closing[0]]
        message = f"the braces {closing[0]} close nothing"
        fix = f"write {opening} {inner}" if "{" in text[: closing.end()] else f"write {opening} before it, or delete it"
        self._add(UNCLOSED.at(Location(self.name, place=place), message, fix=fix), index)
        return text[: closing.start()].rpartition("{")[0] + text[closing.end() :]

    def _tag(self, text: str, start: int, place: str, index: int, paragraph: etree._Element) -> tuple[int, str]:
        """Where the tag ends, and its text; no text if there is nothing to make of it."""
        opening = text[start : start + 2]
        closing = _CLOSING[opening]
        if whole := _WHOLE.match(text, start):
            return whole.end(), whole[0]
        end = text.find(closing, start + 2)
        following = _OPENING.search(text, start + 2)
        if end >= 0 and (following is None or end < following.start()):
            return end + 2, text[start : end + 2]
        stop = following.start() if following else len(text)
        fragment = text[start:stop]
        inner = fragment[2:]
        wrong = _MISTYPED.search(inner)
        if wrong is None and following is None:
            self._close_open()
            self._open = _Open(paragraph, index, place, fragment)
            return stop, ""
        body = inner[: wrong.start()] if wrong else inner.rstrip()
        tag = f"{opening}{body} {closing}"
        message = f"the tag {fragment.strip()} is not closed with {closing}"
        self._add(UNCLOSED.at(Location(self.name, place=place), message, fix=f"write {tag}"), index)
        return start + 2 + wrong.end() if wrong else stop, tag

    def finish(self) -> None:
        """Report a tag that nothing closes."""
        self._close_open()

    def _close_open(self) -> None:
        if self._open is None:
            return
        opening = self._open.text[:2]
        fix = f"write {self._open.text.strip()} {_CLOSING[opening]}"
        message = f"the tag {self._open.text.strip()} is not closed"
        self._add(UNCLOSED.at(Location(self.name, place=self._open.place), message, fix=fix), self._open.number)
        self._open = None

    def _add(self, diagnostic: Diagnostic, paragraph: int) -> None:
        self.findings.append(Found(diagnostic, paragraph))


def _tag(text: str, paragraph: etree._Element, number: int, place: str) -> Tag:
    head = _HEAD.match(text)
    if head is None:
        return Tag(text, "", "", "", paragraph, number, place)
    return Tag(text, head["level"] or "", head["name"] or "", head["rest"], paragraph, number, place)


def own_text(paragraph: etree._Element) -> str:
    """The words of a paragraph, without those of text boxes in it."""
    return "".join(each.text or "" for each in _own(paragraph))


def _own(paragraph: etree._Element) -> list[etree._Element]:
    return [each for each in paragraph.iter(f"{_NS}t") if next(each.iterancestors(f"{_NS}p")) is paragraph]


def write_text(paragraph: etree._Element, text: str) -> None:
    """Put other words in the place of a paragraph's own."""
    own = _own(paragraph)
    for each in own:
        each.text = ""
    own[0].text = text
    own[0].set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
