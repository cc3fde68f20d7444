"""What a finished document of any format says of itself: its core properties and where it comes from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Final

from iomreport.html import seal as html_seal
from iomreport.word.document import WordDocument
from iomreport.word.package import PackageError
from iomreport.word.seal import is_as_built

PREFIX: Final = "iomreport."
_META = re.compile(r'<meta name="([^"]{1,200})" content="([^"]*)">')
_HEAD: Final = 1_000_000
"""Bytes of a page within which its head ends."""
_CORE: Final = {"dcterms.created": "created", "dcterms.modified": "modified"}
_TITLE = re.compile(r"<title>([^<]*)</title>")


@dataclass(frozen=True, slots=True)
class StatedOrigin:
    """What a document says of itself. `properties` are its custom ones by name; `core` has title and dates."""

    properties: Mapping[str, str]
    core: Mapping[str, str]
    as_built: bool


def read_stated_origin(content: bytes) -> StatedOrigin:
    """What a Word document, a PDF or a page says of itself; raises `PackageError` where it is none of them."""
    if is_pdf(content):
        return _of_pdf(content)
    if is_page(content):
        return _of_page(content)
    package = WordDocument(content)
    return StatedOrigin(package.custom(), package.core(), is_as_built(content))


def is_pdf(content: bytes) -> bool:
    """Whether a file is a PDF, sound or not."""
    return content.startswith(b"%PDF-")


def is_page(content: bytes) -> bool:
    """Whether a file is a page in HTML."""
    return content[:200].lstrip()[:14].lower() == b"<!doctype html"


def _of_pdf(content: bytes) -> StatedOrigin:
    try:
        from iomreport.pdf.origin import is_as_built, read_metadata

        metadata = read_metadata(content)
    except ImportError as error:
        raise PackageError("reading a PDF needs the package pikepdf: pip install 'iomreport[pdf]'") from error
    except ValueError as error:
        raise PackageError(f"it is not a readable PDF ({error})") from error
    return StatedOrigin(metadata.origin, metadata.core, is_as_built(content))


def _of_page(content: bytes) -> StatedOrigin:
    head = content[:_HEAD].decode("utf-8", "replace").partition("</head>")[0]
    named = {unescape(name): unescape(text) for name, text in _META.findall(head)}
    properties = {name: text for name, text in named.items() if name.startswith(PREFIX)}
    title = _TITLE.search(head)
    core = {_CORE[name]: text for name, text in named.items() if name in _CORE}
    return StatedOrigin(
        properties, {"title": unescape(title[1]) if title else "", **core}, html_seal.is_as_built(content)
    )
