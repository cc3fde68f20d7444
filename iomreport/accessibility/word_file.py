"""A Word file opened for the checks: its stories, styles, colours and properties, and a fault that was found in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from iomreport.accessibility.colours import WHITE, Palette, Rgb
from iomreport.diagnostics.finding import Code
from iomreport.template.locations import paragraphs
from iomreport.word.document import WordDocument
from iomreport.word.elements import Element, is_on, shown, value, w
from iomreport.word.package import Limits, PackageError
from iomreport.word.styles import Style, Styles

_KINDS = ("main", "header", "footer", "footnotes", "endnotes")
CONTROL_TAG = re.compile(r"\s*\{%-?\s*(?:p|tr|tc|r)?\b.*?%\}\s*|\s*\{#.*?#\}\s*", re.DOTALL)
"""A paragraph that holds nothing but such a tag is gone when a document is made."""
BLOCK_TAG = re.compile(r"\s*\{\{-?\s*p\s.*?\}\}\s*", re.DOTALL)
"""A paragraph in whose place a field's own paragraphs come."""


@dataclass(frozen=True, eq=False)
class Story:
    """A text of its own: the main text, a header, a footer, the notes."""

    name: str
    kind: str
    root: Element

    @cached_property
    def numbered(self) -> dict[Element, tuple[Element, int, str]]:
        """Its paragraphs with their numbers and words, as findings about templates count them."""
        body = self.root.find(w("body"))
        return {each[0]: each for each in paragraphs(self.root if body is None else body)}


class WordFile:
    """A document or a template. A template's tags stand for words that a document will have."""

    def __init__(self, content: bytes, *, template: bool = False, limits: Limits | None = None) -> None:
        """Raises `PackageError`."""
        self.template = template
        self.rows: dict[Element, list[Element]] = {}
        """The rows of tables that were asked for."""
        document = WordDocument(content, limits, usual_names=True)
        self.names = tuple(document.members)
        """The names of all its parts."""
        self.stories = tuple(
            Story(name, kind, _with_whole_tables(root)) for kind, name, root in document.stories(*_KINDS)
        )
        self.styles = Styles(document.part("word/styles.xml"))
        self.settings = document.part("word/settings.xml")
        theme = next((name for _, name in document.related(document.main, "theme")), "")
        self.palette = Palette(document.part(theme), self.settings)
        self.custom = document.custom()
        """The custom properties (22.3): a template's own settings, a document's origin and addresses."""
        core = document.core()
        self.title, self.language = (core.get(name, "").strip() for name in ("title", "language"))
        """What the document's properties say."""

    @property
    def main(self) -> Story:
        return self.stories[0]

    @cached_property
    def text_language(self) -> str:
        """The language that text has which names none."""
        own = self.styles.default_language
        return own or value(None if self.settings is None else self.settings.find(w("themeFontLang")))

    @cached_property
    def page_colour(self) -> Rgb:
        """The colour of the page, which is only shown where the settings say so (17.2.1, 17.15.1.25)."""
        background = self.main.root.find(w("background"))
        told = self.settings is not None and is_on(self.settings.find(w("displayBackgroundShape")))
        if background is None or not told:
            return WHITE
        return self.palette.text(_as_text(background)) or WHITE

    def paragraphs(self, story: Story) -> Iterator[Element]:
        """The paragraphs of a story, without those of a template that only hold an instruction."""
        for paragraph in shown(story.root, w("p")):
            if not (self.template and self.is_instruction(paragraph)):
                yield paragraph

    def is_instruction(self, paragraph: Element) -> bool:
        """Whether a paragraph of a template is gone when a document is made, with its row if it stands in one."""
        row = next(paragraph.iterancestors(w("tr")), None)
        if row is not None and self.is_instruction_row(row):
            return True
        return CONTROL_TAG.fullmatch(_whole(paragraph)) is not None

    def is_instruction_row(self, row: Element) -> bool:
        """Whether a row of a template only holds an instruction."""
        return self.template and "{%tr" in _whole(row).replace(" ", "")


def _with_whole_tables(root: Element) -> Element:
    """A story whose cells stand in rows, and rows in tables (17.4.65, 17.4.78); raises `PackageError`."""
    for inner, outer in ((w("tc"), w("tr")), (w("tr"), w("tbl"))):
        if any(next(each.iterancestors(outer), None) is None for each in root.iter(inner)):
            raise PackageError("its tables are damaged")
    return root


def _whole(element: Element) -> str:
    return "".join(text.text or "" for text in element.iter(w("t")))


def _as_text(background: Element) -> Element:
    """A page's background as a colour of text: its attribute is called `color` there, and `val` here."""
    colour = etree.Element(w("color"))
    for name, text in background.attrib.items():
        colour.set(w("val") if name == w("color") else str(name), str(text))
    return colour


@dataclass(frozen=True, slots=True, eq=False)
class Fault:
    """What is wrong with a place in a file.

    Without an element it is about the file as a whole. `words` are the words that are meant, where they are fewer than
    those of the element; `style` is what made the fault, where it was not the text itself.
    """

    code: Code
    message: str
    story: Story
    element: Element | None = None
    words: str = ""
    style: Style | None = None
