"""Whether the statements of a part begin and end where a document can bear it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from iomreport.diagnostics.codes.templates import (
    CROSSING,
    LOST_WORDS,
    OTHER_TEMPLATE,
    OUTSIDE_TABLE,
    SYNTAX,
    UNBALANCED,
)
from iomreport.diagnostics.finding import Code, Location
from iomreport.diagnostics.suggest import nearest
from iomreport.template_lint.tags import Found, Tag, own_text, write_text
from iomreport.word.oxml import W

_NS = f"{{{W}}}"
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
