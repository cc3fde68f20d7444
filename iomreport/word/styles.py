"""Which of a template's named styles prose is written in, and what the styles of a file make of its text.

The styles are the template's own; a role names what they are used for. A template can map a role to another style by a
custom document property, `iomreport.style.<role>`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from iomreport.word.elements import Element, is_on, value, w

STYLE_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "paragraph": ("Body Text", "Normal"),
    **{f"heading-{n}": (f"heading {n}",) for n in range(1, 10)},
    "bullet-1": ("List Bullet",),
    "bullet-2": ("List Bullet 2",),
    "bullet-3": ("List Bullet 3",),
    "number-1": ("List Number",),
    "number-2": ("List Number 2",),
    "number-3": ("List Number 3",),
    "continue-1": ("List Continue", "Body Text"),
    "continue-2": ("List Continue 2", "Body Text"),
    "continue-3": ("List Continue 3", "Body Text"),
    "quote": ("Quote",),
    "caption": ("caption",),
    "figure": ("Figure", "Body Text", "Normal"),
    "table": ("Report Table", "Table Grid"),
    "matrix": ("Report Matrix", "Report Table", "Table Grid"),
    "table-text": ("Table Text", "Body Text", "Normal"),
    "table-heading": ("Table Heading", "Table Text", "Body Text", "Normal"),
    "footnote-text": ("footnote text",),
    "footnote-reference": ("footnote reference",),
    "endnote-text": ("endnote text",),
    "endnote-reference": ("endnote reference",),
    "hyperlink": ("Hyperlink",),
    "toc-heading": ("TOC Heading",),
    **{f"toc-{n}": (f"toc {n}",) for n in range(1, 10)},
    "table-of-figures": ("table of figures",),
}
"""The style names that a role is written in, the first that the template defines (names as in 17.7.4.9)."""


class MissingStyleError(LookupError):
    """The template defines no style for a role that the content needs, or none with the numbering of a list."""

    def __init__(self, role: str, *, numbered: bool = False) -> None:
        self.role = role
        self.names = STYLE_NAMES[role]
        wanted = " or ".join(f"“{name}”" for name in self.names)
        super().__init__(f"the content needs a style {wanted}{' with a numbering' if numbered else ''}")


@dataclass(frozen=True, slots=True)
class ListStyle:
    """A list style's numbering: the abstract definition to make instances of, and the level that it stands on."""

    abstract: int
    level: int


@dataclass(frozen=True, slots=True)
class StyleMap:
    """The style ids of a template by role, and the measures that prose needs. Equal maps write equal fragments."""

    ids: tuple[tuple[str, str], ...]
    lists: tuple[tuple[str, ListStyle], ...] = ()
    column_width: int = 9026
    """Width of the text column in twips."""
    endnotes: bool = False
    matrix_width: int = 9026
    """Width of the text column in which the matrix stands, in twips: its section can have wider pages."""
    _ids: dict[str, str] = field(default_factory=dict[str, str], init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        self._ids.update(self.ids)

    def get(self, role: str) -> str:
        """The style id of a role; raises `MissingStyleError`."""
        style = self._ids.get(role)
        if style is None:
            raise MissingStyleError(role)
        return style

    def has(self, role: str) -> bool:
        return role in self._ids

    def list_style(self, role: str) -> ListStyle | None:
        return next((style for name, style in self.lists if name == role), None)


_DEEPEST = 20
"""How far styles may be based on each other: a circle has no end."""
_USUAL_SIZE = 20
"""Ten points, in halves of a point, where nothing says otherwise (17.3.2.38)."""


@dataclass(frozen=True, slots=True, eq=False)
class Style:
    """A style of any kind."""

    id: str
    name: str
    kind: str
    base: str
    element: Element


@dataclass(frozen=True, slots=True)
class Found:
    """A property and where it was found: in a style, or in the text itself (`style` is none)."""

    element: Element
    style: Style | None = None


class Styles:
    """The styles of a file."""

    def __init__(self, root: Element | None) -> None:
        self._styles = {style.id: style for style in _styles(root)}
        self._defaults = None if root is None else root.find(w("docDefaults/rPrDefault/rPr"))
        self._chains: dict[str, tuple[Style, ...]] = {}
        self._usual = {
            kind: next((style.id for style in self._styles.values() if style.kind == kind and _default(style)), "")
            for kind in ("paragraph", "table")
        }

    @cached_property
    def default_language(self) -> str:
        """The language of text that names none: that of the default paragraph style, or of the defaults."""
        found = self._in_chain(self.chain(self._usual["paragraph"]), ("rPr",), "lang")
        return value(found.element if found else self._default("lang"))

    def ids_by_role(self, settings: Mapping[str, str]) -> dict[str, str]:
        """The ids of the styles that prose is written in, by role; `settings` are the template's."""
        ids = {style.name.casefold(): style.id for style in self.all}
        found: dict[str, str] = {}
        for role, candidates in STYLE_NAMES.items():
            chosen = settings.get(f"iomreport.style.{role}")
            names = (name.casefold() for name in ((chosen,) if chosen else candidates))
            style = next((ids[name] for name in names if name in ids), None)
            if style is not None:
                found[role] = style
        return found

    @property
    def all(self) -> tuple[Style, ...]:
        return tuple(self._styles.values())

    def used(self, named: Iterable[str]) -> Iterator[Element]:
        """The document's defaults, the default styles and the named ones, with those that they need, each once."""
        if self._defaults is not None:
            yield self._defaults
        waiting, seen = [*named, *(style.id for style in self.all if _default(style))], set[str]()
        while waiting:
            style = self._styles.get(waiting.pop())
            if style is not None and style.id not in seen:
                seen.add(style.id)
                waiting += (style.base, value(style.element.find(w("link"))))
                yield style.element

    def switched_on(self, name: str) -> frozenset[str]:
        """The styles of which a switch of paragraphs, such as `keepNext`, is on, by themselves or by their base."""
        found = {style.id: self._in_chain(self.chain(style.id), ("pPr",), name) for style in self.all}
        return frozenset(identity for identity, switch in found.items() if switch and is_on(switch.element))

    def get(self, identity: str) -> Style | None:
        return self._styles.get(identity)

    def chain(self, identity: str) -> tuple[Style, ...]:
        """A style and those that it is based on, the nearest first."""
        known = self._chains.get(identity)
        if known is not None:
            return known
        asked, found = identity, list[Style]()
        while (style := self._styles.get(identity)) is not None and len(found) < _DEEPEST:
            found.append(style)
            identity = style.base
        self._chains[asked] = tuple(found)
        return self._chains[asked]

    def of_paragraph(self, paragraph: Element) -> tuple[Style, ...]:
        """The styles of a paragraph; one that names none has the default."""
        named = value(paragraph.find(w("pPr/pStyle")))
        return self.chain(named if named in self._styles else self._usual["paragraph"])

    def of_table(self, table: Element) -> tuple[Style, ...]:
        named = value(table.find(w("tblPr/tblStyle")))
        return self.chain(named if named in self._styles else self._usual["table"])

    def paragraph_property(self, paragraph: Element, name: str) -> Found | None:
        """A property of a paragraph, its own or its style's; `name` can be a path such as `numPr/numId`."""
        own = paragraph.find(w(f"pPr/{name}"))
        return Found(own) if own is not None else self._in_chain(self.of_paragraph(paragraph), ("pPr",), name)

    def run_property(self, run: Element, paragraph: Element, name: str, table: Sequence[Found] = ()) -> Found | None:
        """A property of a run: its own, of its style, of its paragraph's style, of its table's, or the default.

        `table` are the `w:rPr` that the style of the table gives the cell, the nearest first.
        """
        own = run.find(w(f"rPr/{name}"))
        if own is not None:
            return Found(own)
        characters = self.chain(value(run.find(w("rPr/rStyle"))))
        found = self._in_chain(characters, ("rPr",), name)
        found = found or self._in_chain(self.of_paragraph(paragraph), ("rPr",), name)
        if found:
            return found
        for properties in table:
            inside = properties.element.find(w(name))
            if inside is not None:
                return Found(inside, properties.style)
        default = self._default(name)
        return None if default is None else Found(default)

    def is_set(self, run: Element, paragraph: Element, name: str, table: Sequence[Found] = ()) -> bool:
        """Whether a switch such as bold is on: its own says so, or an odd number of kinds of styles do (17.7.3)."""
        own = run.find(w(f"rPr/{name}"))
        if own is not None:
            return is_on(own)
        levels = (self.chain(value(run.find(w("rPr/rStyle")))), self.of_paragraph(paragraph))
        found = [self._in_chain(styles, ("rPr",), name) for styles in levels]
        inside = [each.element.find(w(name)) for each in table]
        first = next((each for each in inside if each is not None), None)
        votes = [is_on(each.element) for each in found if each] + ([is_on(first)] if first is not None else [])
        return sum(votes) % 2 == 1 or is_on(self._default(name))

    def size(self, run: Element, paragraph: Element, table: Sequence[Found] = ()) -> float:
        """The size of text in points."""
        found = self.run_property(run, paragraph, "sz", table)
        written = value(found.element if found else None)
        return (int(written) if written.isdigit() else _USUAL_SIZE) / 2

    def level(self, paragraph: Element) -> int:
        """The level of a heading, from 1 to 9; 0 is text (17.3.1.20)."""
        found = self.paragraph_property(paragraph, "outlineLvl")
        written = value(found.element if found else None)
        if found:
            return int(written) + 1 if written.isdigit() and int(written) < 9 else 0
        for style in self.of_paragraph(paragraph):
            number = style.name.casefold().removeprefix("heading ")
            if number != style.name.casefold() and number.isdigit() and 1 <= int(number) <= 9:
                return int(number)
        return 0

    def is_listed(self, paragraph: Element) -> bool:
        """Whether a paragraph is an item of a list: it has a numbering that is not taken away again (17.9.18)."""
        found = self.paragraph_property(paragraph, "numPr")
        if found is None:
            return False
        number = found.element.find(w("numId"))
        return value(number) not in ("", "0") or (number is None and found.style is not None)

    def _default(self, name: str) -> Element | None:
        return None if self._defaults is None else self._defaults.find(w(name))

    @staticmethod
    def _in_chain(styles: Sequence[Style], within: tuple[str, ...], name: str) -> Found | None:
        for style in styles:
            found = style.element.find(w("/".join((*within, name))))
            if found is not None:
                return Found(found, style)
        return None


def _styles(root: Element | None) -> Iterator[Style]:
    for element in () if root is None else root.iter(w("style")):
        identity = value(element, "styleId")
        name = value(element.find(w("name"))) or identity
        yield Style(identity, name, value(element, "type"), value(element.find(w("basedOn"))), element)


def _default(style: Style) -> bool:
    return value(style.element, "default") in ("1", "true", "on")
