"""Reading a template's package: its members, styles, list styles, settings and what it renders."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from lxml import etree

from iomreport.diagnostics.codes.templates import UNREADABLE, WRONG_SETTING
from iomreport.diagnostics.finding import Diagnostic, Location, TemplateError
from iomreport.template.compiled import MAIN
from iomreport.word.oxml import REL, W
from iomreport.word.package import Limits, Member, PackageError, read_package
from iomreport.word.part_names import parse_part, target_of, with_usual_names
from iomreport.word.styles import ListStyle, StyleMap, style_ids

_NS = f"{{{W}}}"
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_CUSTOM = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}property"
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
        return TemplatePackage(with_usual_names(read_package(content, limits)))
    except PackageError as error:
        raise TemplateError(UNREADABLE.at(Location(name), f"the template cannot be opened: {error}")) from error
    except (etree.XMLSyntaxError, UnicodeDecodeError, ValueError) as error:
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


class TemplatePackage:
    """The parts of a template that compiling needs, read once."""

    def __init__(self, members: dict[str, Member]) -> None:
        self.members_by_name = members
        self.members = tuple(members.values())
        self._core = self.root("docProps/core.xml")
        self.settings = dict(self._settings())
        self.endnotes = self.settings.get("iomreport.notes", "footnotes") == "endnotes"
        self.notes_name = "word/endnotes.xml" if self.endnotes else "word/footnotes.xml"
        styles = self.root("word/styles.xml")
        names = dict(self._style_names(styles)) if styles is not None else {}
        ids = style_ids(names, self.settings)
        self.next_list, lists = self._lists(styles, dict(ids))
        width, matrix_width = self._column_widths()
        self.styles = StyleMap(ids, lists, width, self.endnotes, matrix_width)

    @staticmethod
    def parser() -> etree.XMLParser:
        """The parser that python-docx, and so docxtpl, reads parts with; entities stay unread."""
        return etree.XMLParser(remove_blank_text=True, resolve_entities=False, no_network=True, load_dtd=False)

    def root(self, name: str) -> etree._Element | None:
        """The root of a part, if there is one; raises what `parse_part` raises."""
        member = self.members_by_name.get(name)
        return None if member is None else parse_part(member)

    def text(self, name: str) -> str:
        member = self.members_by_name.get(name)
        return member.content().decode("utf-8-sig") if member else ""

    @cached_property
    def rendered_parts(self) -> tuple[str, ...]:
        """The parts that docxtpl renders: the main document, its headers and footers, footnotes."""
        names = [MAIN]
        relationships = self.root("word/_rels/document.xml.rels")
        for relationship in () if relationships is None else relationships:
            if relationship.get("Type") in (f"{REL}/header", f"{REL}/footer"):
                names.append(target_of(MAIN, relationship))
        types = self.root("[Content_Types].xml")
        for override in () if types is None else types:
            if override.get("ContentType") == _FOOTNOTES:
                names.append(str(override.get("PartName")).lstrip("/"))
        return tuple(name for name in dict.fromkeys(names) if name in self.members_by_name)

    @property
    def next_bookmark(self) -> int:
        """The first free id of a bookmark."""
        stories = (member.content() for name, member in self.members_by_name.items() if _STORY.fullmatch(name))
        return max((int(number) for story in stories for number in _BOOKMARK.findall(story)), default=0) + 1

    @property
    def next_note(self) -> int:
        """The first free id of a note."""
        return max(map(int, _NOTE.findall(self.text(self.notes_name))), default=0) + 1

    def core_properties(self, wanted: Sequence[str]) -> Iterator[tuple[str, str]]:
        for child in () if self._core is None else self._core:
            name = etree.QName(child).localname
            if name in wanted and child.text:
                yield name, child.text

    def _settings(self) -> Iterator[tuple[str, str]]:
        root = self.root("docProps/custom.xml")
        for entry in () if root is None else root.iter(_CUSTOM):
            name = str(entry.get("name"))
            if name.startswith("iomreport."):
                yield name, "".join(str(text) for text in entry.itertext())

    @staticmethod
    def _style_names(styles: etree._Element) -> Iterator[tuple[str, str]]:
        for style in styles.iter(f"{_NS}style"):
            name = style.find(f"{_NS}name")
            if name is not None:
                yield str(name.get(f"{_NS}val")).casefold(), str(style.get(f"{_NS}styleId"))

    def _lists(
        self, styles: etree._Element | None, ids: dict[str, str]
    ) -> tuple[int, tuple[tuple[str, ListStyle], ...]]:
        """The first free numId, and the numbering behind each list style (17.9.18, 17.9.23)."""
        numbering = self.root("word/numbering.xml")
        if numbering is None or styles is None:
            return 1, ()
        instances: dict[str, int] = {}
        highest = 0
        for instance in numbering.iter(f"{_NS}num"):
            abstract = instance.find(f"{_NS}abstractNumId")
            number = str(instance.get(f"{_NS}numId"))
            highest = max(highest, int(number))
            if abstract is not None:
                instances[number] = int(str(abstract.get(f"{_NS}val")))
        by_style: dict[str, ListStyle] = {}
        for style in styles.iter(f"{_NS}style"):
            number = style.find(f"{_NS}pPr/{_NS}numPr/{_NS}numId")
            level = style.find(f"{_NS}pPr/{_NS}numPr/{_NS}ilvl")
            abstract_id = instances.get(str(number.get(f"{_NS}val"))) if number is not None else None
            if abstract_id is not None:
                depth = int(str(level.get(f"{_NS}val"))) if level is not None else 0
                by_style[str(style.get(f"{_NS}styleId"))] = ListStyle(abstract_id, depth)
        roles = [(role, by_style[ids[role]]) for role in _LIST_ROLES if ids.get(role) in by_style]
        return highest + 1, tuple(roles)

    def _column_widths(self) -> tuple[int, int]:
        """The text columns of the last section and of the section with the matrix, in twips."""
        root = self.root(MAIN)
        if root is None:
            return _A4_COLUMN, _A4_COLUMN
        last = root.find(f"{_NS}body/{_NS}sectPr")
        matrix = self._matrix_section(root)
        return self._column_width(last), self._column_width(last if matrix is None else matrix)

    @staticmethod
    def _matrix_section(root: etree._Element) -> etree._Element | None:
        """The section with the matrix: a section's properties stand at its end (17.6.17)."""
        found = False
        for element in root.iter(f"{_NS}p", f"{_NS}sectPr"):
            if element.tag == f"{_NS}p":
                found = found or _MATRIX.search("".join(map(str, element.itertext()))) is not None
            elif found:
                return element
        return None

    @staticmethod
    def _column_width(section: etree._Element | None) -> int:
        """The text column of a section, in twips: the page without its margins (17.6.13, 17.6.11)."""
        size = None if section is None else section.find(f"{_NS}pgSz")
        margins = None if section is None else section.find(f"{_NS}pgMar")
        if size is None or margins is None:
            return _A4_COLUMN
        measures = [
            re.sub(r"\D", "", str(value))
            for value in (size.get(f"{_NS}w"), margins.get(f"{_NS}left"), margins.get(f"{_NS}right"))
        ]
        if not all(measures):
            return _A4_COLUMN
        page, left, right = map(int, measures)
        return max(page - left - right, 1000)
