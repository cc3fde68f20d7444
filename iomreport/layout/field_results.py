"""Fields whose instructions are gone (ECMA-376 part 1, 17.16.2): what they show stays, as ordinary text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_TOKEN = re.compile(
    r"<w:(?:fldChar\b(?P<char>[^>]*?)(?:/>|>.*?</w:fldChar>)"
    r"|instrText\b[^>]*(?:/>|>(?P<words>[^<]*)</w:instrText>)"
    r"|fldSimple\b(?P<simple>[^>]*)>)"
    r"|(?P<closed></w:fldSimple>)",
    re.DOTALL,
)
_WORDS = re.compile(r"<w:(?:t|tab|br|sym|cr|noBreakHyphen)\b[^>]*?(?:/>|(?<!/)>[^<]*</w:t>)")
_EMPTY_RUN = re.compile(r"<w:r(?: [^>]*)?>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?\x03+</w:r>", re.DOTALL)
_GONE = "\x03"
_KIND = re.compile(r'w:fldCharType="(\w+)"')
_INSTRUCTION = re.compile(r'w:instr="([^"]*)"')
_OF_PAGES = frozenset(("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES"))
_SILENT = frozenset(("XE", "TC", "TA", "RD", "SET", "PRIVATE", ""))
"""Fields that print nothing (17.16.5)."""
UNKNOWN_RESULT: Final[Mapping[str, str]] = {**dict.fromkeys(_OF_PAGES, "8888"), "": "n" * 80}
"""What to show for a field whose result is not known: as much as it will hardly be more than."""


class Uncuttable(ValueError):
    """A document that is laid out in one piece; the message says why."""


def flattened(text: str, instead: Mapping[str, str] | None = None) -> tuple[str, int]:
    """A text without the instructions of its fields, and how many fields it leaves open.

    `instead` is shown in the place of the results, by the field's name. Raises `Uncuttable` where a field shows what
    only the layout of the whole can tell.
    """
    if "<w:fld" not in text:
        return text, 0
    pieces: list[str] = []
    fields: list[tuple[str, bool]] = []
    """Of each open field: its instruction, and whether its result has begun."""
    at = 0
    for token in _TOKEN.finditer(text):
        between = text[at : token.start()]
        if fields and (instead is not None or not all(has_result for _, has_result in fields)):
            between = _WORDS.sub(_GONE, between)
        kind = _KIND.search(token["char"] or "")
        shown = _GONE
        if token["simple"] is not None:
            found = _INSTRUCTION.search(token["simple"])
            fields.append((found[1] if found else "", True))
            shown = ""
            if token["simple"].endswith("/"):
                raise Uncuttable("a field of it shows what is not known before it is laid out")
        elif token["closed"] and fields:
            result = _result(*fields.pop(), instead, fields)
            shown = f"<w:r>{result}</w:r>" if result else ""
        elif kind and kind[1] == "begin":
            fields.append(("", False))
        elif kind and kind[1] == "separate" and fields:
            fields.append((fields.pop()[0], True))
        elif kind and kind[1] == "end" and fields:
            shown = _result(*fields.pop(), instead, fields) or _GONE
        elif token["words"] is not None and fields:
            instruction, has_result = fields.pop()
            fields.append((instruction + token["words"], has_result))
        pieces += (between, shown)
        at = token.end()
    text = "".join((*pieces, text[at:]))
    return _EMPTY_RUN.sub("", text).replace(_GONE, ""), len(fields)


def _result(
    instruction: str, has_result: bool, instead: Mapping[str, str] | None, around: list[tuple[str, bool]]
) -> str:
    """What to put at the end of a field, inside others that are still open."""
    name = (instruction.split() or [""])[0].upper()
    if name in _SILENT or not all(shown for _, shown in around):
        return ""
    if instead is not None:
        return f"<w:t>{instead.get(name, instead[''])}</w:t>"
    if name in _OF_PAGES:
        raise Uncuttable("its text shows the number of a page by a field")
    if not has_result:
        raise Uncuttable("a field of it shows what is not known before it is laid out")
    return ""
