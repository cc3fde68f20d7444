"""Rendering with docxtpl and with the engine, and comparing what came out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from docx import Document
from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined
from lxml import etree

from iomreport.template.assemble import Packer, assemble
from iomreport.template.render import TemplateStore
from iomreport.word.package import deflater

RENDERED = re.compile(r"word/(document|header\d+|footer\d+|footnotes)\.xml")
PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title", "keywords", "category")
_IGNORABLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"


def by_docxtpl(template: bytes, values: Mapping[str, Any]) -> bytes:
    """The document as plain docxtpl renders it, escaping and strict."""
    document = DocxTemplate(BytesIO(template))
    document.render(dict(values), Environment(undefined=StrictUndefined), autoescape=True)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def by_engine(template: bytes, values: Mapping[str, Any], deflate: str = "auto") -> bytes:
    """The document as the engine renders it."""
    opened = TemplateStore().open_bytes(template, "templates/t.docx")
    return assemble(opened, values, Packer(deflater(deflate))).content


def canonical(xml: bytes) -> str:
    """Exclusive canonical XML, without our own mark that a namespace may be passed over."""
    root = etree.fromstring(xml, etree.XMLParser(remove_blank_text=True, resolve_entities=False))
    ignorable = root.attrib.pop(_IGNORABLE, None)
    others = [prefix for prefix in (ignorable or "").split() if prefix != "w15"]
    if others:
        root.set(_IGNORABLE, " ".join(others))
    return etree.tostring(root, method="c14n", exclusive=True).decode()


def members(document: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(document)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def differences(theirs: bytes, ours: bytes) -> Iterator[str]:
    """What differs between two documents, in words; nothing where they are equal."""
    one, other = members(theirs), members(ours)
    for name in sorted(one.keys() | other.keys()):
        if name not in one or name not in other:
            if RENDERED.fullmatch(name):
                yield f"{name} is in one only"
        elif RENDERED.fullmatch(name):
            expected, found = canonical(one[name]), canonical(other[name])
            if expected != found:
                yield f"{name}: {_around(expected, found)}"
        elif name.endswith(".xml") and not name.startswith(("docProps/", "[Content")):
            if canonical(one[name]) != canonical(other[name]):
                yield f"{name} was changed"
        elif not name.endswith((".xml", ".rels")) and one[name] != other[name]:
            yield f"{name} was changed"
    expected_properties, found_properties = properties(theirs), properties(ours)
    if expected_properties != found_properties:
        yield f"properties: {expected_properties} became {found_properties}"


def properties(document: bytes) -> dict[str, str]:
    core = Document(BytesIO(document)).core_properties
    return {name: getattr(core, name) for name in PROPERTIES}


def _around(expected: str, found: str) -> str:
    same = next((i for i, pair in enumerate(zip(expected, found, strict=False)) if pair[0] != pair[1]), len(found))
    start = max(0, same - 60)
    return f"…{expected[start : same + 80]}… became …{found[start : same + 80]}…"
