"""Addresses read back: found with their text, gone, or unsure, and never with the text of something else."""

from __future__ import annotations

import random
from collections.abc import Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from iomreport.returned.read import ReturnedField, State, read_returned
from iomreport.word.addresses import BEGINNING, ENDING, alias_of, key_of, map_part, map_properties
from iomreport.word.document import WordDocument
from iomreport.word.oxml import REL, W
from iomreport.word.package import PackageError
from iomreport.word.properties import write_custom

TITLE, BODY, OTHER = "AL/priorities/a/title", "AL/priorities/a/body", "AL/background"
PACKAGE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="a" Type="{REL}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="b" Type="{REL}/custom-properties" Target="docProps/custom.xml"/>'
    "</Relationships>"
)


def package(body: str, addresses: Sequence[str] = (), *, part: bool = True, properties: bool = True) -> bytes:
    document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    members = {"_rels/.rels": PACKAGE, "word/document.xml": document}
    if properties:
        members["docProps/custom.xml"] = write_custom("", map_properties(addresses) if addresses else [])
    if part and addresses:
        members["customXml/item1.xml"] = map_part(addresses)
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return kept.getvalue()


def fields(body: str, *addresses: str) -> dict[str, ReturnedField]:
    return {each.address: each for each in read_returned(WordDocument(package(body, addresses))).fields}


def said(body: str, *addresses: str) -> dict[str, str]:
    """The texts of the fields that are found; of others what is known of them."""
    found = fields(body, *addresses)
    return {name: each.text if each.state is State.FOUND else str(each.state) for name, each in found.items()}


def p(*inside: str) -> str:
    runs = (each if each.startswith("<") else f"<w:r><w:t>{each}</w:t></w:r>" for each in inside)
    return f"<w:p>{''.join(runs)}</w:p>"


def start(address: str, number: str = "", suffix: str = "") -> str:
    return f'<w:bookmarkStart w:id="{key_of(address)}{number}" w:name="{key_of(address)}{suffix}"/>'


def end(address: str, number: str = "") -> str:
    return f'<w:bookmarkEnd w:id="{key_of(address)}{number}"/>'


def point(address: str, sign: str = BEGINNING) -> str:
    return start(f"{address}{sign}") + end(f"{address}{sign}")


def control(inside: str, address: str, *, tag: bool = True, title: str | None = None) -> str:
    tagged = f'<w:tag w:val="{key_of(address)}"/>' if tag else ""
    alias = alias_of(address, 1) if title is None else title
    properties = f'<w:sdtPr><w:alias w:val="{alias}"/>{tagged}</w:sdtPr>'
    return f"<w:sdt>{properties}<w:sdtContent>{inside}</w:sdtContent></w:sdt>"


BLOCK = (BODY, f"{BODY}{BEGINNING}")
WHOLE = p(point(BODY), start(BODY), "one") + p("two") + p("three", end(BODY))


def test_a_field_is_found_by_its_bookmark() -> None:
    assert said(p("(a) ", start(TITLE), "Border", end(TITLE), "!"), TITLE) == {TITLE: "Border"}
    (found,) = fields(p("(a) ", start(TITLE), "Border", end(TITLE), "!"), TITLE).values()
    assert (found.before.words, found.after.words) == ("(a) ", "!\n")


def test_a_field_without_a_mark_is_gone() -> None:
    (found,) = fields(p("Border"), TITLE).values()
    assert (found.state, found.text) == (State.GONE, "")


def test_a_field_whose_text_was_deleted_is_found_empty() -> None:
    assert said(p("(a) ", start(TITLE), end(TITLE)), TITLE) == {TITLE: ""}


def test_a_field_of_blocks_has_its_whole_paragraphs() -> None:
    edges = p("zero ", point(BODY), start(BODY), "one") + p("two", end(BODY), " more")
    assert said(p("before") + edges + p("after"), *BLOCK) == {BODY: "zero one\ntwo more"}


def test_a_control_that_kept_its_tag_is_the_field() -> None:
    written = p("zero") + WHOLE + p("four")
    assert said(p("before") + control(written, BODY) + p("after"), *BLOCK) == {BODY: "zero\none\ntwo\nthree\nfour"}
    assert said(control(p("one"), BODY), *BLOCK) == {BODY: "one"}


def test_a_control_with_nothing_but_its_title_may_have_grown() -> None:
    grown = control(WHOLE + p("The next heading"), BODY, tag=False)
    assert said(grown, *BLOCK) == {BODY: "one\ntwo\nthree"}
    assert said(control(p("one") + p("The next heading"), BODY, tag=False), *BLOCK) == {BODY: "unsure"}


@pytest.mark.parametrize("tag", [True, False])
def test_a_control_apart_from_the_bookmark_contradicts_it(tag: bool) -> None:
    marked = p(start(BODY), "one", end(BODY))
    assert said(marked + control(p("two"), BODY, tag=tag), BODY) == {BODY: "unsure"}


def test_a_control_with_the_title_of_another_field_contradicts_itself() -> None:
    assert said(control(p("one"), BODY, title=OTHER), BODY, OTHER) == {BODY: "unsure", OTHER: "gone"}
    assert said(control(p("one"), BODY, title="renamed by hand"), BODY) == {BODY: "one"}


def test_a_field_that_stands_twice_must_say_the_same() -> None:
    twice = control(p("one"), BODY), control(p("one"), BODY, title=alias_of(BODY, 2))
    assert said("".join(twice), BODY) == {BODY: "one"}
    assert said(twice[0] + twice[1].replace("one", "two"), BODY) == {BODY: "unsure"}


def test_a_bookmark_that_stands_twice_is_unsure() -> None:
    assert said(p(start(TITLE), "a", end(TITLE)) + p(start(TITLE, "2"), "b", end(TITLE, "2")), TITLE) == {
        TITLE: "unsure"
    }


def test_a_bookmark_whose_end_was_moved_over_others_is_unsure_and_they_are_not() -> None:
    body = p(start(OTHER), "background") + p(start(TITLE), "Border", end(TITLE)) + p("text", end(OTHER))
    assert said(body, OTHER, TITLE) == {OTHER: "unsure", TITLE: "Border"}


def test_bookmarks_that_cross_are_both_unsure() -> None:
    body = p(start(OTHER), "a", start(TITLE), "b", end(OTHER), "c", end(TITLE))
    assert said(body, OTHER, TITLE) == {OTHER: "unsure", TITLE: "unsure"}
    assert said(p(start(OTHER), start(TITLE), "b", end(OTHER), end(TITLE)), OTHER, TITLE) == {
        OTHER: "unsure",
        TITLE: "unsure",
    }


def test_a_field_joined_to_the_heading_before_it_does_not_take_that_in() -> None:
    body = p(start(TITLE), "Border", end(TITLE), " ", point(BODY), start(BODY), "one") + p("two", end(BODY))
    assert said(body, TITLE, *BLOCK) == {TITLE: "Border", BODY: "one\ntwo"}


def test_of_a_bookmark_that_shrank_to_its_last_paragraph_the_point_knows_the_first() -> None:
    body = p(point(BODY), "one") + p("two") + p(start(BODY), "three", end(BODY)) + p("after")
    assert said(body, *BLOCK) == {BODY: "one\ntwo\nthree"}


def test_without_the_point_one_paragraph_may_be_the_last_of_many() -> None:
    assert said(p("one") + p(start(BODY), "three", end(BODY)), *BLOCK) == {BODY: "unsure"}
    assert said(p(start(BODY), "two") + p("three", end(BODY)), *BLOCK) == {BODY: "two\nthree"}


def test_a_point_that_was_carried_away_is_not_followed() -> None:
    body = p(point(BODY), "carried") + p("The heading") + p(start(BODY), "two") + p("three", end(BODY))
    assert said(body, *BLOCK) == {BODY: "unsure"}


def test_a_field_with_a_table_at_its_end_stands_between_its_points() -> None:
    table = f"<w:tbl><w:tr><w:tc>{p('cell', point(BODY, ENDING))}</w:tc></w:tr></w:tbl>"
    wanted = (*BLOCK, f"{BODY}{ENDING}")
    assert said(p(point(BODY), "one") + table + p("after"), *wanted) == {BODY: "one\ncell"}
    assert said(p(point(BODY), start(BODY), "one", end(BODY)) + table, *wanted) == {BODY: "one\ncell"}
    assert said(p("one") + table, *wanted) == {BODY: "unsure"}
    assert said(p("one"), *wanted) == {BODY: "gone"}


def test_a_field_that_was_put_into_a_frame_is_found_under_its_new_name() -> None:
    assert said(p(start(TITLE, suffix="_Copy_1"), "Border", end(TITLE)), TITLE) == {TITLE: "Border"}
    pasted = p(start(TITLE), "Border", end(TITLE)) + p(start(TITLE, "2", "_Copy_1"), "Bord", end(TITLE, "2"))
    assert said(pasted, TITLE) == {TITLE: "Border"}


def test_nothing_between_the_marks_and_something_beside_them_is_unsure() -> None:
    assert said(p(point(BODY), start(BODY), end(BODY), "written anew"), *BLOCK) == {BODY: "unsure"}


@pytest.mark.parametrize(("part", "properties"), [(True, False), (False, True)])
def test_either_map_is_enough(part: bool, properties: bool) -> None:
    content = package(p("Border"), (TITLE,), part=part, properties=properties)
    document = read_returned(WordDocument(content))
    assert [each.address for each in document.fields] == [TITLE]
    assert document.has_map


def test_without_a_map_known_addresses_are_looked_for() -> None:
    document = read_returned(WordDocument(package(p(start(TITLE), "Border", end(TITLE)))), (TITLE, OTHER))
    assert [(each.address, each.text) for each in document.fields] == [(TITLE, "Border")]
    assert not document.has_map


def test_ids_of_a_file_are_no_fields() -> None:
    assert said(p("a"), "#table", TITLE) == {TITLE: "gone"}


def test_a_strict_document_is_read_like_any() -> None:
    strict = ZipFile(BytesIO(package(WHOLE, BLOCK)))
    text = strict.read("word/document.xml").decode().replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    (found,) = read_returned(WordDocument(with_member("word/document.xml", text.encode()))).fields
    assert found.text == "one\ntwo\nthree"


BOMB = (
    '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>'
)


def with_member(name: str, content: bytes) -> bytes:
    source, kept = ZipFile(BytesIO(package(WHOLE, BLOCK))), BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as archive:
        for each in source.namelist():
            if each != name:
                archive.writestr(each, source.read(each))
        archive.writestr(name, content)
    return kept.getvalue()


HOSTILE = {
    "no archive": b"%PDF-1.7",
    "an empty file": b"",
    "an entity": with_member("word/document.xml", BOMB.encode()),
    "an entity in UTF-16": with_member(
        "word/document.xml", f'<?xml version="1.0" encoding="UTF-16"?>{BOMB}'.encode("utf-16")
    ),
    "an entity in an encoding of its own": with_member(
        "word/document.xml", b'<?xml version="1.0" encoding="UTF-7"?>' + BOMB.replace("<!", "+ADwAIQ-").encode()
    ),
    "an entity in a map": with_member("docProps/custom.xml", BOMB.encode()),
    "broken XML": with_member("word/document.xml", b"<w:document"),
    "a deep part": with_member("word/document.xml", b"<a>" * 100_000 + b"</a>" * 100_000),
    "a part that grows": with_member("word/document.xml", b"<a>" + b" " * 50_000_000 + b"</a>"),
    "no relationships": with_member("_rels/.rels", b"<Relationships/>"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused(case: str) -> None:
    with pytest.raises(PackageError):
        read_returned(WordDocument(HOSTILE[case]))


@pytest.mark.parametrize("value", ["", "x", "eJw=", "A" * 255])
def test_a_damaged_map_is_none(value: str) -> None:
    custom = write_custom("", [("iomreport.addresses.1", value)])
    content = with_member("docProps/custom.xml", custom.encode())
    without = with_member("customXml/item1.xml", b"<other/>")
    assert {each.address for each in read_returned(WordDocument(content)).fields} == {BODY}
    assert {each.address for each in read_returned(WordDocument(without)).fields} == {BODY}


def test_an_address_that_would_move_the_cursor_is_none() -> None:
    assert said(p("a"), "AL/\u009b2J", "AL/\u202etitle", "x" * 5_000, TITLE) == {TITLE: "gone"}


def test_a_damaged_file_is_read_or_refused() -> None:
    whole = package(control(WHOLE, BODY) + p(start(TITLE), "Border", end(TITLE)), (*BLOCK, TITLE))
    source = ZipFile(BytesIO(whole))
    text = source.read("word/document.xml")
    chance = random.Random(7)
    for _ in range(300):
        place, length = chance.randrange(len(text)), chance.randrange(1, 60)
        cut = text[:place] + text[place + length :]
        try:
            read_returned(WordDocument(with_member("word/document.xml", cut)))
        except PackageError:
            continue
