"""Metadata that agrees with itself, describes what PDF/A does not know, and claims what it is told to claim."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iomreport.pdf.metadata import ORIGIN, Claims, information, moment, xmp
from iomreport.pdf.source import PdfSource

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
SAID = PdfSource(
    b"",
    title="Priorities & <plans>",
    subject="Albania",
    author="A publisher",
    keywords="one, two",
    language="en-GB",
    created="2006-01-01T00:00:00Z",
    modified="2006-02-03T10:00:00+02:00",
    origin={"edition": "2006-2007", "target": "albania", "my note": "kept & said"},
)


def parsed(packet: bytes) -> ElementTree.Element:
    text = packet.decode()
    return ElementTree.fromstring(text[text.index("<x:xmpmeta") : text.index("<?xpacket end")])


def texts(packet: bytes, tag: str) -> list[str]:
    return ["".join(each.itertext()) for each in parsed(packet).iter(tag)]


def test_both_say_the_same() -> None:
    packet, entries = (
        xmp(SAID, Claims(archival=True, accessible=True), "LibreOffice 7.4"),
        information(SAID, "LibreOffice 7.4"),
    )
    dublin, pdf, basic = (
        "{http://purl.org/dc/elements/1.1/}",
        "{http://ns.adobe.com/pdf/1.3/}",
        "{http://ns.adobe.com/xap/1.0/}",
    )
    assert texts(packet, f"{dublin}title") == [entries["/Title"]] == ["Priorities & <plans>"]
    assert texts(packet, f"{dublin}creator") == [entries["/Author"]]
    assert texts(packet, f"{dublin}description") == [entries["/Subject"]]
    assert texts(packet, f"{pdf}Keywords") == [entries["/Keywords"]]
    assert texts(packet, f"{pdf}Producer") == [entries["/Producer"]]
    assert texts(packet, f"{basic}CreatorTool") == [entries["/Creator"]]
    assert texts(packet, f"{basic}CreateDate") == ["2006-01-01T00:00:00Z"]
    assert texts(packet, f"{basic}ModifyDate") == ["2006-02-03T08:00:00Z"]
    assert (entries["/CreationDate"], entries["/ModDate"]) == ("D:20060101000000Z", "D:20060203080000Z")


def test_it_carries_the_origin_and_describes_its_properties() -> None:
    packet = xmp(SAID, Claims(archival=True, accessible=True), "an engine")
    assert texts(packet, f"{{{ORIGIN}}}target") == ["albania"]
    assert texts(packet, f"{{{ORIGIN}}}my-note") == ["kept & said"]
    described = texts(packet, "{http://www.aiim.org/pdfa/ns/property#}name")
    assert described == ["part", "edition", "target", "my-note"]
    assert texts(packet, "{http://www.aiim.org/pdfa/ns/schema#}prefix") == ["pdfuaid", "iomreport"]


@pytest.mark.parametrize("archival", [True, False])
@pytest.mark.parametrize("accessible", [True, False])
def test_it_claims_what_it_is_told(archival: bool, accessible: bool) -> None:
    packet = xmp(SAID, Claims(archival=archival, accessible=accessible), "an engine")
    assert texts(packet, "{http://www.aiim.org/pdfa/ns/id/}part") == (["2"] if archival else [])
    assert texts(packet, "{http://www.aiim.org/pdfua/ns/id/}part") == (["1"] if accessible else [])


def test_what_is_not_known_is_not_said() -> None:
    bare = PdfSource(b"")
    assert set(information(bare, "an engine")) == {"/Creator", "/Producer"}
    packet = xmp(bare, Claims(archival=False, accessible=False), "an engine")
    assert texts(packet, f"{RDF}li") == []
    assert b"Date" not in packet


@pytest.mark.parametrize("text", ["", "yesterday", "2006-13-01"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert moment(text) is None


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff")))
def test_any_words_come_through(words: str) -> None:
    packet = xmp(
        PdfSource(b"", title=words, origin={"edition": words}), Claims(archival=True, accessible=True), "an engine"
    )
    assert texts(packet, "{http://purl.org/dc/elements/1.1/}title") == ([words] if words else [])
    assert texts(packet, f"{{{ORIGIN}}}edition") == ([words] if words else [])
