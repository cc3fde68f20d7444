"""Bytes become text that a document can hold, or findings that say where they cannot."""

from __future__ import annotations

import pytest

from iomreport.diagnostics.finding import Findings
from iomreport.files import decode


def read(content: bytes) -> tuple[str | None, list[tuple[str, str]]]:
    findings = Findings()
    text = decode(content, "x.md", findings)
    return text, [(f"{finding.location} {finding.code}", finding.message) for finding in findings.items]


@pytest.mark.parametrize("content", [b"a\nb\n", b"a\r\nb\r\n", b"a\rb\r", b"\xef\xbb\xbfa\nb\n"])
def test_line_ends_and_a_byte_order_mark_are_evened(content: bytes) -> None:
    assert read(content) == ("a\nb\n", [])


def test_signs_of_all_languages_are_kept() -> None:
    text = "š – ’ “ ” é Ж ש\u200f 日 😀 e\u0301 \xa0 \ufdd0"
    assert read(text.encode()) == (text, [])


@pytest.mark.parametrize(
    ("content", "place", "says"),
    [
        ("aé\nbš".encode() + b"\xe9t", "x.md:2:3 C102", "byte 8 is 0xE9"),
        (b"\xef\xbb\xbfab\r\nc\xff", "x.md:2:2 C102", "byte 9 is 0xFF"),
        ("Text".encode("utf-16"), "x.md:1:1 C102", "not a text file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "x.md:1:1 C102", "not a text file"),
    ],
)
def test_other_encodings_and_binary_files_are_refused(content: bytes, place: str, says: str) -> None:
    text, ((at, message),) = read(content)
    assert text is None
    assert at == place
    assert says in message


def test_characters_that_xml_cannot_hold_have_a_place_each() -> None:
    text, findings = read("a\x0bb\x0b\nc\ufffe\x85\n\u2028".encode())
    assert text == "a\ufffdb\ufffd\nc\ufffd\ufffd\n\ufffd"
    assert [place for place, _ in findings] == [
        "x.md:1:2 C103",
        "x.md:2:2 C103",
        "x.md:2:3 C103",
        "x.md:3:1 C103",
    ]
    assert findings[3][1] == "a document cannot hold U+2028 (LINE SEPARATOR)"
