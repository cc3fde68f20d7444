"""The formats of documents by name: how each is made of an extract, and how a file that was edited is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from iomreport.publish.builder import AnyTemplate, DocumentBuilder, Paging, PreparedExtract
from iomreport.strategy.pictures import picture_reader
from iomreport.word.properties import is_as_built


@dataclass(frozen=True, slots=True)
class Publication:
    """A finished file, and its number of pages where it is known."""

    content: bytes
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document that is asked for. `template` opens its Word template, which not every format needs."""

    ready: PreparedExtract
    template: Callable[[], AnyTemplate]
    variables: Mapping[str, str]
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Format:
    """A format: how it is made, and whether bytes of it are as they were built."""

    suffix: str
    make: Callable[[DocumentBuilder, Wanted], Publication]
    is_as_built: Callable[[bytes], bool]
    paging: Paging


def _word(builder: DocumentBuilder, wanted: Wanted) -> Publication:
    with builder.lock:
        made = builder.document_and_pages(wanted.ready, wanted.template(), wanted.variables, plain=wanted.plain)
    document, pages = made
    return Publication(document.content, pages)


def _pdf(builder: DocumentBuilder, wanted: Wanted) -> Publication:
    from iomreport.pdf.pages import page_count

    with builder.lock:
        template = wanted.template()
    content = builder.pdf(wanted.ready, template, wanted.variables, plain=wanted.plain)
    return Publication(content, page_count(content))


def _is_pdf_as_built(content: bytes) -> bool:
    from iomreport.pdf.metadata import is_as_built

    return is_as_built(content)


def _page(builder: DocumentBuilder, wanted: Wanted) -> Publication:
    from iomreport.html.page import write_page

    ready = wanted.ready
    content = write_page(
        ready.context,
        builder.words,
        builder.references,
        wanted.variables,
        builder.templates.picture or picture_reader(builder.project),
        ready.core,
        None if wanted.plain else ready.origin,
        target=ready.target,
    )
    return Publication(content)


def _is_page_as_built(content: bytes) -> bool:
    from iomreport.html.page import is_as_built

    return is_as_built(content)


FORMATS: Final[dict[str, Format]] = {
    "docx": Format("docx", _word, is_as_built, "numbered"),
    "html": Format("html", _page, _is_page_as_built, "none"),
    "pdf": Format("pdf", _pdf, _is_pdf_as_built, "printed"),
}
