"""Who made a fault, and where it is mended: in a content file, in the template, or in the document itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from iomreport.accessibility.content_locations import ContentPlaces
from iomreport.accessibility.document import Story, WordFile
from iomreport.accessibility.fields import Addresses
from iomreport.accessibility.findings import Fault
from iomreport.accessibility.languages import mark_in_markdown, mark_in_word
from iomreport.accessibility.template_locations import TemplatePlaces, place_in
from iomreport.accessibility.wordprocessingml import WP, Element, paragraph_of, w, words_of
from iomreport.diagnostics.codes.accessibility import FOREIGN_PART, NO_ALTERNATIVE, NO_TITLE
from iomreport.diagnostics.finding import Location

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
