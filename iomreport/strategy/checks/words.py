"""Words: what the house style avoids, two spellings of one word, words and paragraphs that stand twice."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from iomreport.diagnostics.codes.checks import BANNED, DOUBLED, PARAGRAPH_TWICE, SPELT_TWO_WAYS
from iomreport.diagnostics.finding import Diagnostic, Location
from iomreport.markup.nodes import Paragraph
from iomreport.markup.walk import blocks, plain_text
from iomreport.strategy.checks.check_context import CheckContext

_LOWER = re.compile(r"(?<![\w-])[a-z][a-z]+(?:-[a-z]+)*(?![\w-])")
_LETTERS = re.compile(r"[^\W\d_]+(?![-’'\w])")
_MAY_DOUBLE = frozenset({"had", "that"})
_IZE = re.compile(r"(?<=\w{3})is(e|ed|es|er|ers|ing|ation|ations|ational)$")
_AMERICAN = {
    "labor": "labour",
    "center": "centre",
    "defense": "defence",
    "neighbor": "neighbour",
    "behavior": "behaviour",
    "favor": "favour",
    "honor": "honour",
    "counseling": "counselling",
    "counselor": "counsellor",
    "traveler": "traveller",
    "traveling": "travelling",
    "program ": "programme",
    "fulfill ": "fulfil",
    "enrollment": "enrolment",
    "judgement": "judgment",
    "aging": "ageing",
}
_SHORTEST = 60
"""Paragraphs of fewer characters may stand twice."""


def banned_words_are_avoided(material: CheckContext) -> Iterator[Diagnostic]:
    banned = {word.casefold(): better for word, better in material.settings.banned.items()}
    if not banned:
        return
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, banned))})\b", re.IGNORECASE)
    for piece in material.pieces:
        for found in pattern.finditer(piece.text):
            better = banned[found[0].casefold()]
            first = found[0].split()[0]
            place = material.pages.locate(piece, found.start(), found.start() + len(first))
            message = f"the house style avoids “{found[0]}”"
            yield BANNED.at(place, message, fix=f"write “{better}”." if better else "write it in other words.")


def words_are_spelt_one_way(material: CheckContext) -> Iterator[Diagnostic]:
    """Of each word that is spelt in two ways, the places of the rarer way. Names keep their own spelling."""
    counts = Counter(word for piece in material.pieces for word in _LOWER.findall(piece.text))
    spellings: dict[str, list[str]] = defaultdict(list)
    for word in counts:
        spellings[_key(word)].append(word)
    usual_of: dict[str, str] = {}
    for words in spellings.values():
        if len(words) > 1:
            usual = max(words, key=lambda word: counts[word])
            usual_of.update((word, usual) for word in words if word != usual)
    if not usual_of:
        return
    rare = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, usual_of))})(?![\w-])")
    for piece in material.pieces:
        for found in rare.finditer(piece.text):
            usual = usual_of[found[0]]
            place = material.pages.locate(piece, found.start(), found.end())
            times = f"{counts[usual]} time{'s' if counts[usual] > 1 else ''}"
            message = f"“{found[0]}” stands here, and “{usual}” {times} elsewhere"
            yield SPELT_TWO_WAYS.at(place, message, fix=f"write “{usual}”, or change the others.")


@cache
def _key(word: str) -> str:
    joined = word.replace("-", "")
    key = _IZE.sub(r"iz\1", joined)
    for american, british in _AMERICAN.items():
        if f"{key} ".startswith(american):
            return british + f"{key} "[len(american) :].strip()
    return key


def words_are_not_doubled(material: CheckContext) -> Iterator[Diagnostic]:
    for piece in material.pieces:
        position = 0
        for word, following in pairwise(piece.text.split(" ")):
            position += len(word) + 1
            found = _LETTERS.match(following)
            if found is None or found[0].casefold() != word.casefold() or word.casefold() in _MAY_DOUBLE:
                continue
            if word.isalpha() and not found[0][0].isupper():
                place = material.pages.locate(piece, position, position + len(found[0]))
                yield DOUBLED.at(place, f"“{word} {found[0]}”: the word stands twice in a row")


def paragraphs_stand_once(material: CheckContext) -> Iterator[Diagnostic]:
    seen: dict[str, Location | None] = {}
    for _, prose in material.prose:
        for block in blocks(prose):
            if not isinstance(block, Paragraph):
                continue
            words = " ".join(plain_text(block).casefold().split())
            if len(words) < _SHORTEST:
                continue
            if words in seen:
                first = f"; it first stands at {seen[words]}" if seen[words] is not None else ""
                yield PARAGRAPH_TWICE.at(block.location or prose.location, f"this paragraph stands twice{first}")
            else:
                seen[words] = block.location
