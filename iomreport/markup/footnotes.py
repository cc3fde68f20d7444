"""Footnotes while a text is read: what is defined, what is cited, and what does not match."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from markdown_it.token import Token

from iomreport.diagnostics.codes.markup import (
    NOTE_EMPTY,
    NOTE_IN_NOTE,
    NOTE_LABEL,
    NOTE_TWICE,
    NOTE_UNDEFINED,
    NOTE_UNUSED,
)
from iomreport.diagnostics.finding import Findings, Location
from iomreport.diagnostics.suggest import nearest
from iomreport.markup.brackets import LABEL
from iomreport.markup.nodes import Block, Note
from iomreport.markup.places import Source


@dataclass(slots=True)
class Definition:
    """`[^label]: text`: its tokens, and its blocks once they are read."""

    label: str
    location: Location
    tokens: list[Token] = field(default_factory=list[Token])
    blocks: tuple[Block, ...] = ()


@dataclass(slots=True)
class Footnotes:
    source: Source
    findings: Findings
    definitions: dict[str, Definition] = field(default_factory=dict[str, Definition])
    cited: set[str] = field(default_factory=set[str])
    current: Definition | None = None
    """The definition that is being read."""

    def take_definitions(self, tokens: Iterable[Token]) -> tuple[list[Token], list[Definition]]:
        """The text's tokens without the definitions, and all definitions in their order."""
        text: list[Token] = []
        taken: list[Definition] = []
        open_definitions: list[Definition] = []
        for token in tokens:
            if token.type == "footnote_reference_open":
                open_definitions.append(self._define(token))
                taken.append(open_definitions[-1])
            elif token.type == "footnote_reference_close":
                open_definitions.pop()
            else:
                (open_definitions[-1].tokens if open_definitions else text).append(token)
        return text, taken

    def _define(self, token: Token) -> Definition:
        label: str = token.meta["label"]
        row = token.map[0] if token.map else 0
        column = self.source.lines[row].find(f"[^{label}]:")
        definition = Definition(label, self.source.at(row, column, len(label) + 3))
        first = self.definitions.setdefault(label, definition)
        if not LABEL.fullmatch(label):
            self.findings.add(NOTE_LABEL.at(definition.location, f"[^{label}] cannot be a footnote's label"))
        elif first is not definition:
            at = definition.location
            message = f"footnote [^{label}] is defined for the second time; the first is on line {first.location.line}"
            self.findings.add(NOTE_TWICE.at(at, message))
        return definition

    def complete(self, definition: Definition, blocks: tuple[Block, ...]) -> None:
        """Gives a definition its blocks."""
        definition.blocks = blocks
        if not blocks:
            self.findings.add(NOTE_EMPTY.at(definition.location, f"footnote [^{definition.label}] has no text"))

    def cite(self, label: str, location: Location) -> Note | None:
        """The note that a text cites, or none where there cannot be one."""
        definition = self.definitions.get(label)
        if definition is None:
            self.findings.add(
                NOTE_UNDEFINED.at(location, f"footnote [^{label}] is not defined", fix=self._remedy(label))
            )
            return None
        self.cited.add(label)
        if self.current is not None:
            inside = "itself" if self.current.label == label else f"footnote [^{self.current.label}]"
            self.findings.add(NOTE_IN_NOTE.at(location, f"footnote [^{label}] is cited inside {inside}"))
            return None
        return Note(label, definition.blocks, location=location)

    def _remedy(self, label: str) -> str:
        define = f'add "[^{label}]: …"'
        known = nearest(label, self.definitions)
        if known is None:
            return f"{define} at the end of the file"
        return f"write [^{known}] (defined on line {self.definitions[known].location.line}), or {define}"

    def report_unused(self) -> None:
        """Finds the definitions that nothing cites."""
        for label, definition in self.definitions.items():
            if label not in self.cited and LABEL.fullmatch(label):
                self.findings.add(NOTE_UNUSED.at(definition.location, f"footnote [^{label}] is cited nowhere"))
