"""What a PDF says of itself: XMP metadata (ISO 16684-1) and the information dictionary, which agree word for word.

Reading back what a PDF says of itself: the metadata that `pdf_metadata` writes.

The seal of a PDF: whether it is as it was printed, or somebody changed it.

The seal is the second string of the file identifier (ISO 32000-1, 14.4), which is there to tell states of a file apart:
a hash of all bytes of the file, with zeros in the place of the seal. Programs that save a PDF write another one, or
append to the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from typing import Any, Final

from lxml import etree
from pikepdf import PasswordError, Pdf, PdfError

from iomreport.pdf.source import PdfSource
from iomreport.version import VERSION
from iomreport.word.oxml import escape

ORIGIN: Final = "urn:iomreport:origin:"
"""The namespace of what a document carries of its own making."""
_UA: Final = "http://www.aiim.org/pdfua/ns/id/"
_DESCRIBED: Final = {
    "content": "Digest of the content that the document shows",
    "countries": "Countries that the document is about",
    "edition": "Edition of the content",
    "fields": "Digests of the fields that the document shows, in pieces",
    "fonts": "Fonts that the pages were laid out with",
    "layout": "Engine that laid out the page numbers of the contents",
    "target": "What was built",
    "template": "Digest of the template",
    "texts": "Digests of what the fields say in the document, in pieces",
    "themes": "Themes that the document is about",
    "version": "Version of the program that built the document",
}
_NAME = re.compile(r"[^A-Za-z0-9_-]")
_PACKET = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
    '{}</rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
)


@dataclass(frozen=True, slots=True)
class Claims:
    """What a PDF says that it follows: PDF/A-2b, and PDF/UA-1."""

    archival: bool
    accessible: bool


def xmp(source: PdfSource, claims: Claims, producer: str) -> bytes:
    """The metadata packet. What PDF/A does not know is described in extension schemas (ISO 19005-2, 6.6.2.3)."""
    created, modified = moment(source.created), moment(source.modified)
    origin = {_NAME.sub("-", name): text for name, text in source.origin.items()}
    blocks = [
        _block({"dc": "http://purl.org/dc/elements/1.1/"}, _dublin_core(source)),
        _block(
            {"pdf": "http://ns.adobe.com/pdf/1.3/"},
            (_simple("pdf:Producer", producer), _simple("pdf:Keywords", source.keywords)),
        ),
        _block(
            {"xmp": "http://ns.adobe.com/xap/1.0/"},
            (
                _simple("xmp:CreatorTool", creator()),
                _simple("xmp:CreateDate", created and created.strftime("%Y-%m-%dT%H:%M:%SZ")),
                _simple("xmp:ModifyDate", modified and modified.strftime("%Y-%m-%dT%H:%M:%SZ")),
            ),
        ),
        _block({"iomreport": ORIGIN}, (_simple(f"iomreport:{name}", text) for name, text in origin.items())),
    ]
    if claims.accessible:
        blocks.append(_block({"pdfuaid": _UA}, (_simple("pdfuaid:part", "1"),)))
    if claims.archival:
        part = (_simple("pdfaid:part", "2"), _simple("pdfaid:conformance", "B"))
        blocks.append(_block({"pdfaid": "http://www.aiim.org/pdfa/ns/id/"}, part))
        blocks.append(_extensions(origin, accessible=claims.accessible))
    return _PACKET.format("".join(blocks)).encode()


def information(source: PdfSource, producer: str) -> dict[str, str]:
    """The entries of the information dictionary (ISO 32000-1, 14.3.3)."""
    created, modified = moment(source.created), moment(source.modified)
    entries = {
        "/Title": source.title,
        "/Author": source.author,
        "/Subject": source.subject,
        "/Keywords": source.keywords,
        "/Creator": creator(),
        "/Producer": producer,
        "/CreationDate": created and created.strftime("D:%Y%m%d%H%M%SZ"),
        "/ModDate": modified and modified.strftime("D:%Y%m%d%H%M%SZ"),
    }
    return {name: text for name, text in entries.items() if text}


def creator() -> str:
    """The program that the document comes from."""
    return f"iomreport {VERSION}"


def moment(text: str) -> datetime | None:
    """A date of the core properties in UTC; none where there is none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _block(spaces: Mapping[str, str], properties: Iterable[str]) -> str:
    inside = "".join(properties)
    declared = "".join(f' xmlns:{prefix}="{space}"' for prefix, space in spaces.items())
    return f'<rdf:Description rdf:about=""{declared}>{inside}</rdf:Description>\n' if inside else ""


def _simple(name: str, text: str | Any) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else ""


def _dublin_core(source: PdfSource) -> Iterable[str]:
    yield "<dc:format>application/pdf</dc:format>"
    for name, text in (("dc:title", source.title), ("dc:description", source.subject)):
        if text:
            yield f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt></{name}>'
    if source.author:
        yield f"<dc:creator><rdf:Seq><rdf:li>{escape(source.author)}</rdf:li></rdf:Seq></dc:creator>"
    if source.language:
        yield f"<dc:language><rdf:Bag><rdf:li>{escape(source.language)}</rdf:li></rdf:Bag></dc:language>"


def _extensions(origin: Mapping[str, str], *, accessible: bool) -> str:
    schemas: list[str] = []
    if accessible:
        part = _property("part", "Integer", "Part of ISO 14289 that the document follows")
        schemas.append(_schema("PDF/UA Universal Accessibility Schema", _UA, "pdfuaid", part))
    if origin:
        said = "".join(_property(name, "Text", _DESCRIBED.get(name.partition("-")[0], name)) for name in origin)
        schemas.append(_schema("Origin of the document", ORIGIN, "iomreport", said))
    if not schemas:
        return ""
    spaces = {
        "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
        "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
        "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    }
    bag = f"<pdfaExtension:schemas><rdf:Bag>{''.join(schemas)}</rdf:Bag></pdfaExtension:schemas>"
    return _block(spaces, (bag,))


def _schema(title: str, space: str, prefix: str, properties: str) -> str:
    return (
        f'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>{title}</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{space}</pdfaSchema:namespaceURI><pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )


def _property(name: str, kind: str, description: str) -> str:
    return (
        f'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{name}</pdfaProperty:name>'
        f"<pdfaProperty:valueType>{kind}</pdfaProperty:valueType>"
        f"<pdfaProperty:category>internal</pdfaProperty:category>"
        f"<pdfaProperty:description>{escape(description)}</pdfaProperty:description></rdf:li>"
    )


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


UNSEALED: Final = b"31415926535897932384626433832795"
"""Both strings of the identifier in a file that is not sealed yet."""
_SALT = b"iomreport pdf seal 1\0"
_DIGITS = 32
_IDENTIFIER = re.compile(rb"/ID\s*\[\s*<([0-9a-f]{32})>\s*<([0-9a-f]{32})>\s*\]")


def seal(pdf: bytes) -> bytes:
    """A PDF with its identifier: the first string of its content, the second, the seal, of the whole file."""
    found = _last_identifier(pdf)
    if found is None or found[1] != UNSEALED:
        raise ValueError("the PDF has no identifier to fill in")
    first = sha256(pdf).hexdigest()[:_DIGITS].encode()
    before = b"".join((pdf[: found.start(1)], first, pdf[found.end(1) : found.start(2)]))
    behind = pdf[found.end(2) :]
    return b"".join((before, _seal(before, behind), behind))


def is_as_built(pdf: bytes) -> bool:
    """Whether a PDF carries a seal and the seal fits; false for any other file."""
    found = _last_identifier(pdf)
    return found is not None and _seal(pdf[: found.start(2)], pdf[found.end(2) :]) == found[2]


def _last_identifier(pdf: bytes) -> re.Match[bytes] | None:
    found = None
    start = pdf.rfind(b"/ID")
    while found is None and start >= 0:
        found = _IDENTIFIER.match(pdf, start)
        start = pdf.rfind(b"/ID", 0, start)
    return found


def _seal(before: bytes, behind: bytes) -> bytes:
    digest = sha256(_SALT)
    for piece in (before, b"0" * _DIGITS, behind):
        digest.update(piece)
    return digest.hexdigest()[:_DIGITS].encode()
