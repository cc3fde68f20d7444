"""The notes of one HTML page: their numbers, and the links from the text to them and back."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from iomreport.markup.nodes import Note


@dataclass(slots=True)
class HtmlNotes:
    """Numbers notes from 1 in the order in which they are cited; the same note again has the same number.

    `prefix` begins the ids of the page's notes. `cited` and `back` are what a screen reader says for the link to a note
    and for the link from it back to the text; `{number}` in them is the note's.
    """

    prefix: str = "note"
    cited: str = "{number}"
    back: str = "{number}"
    citations: dict[Note, int] = field(default_factory=dict[Note, int])
    """How often each note is cited, in the order of their numbers."""

    def cite(self, note: Note) -> str:
        """The superscript link at a place that cites a note."""
        self.citations[note] = time = self.citations.get(note, 0) + 1
        number = list(self.citations).index(note) + 1
        name = f"{self.prefix}-{number}"
        label = self._label(self.cited, number)
        return f'<sup><a id="{name}-{time}" href="#{name}" role="doc-noteref" aria-label="{label}">{number}</a></sup>'

    def name(self, number: int) -> str:
        """The id of a note, by its number."""
        return f"{self.prefix}-{number}"

    def back_links(self, number: int, times: int) -> str:
        """The links from a note to the places that cite it."""
        name, label = self.name(number), self._label(self.back, number)
        labels = [label] if times == 1 else [f"{label} ({time})" for time in range(1, times + 1)]
        return " ".join(
            f'<a href="#{name}-{time}" role="doc-backlink" aria-label="{words}">↩</a>'
            for time, words in enumerate(labels, 1)
        )

    def _label(self, words: str, number: int) -> str:
        return escape(words.replace("{number}", str(number)))
