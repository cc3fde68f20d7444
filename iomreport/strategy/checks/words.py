"""Words: what the house style avoids, two spellings of one word, words and paragraphs that stand twice.

Acronyms: each is in the list, once, and the text expands it as the list does.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from iomreport.diagnostics.codes.checks import (
    ACRONYM_DIFFERS,
    ACRONYM_TWICE,
    ACRONYM_UNKNOWN,
    BANNED,
    DOUBLED,
    PARAGRAPH_TWICE,
    SPELT_TWO_WAYS,
)
from iomreport.diagnostics.finding import Diagnostic, Location
from iomreport.diagnostics.suggest import did_you_mean
from iomreport.markup.nodes import Paragraph
from iomreport.markup.walk import blocks, plain_text
from iomreport.strategy.checks.check_context import CheckContext, Piece

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


def banned_words_are_avoided(context: CheckContext) -> Iterator[Diagnostic]:
    banned = {word.casefold(): better for word, better in context.settings.banned.items()}
    if not banned:
        return
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, banned))})\b", re.IGNORECASE)
    for piece in context.pieces:
        for found in pattern.finditer(piece.text):
            better = banned[found[0].casefold()]
            first = found[0].split()[0]
            place = context.pages.locate(piece, found.start(), found.start() + len(first))
            message = f"the house style avoids “{found[0]}”"
            yield BANNED.at(place, message, fix=f"write “{better}”." if better else "write it in other words.")


def words_are_spelt_one_way(context: CheckContext) -> Iterator[Diagnostic]:
    """Of each word that is spelt in two ways, the places of the rarer way. Names keep their own spelling."""
    counts = Counter(word for piece in context.pieces for word in _LOWER.findall(piece.text))
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
    for piece in context.pieces:
        for found in rare.finditer(piece.text):
            usual = usual_of[found[0]]
            place = context.pages.locate(piece, found.start(), found.end())
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


def words_are_not_doubled(context: CheckContext) -> Iterator[Diagnostic]:
    for piece in context.pieces:
        position = 0
        for word, following in pairwise(piece.text.split(" ")):
            position += len(word) + 1
            found = _LETTERS.match(following)
            if found is None or found[0].casefold() != word.casefold() or word.casefold() in _MAY_DOUBLE:
                continue
            if word.isalpha() and not found[0][0].isupper():
                place = context.pages.locate(piece, position, position + len(found[0]))
                yield DOUBLED.at(place, f"“{word} {found[0]}”: the word stands twice in a row")


def paragraphs_stand_once(context: CheckContext) -> Iterator[Diagnostic]:
    seen: dict[str, Location | None] = {}
    for _, prose in context.prose:
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


_TOKEN = re.compile(r"(?<![\w@./-])[A-Z][A-Za-z]*[A-Z][A-Za-z]*(?![\w@]|\$|\.\w)")
_ROMAN = re.compile(r"[IVXLC]+")
_BRACKETED = re.compile(r"\(([A-Z][A-Za-z/&-]*[A-Z])s?\)")
_BEFORE = re.compile(r"(?:[\w’'-]+ ){1,9}$")
_FARTHEST = 120
"""How far before the brackets an expansion can begin, in characters."""
_SMALL = frozenset({"of", "and", "the", "for", "in", "on", "to", "with", "against", "a", "de", "e", "i", "u"})
_PLURALS = {"people": "person", "persons": "person"}
_WORD = re.compile(r"[\w’']+")
_ALONE = re.compile(r"[A-Z]{2,}(?: [A-Z]{2,})+")


def acronyms_are_listed(context: CheckContext) -> Iterator[Diagnostic]:
    """Every acronym that a text uses is in the list; of one that is not, the first place is reported."""
    known = {entry.acronym for entry in context.strategy.acronyms}
    if not known:
        return
    known |= {part for acronym in known for part in re.split(r"[/ -]", acronym)}
    known |= {context.strategy.publisher.acronym, context.strategy.regional_office.acronym}
    known |= {country.code for country in context.strategy.countries}
    seen: set[str] = set()
    for piece in context.pieces:
        if not (piece.prose or piece.name in ("title", "label", "role")):
            continue
        for found in _TOKEN.finditer(piece.text):
            name = found[0].removesuffix("s")
            if name in known or name in seen or found[0] in known or not _is_acronym(name) or _shouted(piece, found):
                continue
            seen.add(name)
            place = context.pages.locate(piece, found.start(), found.end())
            message = f"{name} is not in the list of acronyms"
            near = did_you_mean(name, (each for each in known if each)) if len(name) > 3 else ""
            yield ACRONYM_UNKNOWN.at(place, message, fix=near)


def _is_acronym(name: str) -> bool:
    capitals = sum(letter.isupper() for letter in name)
    return capitals >= 2 and capitals * 2 >= len(name) and not _ROMAN.fullmatch(name)


def _shouted(piece: Piece, found: re.Match[str]) -> bool:
    """Whether the word is one of several in capitals: a name in capitals, not acronyms."""
    return any(run.start() <= found.start() < run.end() for run in _ALONE.finditer(piece.text))


def acronyms_are_defined_once(context: CheckContext) -> Iterator[Diagnostic]:
    first: dict[str, int | None] = {}
    for entry in context.strategy.acronyms:
        place = entry.place("acronym")
        if entry.acronym in first:
            message = f"{entry.acronym} is defined again; it first stands on line {first[entry.acronym]}"
            yield ACRONYM_TWICE.at(place, message)
        else:
            first[entry.acronym] = place.line if place else None


def expansions_agree(context: CheckContext) -> Iterator[Diagnostic]:
    """“Assisted Voluntary Return (AVR)” says the words of the list."""
    known = {entry.acronym: entry.expansion for entry in context.strategy.acronyms if entry.expansion}
    for piece in context.pieces:
        if "(" not in piece.text:
            continue
        for found in _BRACKETED.finditer(piece.text):
            expansion = known.get(found[1])
            before = _BEFORE.search(piece.text, max(0, found.start() - _FARTHEST), found.start())
            if expansion is None or before is None:
                continue
            words = expanded(before[0].split(), found[1])
            if not words or _plain(words) == _plain(expansion.split()):
                continue
            start = before.start() + before[0].rindex(" ".join(words))
            place = context.pages.locate(piece, start, start + len(words[0]))
            message = f"{found[1]} is “{' '.join(words)}” here and “{expansion}” in the list"
            yield ACRONYM_DIFFERS.at(place, message)


def expanded(words: Sequence[str], acronym: str) -> list[str]:
    """The last words that have the initials of an acronym; small words need not count."""
    letters = "".join(letter for letter in acronym.casefold() if letter.isalnum())
    for start in range(len(words) - 1, -1, -1):
        chosen = [part for word in words[start:] for part in word.split("-") if part]
        initials = "".join(part[0] for part in chosen).casefold()
        main = "".join(part[0] for part in chosen if part.casefold() not in _SMALL).casefold()
        if letters in (initials, main):
            return list(words[start:])
    return []


def _plain(words: Sequence[str]) -> list[str]:
    """Words as they are compared: without case, articles, plurals and the two ways to spell -ize."""
    found = [str(part).casefold() for word in words for part in _WORD.findall(word)]
    single = [_PLURALS.get(word, word.removesuffix("s")) for word in found if word not in ("the", "a")]
    return [re.sub(r"is(ation|e|ed|ing)$", r"iz\1", word) for word in single]
