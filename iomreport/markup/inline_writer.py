"""From inline nodes to Markdown.

A mark (`*`, `_`, `**`) opens or closes only where the characters beside it let it. Pieces and marks are therefore
written out first, and then each mark is made to work: emphasis beside strong words takes `_`, and a letter that is in
the way is written by its number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from iomreport.markup.escape import HARD_SPACE, character_reference, escape_address, escape_text
from iomreport.markup.nodes import Emphasis, Inline, LineBreak, Link, Note, Reference, Span, Strong, Text

Cite = Callable[[Note], str]
"""Gives a note the label that it has in this text."""

_AUTOLINK = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^<>\x00-\x20]*")
_MAILBOX = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9]+)+", re.ASCII)


@dataclass(slots=True)
class _Mark:
    sign: str
    opens: bool
    partner: int


def write_line(content: Iterable[Inline], cite: Cite) -> str:
    """Inline nodes as Markdown; line breaks are newlines, and `HARD_SPACE` stands where no line may be broken."""
    line = _Line(cite)
    line.add(content)
    return line.text()


@dataclass(slots=True)
class _Line:
    cite: Cite
    pieces: list[str] = field(default_factory=list[str])
    marks: dict[int, _Mark] = field(default_factory=dict[int, _Mark])
    """The marks among the pieces, by their number."""

    def add(self, content: Iterable[Inline]) -> None:
        for node in content:
            match node:
                case Text(text):
                    self.pieces.append(escape_text(text))
                case Strong():
                    self._mark("**", node.content)
                case Emphasis():
                    self._mark("*", node.content)
                case Link(target):
                    self._link(target, node.content)
                case Reference(address):
                    page = f'{HARD_SPACE}"page"' if node.page else ""
                    self._bracket(node.content, f"({escape_address('#' + address)}{page})")
                case Span(language):
                    self._bracket(node.content, f"{{lang={language}}}")
                case Note():
                    self.pieces.append(f"[^{self.cite(node)}]")
                case LineBreak():
                    self.pieces.append("\\\n")

    def _mark(self, sign: str, content: Iterable[Inline]) -> None:
        opening = len(self.pieces)
        self.pieces.append(sign)
        self.add(content)
        self.marks[opening] = _Mark(sign, True, len(self.pieces))
        self.marks[len(self.pieces)] = _Mark(sign, False, opening)
        self.pieces.append(sign)

    def _bracket(self, content: Iterable[Inline], behind: str) -> None:
        self.pieces.append("[")
        self.add(content)
        self.pieces.append(f"]{behind}")

    def _link(self, target: str, content: tuple[Inline, ...]) -> None:
        match content:
            case (Text(text),) if text == target and _AUTOLINK.fullmatch(text):
                self.pieces.append(f"<{target}>")
            case (Text(text),) if target == f"mailto:{text}" and _MAILBOX.fullmatch(text):
                self.pieces.append(f"<{text}>")
            case _:
                self._bracket(content, f"({escape_address(target)})")

    def text(self) -> str:
        """The line with every mark at work."""
        for at, mark in self.marks.items():
            if mark.sign == "*" and (at - 1 in self.marks or at + 1 in self.marks):
                for one in (at, mark.partner):
                    self.marks[one].sign = self.pieces[one] = "_"
        while any(self._work(at, mark) for at, mark in self.marks.items()):
            pass
        for at in range(1, len(self.pieces)):
            before, piece = self.pieces[at - 1 : at + 1]
            if piece.startswith("[") and before.endswith("!"):
                self.pieces[at - 1] = before[:-1] + "\\!"
            elif before == "[" and piece.startswith("^"):
                self.pieces[at] = "\\" + piece
        return "".join(self.pieces)

    def _work(self, at: int, mark: _Mark) -> bool:
        """Makes a mark open or close; whether something had to be changed."""
        before = self.pieces[at - 1] if at else " "
        behind = self.pieces[at + 1] if at + 1 < len(self.pieces) else " "
        outer, inner = (before[-1], behind[0]) if mark.opens else (behind[0], before[-1])
        if _is_apart(outer) or not (_is_apart(inner) or mark.sign == "_"):
            return False
        if mark.opens:
            self.pieces[at - 1] = before[:-1] + character_reference(outer)
        else:
            self.pieces[at + 1] = character_reference(outer) + behind[1:]
        return True


def _is_apart(character: str) -> bool:
    """Whether a character is white space or punctuation to the parser."""
    return character in " \n" or unicodedata.category(character)[0] in "PS"
