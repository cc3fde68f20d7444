"""The template lint: what is wrong with a template, found before anything is rendered.

Each part is read three times: its tags as they stand in Word (`tags.py`), the tags of its
patched source one by one (`tags.py`), and its syntax tree with a stack of scopes and the types of the context
(`walk.py`). What only compiling can tell is asked of the compiler at the end.

Styles: those that a template uses and does not define, and those that prose could need of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import TemplateSyntaxError
from lxml import etree

from iomreport.diagnostics.codes.templates import SETTING, STYLE_POSSIBLE, STYLE_UNDEFINED, SYNTAX, UNREADABLE
from iomreport.diagnostics.finding import Code, Diagnostic, Location, TemplateError
from iomreport.diagnostics.suggest import did_you_mean, nearest
from iomreport.template.compiled import MAIN
from iomreport.template.compiler import PROPERTIES, compile_template, patch, serialized
from iomreport.template.locations import Lines, paragraph_place, paragraphs, with_lines
from iomreport.template.sandbox import TemplateEnvironment
from iomreport.template.source import TemplatePackage, open_template
from iomreport.template_lint.names import Scope
from iomreport.template_lint.tags import Found, Structure, TagReader, readable
from iomreport.template_lint.types import TEXT, Entity, Table, declared_context, entity_of
from iomreport.template_lint.walk import Walk
from iomreport.word.document import parse_part
from iomreport.word.fragments import FragmentStore
from iomreport.word.oxml import W
from iomreport.word.package import PackageError
from iomreport.word.styles import STYLE_NAMES, StyleMap

_NEEDED = (
    "paragraph",
    *(f"heading-{n}" for n in (3, 4)),
    *(f"{kind}-{n}" for kind in ("bullet", "number", "continue") for n in (1, 2)),
    "quote",
    "caption",
    "table",
    "table-text",
    "table-heading",
    "figure",
    "hyperlink",
)
"""The roles of what Markdown can hold."""


def undefined_styles(element: etree._Element, defined: frozenset[str], name: str) -> Iterator[Found]:
    """Paragraphs, runs and tables in a style that is not there; each style is reported once, where it is first used."""
    seen: set[str] = set()
    for index, (paragraph, number, text) in enumerate(paragraphs(element)):
        for used in paragraph.iter(f"{_NS}pStyle", f"{_NS}rStyle"):
            style = str(used.get(f"{_NS}val"))
            if style in defined or style in seen:
                continue
            seen.add(style)
            near = nearest(style, defined)
            place = Location(name, place=paragraph_place(paragraph, number, text))
            fix = f"did you mean {near}?" if near else ""
            yield Found(STYLE_UNDEFINED.at(place, f"the style {style} is not defined", fix=fix), index)


def possible_styles(package: TemplatePackage, name: str) -> Iterator[Found]:
    """Roles that prose could need and no style of the template fills."""
    note = "endnote" if package.endnotes else "footnote"
    for role in (*_NEEDED, f"{note}-text", f"{note}-reference"):
        if package.styles.has(role):
            continue
        wanted = package.settings.get(f"iomreport.style.{role}") or " or ".join(STYLE_NAMES[role])
        first = wanted.partition(" or ")[0]
        message = f"prose could need the style “{first}”, which the template does not define"
        yield Found(STYLE_POSSIBLE.at(Location(name, place="its styles"), message, fix=f"define the style {first}"))


_SETTINGS = (
    *("iomreport.kind", "iomreport.notes", "iomreport.contents-levels", "iomreport.schema"),
    *(f"iomreport.style.{role}" for role in STYLE_NAMES),
)
_NS = f"{{{W}}}"
_AROUND = 30
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class TemplateFinding:
    """A finding with the part and the paragraph, among all of the part from 0, that it is about; -1 is none."""

    diagnostic: Diagnostic
    part: str
    paragraph: int = -1


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a template can count on.

    `context` is the class whose fields and properties it can name, where it does not name a schema of its own; `kinds`
    are the kinds of templates (`iomreport.kind`), each with the names that it lacks and what to write instead.
    """

    labels: frozenset[str] | None = None
    project: Path | None = None
    models: frozenset[str] = frozenset()
    context: type[Any] | Entity | None = None
    kinds: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])
    instead: Mapping[Any, type[Any]] = field(default_factory=dict[Any, type[Any]])
    """Subclasses that stand in the place of classes which the context's annotations name."""


def lint_file(path: Path, name: str, around: Surroundings = Surroundings()) -> list[TemplateFinding]:
    """What is wrong with the template in a file; `name` is what messages call it."""
    try:
        content = path.read_bytes()
    except OSError as error:
        message = f"the template cannot be read: {error.strerror or error}"
        return [TemplateFinding(UNREADABLE.at(Location(name), message), MAIN)]
    return lint_template(content, name, around, path)


def lint_template(
    content: bytes, name: str, around: Surroundings = Surroundings(), path: Path | None = None
) -> list[TemplateFinding]:
    """What is wrong with a template, in the order of its parts. Never raises for what a person wrote."""
    try:
        package = open_template(content, name)
    except TemplateError as error:
        return [TemplateFinding(each, MAIN) for each in error.diagnostics]
    lint = _Lint(package, name, around, path or Path(name))
    lint.run()
    parts = {part: number for number, part in enumerate(package.rendered_parts)}
    found = sorted(dict.fromkeys(lint.findings), key=lambda each: (parts.get(each.part, len(parts)), each.paragraph))
    if not any(each.diagnostic.severity == "error" for each in found):
        found += _compiled(content, name, found)
    return found


def _compiled(content: bytes, name: str, found: Iterable[TemplateFinding]) -> list[TemplateFinding]:
    known = {(each.diagnostic.code, each.diagnostic.location) for each in found}
    try:
        compile_template(content, name)
    except TemplateError as error:
        return [TemplateFinding(each, MAIN) for each in error.diagnostics if (each.code, each.location) not in known]
    return []


@cache
def _environment() -> TemplateEnvironment:
    return TemplateEnvironment(FragmentStore(StyleMap(())))


class _Lint:
    def __init__(self, package: TemplatePackage, name: str, around: Surroundings, path: Path) -> None:
        self.package = package
        self.name = name
        self.around = around
        self.environment = _environment()
        self.findings: list[TemplateFinding] = []
        self.kind = self._settings()
        self.context = self._context(path)
        self.places_prose = False

    def run(self) -> None:
        styles = frozenset(style.id for style in self.package.defined.all)
        for part in self.package.rendered_parts:
            self._part(part, styles)
        for element, text in self.package.properties.items():
            if element in PROPERTIES and ("{{" in text or "{%" in text):
                self._walk(Lines(text, (f'document property "{element}"',), (-1,)), "docProps/core.xml", text)
        if self.places_prose:
            self._add(possible_styles(self.package, self.name), MAIN)

    def _settings(self) -> str:
        at = Location(self.name, place="its custom properties")
        for setting in self.package.settings:
            if setting not in _SETTINGS:
                message = f"there is no setting {setting}"
                fix = did_you_mean(setting, _SETTINGS)
                self.findings.append(TemplateFinding(SETTING.at(at, message, fix=fix), "docProps/custom.xml"))
        kind = self.package.settings.get("iomreport.kind", "")
        if kind and kind not in self.around.kinds:
            fix = did_you_mean(kind, self.around.kinds, f"write {', '.join(self.around.kinds)}")
            finding = SETTING.at(at, f'there is no kind of template "{kind}"', fix=fix)
            self.findings.append(TemplateFinding(finding, "docProps/custom.xml"))
        return kind

    def _context(self, path: Path) -> Entity:
        schema = self.package.settings.get("iomreport.schema")
        if not schema:
            return context_of(self.around, self.kind)
        try:
            return declared_context(schema, path, self.around.project, self.around.models)
        except TemplateError as error:
            self.findings += [TemplateFinding(each, "docProps/custom.xml") for each in error.diagnostics]
            return Entity("", dict, open=True)

    def _part(self, part: str, styles: frozenset[str]) -> None:
        try:
            root = parse_part(self.package.members[part])
        except PackageError as error:
            at = Location(self.name, place=f"part {part}")
            self._add([Found(UNREADABLE.at(at, f"{part} cannot be read: {error}"))], part)
            return
        body = root.find(f"{_NS}body") if part == MAIN else root
        element = root if body is None else body
        self._add(undefined_styles(element, styles, self.name), part)
        reader = TagReader(element, self.name)
        tags = reader.read()
        reader.finish()
        self._add(reader.findings, part)
        structure = Structure(self.name)
        structure.check(tags)
        self._add(structure.findings, part)
        if tags:
            lines = with_lines(patch(serialized(element)), element)
            self._walk(lines, part, lines.source)

    def _walk(self, lines: Lines, part: str, source: str) -> None:
        written = source.split("\n")

        def place(line: int) -> tuple[Location, int, str]:
            known = min(max(line - 1, 0), len(lines.places) - 1)
            excerpt = _excerpt(written[known] if known < len(written) else "", lines.places[known])
            return Location(self.name, place=lines.places[known]), lines.numbers[known], excerpt

        def syntax(line: int, message: str, fix: str) -> None:
            at, number, excerpt = place(line)
            self._add([Found(SYNTAX.at(at, message, fix=fix, excerpt=excerpt), number)], part)

        def report(line: int, code: Code, message: str, fix: str) -> None:
            at, number, excerpt = place(line)
            self._add([Found(code.at(at, message, fix=fix, excerpt=excerpt), number)], part)

        try:
            tree = self.environment.parse(source)
        except TemplateSyntaxError:
            # Only now tag by tag: most templates can be read as a whole.
            try:
                tree = self.environment.parse(readable(source, self.environment, syntax))
            except TemplateSyntaxError as error:
                syntax(error.lineno, f"the tag cannot be read: {error.message}", "")
                return
        declares_its_own = "iomreport.schema" in self.package.settings
        elsewhere = {} if declares_its_own else dict(self.around.kinds.get(self.kind, {}))
        scope = Scope(self.context, elsewhere, frozenset((*self.environment.globals, "self", "super")))
        walk = Walk(scope, self.environment, report)
        walk.walk(tree)
        self.places_prose = self.places_prose or walk.places_prose

    def _add(self, found: Iterable[Found], part: str) -> None:
        """Findings of a part; those outside the main text say in which part they are."""
        for each in found:
            finding = each.diagnostic
            if part not in (MAIN, "docProps/core.xml") and finding.location is not None:
                finding = replace(
                    finding, location=replace(finding.location, place=_in_part(part, finding.location.place))
                )
            self.findings.append(TemplateFinding(finding, part, each.paragraph))


def context_of(around: Surroundings, kind: str) -> Entity:
    """What a template of a kind can name: what its kind lacks is left out, labels are those of the edition."""
    if around.context is None:
        return Entity("", dict, open=True)
    if isinstance(around.context, Entity):
        return around.context
    full, labels = entity_of(around.context, tuple(around.instead.items())), around.labels
    missing = around.kinds.get(kind, {})

    @cache
    def read() -> Mapping[str, object]:
        found = {name: each for name, each in full.fields.items() if name not in missing}
        if labels is not None:
            found["labels"] = Table(TEXT, labels)
        return found

    return Entity("", read)  # pyright: ignore[reportArgumentType]


def _in_part(part: str, place: str) -> str:
    name = part.rpartition("/")[2].removesuffix(".xml")
    kind = next((each for each in ("header", "footer", "footnotes", "endnotes") if name.startswith(each)), "part")
    return f"{kind} ({part}), {place}"


def _excerpt(line: str, place: str) -> str:
    """The words around a tag, where the place does not show the tag itself."""
    words = re.sub(r"<[^>]*>", "", line)
    end = max(words.find("}}"), words.find("%}")) + 2
    tag = words[:end].strip()
    if not tag or tag[2:-2].strip() in place or len(place) < _SHOWN:
        return ""
    rest = words[end : end + _AROUND].strip()
    return f"{tag} {rest}".strip()
