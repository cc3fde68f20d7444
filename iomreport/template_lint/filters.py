"""Which values each filter and test takes, and what a filter makes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from iomreport.template_lint.types import (
    DATE,
    NUMBER,
    PLACE,
    PROSE,
    TEXT,
    TRUTH,
    UNKNOWN,
    Entity,
    Listing,
    Plain,
    Table,
    Tupled,
    Type,
)

_WORDS = "upper lower capitalize title trim replace center indent striptags truncate wordwrap urlize wordcount format"
_ITEMS = "join sort unique map select reject selectattr rejectattr batch slice groupby sum min max"
_SOME = "first last reverse list"
_COUNT = "length count"
_FIGURES = "abs round filesizeformat"
_NUMBERS = "int float"
_KEYS = "dictsort items xmlattr"


def _shown(kind: Type) -> bool:
    return kind in (TEXT, NUMBER, TRUTH, DATE) or (isinstance(kind, Entity) and kind.shown)


def _has_items(kind: Type) -> bool:
    return isinstance(kind, Listing | Table | Tupled) or (isinstance(kind, Entity) and kind.keyed)


_GROUPS: tuple[tuple[str, str, Callable[[Type], bool]], ...] = (
    (_WORDS, "a text", _shown),
    (_ITEMS, "a list", _has_items),
    (_SOME, "a list", lambda kind: _has_items(kind) or kind == TEXT),
    (_COUNT, "a list or a text", lambda kind: _has_items(kind) or kind == TEXT),
    (_FIGURES, "a number", lambda kind: kind == NUMBER),
    (_NUMBERS, "a number or a text", lambda kind: kind in (NUMBER, TEXT, TRUTH)),
    (
        _KEYS,
        "a table of values by key",
        lambda kind: isinstance(kind, Table) or (isinstance(kind, Entity) and kind.keyed),
    ),
    ("headings", "prose", lambda kind: kind == PROSE),
    ("odd even divisibleby", "a number", lambda kind: kind == NUMBER),
)
ACCEPTED: Final[Mapping[str, tuple[str, Callable[[Type], bool]]]] = {
    name: (words, accepts) for names, words, accepts in _GROUPS for name in names.split()
}
"""What each filter or test takes: in words, and as a question. What is not here takes anything."""

TEST_ONLY: Final = frozenset({"odd", "even", "divisibleby"})

SUGGESTED: Final[Mapping[str, tuple[str, ...]]] = {
    "a text": ("upper", "lower", "title", "replace", "truncate"),
    "a list": ("join", "sort", "first", "last", "length"),
    "a number": ("round", "abs"),
    "prose": ("headings",),
    "a table of values by key": ("items", "dictsort", "length"),
}
"""Filters for a kind of value, for advice."""


def item_of(kind: Type) -> Type:
    """What a loop over a value goes through."""
    if isinstance(kind, Listing):
        return kind.item
    return TEXT if isinstance(kind, Table) or (isinstance(kind, Entity) and kind.keyed) else UNKNOWN


def result_of(name: str, kind: Type) -> Type:
    """What a filter makes of a value, where that does not depend on the filter's arguments."""
    if name in ("wordcount", "length", "count", "sum", *_FIGURES.split(), *_NUMBERS.split()):
        return TEXT if name == "filesizeformat" else kind if name == "sum" and kind == UNKNOWN else NUMBER
    if name in ("first", "last", "min", "max"):
        return TEXT if kind == TEXT else item_of(kind)
    if name in ("sort", "unique", "reverse", "list", "select", "reject", "selectattr", "rejectattr"):
        return TEXT if name == "reverse" and kind == TEXT else Listing(item_of(kind))
    if name in ("batch", "slice"):
        return Listing(Listing(item_of(kind)))
    if name in ("dictsort", "items"):
        return Listing(Tupled((TEXT, kind.item if isinstance(kind, Table) else UNKNOWN)))
    if name == "headings":
        return PROSE
    if name == "groupby":
        return Listing(Tupled((UNKNOWN, Listing(item_of(kind))), ("grouper", "list")))
    return TEXT if name in ("join", "string", "urlencode", *_WORDS.split()) else UNKNOWN


METHODS: Final[Mapping[str, Type]] = {
    **dict.fromkeys(("split", "splitlines", "rsplit"), Listing(TEXT)),
    **dict.fromkeys(("find", "rfind", "index", "count"), NUMBER),
    **dict.fromkeys(("startswith", "endswith", "isdigit", "isalpha", "isupper", "islower"), TRUTH),
}
"""What the methods of a text give, where it is not a text."""


def printable(kind: Type) -> bool:
    """Whether a value has words that can be printed in a paragraph."""
    return kind == UNKNOWN or _shown(kind) or (isinstance(kind, Plain) and kind not in (PROSE, PLACE))
