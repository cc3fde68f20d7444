"""Templates whose values belong to docxtpl: pictures in line, sub-documents, rich text with links.

Such values are bound to a `DocxTemplate`, which must render itself, since they add parts to it. It does so in the
engine's environment, and without docxtpl's own losses: properties are escaped once, each footnote is rendered once, and
what comes out is parsed strictly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from jinja2 import Template as JinjaTemplate
from lxml import etree

from iomreport.diagnostics.codes.templates import BROKEN_XML, RENDERING
from iomreport.diagnostics.finding import Location, TemplateError
from iomreport.template.render import Template, explain
from iomreport.template.sandbox import TemplateEnvironment
from iomreport.word.fragments import FragmentStore
from iomreport.word.markers import START
from iomreport.word.package import read_package, write_package

_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_ATTRIBUTES = {"creator": "author", "description": "comments"}
"""What python-docx calls core properties, where it is not the element's name."""


class _BoundEnvironment(TemplateEnvironment):
    """The engine's environment for values that are bound to a `DocxTemplate`."""

    def __init__(self, store: FragmentStore) -> None:
        super().__init__(store, bound=True)

    def from_string(self, source: Any, globals: Any = None, template_class: Any = None) -> JinjaTemplate:
        return self.loaded(self.compile(source))


def render_bound(document: Any, template: Template, values: Mapping[str, Any]) -> bytes:
    """The document that a `DocxTemplate` renders to with values that are bound to it; raises `TemplateError`.

    The `DocxTemplate` must be of the same file as the template.
    """
    at = Location(template.name)
    if sha256(_content(document)).hexdigest() != template.compiled.digest:
        raise TemplateError(RENDERING.at(at, "a value is bound to a DocxTemplate of another file"))
    environment = _BoundEnvironment(template.store)
    document.fix_tables = _strict(document.fix_tables, at)
    context = dict(values)
    document.render_properties = partial(_write_properties, document, template.render_properties(values))
    document.render_footnotes = partial(_render_footnotes, document)
    stream = BytesIO()
    try:
        document.render(context, environment, autoescape=True)
        document.save(stream)
    except TemplateError:
        raise
    except Exception as error:
        raise TemplateError(explain(error, at, template)) from error
    finally:
        for name in ("fix_tables", "render_properties", "render_footnotes"):
            del document.__dict__[name]
    # Written again, so that no date of the writing is in it.
    return write_package(read_package(stream.getvalue()).values())


def _content(document: Any) -> bytes:
    source = document.template_file
    if not hasattr(source, "read"):
        return Path(source).read_bytes()
    source.seek(0)
    content: bytes = source.read()
    return content


def _strict(fix_tables: Callable[[str], Any], at: Location) -> Callable[[str], Any]:
    """docxtpl's step after rendering, for well-formed XML only: it would drop what it cannot parse."""

    def fix(xml: str) -> Any:
        if START in xml:
            message = "prose and contents cannot stand in one document with values that are bound to a DocxTemplate"
            raise TemplateError(RENDERING.at(at, message))
        try:
            etree.fromstring(xml)
        except etree.XMLSyntaxError as error:
            message = f"what the template renders to is not well-formed: {error.msg}"
            raise TemplateError(BROKEN_XML.at(at, message)) from error
        return fix_tables(xml)

    return fix


def _write_properties(document: Any, properties: Mapping[str, str], *_: Any) -> None:
    for name, text in properties.items():
        setattr(document.core_properties, _ATTRIBUTES.get(name, name), text)


def _render_footnotes(document: Any, values: dict[str, Any], environment: TemplateEnvironment) -> None:
    for part in document.docx.part.package.parts:
        if part.content_type == _FOOTNOTES:
            source = document.patch_xml(part.blob.decode())
            part._blob = document.render_xml_part(source, part, values, environment).encode()  # noqa: SLF001
