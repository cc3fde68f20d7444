"""Reading back what a PDF says of itself: the metadata that `pdf_metadata` writes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from lxml import etree
from pikepdf import PasswordError, Pdf, PdfError

from iomreport.export.pdf_metadata import ORIGIN

_DUBLIN, _BASIC = "http://purl.org/dc/elements/1.1/", "http://ns.adobe.com/xap/1.0/"
_CORE: Final = {"title": (_DUBLIN, "title"), "created": (_BASIC, "CreateDate"), "modified": (_BASIC, "ModifyDate")}
_PIECE = re.compile(r"-(\d+)$")
"""In a name of XMP the number of a piece stands behind a hyphen, in a Word property behind a dot."""
_LARGEST: Final = 5_000_000


@dataclass(frozen=True, slots=True)
class Metadata:
    """The origin by the names that Word properties have, and title and dates."""

    origin: Mapping[str, str]
    core: Mapping[str, str]


def read_metadata(content: bytes) -> Metadata:
    """What a PDF says of itself, which is nothing where it has no metadata; raises `ValueError` for a broken one."""
    try:
        with Pdf.open(BytesIO(content)) as pdf:
            stream = pdf.Root.get("/Metadata")
            packet = stream.read_bytes() if stream is not None else b""
    except (PdfError, PasswordError, AttributeError, TypeError) as error:
        raise ValueError(str(error)) from error
    if not packet or len(packet) > _LARGEST:
        return Metadata({}, {})
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(packet, parser)
    except etree.XMLSyntaxError:
        return Metadata({}, {})
    space = f"{{{ORIGIN}}}"
    names = ((str(each.tag).removeprefix(space), each.text or "") for each in root.iter(f"{space}*"))
    origin = {"iomreport." + _PIECE.sub(r".\1", name): text for name, text in names}
    core: dict[str, str] = {}
    for name, (space, tag) in _CORE.items():
        for each in root.iter(f"{{{space}}}{tag}"):
            # A title stands in a list of alternatives by language.
            core[name] = "".join(map(str, each.itertext())).strip()
            break
    return Metadata(origin, core)
