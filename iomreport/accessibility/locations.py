"""Where in the content files a field stands, and what of it a document shows at a place.

Which field of the strategy a place in a document shows, by the hidden bookmarks that the document carries.

Who made a fault, and where it is mended: in a content file, in the template, or in the document itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from iomreport.accessibility.languages import mark_in_markdown, mark_in_word
from iomreport.accessibility.template_locations import TemplatePlaces, place_in
from iomreport.accessibility.word_file import Fault, Story, WordFile
from iomreport.diagnostics.codes.accessibility import FOREIGN_PART, NO_ALTERNATIVE, NO_TITLE
from iomreport.diagnostics.finding import Location
from iomreport.markup.nodes import Block, Figure, Heading, Inline, Paragraph, Prose, Table, Text
from iomreport.markup.walk import blocks, figures, inlines, plain_text
from iomreport.strategy.addresses import Field, fields
from iomreport.strategy.model.strategy import Strategy
from iomreport.word.addresses import LOCAL, addresses_of_properties, key_of
from iomreport.word.elements import CONTENTS, WP, Element, paragraph_of, value, w, words_of


class ContentPlaces:
    """The places of a strategy's fields by address."""

    def __init__(self, strategy: Strategy) -> None:
        self._strategy = strategy
        self._fields: dict[str, Field] = {field.address: field for field in fields(strategy)}

    def whole(self, name: str) -> Location | None:
        """The place of a field of the strategy itself."""
        return self._strategy.place(name)

    def of(self, address: str) -> Location | None:
        """Where a field begins."""
        field = self._fields.get(address)
        return None if field is None else field.record.place(field.name)

    def emblem(self, alternative: str) -> Location | None:
        """The place of the publisher's emblem, which is no field, by the alternative text that a picture has."""
        publisher = self._strategy.publisher
        is_it = publisher.emblem and alternative == (publisher.emblem_alternative or publisher.name)
        return publisher.place("emblem_alternative") if is_it else None

    def is_plain(self, address: str) -> bool:
        """Whether a field is plain words, in which nothing can be marked."""
        field = self._fields.get(address)
        return field is not None and not isinstance(field.value, Prose)

    def figure(self, address: str, number: int) -> Location | None:
        """The place of the picture that is the field's so-and-so-many-th, from 0."""
        return _nth((each.location for each in figures(self._prose(address))), number) or self.of(address)

    def table(self, address: str, number: int) -> Location | None:
        """The place of the table that is the field's so-and-so-many-th, from 0."""
        tables = (each for each in blocks(self._prose(address)) if isinstance(each, Table))
        return _nth((each.location for each in tables), number) or self.of(address)

    def words(self, address: str, paragraph: str, words: str = "") -> Location | None:
        """The place of words in a field: of the run that has them, in the paragraph that is shown."""
        prose = self._prose(address)
        wanted = _even(words or paragraph)
        shown = [each for each in blocks(prose, notes=True) if _even(_own_words(each)) == _even(paragraph)]
        for block in shown or list(blocks(prose, notes=True)):
            found = _of_words((block,), wanted) if words else block.location
            if wanted and found is not None and wanted in _even(plain_text(block, notes=True)):
                return found
        return self.of(address)

    def _prose(self, address: str) -> Prose:
        field = self._fields.get(address)
        return field.value if field is not None and isinstance(field.value, Prose) else Prose()


def _own_words(block: Block) -> str:
    return plain_text(block) if isinstance(block, Paragraph | Heading | Figure) else ""


def _of_words(content: Iterable[Block], wanted: str) -> Location | None:
    """The place of the smallest node that has the words."""
    best: Inline | None = None
    for node in inlines(content, notes=True):
        text = _even(plain_text(node, notes=True))
        if wanted in text and node.location is not None and (best is None or isinstance(node, Text)):
            best = node
            if isinstance(node, Text):
                break
    return best.location if best is not None else next((block.location for block in content), None)


def _nth(places: Iterator[Location | None], number: int) -> Location | None:
    return next(islice(places, number, None), None)


def _even(text: str) -> str:
    return " ".join(text.split())


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


_DESCRIBED: Final = (
    "describe in the square brackets what the picture shows: ![Map of Albania](map.png); Markdown has no sign for a "
    "picture that is mere decoration, so put one into the template, or leave it out"
)


class Origin:
    """The places of faults in one file. `content` and `template` are what a document was made from, if it is known."""

    def __init__(
        self,
        file: WordFile,
        called: str,
        content: ContentPlaces | None = None,
        template: TemplatePlaces | None = None,
    ) -> None:
        self._file = file
        self._called = called
        self._content = content
        self._template = template
        self._addresses = Addresses(file)

    def of(self, fault: Fault, faults: Sequence[Fault] = ()) -> Location:
        """Where a fault is mended. `faults` are all of the file."""
        if fault.style is not None:
            return Location(self._maker, place=f'style "{fault.style.name}"')
        if fault.element is None:
            return self._of_whole(fault)
        address = self._addresses.of(fault.element, fault.story)
        found = self._in_content(fault.element, fault, address) if address and self._content else None
        if found is None and self._template is not None:
            found = self._template.of(fault, [each for each in faults if self._is_made_by_template(each, fault)])
        if found is None and not address and self._content and fault.element.tag == w("drawing"):
            properties = next(fault.element.iter(f"{{{WP}}}docPr"), None)
            found = self._content.emblem("" if properties is None else str(properties.get("descr") or ""))
        return found or self.in_document(fault.element, fault.story)

    def fix(self, fault: Fault, location: Location) -> str:
        """How a fault is mended at its place, where that is another way than usual for what is wrong."""
        in_content = location.path not in (self._called, self._maker)
        if fault.code is NO_ALTERNATIVE:
            return _DESCRIBED if in_content else ""
        if fault.code is not FOREIGN_PART or fault.element is None:
            return ""
        if self._content is not None and self._content.is_plain(self._addresses.of(fault.element, fault.story)):
            return "write the words in the letters of the document's language: here none can be marked"
        return mark_in_markdown(fault.words) if in_content else mark_in_word(fault.words)

    def _is_made_by_template(self, each: Fault, fault: Fault) -> bool:
        """Whether a fault is of the same kind as another, and stands in no field."""
        return (
            each.element is not None
            and (each.code, each.message) == (fault.code, fault.message)
            and not self._addresses.of(each.element, each.story)
        )

    def in_document(self, element: Element, story: Story) -> Location:
        """Where an element stands in the file itself."""
        return place_in(element, story, self._called)

    @property
    def _maker(self) -> str:
        return self._template.name if self._template is not None else self._called

    def _of_whole(self, fault: Fault) -> Location:
        if fault.code is NO_TITLE:
            found = self._content.whole("title") if self._content is not None else None
            return found or Location(self._called, place='document property "title"')
        return Location(self._maker, place="the defaults of its styles")

    def _in_content(self, element: Element, fault: Fault, address: str) -> Location | None:
        assert self._content is not None
        if element.tag in (w("drawing"), w("pict")):
            number = self._addresses.ordinal(element, fault.story, address, str(element.tag))
            return self._content.figure(address, number)
        table = element if element.tag == w("tbl") else next(element.iterancestors(w("tbl")), None)
        if table is not None and self._addresses.of(table, fault.story) == address:
            number = self._addresses.ordinal(table, fault.story, address, w("tbl"))
            found = self._content.table(address, number)
            if element is table or not fault.words:
                return found
        paragraph = element if element.tag == w("p") else paragraph_of(element)
        shown = words_of(paragraph) if paragraph is not None else ""
        return self._content.words(address, shown, fault.words)
