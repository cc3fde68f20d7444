"""Marked content (ISO 32000-1, 14.6): what a page's stream paints belongs to the structure or is an artifact.

LibreOffice 7.4 writes the beginning of a marked sequence into a transparent group (a form) and its end onto the page,
and leaves lines that it draws itself unmarked. Here sequences are balanced, and what stands in none is an artifact.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, SupportsFloat

ARTIFACT: Final = b"/Artifact BMC"
_TOKENS = re.compile(
    rb"(?<!\S)(?:"
    rb"(?P<begin>/[^\s<>\[\]()/%{}]+\s*(?:<<(?:[^()>]|\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f]*>)*>>\s*BDC|/\S+\s+BDC|BMC))"
    rb"|(?P<end>EMC)"
    rb"|(?P<form>/[^\s<>\[\]()/%{}]+\s+Do)"
    rb"|(?P<path>m|re)"
    rb"|BT|/\S+\s+sh|BI"
    rb")(?!\S)"
)
_OPERANDS = re.compile(rb"(?:[-+]?[\d.]+\s+){2,4}\Z")
_LONGEST_OPERANDS: Final = 200
"""Bytes that the operands of a path can take."""
_PICTURE = re.compile(
    rb"/Artifact BMC(?=\s(?:(?!EMC\s).)*?\s([-\d.]+) 0 0 ([-\d.]+) ([-\d.]+) ([-\d.]+) cm\s+/\w+ Do\b)", re.DOTALL
)
_NEAR: Final = 1.0
"""Points by which a picture and the box of its figure may differ."""
_NUMBERED = re.compile(rb"/MCID\s+(\d+)")


@dataclass(frozen=True, slots=True)
class SplitContent:
    """What a form's stream leaves open, to be begun before it is painted, and how many sequences it ends too many."""

    stream: bytes
    begins: tuple[bytes, ...]
    ends: int


def unmarked_form(stream: bytes) -> SplitContent | None:
    """The stream of a form without its marks, if it has unbalanced ones."""
    open_: list[bytes] = []
    ends = 0
    for token in _TOKENS.finditer(stream):
        if token["begin"]:
            open_.append(token["begin"])
        elif token["end"]:
            if open_:
                open_.pop()
            else:
                ends += 1
    if not open_ and not ends:
        return None
    bare = _TOKENS.sub(lambda token: b"" if token["begin"] or token["end"] else token[0], stream)
    return SplitContent(bare, tuple(open_), ends)


def _insert_artifact(pieces: list[bytes], *, behind: bool) -> None:
    """Begin an artifact behind the last piece, or before the numbers at its end, which belong to what follows."""
    last = pieces[-1]
    numbers = None if behind else _OPERANDS.search(last, max(len(last) - _LONGEST_OPERANDS, 0))
    place = numbers.start() if numbers else len(last)
    pieces[-1:] = (last[:place], ARTIFACT + b"\n", last[place:])


def figure_marked(stream: bytes, box: Iterable[SupportsFloat], number: int) -> bytes | None:
    """The stream of a page in which the picture that fills a box is no artifact, but belongs to a figure.

    None where there is no such picture. `box` is its left, bottom, right and top; `number` that of the new sequence.
    """
    edges = tuple(map(float, box))
    for found in _PICTURE.finditer(stream):
        width, height, left, bottom = map(float, found.groups())
        drawn = (left, bottom, left + width, bottom + height)
        if all(abs(one - other) < _NEAR for one, other in zip(drawn, edges, strict=True)):
            return b"".join((stream[: found.start()], b"/Figure<</MCID %d>>BDC" % number, stream[found.end() :]))
    return None


def balanced_page(stream: bytes, artifacts: Collection[int], forms: Mapping[bytes, SplitContent]) -> bytes:
    """The stream of a page in which all that is painted is marked.

    `artifacts` are the numbers of marked sequences that say nothing; `forms` what forms leave open, by name.
    """
    pieces: list[bytes] = []
    at = 0
    depth = 0
    stray = False

    def begin(mark: bytes) -> None:
        nonlocal depth, stray
        if stray:
            pieces.append(b"EMC\n")
            stray = False
        number = _NUMBERED.search(mark)
        pieces.append(ARTIFACT if number and int(number[1]) in artifacts else mark)
        depth += 1

    def end() -> None:
        nonlocal depth
        if depth:
            pieces.append(b"EMC")
            depth -= 1

    for token in _TOKENS.finditer(stream):
        pieces.append(stream[at : token.start()])
        at = token.end()
        if token["begin"]:
            begin(token["begin"])
        elif token["end"]:
            end()
        else:
            split = forms.get(token["form"].split()[0]) if token["form"] else None
            for mark in split.begins if split else ():
                begin(mark)
                pieces.append(b"\n")
            if not depth and not stray:
                _insert_artifact(pieces, behind=not token["path"])
                stray = True
            pieces.append(token[0])
            for _ in range(split.ends if split else 0):
                pieces.append(b"\n")
                end()
    pieces.append(stream[at:])
    pieces.append(b"\nEMC" * (depth + stray))
    return b"".join(pieces)
