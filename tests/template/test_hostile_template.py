"""A template from an unknown hand is read within bounds; nothing outside it is looked at."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest
from compare import by_engine, members
from corpus.package import DECLARED, HEAD, document, zipped

from iomreport.diagnostics.finding import TemplateError
from iomreport.template.render import TemplateStore

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<!DOCTYPE w:document [<!ENTITY l0 "ha">{LAUGHS}]>'
PARTS = (
    "word/document.xml",
    "word/header1.xml",
    "word/footnotes.xml",
    "word/styles.xml",
    "docProps/core.xml",
    "[Content_Types].xml",
    "word/_rels/document.xml.rels",
    "_rels/.rels",
)


def spoilt(part: str, change: Callable[[str], str]) -> bytes:
    footnotes = ('<w:footnote w:id="1"><w:p/></w:footnote>',)
    template = document("{{ x }}", headers=("{{ x }}",), footnotes=footnotes, core={"title": "{{ x }}"})
    texts = {name: text.decode() for name, text in members(template).items()}
    texts[part] = change(texts[part])
    return zipped({name: text.encode() for name, text in texts.items()})


def codes(template: bytes) -> set[str]:
    with pytest.raises(TemplateError) as stop:
        TemplateStore().open_bytes(template, "t.docx")
    return {found.code for found in stop.value.diagnostics}


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a template reached for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    "doctype",
    [BOMB, '<!DOCTYPE x SYSTEM "http://localhost:1/x.dtd">', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'],
    ids=["bomb", "external", "file"],
)
def test_document_types_are_refused(part: str, doctype: str) -> None:
    assert codes(spoilt(part, lambda xml: xml.replace("?>", f"?>{doctype}", 1))) == {"T001"}


@pytest.mark.parametrize("use", ["&l9;", "&e;"])
@pytest.mark.parametrize(("old", "new"), [("{{ x }}", "{}"), ("<w:p>", '<w:p w:rsidR="{}">')])
def test_entities_are_not_expanded(use: str, old: str, new: str) -> None:
    doctype = BOMB.replace("]>", '<!ENTITY e SYSTEM "file:///etc/passwd">]>')

    def change(xml: str) -> str:
        return xml.replace("?>", f"?>{doctype}", 1).replace(old, new.format(use), 1)

    assert codes(spoilt("word/document.xml", change)) == {"T001"}


@pytest.mark.parametrize("part", PARTS)
def test_damaged_parts_are_refused(part: str) -> None:
    assert codes(spoilt(part, lambda xml: xml[:-9])) == {"T001"}
    assert codes(spoilt(part, lambda xml: "")) == {"T001"}


def test_external_relationships_are_not_followed() -> None:
    external = (
        '<Relationship Id="x1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header"'
        ' Target="http://localhost:1/header.xml" TargetMode="External"/>'
        '<Relationship Id="x2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header"'
        ' Target="file:///etc/passwd" TargetMode="External"/>'
        '<Relationship Id="x3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"'
        ' Target="http://localhost:1/evil.dotm" TargetMode="External"/>'
        '<Relationship Id="x4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header"'
        ' Target="../../../../etc/passwd"/>'
    )
    template = spoilt(
        "word/_rels/document.xml.rels", lambda xml: xml.replace("</Relationships>", f"{external}</Relationships>")
    )
    made = members(by_engine(template, {"x": "1"}))
    assert b"root:" not in b"".join(made.values())


def test_deep_nesting_is_refused() -> None:
    depth = 5000
    nested = f"{HEAD}<w:document {DECLARED}><w:body>{'<w:p>' * depth}{'</w:p>' * depth}</w:body></w:document>"
    assert codes(spoilt("word/document.xml", lambda xml: nested)) == {"T001"}


TEMPLATE = document("{{ x }}")


@pytest.mark.parametrize("content", [b"", b"PK\3\4", TEMPLATE[:100], TEMPLATE[:-50], b"%PDF-1.7", TEMPLATE[::-1]])
def test_no_bytes_end_in_a_traceback(content: bytes) -> None:
    assert codes(content) == {"T001"}
