"""A document that is made once with its variables left open, and then filled for one recipient after another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from iomreport.diagnostics import TemplateError
from iomreport.document.assemble import Document, Draft, Imprint, Packer, draft, packed
from iomreport.document.holes import OPEN, Hole
from iomreport.document.template import Template
from iomreport.word.contents import Entry
from iomreport.word.oxml import escape
from iomreport.word.package import Member

_Fills = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Master:
    """A draft with holes. `open` are the places of the members that have any; all others are packed."""

    draft: Draft
    open: tuple[int, ...]

    def filled(self, values: Sequence[str], packer: Packer) -> Document:
        """The document with the values of its holes, in the order of their numbers."""
        fills = [(Hole(number).text, escape(value)) for number, value in enumerate(values)]
        members = list(self.draft.members)
        for index in self.open:
            name, text = members[index]
            members[index] = (name, _filled(str(text), fills))
        headings, captions = _entries(self.draft.headings, fills), _entries(self.draft.captions, fills)
        return packed(replace(self.draft, members=tuple(members), headings=headings, captions=captions), packer)


def make_master(template: Template, values: Mapping[str, Any], imprint: Imprint, packer: Packer) -> Master | None:
    """The master of documents whose open variables are holes in `values`; none where they cannot have one.

    That is where the template looks into a variable, and where it cannot be rendered at all.
    """
    try:
        made = draft(template, values, imprint)
    except TemplateError:
        return None
    if made is None or any(OPEN in value for _, value in made.own):
        return None
    members: list[tuple[str, Member | str]] = []
    for name, part in made.members:
        is_open = not isinstance(part, str) or OPEN in part
        members.append((name, part if is_open else packer.member(name, str(part))))
    places = tuple(index for index, (_, part) in enumerate(members) if isinstance(part, str))
    return Master(replace(made, members=tuple(members)), places)


def fits(values: Sequence[str]) -> bool:
    """Whether values can fill holes: a new line or a tab becomes an element, and some characters are refused."""
    return all(value.isprintable() for value in values)


def _filled(text: str, fills: _Fills) -> str:
    for hole, value in fills:
        text = text.replace(hole, value)
    return text


def _entries(entries: tuple[Entry, ...], fills: _Fills) -> tuple[Entry, ...]:
    return tuple(replace(entry, text=_filled(entry.text, fills)) if OPEN in entry.text else entry for entry in entries)
