"""Reading a template's package: its members, styles, list styles, settings and what it renders."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from iomreport.diagnostics.codes.templates import UNREADABLE, WRONG_SETTING
from iomreport.diagnostics.finding import Diagnostic, Location, TemplateError
from iomreport.template.compiled import MAIN
from iomreport.word.document import WordDocument
from iomreport.word.elements import Element, value, w
from iomreport.word.package import Limits, PackageError
from iomreport.word.styles import ListStyle, StyleMap, Styles

_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_A4_COLUMN = 9026
_MATRIX = re.compile(r"\{\{p\s+matrix\b")
_STORY = re.compile(r"word/(?:document|header|footer|footnotes|endnotes|comments)\d*\.xml")
_BOOKMARK = re.compile(rb'<w:bookmarkStart\b[^>]*?\bw:id="([0-9]{1,9})"')
_NOTE = re.compile(r'<w:(?:foot|end)note\b[^>]*?\bw:id="([0-9]{1,9})"')
_LIST_ROLES = tuple(f"{kind}-{level}" for kind in ("bullet", "number") for level in (1, 2, 3))


_VALUES = {
    "iomreport.notes": ("footnotes", "endnotes"),
    "iomreport.contents-levels": tuple(map(str, range(1, 10))),
}
"""What a template's own settings can be."""


def open_template(content: bytes, name: str, limits: Limits | None = None) -> TemplatePackage:
    """Open a template within bounds; raises `TemplateError`."""
    try:
        return TemplatePackage(content, limits)
    except PackageError as error:
        raise TemplateError(UNREADABLE.at(Location(name), f"the template cannot be opened: {error}")) from error
    except ValueError as error:
        raise TemplateError(UNREADABLE.at(Location(name), f"a part of the template is damaged: {error}")) from error


def wrong_settings(settings: Mapping[str, str], name: str) -> list[Diagnostic]:
    """Settings with a value that they cannot have."""
    found: list[Diagnostic] = []
    for setting, values in _VALUES.items():
        value = settings.get(setting, values[0])
        if value not in values:
            where = Location(name, place=f'document property "{setting}"')
            found.append(WRONG_SETTING.at(where, f'"{value}" is none of {", ".join(values)}'))
    return found


class TemplatePackage(WordDocument):
    """A template, with what compiling needs of it read once."""

    def __init__(self, content: bytes, limits: Limits | None = None) -> None:
        super().__init__(content, limits, usual_names=True)
        self.properties = self.core()
        self.settings = {name: text for name, text in self.custom().items() if name.startswith("iomreport.")}
        self.endnotes = self.settings.get("iomreport.notes", "footnotes") == "endnotes"
        self.notes_name = "word/endnotes.xml" if self.endnotes else "word/footnotes.xml"
        self.defined = Styles(self.part("word/styles.xml"))
        ids = self.defined.ids_by_role(self.settings)
        self.next_list, lists = self._lists(ids)
        width, matrix_width = self._column_widths()
        self.styles = StyleMap(tuple(ids.items()), lists, width, self.endnotes, matrix_width)

    def text(self, name: str) -> str:
        member = self.members.get(name)
        return member.content().decode("utf-8-sig") if member else ""

    @cached_property
    def rendered_parts(self) -> tuple[str, ...]:
        """The parts that docxtpl renders: the main document, its headers and footers, footnotes."""
        names = [MAIN, *(name for _, name in self.related(MAIN, "header", "footer"))]
        types = self.part("[Content_Types].xml")
        for override in () if types is None else types:
            if override.get("ContentType") == _FOOTNOTES:
                names.append(str(override.get("PartName")).lstrip("/"))
        return tuple(name for name in dict.fromkeys(names) if name in self.members)

    @property
    def next_bookmark(self) -> int:
        """The first free id of a bookmark."""
        stories = (member.content() for name, member in self.members.items() if _STORY.fullmatch(name))
        return max((int(number) for story in stories for number in _BOOKMARK.findall(story)), default=0) + 1

    @property
    def next_note(self) -> int:
        """The first free id of a note."""
        return max(map(int, _NOTE.findall(self.text(self.notes_name))), default=0) + 1

    def _lists(self, ids: dict[str, str]) -> tuple[int, tuple[tuple[str, ListStyle], ...]]:
        """The first free numId, and the numbering behind each list style (17.9.18, 17.9.23)."""
        numbering = self.part("word/numbering.xml")
        if numbering is None:
            return 1, ()
        abstract = {value(each, "numId"): value(each.find(w("abstractNumId"))) for each in numbering.iter(w("num"))}
        roles: list[tuple[str, ListStyle]] = []
        for role in _LIST_ROLES:
            style = self.defined.get(ids.get(role, ""))
            own = None if style is None else style.element.find(w("pPr/numPr"))
            known = "" if own is None else abstract.get(value(own.find(w("numId"))), "")
            if own is not None and known:
                roles.append((role, ListStyle(int(known), int(value(own.find(w("ilvl"))) or 0))))
        return max(map(int, abstract), default=0) + 1, tuple(roles)

    def _column_widths(self) -> tuple[int, int]:
        """The text columns of the last section and of the section with the matrix, in twips."""
        root = self.part(MAIN)
        if root is None:
            return _A4_COLUMN, _A4_COLUMN
        last = root.find(w("body/sectPr"))
        matrix = self._matrix_section(root)
        return self._column_width(last), self._column_width(last if matrix is None else matrix)

    @staticmethod
    def _matrix_section(root: Element) -> Element | None:
        """The section with the matrix: a section's properties stand at its end (17.6.17)."""
        found = False
        for element in root.iter(w("p"), w("sectPr")):
            if element.tag == w("p"):
                found = found or _MATRIX.search("".join(map(str, element.itertext()))) is not None
            elif found:
                return element
        return None

    @staticmethod
    def _column_width(section: Element | None) -> int:
        """The text column of a section, in twips: the page without its margins (17.6.13, 17.6.11)."""
        size = None if section is None else section.find(w("pgSz"))
        margins = None if section is None else section.find(w("pgMar"))
        if size is None or margins is None:
            return _A4_COLUMN
        measures = [
            re.sub(r"\D", "", text) for text in (value(size, "w"), value(margins, "left"), value(margins, "right"))
        ]
        if not all(measures):
            return _A4_COLUMN
        page, left, right = map(int, measures)
        return max(page - left - right, 1000)
