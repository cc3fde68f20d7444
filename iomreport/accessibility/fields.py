"""Which field of the strategy a place in a document shows, by the hidden bookmarks that the document carries."""

from __future__ import annotations

from collections.abc import Mapping

from iomreport.accessibility.document import Story, WordFile
from iomreport.accessibility.wordprocessingml import CONTENTS, Element, paragraph_of, value, w
from iomreport.word.addresses import LOCAL, addresses_of_properties, key_of

_NOTES = {"footnotes": ("footnote", "footnoteReference"), "endnotes": ("endnote", "endnoteReference")}


class Addresses:
    """The addresses of a document's elements; none in a document that was built plain, or by another program."""

    def __init__(self, file: WordFile) -> None:
        self._file = file
        self._names = {key_of(address): address for address in addresses_of_properties(file.custom)}
        self._open: dict[Element, str] = {}
        self._begun: dict[Element, str] = {}
        for story in file.stories if self._names else ():
            self._walk(story)

    def of(self, element: Element, story: Story) -> str:
        """The address of the innermost field that an element stands in; empty where a template made it."""
        if story.kind in _NOTES:
            return self._of_note(element, story)
        return self._at(element) or self._of_entry(element, story)

    def ordinal(self, element: Element, story: Story, address: str, tag: str) -> int:
        """How many elements of this name the field shows before this one."""
        number = 0
        for each in story.root.iter(tag):
            if each is element:
                break
            number += self._at(each) == address
        return number

    def _at(self, element: Element) -> str:
        found = self._open.get(element, "")
        if element.tag == w("p"):
            return found or self._begun.get(element, "")
        if found or element in self._open:
            return found
        # What is no landmark of its own stands where the nearest one stands.
        parent = element.getparent()
        return self._at(parent) if parent is not None else ""

    def _walk(self, story: Story) -> None:
        landmarks = {w(name) for name in ("p", "r", "tbl", "hyperlink", "drawing", "pict")}
        start, end = w("bookmarkStart"), w("bookmarkEnd")
        open_now: dict[str, str] = {}
        for element in story.root.iter():
            if element.tag == start:
                address = self._names.get(value(element, "name"), "")
                if address and not address.startswith(LOCAL):
                    open_now[value(element, "id")] = address
                    paragraph = next(element.iterancestors(w("p")), None)
                    if paragraph is not None:
                        self._begun.setdefault(paragraph, address)
            elif element.tag == end:
                open_now.pop(value(element, "id"), None)
            elif element.tag in landmarks:
                self._open[element] = next(reversed(open_now.values()), "")

    def _of_entry(self, element: Element, story: Story) -> str:
        """An entry of the contents belongs to the field whose heading it repeats."""
        link = next(element.iterancestors(w("hyperlink")), None)
        name = value(link, "anchor")
        if not name.startswith(CONTENTS):
            return ""
        begins = (each for each in story.root.iter(w("bookmarkStart")) if value(each, "name") == name)
        heading = next((paragraph_of(each) for each in begins), None)
        return "" if heading is None else self._at(heading)

    def _of_note(self, element: Element, story: Story) -> str:
        """A note belongs to the field that cites it."""
        note, cited = _NOTES[story.kind]
        own = element if element.tag == w(note) else next(element.iterancestors(w(note)), None)
        references: Mapping[str, Element] = {value(each, "id"): each for each in self._file.main.root.iter(w(cited))}
        reference = references.get(value(own, "id"))
        return "" if reference is None else self._at(reference)
