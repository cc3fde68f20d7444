"""Inlines as runs, hyperlinks, note references and fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from iomreport.markup.nodes import Emphasis, Inline, LineBreak, Link, Note, Reference, Span, Strong, Text
from iomreport.word.fragments import FragmentStore, ReferenceText
from iomreport.word.markers import LINK, NOTE, REFERENCE, marker
from iomreport.word.oxml import escape

BREAK = "<w:br/>"


@dataclass(frozen=True, slots=True)
class Look:
    """The direct formatting of a run, inherited from the nodes around it."""

    strong: bool = False
    emphasis: bool = False
    style: str = ""
    language: str = ""

    @property
    def properties(self) -> str:
        """The inside of `w:rPr`, in the order of the schema (17.3.2.28)."""
        return "".join(
            (
                f'<w:rStyle w:val="{self.style}"/>' if self.style else "",
                "<w:b/><w:bCs/>" if self.strong else "",
                "<w:i/><w:iCs/>" if self.emphasis else "",
                f'<w:lang w:val="{escape(self.language)}"/>' if self.language else "",
            )
        )


PLAIN = Look()


NoteWriter = Callable[[Note, FragmentStore], int]
"""Writes the text of a note and gives its index in the store; passed in, so that this module need not know blocks."""


def write_inlines(content: Sequence[Inline], store: FragmentStore, notes: NoteWriter, look: Look = PLAIN) -> str:
    """The runs of inline nodes."""
    return "".join(_write_inline(node, store, notes, look) for node in content)


def _write_inline(node: Inline, store: FragmentStore, notes: NoteWriter, look: Look) -> str:
    match node:
        case Text(text=text):
            return _run(f'<w:t xml:space="preserve">{escape(text)}</w:t>', look)
        case Strong(content=content):
            return write_inlines(content, store, notes, replace(look, strong=True))
        case Emphasis(content=content):
            return write_inlines(content, store, notes, replace(look, emphasis=not look.emphasis))
        case Span(language=language, content=content):
            return write_inlines(content, store, notes, replace(look, language=language))
        case LineBreak():
            return _run(BREAK, look)
        case Link(target=target, content=content):
            return _link(target, content, store, notes, look)
        case Note():
            return marker(NOTE, notes(node, store))
        case Reference():
            return _reference(node, store, notes, look)
        case _:
            assert_never(node)


def _run(inside: str, look: Look) -> str:
    properties = look.properties
    return f"<w:r><w:rPr>{properties}</w:rPr>{inside}</w:r>" if properties else f"<w:r>{inside}</w:r>"


def _link(target: str, content: Sequence[Inline], store: FragmentStore, notes: NoteWriter, look: Look) -> str:
    # Without a defined Hyperlink style an exported PDF has no link, so the style is required.
    runs = write_inlines(content, store, notes, replace(look, style=store.styles.get("hyperlink")))
    return f'<w:hyperlink r:id="{marker(LINK, store.link(target))}" w:history="1">{runs}</w:hyperlink>'


def _reference(node: Reference, store: FragmentStore, notes: NoteWriter, look: Look) -> str:
    """The place of a reference: its words are settled when it is known whether the target is in the document."""
    runs = write_inlines(node.content, store, notes, look) if node.content else ""
    store.references.append(ReferenceText(node.address, node.page, runs, look.properties, node.location))
    return marker(REFERENCE, len(store.references) - 1)
