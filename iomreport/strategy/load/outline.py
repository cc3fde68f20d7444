"""A document cut at its headings, and what can be read from a heading."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from iomreport.diagnostics.codes.content import FORMATTED_TITLE, NO_TITLE_TEXT, UNKNOWN_ATTRIBUTE
from iomreport.diagnostics.finding import Findings, Location
from iomreport.diagnostics.suggest import did_you_mean
from iomreport.markup.nodes import Block, Heading, Prose, Text


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and the blocks under it, up to the next heading. Only the first part of a document has none."""

    heading: Heading | None
    blocks: tuple[Block, ...]


def cut(blocks: Iterable[Block]) -> list[Part]:
    """The parts of a document. What stands before the first heading is the first part, and may be empty."""
    heading: Heading | None = None
    under: list[Block] = []
    parts: list[Part] = []
    for block in blocks:
        if isinstance(block, Heading):
            parts.append(Part(heading, tuple(under)))
            heading, under = block, []
        else:
            under.append(block)
    parts.append(Part(heading, tuple(under)))
    return parts


class Headings:
    """Reads the headings of one file."""

    def __init__(self, text: str, path: str, findings: Findings) -> None:
        self.lines = text.split("\n")
        self.path = path
        self.findings = findings

    def place(self, heading: Heading, words: str = "", *, after: str = "") -> Location:
        """Where a heading stands, or where some words stand in its line, behind other ones."""
        at = heading.location or Location(self.path)
        if at.line is None or at.column is None:
            return at
        line = self.lines[at.line - 1]
        column = line.find(words, max(0, line.find(after))) + 1 if words else 0
        if column:
            return Location(self.path, at.line, column, len(words))
        return Location(self.path, at.line, at.column, max(1, len(line.rstrip()) - at.column + 1))

    def title(self, heading: Heading) -> str:
        """The plain words of a heading."""
        if any(not isinstance(inline, Text) for inline in heading.content):
            self.findings.add(FORMATTED_TITLE.at(self.place(heading), "a title is plain words"))
        words = "".join(inline.text for inline in heading.content if isinstance(inline, Text)).strip(" ")
        if not heading.content:
            self.findings.add(NO_TITLE_TEXT.at(self.place(heading), "this heading has no words"))
        return words

    def attributes(self, heading: Heading, *known: str, with_id: bool = False) -> dict[str, str]:
        """The attributes of a heading; those that are not known here are reported."""
        attributes = dict(heading.attributes)
        for name in attributes:
            if name not in known:
                fix = did_you_mean(name, known)
                message = f"{{{name}=…}} is not known at this heading"
                self.findings.add(UNKNOWN_ATTRIBUTE.at(self.place(heading, f"{name}="), message, fix=fix))
        if heading.id and not with_id:
            message = f"{{#{heading.id}}} has no use at this heading, whose address is fixed"
            self.findings.add(UNKNOWN_ATTRIBUTE.at(self.place(heading, f"#{heading.id}"), message))
        return attributes

    def prose(self, part: Part, blocks: tuple[Block, ...] | None = None) -> Prose:
        """The text under a heading."""
        blocks = part.blocks if blocks is None else blocks
        beginning = blocks[0].location if blocks else None
        return Prose(blocks, location=beginning or (part.heading.location if part.heading else None))
