"""Document properties: core (ECMA-376 part 2, clause 10) and custom (part 1, 22.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from iomreport.word.oxml import DECLARATION, escape

_NAMESPACES = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:dcmitype="http://purl.org/dc/dcmitype/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
_PREFIXES = {
    "title": "dc",
    "subject": "dc",
    "creator": "dc",
    "description": "dc",
    "identifier": "dc",
    "language": "dc",
    "keywords": "cp",
    "category": "cp",
    "lastModifiedBy": "cp",
    "revision": "cp",
    "version": "cp",
    "contentStatus": "cp",
    "created": "dcterms",
    "modified": "dcterms",
}
_ELEMENT = re.compile(r"<(?:\w+:)?(\w+)(?: [^>]*)?>([^<]*)</(?:\w+:)?\1>")


@dataclass(frozen=True, slots=True)
class CoreProperties:
    """What a document says of itself. Dates are ISO 8601 in UTC; an empty text leaves the template's own."""

    title: str = ""
    subject: str = ""
    creator: str = ""
    keywords: str = ""
    language: str = ""
    created: str = ""
    modified: str = ""


def write_core(template: str, own: CoreProperties | None, rendered: Mapping[str, str]) -> str:
    """The core properties part: the template's, with the rendered ones and the document's own."""
    # The template's texts are kept as they stand, still escaped.
    values = {name: text for name, text in _ELEMENT.findall(template) if name in _PREFIXES}
    values |= {name: escape(text) for name, text in rendered.items()}
    if own is not None:
        fields = (
            ("title", own.title),
            ("subject", own.subject),
            ("creator", own.creator),
            ("lastModifiedBy", own.creator),
            ("keywords", own.keywords),
            ("language", own.language),
            ("created", own.created),
            ("modified", own.modified),
        )
        values |= {name: escape(text) for name, text in fields if text}
    elements = "".join(_element(name, values[name]) for name in _PREFIXES if name in values)
    return f"{DECLARATION}<cp:coreProperties {_NAMESPACES}>{elements}</cp:coreProperties>"


def _element(name: str, text: str) -> str:
    prefix = _PREFIXES[name]
    kind = ' xsi:type="dcterms:W3CDTF"' if prefix == "dcterms" else ""
    return f"<{prefix}:{name}{kind}>{text}</{prefix}:{name}>"
