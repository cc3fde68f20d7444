"""A compiled template: what is left of a template when everything that never changes has been done.

It is plain data, so that it can be kept on disk, keyed by the template's bytes and the versions of all that made it.

Compiled templates kept on disk, so that a command that only renders compiles nothing.
"""

from __future__ import annotations

import marshal
from dataclasses import astuple, dataclass, fields
from types import CodeType
from typing import Any

from iomreport.cache import cache_key, read_cache, write_cache
from iomreport.word.package import Member
from iomreport.word.styles import ListStyle, StyleMap

MAIN = "word/document.xml"


@dataclass(frozen=True, slots=True)
class CompiledPart:
    """A part with tags: `prefix` + what `shared` and `own` render, put together + `suffix`.

    `shared` is what all documents of an extract have alike, and `own` what each has for itself; see `partition.py`.
    `places` names, for each line of the source, the paragraph it comes from.
    """

    name: str
    prefix: str
    suffix: str
    shared: CodeType | None
    own: CodeType | None
    places: tuple[str, ...]
    constant: bool
    """Whether every render of the part is the part itself."""
    proven: bool
    """Whether every branch was proved to be well-formed."""
    loose_cells: tuple[str, ...]
    """Of cells and what else must hold a paragraph, what can come out without one at its end."""
    loose_rows: bool
    """Whether a row can come out without a cell."""
    repeating: bool
    """Whether names and ids of the template's own can come out more than once."""
    loose_grids: bool
    """Whether a table's columns can differ from its grid."""
    loose_tables: bool
    """Whether a table can come out without a row."""


@dataclass(frozen=True, slots=True)
class CompiledTemplate:
    """A template that is ready to render. `members` are all members of its package, in writing order."""

    name: str
    digest: str
    shared_names: tuple[str, ...]
    """The names whose values documents have in common."""
    names: tuple[str, ...]
    """The names that the template reads, such as `country.names` or `variables`."""
    parts: tuple[CompiledPart, ...]
    properties: tuple[tuple[str, CodeType | None, CodeType | None], ...]
    """Core properties with tags: element name in `docProps/core.xml`, and code as that of a part."""
    members: tuple[Member, ...]
    styles: StyleMap
    settings: tuple[tuple[str, str], ...]
    next_list: int
    next_bookmark: int
    next_note: int
    notes_part: str
    notes_relationships: str
    numbering_part: str
    relationships: str
    content_types: str
    package_relationships: str
    core: str
    custom: str

    @property
    def setting(self) -> dict[str, str]:
        """The template's own settings: custom document properties whose names begin with `iomreport.`."""
        return dict(self.settings)


_MADE_BY = ("docxtpl", "jinja2", "markupsafe", "lxml", "python-docx")


def compiled_key(content: bytes, *, marked: bool, shared: frozenset[str] = frozenset()) -> str:
    """The name of a template's compiled form, marked or not. `shared` are the names that documents have in common."""
    return cache_key("template", content, str(marked), " ".join(sorted(shared)), packages=_MADE_BY)


def take_compiled(key: str) -> CompiledTemplate | None:
    """The compiled form, if it is kept and whole."""
    content = read_cache(key)
    return None if content is None else _unpacked(marshal.loads(content))


def keep_compiled(key: str, compiled: CompiledTemplate) -> None:
    """Keep the compiled form."""
    write_cache(key, marshal.dumps(_packed(compiled)))


def _packed(compiled: CompiledTemplate) -> tuple[Any, ...]:
    values = {field.name: getattr(compiled, field.name) for field in fields(compiled)}
    values["parts"] = tuple(astuple(part) for part in compiled.parts)
    values["members"] = tuple(astuple(member) for member in compiled.members)
    styles = compiled.styles
    lists = tuple((role, style.abstract, style.level) for role, style in styles.lists)
    values["styles"] = (styles.ids, lists, styles.column_width, styles.endnotes, styles.matrix_width)
    return tuple(values.values())


def _unpacked(packed: tuple[Any, ...]) -> CompiledTemplate:
    values = dict(zip((field.name for field in fields(CompiledTemplate)), packed, strict=True))
    values["parts"] = tuple(CompiledPart(*part) for part in values["parts"])
    values["members"] = tuple(Member(*member) for member in values["members"])
    ids, lists, width, endnotes, matrix = values["styles"]
    styles = tuple((role, ListStyle(abstract, level)) for role, abstract, level in lists)
    values["styles"] = StyleMap(ids, styles, width, endnotes, matrix)
    return CompiledTemplate(**values)
