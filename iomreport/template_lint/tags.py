"""The tags of a part before docxtpl patches it: whether each opens and closes where it stands.

docxtpl's patterns take everything between the braces of a tag for the tag, over the ends of paragraphs and cells. So
braces are looked at first, paragraph by paragraph, and what is wrong is reported and put right in a copy of the part,
that the rest can still be looked at.

Whether the statements of a part begin and end where a document can bear it.

The patched source of a part, tag by tag: each is parsed for itself, and what cannot be read is reported and mended.

So one bad tag does not hide the faults of the others: the source that is left can be parsed as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from jinja2 import Environment, TemplateSyntaxError
from lxml import etree

from iomreport.diagnostics.codes.templates import (
    CROSSING,
    LOST_WORDS,
    OTHER_TEMPLATE,
    OUTSIDE_TABLE,
    SPLIT,
    SYNTAX,
    UNBALANCED,
    UNCLOSED,
)
from iomreport.diagnostics.finding import Code, Diagnostic, Location
from iomreport.diagnostics.suggest import nearest
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


PAIRS = {name: f"end{name}" for name in ("for", "if", "macro", "call", "filter", "with", "autoescape", "block", "set")}
_SINGLE = frozenset({"elif", "else", "set", "colspan", "cellbg", "vm", "hm", "raw", "endraw", "break", "continue"})
OTHERS = frozenset({"include", "import", "from", "extends"})
KNOWN = frozenset((*PAIRS, *PAIRS.values(), *_SINGLE, *OTHERS))
_UNITS = {"p": "paragraph", "tr": "row", "tc": "cell", "r": "run", "": "line of text"}
_ELEMENTS = {"p": f"{_NS}p", "tr": f"{_NS}tr", "tc": f"{_NS}tc"}


def opens(name: str, rest: str) -> bool:
    """Whether a statement has an end of its own."""
    return name in PAIRS and not (name == "set" and "=" in rest)


def meant_statement(name: str, rest: str, level: str) -> tuple[str, str]:
    """What an unknown statement was most likely meant to be, or nothing; and how to mend it."""
    begin = next((each for each in ("tr", "tc", "p", "r") if name.startswith(each)), "")
    if begin and not level and name.removeprefix(begin) in KNOWN:
        return name.removeprefix(begin), f"write {{%{begin} {name.removeprefix(begin)} … %}}, with a space"
    if name == "end" and f"end{rest}" in KNOWN:
        return f"end{rest}", f"write {_written(level, f'end{rest}')}"
    meant = {"elseif": "elif", "elsif": "elif"}.get(name) or nearest(name, KNOWN - OTHERS) or ""
    return meant, f"did you mean {meant}?" if meant else "statements are for, if, set, macro, with, and their ends"


@dataclass(slots=True)
class Structure:
    """Goes through the tags of a part and keeps the statements that are open."""

    name: str
    findings: list[Found] = field(default_factory=list[Found])
    _stack: list[tuple[Tag, str]] = field(default_factory=list[tuple[Tag, str]])
    _raw: bool = False

    def check(self, tags: Sequence[Tag]) -> None:
        for tag in tags:
            self._place(tag)
            if tag.is_statement:
                self._statement(tag)
        for tag, name in reversed(self._stack):
            self._add(UNBALANCED, tag, f"{tag.text} is never ended", f"add {_written(tag.level, PAIRS[name])}")
        self._lost(tags)

    def _statement(self, tag: Tag) -> None:
        name = tag.name
        if self._raw:
            self._raw = name != "endraw"
            return
        if name not in KNOWN:
            name, fix = meant_statement(tag.name, tag.rest, tag.level)
            self._add(SYNTAX, tag, f"{tag.name or tag.text} is no statement", fix)
        if name == "raw":
            self._raw = True
        elif name in OTHERS:
            self._add(OTHER_TEMPLATE, tag, f"{tag.text} asks for another template")
        elif opens(name, tag.rest):
            self._stack.append((tag, name))
        elif name.startswith("end"):
            self._end(tag, name)
        elif name in ("elif", "else"):
            self._middle(tag, name)

    def _end(self, tag: Tag, name: str) -> None:
        if not any(PAIRS[opened] == name for _, opened in self._stack):
            opening = name.removeprefix("end")
            fix = f"delete it, or add {{%{tag.level} {opening} … %}} before it"
            if self._stack:
                fix = f"write {_written(tag.level, PAIRS[self._stack[-1][1]])}, or add the beginning of this {opening}"
            self._add(UNBALANCED, tag, f"{tag.text} ends nothing", fix)
            return
        while (top := self._stack.pop()) and PAIRS[top[1]] != name:
            fix = f"add {_written(top[0].level, PAIRS[top[1]])} before {tag.text}"
            self._add(UNBALANCED, top[0], f"{top[0].text} is not ended before {tag.text}", fix)
        self._same_place(top[0], tag)

    def _middle(self, tag: Tag, name: str) -> None:
        top = self._stack[-1] if self._stack else None
        if top is None or not (top[1] == "if" or (top[1] == "for" and name == "else")):
            self._add(UNBALANCED, tag, f"{tag.text} belongs to no if", f"add {{%{tag.level} if … %}} before it")
            return
        self._same_place(top[0], tag)

    def _same_place(self, begin: Tag, end: Tag) -> None:
        if begin.level != end.level:
            message = f"{begin.text} governs whole {_UNITS[begin.level]}s, and {end.text} does not"
            self._add(CROSSING, end, message, f"write {_written(begin.level, f'{end.name} {end.rest}'.strip())}")
        elif _container(begin) is not _container(end):
            where = begin.place.partition(' "')[0]
            message = f"{begin.text} begins in {where} and ends outside it"
            self._add(CROSSING, end, message)

    def _place(self, tag: Tag) -> None:
        if tag.level in ("tr", "tc") and next(tag.paragraph.iterancestors(f"{_NS}tc"), None) is None:
            fix = f"write {_with_level(tag.text, tag.level, 'p')}, or move it into a table"
            self._add(OUTSIDE_TABLE, tag, f"{tag.text} stands outside a table", fix)
            # docxtpl would look for the row in an earlier table, and take all between for the tag.
            write_text(tag.paragraph, own_text(tag.paragraph).replace(tag.text, _with_level(tag.text, tag.level, "p")))

    def _lost(self, tags: Sequence[Tag]) -> None:
        """Words and tags that go with the paragraph, row or cell that a tag replaces."""
        seen: set[etree._Element] = set()
        for tag in tags:
            if tag.level not in _ELEMENTS:
                continue
            unit = _unit(tag)
            if unit is None or unit in seen:
                continue
            seen.add(unit)
            words = "".join(text.text or "" for text in unit.iter(f"{_NS}t"))
            rest = " ".join(words.replace(tag.text, "", 1).split())
            if rest:
                short = rest if len(rest) <= 40 else rest[:39] + "…"
                kind = _UNITS[tag.level]
                fix = f"put {tag.text} into a {kind} of its own"
                self._add(LOST_WORDS, tag, f'{tag.text} takes its whole {kind} away, and "{short}" with it', fix)

    def _add(self, code: Code, tag: Tag, message: str, fix: str = "") -> None:
        at = Location(self.name, place=tag.place)
        self.findings.append(Found(code.at(at, message, fix=fix), tag.number))


def _written(level: str, inner: str) -> str:
    return f"{{%{level} {inner} %}}"


def _with_level(text: str, level: str, other: str) -> str:
    return text[:2] + other + text[2 + len(level) :]


def _unit(tag: Tag) -> etree._Element | None:
    if tag.level == "p":
        return tag.paragraph
    return next(tag.paragraph.iterancestors(_ELEMENTS[tag.level]), None)


def _container(tag: Tag) -> etree._Element | None:
    """What both ends of a statement must stand in."""
    if tag.level in _ELEMENTS:
        unit = _unit(tag)
        return None if unit is None else unit.getparent()
    return next(tag.paragraph.iterancestors(f"{_NS}tc"), None)


Report = Callable[[int, str, str], None]
"""Reports what is wrong at a line of the source: line, message, fix."""

_TAG = re.compile(r"(?P<open>\{[{%#])[-+]?(?P<inner>.*?)[-+]?(?:\}\}|%\}|#\})", re.DOTALL)
_STATEMENT = re.compile(r"\s*(?:(?:p|tr|tc|r)\s+(?=[^\W\d]))?(?P<name>[^\W\d]\w*)?\s*(?P<rest>.*?)\s*$", re.DOTALL)
_PREFIXED = re.compile(r"\s*(p|r|tr|tc)\s+([\w.]+.*?)\s*$", re.DOTALL)
_TWO_NAMES = re.compile(r"\s*(\w+)\s+(\w+)\s*$")


def readable(source: str, environment: Environment, report: Report) -> str:
    """The source with every tag that cannot be read taken out, and every statement ended."""
    return _Corrector(environment, report).mend(source.split("\n"))


class _Corrector:
    def __init__(self, environment: Environment, report: Report) -> None:
        self.environment = environment
        self.report = report
        self.stack: list[str] = []
        self.raw = False
        self.known: dict[str, tuple[str, str] | None] = {}

    def mend(self, lines: list[str]) -> str:
        mended = [lines[0]]
        for number, line in enumerate(lines[1:], 2):
            tag = _TAG.match(line)
            mended.append(line if tag is None else self._tag(number, tag) + line[tag.end() :])
        ends = "".join(f"{{% {PAIRS[name]} %}}" for name in reversed(self.stack))
        return "\n".join(mended) + ends

    def _tag(self, number: int, tag: re.Match[str]) -> str:
        if self.raw or tag["open"] == "{#":
            self.raw = self.raw and "endraw" not in tag["inner"]
            return tag[0]
        if tag["open"] == "{{":
            return tag[0] if self._reads(number, tag[0], tag[0]) else ""
        found = _STATEMENT.match(tag["inner"])
        name, rest = (found["name"] or "", found["rest"]) if found else ("", "")
        text = tag[0]
        if name not in KNOWN:
            meant, _ = meant_statement(name, rest, "")
            if not meant:
                return ""
            text = f"{{% {meant} {'' if name == 'end' else rest} %}}"
            name = meant
        return self._statement(number, name, rest, text)

    def _statement(self, number: int, name: str, rest: str, text: str) -> str:
        if name == "raw":
            self.raw = True
        elif name in OTHERS:
            return ""
        elif opens(name, rest):
            if not self._reads(number, text, f"{text}{{% {PAIRS[name]} %}}"):
                if name != "for":
                    return ""
                # The loop's own names are known to what stands in it, if nothing else of it is.
                names = re.match(r"\w+(?:\s*,\s*\w+)*", rest)
                text = f"{{% for {names[0] if names else 'item'} in [] %}}"
            self.stack.append(name)
        elif name.startswith("end"):
            return self._end(name)
        elif name == "elif" or name == "else":
            fits = bool(self.stack) and (self.stack[-1] == "if" or (self.stack[-1] == "for" and name == "else"))
            if not fits or (name == "elif" and not self._reads(number, text, f"{{% if x %}}{text}{{% endif %}}")):
                return ""
        elif name == "set" and not self._reads(number, text, text):
            return ""
        return text

    def _end(self, name: str) -> str:
        if not any(PAIRS[opened] == name for opened in self.stack):
            return ""
        ends = ""
        while PAIRS[self.stack[-1]] != name:
            ends += f"{{% {PAIRS[self.stack.pop()]} %}}"
        self.stack.pop()
        return f"{ends}{{% {name} %}}"

    def _reads(self, number: int, tag: str, whole: str) -> bool:
        if tag not in self.known:
            try:
                self.environment.parse(whole)
                self.known[tag] = None
            except TemplateSyntaxError as error:
                self.known[tag] = _explained(str(error.message), tag)
        fault = self.known[tag]
        if fault is not None:
            self.report(number, *fault)
        return fault is None


def _explained(message: str, tag: str) -> tuple[str, str]:
    """The parser's message in an author's words, and how to mend the tag."""
    tag = tag.replace("&amp;", "&")
    inner = tag[2:-2].strip()
    if tag.startswith("{{") and (prefixed := _PREFIXED.match(tag[2:-2])):
        return f"{tag} cannot be read", f"write {{{{{prefixed[1]} {prefixed[2]} }}}}, without a space after the braces"
    if tag.startswith("{{") and (names := _TWO_NAMES.match(tag[2:-2])):
        return f"{tag} cannot be read: two names side by side", f"write {{{{ {names[1]}.{names[2]} }}}}"
    if "got '='" in message:
        return f"{tag} cannot be read: = does not compare", f"write {tag.replace('=', '==', 1)}"
    if "unexpected char '&'" in message or "unexpected char '!'" in message:
        return f"{tag} cannot be read", 'write "and", "or" and "not" as words'
    if "'name'" in message and inner.startswith("for"):
        return f"{tag} is no loop", "write {% for name in list %}"
    if "'in'" in message:
        return f"{tag} is no loop", "write {% for name in list %}"
    if "an expression" in message or "end of template" in message:
        return f"{tag} says nothing after {inner.split()[0]}" if inner else f"{tag} is empty", "write what is meant"
    words = message[:1].lower() + message[1:].rstrip(".")
    return f"{tag} cannot be read: {words}", ""
