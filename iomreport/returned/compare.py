"""A field of a document beside what the content says today, and which of the two was changed since it was built.

What differs between two texts, word by word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import takewhile
from typing import Final, Literal, NamedTuple

from iomreport.returned.read import ReturnedField, State
from iomreport.strategy.addresses import Value
from iomreport.strategy.expected_text import expected_text
from iomreport.strategy.origin import SHORT, Origin, is_as_built


class FieldState(StrEnum):
    """What is known of a field and of its text.

    `OUTDATED` is as it was built, and the content, the template or the program was changed since; `EDITED` was changed
    in the document alone, or something beside it was; `BOTH` in both; of `UNCLEAR` it cannot be told.
    """

    FOUND = "found"
    OUTDATED = "outdated"
    EDITED = "edited"
    BOTH = "both"
    UNCLEAR = "unclear"
    GONE = "gone"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Today:
    """What a document would show if it were built today.

    `exact` says that neither content nor template were changed; `values` and `digests` are of the extract's fields.
    """

    fields: Mapping[str, ReturnedField]
    values: Mapping[str, Value]
    digests: Mapping[str, str]
    exact: bool


@dataclass(frozen=True, slots=True)
class FieldDiff:
    """A field of a document, and what it says today, with what stands beside it.

    `today` is none where the content has it no more, where its template does not show it any more, or where there is no
    content at hand. `content_changed` says whether the content's own value is another than when it was built, if it is
    known.
    """

    field: ReturnedField
    today: ReturnedField | None = None
    standing: FieldState = FieldState.FOUND
    content_changed: bool | None = None

    @property
    def is_notable(self) -> bool:
        """Whether the field is not as content has it."""
        return self.standing is not FieldState.FOUND

    @property
    def is_returned(self) -> bool:
        """Whether somebody changed the field or what stands beside it in the document, or that cannot be ruled out."""
        return self.standing not in (FieldState.FOUND, FieldState.OUTDATED) or bool(self.beside)

    @property
    def differs(self) -> bool:
        """Whether the field is found, and does not say what it would say if it were built today."""
        return self.field.state is State.FOUND and self.today is not None and self.field.text != self.today.text

    @property
    def beside(self) -> Mapping[str, tuple[str, str]]:
        """The words `before` and `behind` the field where they are not as they would be built: today's, and its own."""
        return words_beside(self.field, self.today) if self.today is not None else {}


def words_beside(field: ReturnedField, today: ReturnedField) -> dict[str, tuple[str, str]]:
    """The words `before` and `behind` a field where they differ from today's: today's, and its own."""
    sides = (("before", today.before, field.before), ("behind", today.after, field.after))
    return {name: (then.words, now.words) for name, then, now in sides if then.words.split() != now.words.split()}


def alone(field: ReturnedField) -> FieldDiff:
    """A field that there is nothing to compare with."""
    return FieldDiff(field, standing=FieldState(str(field.state)))


def beside_today(field: ReturnedField, origin: Origin, today: Today) -> FieldDiff:
    """A field beside today's, with what is known for certain of who changed what."""
    now = today.fields[field.address]
    if field.state is not State.FOUND:
        return FieldDiff(field, now, FieldState(str(field.state)))
    then, is_now = origin.fields.get(field.address), today.digests.get(field.address)
    changed = None if then is None or is_now is None else bytes.fromhex(is_now)[:SHORT] != then
    return FieldDiff(field, now, _standing(field, now, origin, today, changed), changed)


def _standing(
    field: ReturnedField, now: ReturnedField, origin: Origin, today: Today, changed: bool | None
) -> FieldState:
    if field.text == now.text:
        return FieldState.EDITED if words_beside(field, now) else FieldState.FOUND
    as_built = is_as_built(origin, field.address, field.text)
    if as_built:
        return FieldState.OUTDATED
    if today.exact:
        return FieldState.EDITED
    value = today.values.get(field.address)
    # The digest is of what the field alone says; where that is not what the document shows, it proves nothing.
    if value is None or expected_text(value) != now.text:
        return FieldState.UNCLEAR
    if changed is False:
        return FieldState.EDITED
    return FieldState.BOTH if changed and as_built is False else FieldState.UNCLEAR


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
    # What both begin and end with costs nothing, so that a small change is found in a text of any length.
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    stop, new_stop = len(before) - end, len(after) - end
    changes = [("replace", 0, stop - start, 0, new_stop - start)]
    if (stop - start) * (new_stop - start) <= _MOST:
        changes = SequenceMatcher(str.isspace, before[start:stop], after[start:new_stop], False).get_opcodes()
    pieces = [Piece("same", "".join(before[:start]))]
    for kind, first, last, new_first, new_last in changes:
        old_words = "".join(before[start + first : start + last])
        if kind == "equal":
            pieces.append(Piece("same", old_words))
        else:
            pieces += (
                Piece("deleted", old_words),
                Piece("inserted", "".join(after[start + new_first : start + new_last])),
            )
    pieces.append(Piece("same", "".join(before[stop:])))
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


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _shortened(text: str, *, is_first: bool, is_last: bool) -> str:
    """Unchanged text, of which only what stands beside a change is shown."""
    head, tail = 0 if is_first else _CONTEXT, 0 if is_last else _CONTEXT
    if len(text) <= head + tail + 3:
        return text
    return f"{text[:head]}…{text[len(text) - tail :] if tail else ''}"
