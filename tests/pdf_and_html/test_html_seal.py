"""The seal of a page, and the page that carries neither seal nor addresses."""

from __future__ import annotations

import pytest
from reading_pages import ORIGIN, all_of, extracts, page_of, parsed

from iomreport.html.page import is_as_built

PAGE = page_of(
    extracts()["albania"], recipient='<meta name="iomreport.seal" content="00000000000000000000000000000000">'
)


def metas(page: bytes) -> dict[str, str]:
    return {each.get("name"): each.get("content") for each in all_of(parsed(page), "meta") if each.get("name")}


def test_a_page_is_as_it_was_built_until_somebody_changes_it() -> None:
    assert is_as_built(PAGE)
    assert {name: text for name, text in metas(PAGE).items() if name in ORIGIN} == ORIGIN


@pytest.mark.parametrize(
    "edited",
    [
        PAGE.replace(b"Albania", b"Albany", 1),
        PAGE + b"\n",
        PAGE.replace(b"\n", b"\r\n"),
        PAGE.replace(b'content="albania"', b'content="albany"') + b" ",
        b"",
        b"<!DOCTYPE html>",
        b"\xff\xfe",
        b"PK\x03\x04",
    ],
)
def test_every_change_is_seen(edited: bytes) -> None:
    assert not is_as_built(edited)


def test_a_plain_page_says_nothing_of_where_it_comes_from() -> None:
    plain = page_of(extracts()["albania"], plain=True)
    assert b"data-address" not in plain
    assert [name for name in metas(plain) if name.startswith("iomreport")] == []
    assert not is_as_built(plain)
    body = [each.tag for each in all_of(parsed(plain), "h1", "h2", "h3", "h4", "table", "address")]
    assert body == [each.tag for each in all_of(parsed(PAGE), "h1", "h2", "h3", "h4", "table", "address")]
