"""The document builder: what is kept between the documents of a run, and its layout engines."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import RLock
from typing import Any, Literal, cast

from iomreport.diagnostics.codes.layout import PDF_WITHOUT_ENGINE
from iomreport.diagnostics.codes.publish import UNKNOWN_LAYOUT, UNSOUND
from iomreport.diagnostics.finding import Findings, Location, OutputError, UsageError
from iomreport.diagnostics.suggest import did_you_mean
from iomreport.layout.engine import ENGINE_NAMES, EngineName, LayoutEngine, LayoutError, Printer
from iomreport.layout.page_numbers import number_pages
from iomreport.markup.nodes import Figure
from iomreport.publish.output import source_date
from iomreport.strategy.context import SHARED, Context, labels, make_context, template_values
from iomreport.strategy.matrix import MatrixWriter
from iomreport.strategy.model.strategy import Strategy
from iomreport.strategy.origin import content_digest, origin_of
from iomreport.strategy.pictures import picture_reader
from iomreport.strategy.references import targets
from iomreport.template.assemble import Packer, assemble
from iomreport.template.render import Template, TemplateStore, read_template
from iomreport.template.rendered import Document, DocumentInfo, ReferenceTarget
from iomreport.template.untrusted import Bounds, UntrustedTemplate
from iomreport.word.fragments import Picture
from iomreport.word.package import Member, deflater, pack
from iomreport.word.properties import PIECE, CoreProperties
from iomreport.word.styles import StyleMap

Paging = Literal["none", "numbered", "printed"]
"""What a layout engine does for a format: nothing, number its pages, or print it."""


VARIABLES = ("date", "recipient", "reference")
"""What a caller can set for templates to show."""
AnyTemplate = Template | UntrustedTemplate
MakeWithPages = Callable[[Mapping[str, str]], Document]
"""Makes a document with the printed page numbers of its bookmarks."""


@dataclass(frozen=True, slots=True)
class PreparedExtract:
    """An extract with all that its documents share, whoever receives them."""

    target: str
    context: Context
    core: CoreProperties
    content: str
    """The digest of what the extract shows."""
    origin: Mapping[str, str]
    """What its documents carry of their making."""
    digests: Mapping[str, str]
    """The digests of its fields, by address."""
    placeholders: Mapping[str, Callable[[StyleMap], str]]
    """What writes the placeholders that are the strategy's own."""


@dataclass(slots=True)
class DocumentBuilder:
    """Makes documents of one project, one at a time."""

    project: Path
    strategy: Strategy
    deflate: str = "auto"
    plain: bool = False
    layout: LayoutEngine | None = None
    printer: Printer | None = None
    embed: bool = False
    """Whether the fonts that a document asks for are put into it."""
    verify: bool = False
    """Whether every document is looked through for faults before it is given out."""
    bounds: Bounds | None = None
    """What templates may take that come from unknown hands; none where they are trusted."""
    picture: Callable[[Figure], Picture] | None = None
    """Gives the image of a figure; by default from the project's folder."""
    templates: TemplateStore = field(init=False)
    packer: Packer = field(init=False)
    lock: RLock = field(default_factory=RLock, init=False)
    """Held while a document is made: a template renders one at a time. What is printed or written is not."""
    findings: Findings = field(default_factory=Findings)
    """Warnings that concern no single document, such as a font in the place of another."""
    moment: datetime | None = field(init=False)
    """The date that documents bear instead of the content's."""
    words: Mapping[str, str] = field(init=False)
    _fonts: dict[str, str] = field(default_factory=dict[str, str])
    _missed: set[str] = field(default_factory=set[str])
    references: Mapping[str, ReferenceTarget] = field(init=False)

    def __post_init__(self) -> None:
        self.moment = source_date()
        self.words = labels(self.strategy)
        self.references = targets(self.strategy, self.words)
        captions = (self.words.get("table", "Table"), self.words.get("figure", "Figure"))
        self.templates = TemplateStore(self.picture or picture_reader(self.project), captions, SHARED)
        self.packer = Packer(deflater(self.deflate))

    def open(self, template: Path) -> AnyTemplate:
        """A template by its path; messages call it by its path within the project."""
        inside = template.is_relative_to(self.project)
        name = template.relative_to(self.project).as_posix() if inside else str(template)
        return self.open_bytes(read_template(template, name), name, marked=not self.plain)

    def open_bytes(self, content: bytes, name: str, *, marked: bool) -> AnyTemplate:
        """A template by its bytes."""
        if self.bounds is not None:
            return UntrustedTemplate(name, content, marked, self.bounds)
        return self.templates.open_bytes(content, name, marked=marked)

    @property
    def printers(self) -> int:
        """How many documents are printed at a time: one for each engine, and one that is finished meanwhile."""
        return len(self.printer.engines) + 1 if self.printer else 1

    def close(self) -> None:
        """End the engines that it was given."""
        for engine in (self.layout, self.printer):
            if engine is not None:
                engine.close()
        self.layout = self.printer = None

    def prepare(self, extract: Strategy, target: str, digests: Mapping[str, str]) -> PreparedExtract:
        """An extract made ready for any number of documents. `digests` are those of its fields."""
        content = content_digest(extract, digests)
        origin = origin_of(extract, target, content, digests)
        return PreparedExtract(
            target,
            make_context(extract),
            core_properties(extract, target, self.moment),
            content,
            origin,
            digests,
            {"matrix": MatrixWriter(extract, labels(extract))},
        )

    def document(
        self, ready: PreparedExtract, template: AnyTemplate, variables: Mapping[str, str], *, plain: bool = False
    ) -> Document:
        """A document with its variables; a plain one carries neither origin nor addresses."""
        return self.document_and_pages(ready, template, variables, plain=plain)[0]

    def document_and_pages(
        self, ready: PreparedExtract, template: AnyTemplate, variables: Mapping[str, str], *, plain: bool = False
    ) -> tuple[Document, int | None]:
        """A document with its variables, and its number of pages where a layout engine counted them."""
        info = self._info(ready, template, self.layout, plain=plain)
        with self._make_with_pages(ready, template, variables, info) as make:
            document, count = (make({}), None) if self.layout is None else number_pages(make, self.layout, ready.target)
        self._look_through(document, ready.target)
        return document, count

    def pdf(
        self, ready: PreparedExtract, template: AnyTemplate, variables: Mapping[str, str], *, plain: bool = False
    ) -> bytes:
        """A document as PDF. Others can be made while it is printed. Raises `LayoutError` where nothing prints."""
        if self.printer is None:
            raise LayoutError(PDF_WITHOUT_ENGINE.at(None, "a PDF is asked for, and nothing is open to print it"))
        with self.lock:
            info = self._info(ready, template, self.printer, plain=plain)
            with self._make_with_pages(ready, template, variables, info) as make:
                if self.printer.numbering or self.layout is None:
                    document = make({})
                else:
                    document, _ = number_pages(make, self.layout, ready.target)
            self._look_through(document, ready.target)
        return self.printer.print(document.content, ready.target)

    def _look_through(self, document: Document, called: str) -> None:
        if not self.verify:
            return
        from iomreport.word.validate import find_faults

        if faults := find_faults(document.content):
            raise OutputError(UNSOUND.at(Location(called), fault) for fault in faults)

    def make(
        self,
        extract: Strategy,
        template: AnyTemplate,
        variables: Mapping[str, str],
        target: str,
        digests: Mapping[str, str],
    ) -> Document:
        """The document of an extract. `digests` are those of its fields."""
        return self.document(self.prepare(extract, target, digests), template, variables, plain=self.plain)

    def _info(
        self, ready: PreparedExtract, template: AnyTemplate, engine: LayoutEngine | Printer | None, *, plain: bool
    ) -> DocumentInfo:
        origin = None if plain else self._origin(ready, template, engine)
        finish = partial(self._with_fonts, template) if self.embed else None
        return DocumentInfo(ready.core, origin, self.references, self.words, ready.placeholders, finish)

    def _origin(
        self, ready: PreparedExtract, template: AnyTemplate, engine: LayoutEngine | Printer | None
    ) -> dict[str, str]:
        return {**ready.origin, "iomreport.template": _digest(template)[:32], **self._layout_of(template, engine)}

    def _make_with_pages(
        self, ready: PreparedExtract, template: AnyTemplate, variables: Mapping[str, str], info: DocumentInfo
    ) -> AbstractContextManager[MakeWithPages]:
        values = _values(ready, variables)
        if isinstance(template, UntrustedTemplate):
            picture = self.templates.picture or picture_reader(self.project)
            return template.opened(values, info, self.templates.captions, self.deflate, picture)
        return nullcontext(lambda pages: assemble(template, values, self.packer, info, pages))

    def _with_fonts(self, template: AnyTemplate, members: Mapping[str, Member]) -> Mapping[str, Member]:
        """The members of a document with its fonts among them."""
        from iomreport.layout.font_embedding import embed_fonts
        from iomreport.layout.fonts import fonts_of

        uses = fonts_of(_members(template))
        embedded, refused = embed_fonts(members, uses, self._pack_font, template.name)
        self.findings.extend(each for each in refused if each not in self.findings.items)
        return embedded

    def _pack_font(self, name: str, content: bytes) -> Member:
        return pack(name, content, self.packer.deflater)

    def _layout_of(self, template: AnyTemplate, engine: LayoutEngine | Printer | None) -> dict[str, str]:
        """The engine that lays documents out, and the fonts that it has for the template's."""
        if engine is None:
            return {"iomreport.layout": "none"}
        from iomreport.layout import fonts

        key = _digest(template)
        if key not in self._fonts:
            uses = fonts.fonts_of(_members(template))
            self._fonts[key] = fonts.fingerprint(uses)[:PIECE]
            for finding in fonts.font_findings(uses, template.name):
                # A font that several templates ask for is missed once.
                if finding.message not in self._missed:
                    self._missed.add(finding.message)
                    self.findings.add(finding)
        return {"iomreport.layout": engine.name, "iomreport.fonts": self._fonts[key]}


def _digest(template: AnyTemplate) -> str:
    return template.digest if isinstance(template, UntrustedTemplate) else template.compiled.digest


def _members(template: AnyTemplate) -> Mapping[str, Member]:
    if isinstance(template, UntrustedTemplate):
        return template.members
    return {member.name: member for member in template.compiled.members}


def _values(ready: PreparedExtract, variables: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a template can name, with the variables of one document."""
    own = {name: variables.get(name, "") for name in VARIABLES}
    return template_values(replace(ready.context, **own, variables=dict(variables)))


def core_properties(extract: Strategy, target: str, moment: datetime | None = None) -> CoreProperties:
    """Title, author, language and dates of a document, from the content or, for the date, `moment`."""
    names = [country.names.long for country in extract.countries] if extract.selection.countries else []
    themes = [theme.label for theme in extract.themes if theme.id in extract.selection.themes]
    subject = ", ".join(names + themes)
    dated = moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else f"{extract.date.isoformat()}T00:00:00Z"
    title = f"{extract.title} {extract.period}"
    return CoreProperties(
        title=f"{title}: {subject}" if subject else title,
        subject=subject or extract.regional_office.name,
        creator=extract.publisher.name,
        keywords=", ".join((extract.publisher.acronym, extract.edition, target)),
        language=extract.language,
        created=dated,
        modified=dated,
    )


def open_engine(name: str, findings: Findings) -> LayoutEngine | None:
    """The engine, which keeps its layouts; the caller closes it. Raises `LayoutError`."""
    known = _known(name)
    if known == "none":
        return None
    from iomreport.layout.chapter_engine import with_kept_layouts
    from iomreport.layout.choice import choose

    engine = choose(known, False, findings)
    return None if engine is None else with_kept_layouts(engine)


def open_printer(name: str, findings: Findings, engines: int = 0) -> Printer:
    """What prints PDFs, with so many engines, or with as many as suit the machine; the caller closes it.

    Raises `LayoutError`.
    """
    known = _known(name)
    from iomreport.pdf import printer as pdf

    return pdf.open_printer(known, findings, engines)


def equip(builder: DocumentBuilder, numbering: str, printing: str, printers: int = 0) -> None:
    """Give a builder the engines that are asked for by name, or none; its `close` ends them. Raises `LayoutError`."""
    if printing:
        builder.printer = open_printer(printing, builder.findings, printers)
        # Starting takes a second, in which the first documents are made.
        builder.printer.start()
    if numbering:
        builder.layout = open_engine(numbering, builder.findings)
    elif builder.printer is not None and not builder.printer.numbering:
        # What prints in this way is the embedded engine, which has to be asked for its pages before.
        builder.layout = open_engine("embedded", builder.findings)


@dataclass(frozen=True, slots=True)
class Engines:
    """The engines of a batch: under which names another process opens the same, and what they call themselves."""

    numbering: str = ""
    printing: str = ""
    names: Mapping[Paging, str] = field(default_factory=dict[Paging, str])


def find_engines(layout: str, pagings: Container[Paging], findings: Findings) -> Engines:
    """The engines that documents need on this machine. Raises `LayoutError`."""
    found: dict[Paging, str] = {}
    if "numbered" in pagings and (engine := open_engine(layout, findings)) is not None:
        found["numbered"] = engine.name
        engine.close()
    if "printed" in pagings:
        printer = open_printer(layout, findings, 1)
        found["printed"] = printer.name
        printer.close()
    return Engines(_kind(found.get("numbered", "")), _kind(found.get("printed", "")), found)


def _known(name: str) -> EngineName:
    if name not in ENGINE_NAMES:
        fix = did_you_mean(name, ENGINE_NAMES, f"the layout engines are: {', '.join(ENGINE_NAMES)}")
        raise UsageError(UNKNOWN_LAYOUT.at(None, f'there is no layout engine "{name}"', fix=fix))
    return cast("EngineName", name)


def _kind(name: str) -> str:
    """The name by which an engine is asked for."""
    return name and ("libreoffice" if name.casefold().startswith("libreoffice") else "embedded")
