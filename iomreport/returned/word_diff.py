"""What differs between two texts, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, Literal, NamedTuple

_TOKEN: Final = re.compile(r"\w+|\s|[^\w\s]")
_MOST: Final = 4_000_000
"""Pairs of words that are compared; of texts that differ in more the whole is said to differ."""
_CONTEXT: Final = 30
"""Characters of unchanged text that are shown on either side of a change."""


class Piece(NamedTuple):
    """A piece of text that both have, or only the first (`deleted`), or only the second (`inserted`)."""

    kind: Literal["same", "deleted", "inserted"]
    text: str


def word_diff(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces of two texts in their order; the deleted before what was inserted in its place."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    start = _common(before, after)
    before, after, beginning = before[start:], after[start:], before[:start]
    end = _common(before[::-1], after[::-1])
    ending = before[len(before) - end :]
    middle = _middle(before[: len(before) - end], after[: len(after) - end])
    pieces = (Piece("same", "".join(beginning)), *middle, Piece("same", "".join(ending)))
    return tuple(each for each in pieces if each.text)


def readable(pieces: Sequence[Piece]) -> str:
    """Pieces on one line, as `[-deleted-]{+inserted+}`, with long unchanged stretches left out."""
    shown: list[str] = []
    for place, (kind, text) in enumerate(pieces):
        line = text.replace("\n", "¶")
        if kind == "deleted":
            shown.append(f"[-{line}-]")
        elif kind == "inserted":
            shown.append(f"{{+{line}+}}")
        else:
            shown.append(_shortened(line, is_first=place == 0, is_last=place == len(pieces) - 1))
    return "".join(shown)


def _middle(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    if len(before) * len(after) > _MOST:
        yield from (Piece("deleted", "".join(before)), Piece("inserted", "".join(after)))
        return
    for kind, old_start, old_end, new_start, new_end in SequenceMatcher(
        str.isspace, before, after, False
    ).get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(before[old_start:old_end]))
        else:
            yield Piece("deleted", "".join(before[old_start:old_end]))
            yield Piece("inserted", "".join(after[new_start:new_end]))


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two texts begin with alike."""
    differing = (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(differing, min(len(one), len(other)))


def _shortened(text: str, *, is_first: bool, is_last: bool) -> str:
    """Unchanged text, of which only what stands beside a change is shown."""
    head, tail = 0 if is_first else _CONTEXT, 0 if is_last else _CONTEXT
    if len(text) <= head + tail + 3:
        return text
    return f"{text[:head]}…{text[len(text) - tail :] if tail else ''}"
