"""The page that blocks stand on: what they ask it, and what one answers that has nothing of its own to say."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from iomreport.markup.html_notes import HtmlNotes
from iomreport.markup.nodes import Figure, Reference, Table

DEEPEST = 6
"""The deepest heading that HTML has an element for."""


@dataclass(slots=True)
class HtmlPage:
    """Answers what blocks cannot know; a page with contents, captions or pictures of its own overrides it."""

    notes: HtmlNotes = field(default_factory=HtmlNotes)

    def resolve(self, reference: Reference) -> tuple[str | None, str]:
        """A reference's link, and the words for it if it has none of its own; or no link, and the words behind it."""
        return f"#{reference.address}", reference.address

    def picture(self, figure: Figure) -> str:
        """The address of a figure's image."""
        return figure.source

    def label(self, block: Table | Figure) -> str:
        """What stands before the caption of a table or figure, such as `Table 3. `."""
        return ""

    def name(self, identifier: str) -> str:
        """The id on the page of what has an id in its text."""
        return identifier

    def heading(self, level: int, content: str, identifier: str) -> str:
        """A heading of a level from 1; `content` is HTML."""
        return write_heading(level, content, identifier)


def write_heading(level: int, content: str, identifier: str) -> str:
    """A heading. One deeper than HTML has elements for keeps its level for those who listen."""
    tag = f"h{min(level, DEEPEST)}"
    deeper = {"aria-level": str(level)} if level > DEEPEST else {}
    return f"<{tag}{attributes({'id': identifier} | deeper)}>{content}</{tag}>"


def attributes(values: dict[str, str]) -> str:
    """Attributes of a tag; those without a value are left out."""
    return "".join(f' {name}="{escape(value)}"' for name, value in values.items() if value)
