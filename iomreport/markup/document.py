"""What a Markdown file holds: its prose, and what editors wrote in its margin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from iomreport.diagnostics.finding import Location
from iomreport.markup.nodes import Prose


class Remark(NamedTuple):
    """A remark from editor to editor, `<!-- remark: … -->`; it is never printed."""

    text: str
    location: Location


class Allowance(NamedTuple):
    """A finding that an editor lets pass at this place, `<!-- allow: C404 reason -->`."""

    code: str
    reason: str
    location: Location


class Sum(NamedTuple):
    """Figures of the text that add up, `<!-- sum: 8,441 + 17,865 = 26,306 -->`."""

    text: str
    location: Location


@dataclass(frozen=True, slots=True)
class Document:
    prose: Prose
    remarks: tuple[Remark, ...] = ()
    allowances: tuple[Allowance, ...] = ()
    sums: tuple[Sum, ...] = ()
