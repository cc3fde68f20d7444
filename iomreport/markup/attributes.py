"""Attributes in braces: `{#id key=value key="a value"}`.

Addresses that a reader's click can open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

_ID = r"#\w[\w.:/+-]*"
_PAIR = r'[A-Za-z][\w-]*=(?:"(?:[^"\\\n]|\\.)*"|[^\s{}"=]+)'
_ONE = rf"(?:{_ID}|{_PAIR})"
ATTRIBUTES = re.compile(rf"\{{[ \t\n]*{_ONE}(?:[ \t\n]+{_ONE})*[ \t\n]*\}}")
LOOKS_LIKE = re.compile(r"(?<!\{)\{[ \t\n]*(?:#\w[\w.:/+-]*(?=[ \t\n}])|[A-Za-z][\w-]*[ \t]*=)[^{}]*\}")
"""What a reader of Markdown would take for attributes, right or wrong."""
_BEHIND = re.compile(rf"(?:^|[ \t\n]+)({ATTRIBUTES.pattern})$")
_PARTS = re.compile(rf"({_ID})|({_PAIR})")
_BARE = re.compile(r"[\w.:/+-]+")
_ESCAPED = re.compile(r"\\(.)")


class Attributes(NamedTuple):
    id: str = ""
    pairs: tuple[tuple[str, str], ...] = ()
    surplus: tuple[str, ...] = ()
    """Names that stand more than once."""


def read_attributes(text: str) -> Attributes:
    """The attributes of a text that `ATTRIBUTES` matches; of two ids, or two values of a key, the first counts."""
    name, pairs, surplus = "", dict[str, str](), list[str]()
    for id_part, pair in _PARTS.findall(text):
        if id_part:
            if name:
                surplus.append(id_part)
            name = name or id_part[1:]
            continue
        key, _, value = pair.partition("=")
        if value.startswith('"'):
            value = _ESCAPED.sub(r"\1", value[1:-1])
        if key in pairs:
            surplus.append(key)
        pairs.setdefault(key, value)
    return Attributes(name, tuple(pairs.items()), tuple(surplus))


def split_attributes(content: str) -> tuple[str, Attributes | None]:
    """A text and the attributes that stand behind it."""
    found = _BEHIND.search(content) if content.endswith("}") else None
    if found is None:
        return content, None
    return content[: found.start()], read_attributes(found[1])


def write_attributes(name: str, pairs: Iterable[tuple[str, str]] = ()) -> str:
    """The attributes in braces; nothing for none."""
    parts = [f"#{name}"] if name else []
    for key, value in pairs:
        if not _BARE.fullmatch(value):
            value = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        parts.append(f"{key}={value}")
    return f"{{{' '.join(parts)}}}" if parts else ""


_OPENS = re.compile(r"(?:https?|ftp|mailto|tel):\S", re.IGNORECASE)


def can_be_opened(target: str) -> bool:
    """Whether a link's target is a web address, a mailbox or a telephone number in full."""
    return _OPENS.match(target) is not None
