"""Numbered lists of a document (ECMA-376 part 1, 17.9): which go on from one chapter to the next."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from iomreport.layout.field_results import Uncuttable

_USED = re.compile(r'<w:numId w:val="(\d+)"')
_ABSTRACT = re.compile(r'<w:abstractNum\b[^>]*w:abstractNumId="(\d+)"[^>]*>.*?</w:abstractNum>', re.DOTALL)
_INSTANCE = re.compile(r'<w:num\b[^>]*w:numId="(\d+)"[^>]*>\s*<w:abstractNumId w:val="(\d+)"/>(.*?)</w:num>', re.DOTALL)
_FORMAT = re.compile(r'<w:numFmt w:val="(\w+)"')
_STYLE = re.compile(r'<w:style\b[^>]*w:styleId="([^"]*)"[^>]*>(.*?)</w:style>', re.DOTALL)
_BASED = re.compile(r'<w:basedOn w:val="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Numbering:
    """The lists of a document: the whole text of each, the definition that each is of, and those that styles use."""

    opening: str
    definitions: Mapping[str, str]
    instances: Mapping[str, tuple[str, str]]
    """By number: the definition and what it overrides."""
    of_styles: Mapping[str, str]
    numbered: frozenset[str]
    """The lists that count."""

    @staticmethod
    def named(text: str) -> tuple[str, ...]:
        """The lists that a text names, in their order."""
        return tuple(dict.fromkeys(_USED.findall(text)))

    @staticmethod
    @lru_cache(maxsize=8)
    def read(part: str, styles: str) -> Numbering:
        """The lists of a numbering part, and which of them the styles of a styles part use."""
        definitions = {found[1]: found[0] for found in _ABSTRACT.finditer(part)}
        instances = {found[1]: (found[2], found[3]) for found in _INSTANCE.finditer(part)}
        numbered = frozenset(
            number
            for number, (definition, overrides) in instances.items()
            if set(_FORMAT.findall(definitions.get(definition, "") + overrides)) - {"bullet", "none"}
            or "StyleLink" in definitions.get(definition, "")
        )
        first = re.search(r"<w:(?:abstractNum|num)\b", part)
        opening = part[: first.start()] if first else ""
        return Numbering(opening, definitions, instances, _lists_of_styles(styles), numbered)

    def used(self, named: Iterable[str], styles: Iterable[str]) -> frozenset[str]:
        """The lists that count among those that a chapter names, by itself or by its styles."""
        by_style = (self.of_styles[style] for style in styles if style in self.of_styles)
        return frozenset((*named, *by_style)) & self.numbered

    def goes_on(self, lists: frozenset[str], before: frozenset[str]) -> bool:
        """Whether one of a chapter's lists counts on from one of a chapter before."""
        if lists & before:
            return True
        definitions = {self.instances[number][0] for number in before}
        return any(
            self.instances[number][0] in definitions and "<w:startOverride" not in self.instances[number][1]
            for number in lists
        )

    def renumbered(self, body: str, notes: str, lists: tuple[str, ...], kept: tuple[str, ...]) -> tuple[str, str, str]:
        """A chapter's text and notes with their lists numbered in their order, and its numbering part.

        Those that its styles name are `kept` under their numbers.
        """
        numbers = {number: number for number in kept}
        free = (str(number) for number in itertools.count(1) if str(number) not in kept)
        numbers |= {number: next(free) for number in lists if number not in numbers and number in self.instances}
        numbers.pop("0", None)
        if not numbers:
            return body, notes, ""
        instances = [(new, *self.instances[old]) for old, new in numbers.items() if old in self.instances]
        definitions = dict.fromkeys(definition for _, definition, _ in instances)
        if any("StyleLink" in self.definitions.get(each, "") for each in definitions):
            raise Uncuttable("a list of it is defined by a style")
        part = "".join(
            (
                self.opening,
                *(self.definitions.get(each, "") for each in definitions),
                *(
                    f'<w:num w:numId="{number}"><w:abstractNumId w:val="{definition}"/>{overrides}</w:num>'
                    for number, definition, overrides in instances
                ),
                "</w:numbering>",
            )
        )

        def renamed(found: re.Match[str]) -> str:
            return f'<w:numId w:val="{numbers.get(found[1], found[1])}"'

        if any(number != new for number, new in numbers.items()):
            body, notes = _USED.sub(renamed, body), _USED.sub(renamed, notes)
        return body, notes, part


def _lists_of_styles(styles: str) -> dict[str, str]:
    """The list of each style that has one, by itself or by the style that it is based on."""
    bodies = dict(_STYLE.findall(styles))
    found: dict[str, str] = {}
    for name in bodies:
        at, seen = name, set[str]()
        while at in bodies and at not in seen:
            seen.add(at)
            own = _USED.search(bodies[at])
            if own:
                found[name] = own[1]
                break
            base = _BASED.search(bodies[at])
            at = base[1] if base else ""
    return found
