"""Which of a template's named styles prose is written in.

The styles are the template's own; a role names what they are used for. A template can map a role to another style by a
custom document property, `iomreport.style.<role>`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

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


def style_ids(names: Mapping[str, str], settings: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Map roles to style ids, from the template's styles (id by lower-case name) and its settings."""
    found: list[tuple[str, str]] = []
    for role, candidates in STYLE_NAMES.items():
        chosen = settings.get(f"iomreport.style.{role}")
        for name in (chosen,) if chosen else candidates:
            style = names.get(name.casefold())
            if style is not None:
                found.append((role, style))
                break
    return tuple(found)
