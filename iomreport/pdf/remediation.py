"""What an engine's PDF lacks is mended, so that it keeps what it claims and is the same whenever it is made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Page, Pdf, String

from iomreport.layout.engine import Printout
from iomreport.pdf.annotations import Forms, Notes
from iomreport.pdf.metadata import Claims, information, seal, xmp
from iomreport.pdf.pages import label_pages, name_places, page_labels
from iomreport.pdf.source import PdfSource
from iomreport.pdf.structure import (
    WITHOUT_LANGUAGE,
    WITHOUT_TAGS,
    WITHOUT_TITLE,
    Fault,
    Parents,
    Structure,
    not_on_page,
)
from iomreport.pdf.tagged_content import SplitContent, balanced_page, figure_marked

_PROFILE_DATE: Final = slice(24, 36)
"""Where an ICC profile holds the date and time at which it was made (ICC.1:2010, 7.2.1)."""
_A_DATE: Final = b"\x07\xd0\0\1\0\1\0\0\0\0\0\0"
_TAGS: Final = ("/StructTreeRoot", "/MarkInfo")


@dataclass(frozen=True, slots=True)
class Finished:
    """A PDF to give out, and why it does not claim to be accessible, if it does not."""

    pdf: bytes
    faults: tuple[Fault, ...]


class RawPdf:
    """A document as it came from the engine. It says where its bookmarks came out, and is mended when it is asked for.

    `producer` is the engine. What has no tags claims nothing.
    """

    def __init__(self, printout: Printout, source: PdfSource, producer: str, *, tagged: bool) -> None:
        self._pdf = Pdf.open(BytesIO(printout.pdf))
        self._manuscript = source
        self._producer = producer
        self._tagged = tagged
        self._places = name_places(self._pdf, source.bookmarks, printout)
        label_pages(self._pdf, source.numbers.sections, self._places, printout.printed)

    def printed_pages(self, bookmarks: Iterable[str]) -> dict[str, str]:
        """The printed page of each bookmark that stands on one."""
        labels = page_labels(self._pdf)
        return {name: labels[self._places[name]] for name in bookmarks if name in self._places}

    def finish(self) -> Finished:
        """The finished PDF, once."""
        with self._pdf as pdf:
            faults: list[Fault] = []
            if self._tagged:
                faults += _mend_tags(pdf)
            else:
                faults.append(WITHOUT_TAGS)
                _drop_tags(pdf)
            if not self._manuscript.language:
                faults.append(WITHOUT_LANGUAGE)
            if not self._manuscript.title:
                faults.append(WITHOUT_TITLE)
            claims = Claims(archival=self._tagged, accessible=not faults)
            _describe(pdf, self._manuscript, self._producer, claims)
            _fix_dates(pdf)
            content = BytesIO()
            packed = ObjectStreamMode.generate
            pdf.save(content, static_id=True, object_stream_mode=packed, fix_metadata_version=False)
        return Finished(seal(content.getvalue()), tuple(dict.fromkeys(faults)))


def _mend_tags(pdf: Pdf) -> list[Fault]:
    parents = Parents(pdf)
    structure = Structure(pdf, parents)
    structure.mend()
    Notes(pdf, parents, structure.notes).mend()
    forms = Forms()
    for page in pdf.pages:
        # Without a tab order a keyboard meets links in the order in which they were written (ISO 14289-1, 7.18.3).
        page.obj.Tabs = Name.S
        for link in page.obj.get("/Annots", ()):
            _describe_link(link)
        _mark_content(page, structure, forms.mend(page.obj))
    parents.write()
    return structure.faults


def _mark_content(page: Page, structure: Structure, forms: dict[bytes, SplitContent]) -> None:
    """Balance the marks of a page, and give pictures to their figures."""
    if isinstance(page.obj.get("/Contents"), Array):
        page.contents_coalesce()
    before = page.obj.Contents.read_bytes()
    marked = before
    for figure in structure.figures.get(page.obj.objgen, ()):
        box = figure.get("/A", Dictionary()).get("/BBox")
        elements = structure.parents.of_page(page.obj)
        found = figure_marked(marked, box, len(elements)) if box is not None else None
        if found is None:
            structure.faults.append(not_on_page(str(figure.get("/Alt", ""))).on(structure.pdf, page.obj))
        else:
            figure.K = Array([len(elements)])
            elements.append(figure)
            marked = found
    balanced = balanced_page(marked, structure.artifacts.get(page.obj.objgen, set()), forms)
    if balanced != before:
        page.obj.Contents.write(balanced)


def _describe_link(link: Any) -> None:
    """Every link has words (ISO 14289-1, 7.18.5); a tab between them is only what the eye needs."""
    words = " ".join(str(link.get("/Contents", "")).split())
    if not words and "/URI" in link.get("/A", Dictionary()):
        words = str(link.A.URI)
    if words and str(link.get("/Contents", "")) != words:
        link.Contents = String(words)


def _drop_tags(pdf: Pdf) -> None:
    """Tags that nobody checked are not claimed."""
    for key in _TAGS:
        if key in pdf.Root:
            del pdf.Root[key]
    for page in pdf.pages:
        if "/StructParents" in page.obj:
            del page.obj["/StructParents"]


def _describe(pdf: Pdf, source: PdfSource, producer: str, claims: Claims) -> None:
    root = pdf.Root
    root.Metadata = pdf.make_stream(xmp(source, claims, producer), Type=Name.Metadata, Subtype=Name.XML)
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary({key: String(text) for key, text in information(source, producer).items()})
    )
    if source.language:
        root.Lang = String(source.language)
    elif "/Lang" in root:
        # The engine made it up.
        del root["/Lang"]
    if "/ViewerPreferences" not in root:
        root.ViewerPreferences = Dictionary()
    root.ViewerPreferences.DisplayDocTitle = bool(source.title)


def _fix_dates(pdf: Pdf) -> None:
    """Take out what differs from run to run."""
    for key in ("/DocChecksum", "/ID"):
        if key in pdf.trailer:
            del pdf.trailer[key]
    for intent in pdf.Root.get("/OutputIntents", ()):
        profile = intent.get("/DestOutputProfile")
        if profile is not None:
            content = bytearray(profile.read_bytes())
            content[_PROFILE_DATE] = _A_DATE
            profile.write(bytes(content))
