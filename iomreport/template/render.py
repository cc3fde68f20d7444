"""A template that is ready to render, and the shelf of those that are open."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import CodeType, TracebackType
from typing import Any

from jinja2 import Template as JinjaTemplate
from jinja2.exceptions import SecurityError, TemplateRuntimeError, UndefinedError
from markupsafe import Markup

from iomreport.diagnostics.codes.templates import (
    BROKEN_XML,
    EMPTY_ROW,
    FORBIDDEN_CHARACTER,
    MISSING_STYLE,
    OUT_OF_BOUNDS,
    REFUSED,
    RENDERING,
    UNKNOWN_FIELD,
    UNREADABLE,
)
from iomreport.diagnostics.finding import Diagnostic, Location, TemplateError
from iomreport.markup.nodes import Figure
from iomreport.template.compiled import MAIN, CompiledPart, CompiledTemplate, compiled_key, keep_compiled, take_compiled
from iomreport.template.partition import joined
from iomreport.template.sandbox import TemplateEnvironment
from iomreport.template.values import ForbiddenCharacterError, MissingField
from iomreport.word.figures import distinct_drawings
from iomreport.word.fragments import FragmentStore, Picture
from iomreport.word.package import Member
from iomreport.word.relationships import relationship_ids
from iomreport.word.repair import HOLDERS, empty_row, has_breaks, mend_cells, once_each, write_breaks
from iomreport.word.styles import MissingStyleError, StyleMap

_Halves = tuple[JinjaTemplate | None, JinjaTemplate | None]
_Place = Callable[[int], Location]


@dataclass(slots=True)
class DocumentParts:
    """What the parts and properties that are a document's own print, in pieces, by their names.

    `foreign` are the parts in which markup from a caller was printed.
    """

    pieces: dict[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    foreign: set[str] = field(default_factory=set[str])


class Template:
    """A compiled template with its environment. It renders any number of documents, one at a time."""

    def __init__(self, compiled: CompiledTemplate, store: FragmentStore) -> None:
        self.compiled = compiled
        self.store = store
        self.relationship_ids = relationship_ids(compiled.relationships)
        self.merge_templates: OrderedDict[Any, Any] = OrderedDict()
        """What is kept of documents that were made, for those that differ from them in a few words."""
        self._environment = TemplateEnvironment(store)

        def halves(shared: CodeType | None, own: CodeType | None) -> _Halves:
            loaded = self._environment.loaded
            return shared and loaded(shared), own and loaded(own)

        self._parts = [(part, halves(part.shared, part.own)) for part in compiled.parts if not part.constant]
        rels = {member.name: member for member in compiled.members if member.name.endswith(".rels")}
        self._related = {part.name: _relationships(part.name, rels) for part, _ in self._parts}
        self._properties = [(name, halves(shared, own)) for name, shared, own in compiled.properties]

    @property
    def name(self) -> str:
        return self.compiled.name

    @property
    def bound_to(self) -> Any:
        """The `DocxTemplate` that a value of the last render is bound to, which must render it itself; or None."""
        return self._environment.seen.bound

    def own(self, values: Mapping[str, Any]) -> DocumentParts:
        """What is a document's own; raises `TemplateError`."""
        seen = self._environment.seen
        seen.bound = None
        own = DocumentParts()
        for part, (_, code) in self._parts:
            if code is not None:
                seen.foreign = False
                seen.relationships = self._related[part.name]
                own.pieces[part.name] = self._run(code, values, partial(self._place, part))
                if seen.foreign:
                    own.foreign.add(part.name)
        own.pieces |= self._own_properties(values)
        return own

    def _own_properties(self, values: Mapping[str, Any]) -> dict[str, Sequence[str]]:
        return {
            name: self._run(code, values, partial(self._in_property, name))
            for name, (_, code) in self._properties
            if code is not None
        }

    def render(self, values: Mapping[str, Any], own: DocumentParts | None = None) -> dict[str, str]:
        """The XML of each part with tags, its markers and the ids of its drawings still open; raises `TemplateError`.

        `own` is what the document has for itself, where that is known.
        """
        own = own or self.own(values)
        return {part.name: self._render_part(part, shared, values, own) for part, (shared, _) in self._parts}

    def render_properties(self, values: Mapping[str, Any], own: DocumentParts | None = None) -> dict[str, str]:
        """The text of each core property with tags. docxtpl would escape it twice; here it is text once."""
        own = own or DocumentParts(self._own_properties(values))
        return {
            name: _unescaped("".join(self._joined(name, shared, values, own, partial(self._in_property, name))))
            for name, (shared, _) in self._properties
        }

    def _render_part(
        self, part: CompiledPart, shared: JinjaTemplate | None, values: Mapping[str, Any], own: DocumentParts
    ) -> str:
        seen = self._environment.seen
        seen.foreign = part.name in own.foreign
        seen.relationships = self._related[part.name]
        pieces = self._joined(part.name, shared, values, own, partial(self._place, part))
        text = "".join((part.prefix, *pieces, part.suffix))
        # What was proved when the template was compiled need not be looked at; the rest is, strictly.
        if has_breaks(text, len(part.prefix)):
            text = write_breaks(text)
        if part.repeating:
            text = once_each(text)
        if part.loose_rows and (table := empty_row(text)) is not None:
            place = self._inside(part, f"table {table} of the document")
            raise TemplateError(EMPTY_ROW.at(place, "a table row has no cell"))
        if seen.foreign or part.loose_cells:
            text = mend_cells(text, HOLDERS if seen.foreign else part.loose_cells)
        unsure = not part.proven or seen.foreign
        if part.name != MAIN:
            # As docxtpl does, grids are mended and all drawings numbered in the main document only.
            if unsure:
                from iomreport.template.well_formedness import well_formed

                text = self._strict(well_formed, part, text)
            return distinct_drawings(text)
        if unsure or part.loose_grids or (part.loose_tables and "</w:tblGrid></w:tbl>" in text):
            from iomreport.template.well_formedness import mend_grids

            text = self._strict(mend_grids, part, text)
        return text

    def _joined(
        self, name: str, shared: JinjaTemplate | None, values: Mapping[str, Any], own: DocumentParts, place: _Place
    ) -> Iterable[str]:
        """Both halves of a part or property, put together."""
        pieces = own.pieces.get(name, ())
        return pieces if shared is None else joined(self._run(shared, values, place), pieces)

    def _place(self, part: CompiledPart, line: int) -> Location:
        known = 0 < line <= len(part.places)
        return self._inside(part, part.places[line - 1] if known else "")

    def _in_property(self, name: str, line: int) -> Location:
        return Location(self.name, place=f'document property "{name}"')

    def _inside(self, part: CompiledPart, place: str) -> Location:
        return Location(self.name, place=place if part.name == MAIN else f"{part.name}, {place}")

    def _run(self, code: JinjaTemplate, values: Mapping[str, Any], place: _Place) -> list[str]:
        try:
            return list(code.root_render_func(code.new_context(dict(values))))
        except TemplateError:
            raise
        except Exception as error:
            line = _line(error.__traceback__, code)
            raise TemplateError(explain(error, place(line), self)) from error

    def _strict(self, parse: Callable[[str], str], part: CompiledPart, document: str) -> str:
        """What a function that parses a part makes of it; refused where it is not well-formed."""
        try:
            return parse(document)
        except SyntaxError as error:
            message = f"what {part.name} renders to is not well-formed: {error.msg}"
            raise TemplateError(BROKEN_XML.at(Location(self.name, place=part.name), message)) from error


def _relationships(part: str, rels: Mapping[str, Member]) -> frozenset[str]:
    folder, _, name = part.rpartition("/")
    member = rels.get(f"{folder}/_rels/{name}.rels")
    return relationship_ids(member.content().decode("utf-8-sig")) if member else frozenset()


def _unescaped(text: str) -> str:
    return str(Markup(text).unescape())


def _line(traceback: TracebackType | None, code: JinjaTemplate) -> int:
    """The line of the template's source in which an error arose."""
    line = 0
    while traceback is not None:
        if traceback.tb_frame.f_globals.get("__jinja_template__") is code:
            line = code.get_corresponding_lineno(traceback.tb_lineno)
        traceback = traceback.tb_next
    return line


def explain(error: Exception, at: Location, template: Template) -> Diagnostic:
    """A failed tag as a finding for the author of the template."""
    match error:
        case UndefinedError():
            near = _nearest(error.__traceback__)
            return UNKNOWN_FIELD.at(at, str(error), fix=f"did you mean {near}?" if near else "")
        case SecurityError():
            return REFUSED.at(at, f"the tag is refused: {error}")
        case ForbiddenCharacterError():
            return FORBIDDEN_CHARACTER.at(at, str(error))
        case MissingStyleError():
            fix = f"define the style {error.names[0]} in {template.name}"
            return MISSING_STYLE.at(at, str(error), fix=fix)
        case TemplateRuntimeError() | TypeError() | ValueError() | ArithmeticError() | LookupError() | AttributeError():
            return RENDERING.at(at, f"the tag cannot be rendered: {error}")
        case RecursionError() | MemoryError():
            return OUT_OF_BOUNDS.at(at, f"the tag takes too much: {type(error).__name__}", fix="let the tag do less")
        case _:
            raise error


def _nearest(traceback: TracebackType | None) -> str:
    """What the undefined value that raised the error was most likely meant to be."""
    while traceback is not None:
        undefined = traceback.tb_frame.f_locals.get("self")
        if isinstance(undefined, MissingField):
            return undefined.nearest
        traceback = traceback.tb_next
    return ""


def read_template(path: Path, name: str) -> bytes:
    """The bytes of a template's file; raises `TemplateError` where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"the template cannot be read: {error.strerror or error}"
        raise TemplateError(UNREADABLE.at(Location(name), message)) from error


@dataclass(slots=True)
class TemplateStore:
    """Templates that are open, and the fragments that they share: equal style maps write prose once for all."""

    picture: Callable[[Figure], Picture] | None = None
    captions: tuple[str, str] = ("Table", "Figure")
    shared_names: frozenset[str] = frozenset()
    """The names whose values the documents of a template have in common; see `mail_merge`."""
    _stores: dict[StyleMap, FragmentStore] = field(default_factory=dict[StyleMap, FragmentStore])
    _templates: dict[str, Template] = field(default_factory=dict[str, Template])

    def open(self, path: Path, name: str, *, marked: bool = False) -> Template:
        """The template in a file; `name` is what messages call it. Raises `TemplateError`.

        A marked template gives every field its address in the document.
        """
        return self.open_bytes(read_template(path, name), name, marked=marked)

    def open_bytes(self, content: bytes, name: str, *, marked: bool = False) -> Template:
        key = compiled_key(content, marked=marked, shared=self.shared_names)
        known = self._templates.get(key)
        if known is None:
            compiled = take_compiled(key)
            if compiled is None:
                from iomreport.template.compiler import compile_template

                compiled = compile_template(content, name, marked=marked, shared=self.shared_names)
                keep_compiled(key, compiled)
            known = self._templates[key] = Template(replace(compiled, name=name), self._store(compiled.styles))
        return known

    def _store(self, styles: StyleMap) -> FragmentStore:
        store = self._stores.get(styles)
        if store is None:
            store = self._stores[styles] = FragmentStore(styles, self.picture, self.captions)
        return store
