"""A package is read within bounds, whoever made it, and written the same way every time."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iomreport.word.package import (
    Limits,
    Member,
    PackageError,
    deflater,
    fastest,
    pack,
    read_package,
    standard,
    write_package,
)


def archive(*members: tuple[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w") as file:
        for name, content in members:
            file.writestr(ZipInfo(name), content, method)
    return stream.getvalue()


def refusal(content: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(PackageError) as stop:
        read_package(content, limits)
    return str(stop.value)


@given(
    st.dictionaries(st.text("abcé/ .", min_size=1, max_size=9).map("x".__add__), st.binary(max_size=300), max_size=5)
)
def test_what_is_written_is_read(contents: dict[str, bytes]) -> None:
    names = {name.casefold(): name for name in contents if not name.endswith("/") and ".." not in name}
    members = [pack(name, contents[name], standard()) for name in names.values()]
    written = write_package(members)
    assert list(read_package(written).values()) == members
    with ZipFile(BytesIO(written)) as file:
        assert file.testzip() is None
        assert {name: file.read(name) for name in file.namelist()} == {name: contents[name] for name in names.values()}
    assert write_package(members) == written


def test_members_are_copied_as_they_lie_in_the_archive() -> None:
    stored = Member("s.png", b"content", zlib.crc32(b"content"), 7, ZIP_STORED)
    packed = pack("a.xml", b"x" * 1000, standard(9))
    members = read_package(write_package([stored, packed]))
    assert members == {"s.png": stored, "a.xml": packed}
    assert members["a.xml"].content() == b"x" * 1000
    assert members["s.png"].content() == b"content"


def test_dates_and_other_extras_of_a_template_are_left_behind() -> None:
    stream = BytesIO()
    with ZipFile(stream, "w") as file:
        info = ZipInfo("a.xml", (2020, 2, 3, 4, 5, 6))
        info.extra = struct.pack("<2H4s", 0xCAFE, 4, b"more")
        info.comment = b"comment"
        file.writestr(info, b"content")
    written = write_package(read_package(stream.getvalue()).values())
    with ZipFile(BytesIO(written)) as file:
        (info,) = file.infolist()
    assert (info.date_time, info.extra, info.comment) == ((1980, 1, 1, 0, 0, 0), b"", b"")


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    assert "grows" in refusal(archive(("word/document.xml", b"\0" * 2_000_000)))


def test_many_small_bombs_are_refused() -> None:
    content = archive(*((f"{number}.xml", b"\0" * 390_000) for number in range(6)))
    assert "expands to more than 2,000,000 bytes" in refusal(content, Limits(size=2_000_000))


def test_a_member_that_lies_about_its_size_is_refused() -> None:
    content = bytearray(archive(("a.xml", b"\0" * 300_000)))
    for signature, offset in ((b"PK\1\2", 16), (b"PK\3\4", 14)):
        start = content.index(signature) + offset
        # The checksum and the size of its first hundred bytes.
        struct.pack_into("<I", content, start, zlib.crc32(b"\0" * 100))
        struct.pack_into("<I", content, start + 8, 100)
    assert "does not agree with its size and checksum" in refusal(bytes(content))


def test_a_wrong_checksum_is_refused() -> None:
    content = bytearray(archive(("a.xml", b"content")))
    content[content.index(b"PK\1\2") + 16] ^= 1
    assert "does not agree" in refusal(bytes(content))


def test_a_member_with_another_name_in_its_own_header_is_refused() -> None:
    content = archive(("aaaa.xml", b"content"))
    assert "does not agree with the directory" in refusal(content.replace(b"aaaa.xml", b"bbbb.xml", 1))


def test_too_many_members_are_refused() -> None:
    assert "6 members, more than the 5" in refusal(archive(*((f"{n}.xml", b"") for n in range(6))), Limits(members=5))


@pytest.mark.parametrize(
    "name", ["../evil.xml", "a/../../evil.xml", "/etc/passwd", "\\\\host\\share", "a\\..\\b", "C:evil", "C:/evil"]
)
def test_a_member_that_leaves_the_package_is_refused(name: str) -> None:
    assert "leaves the package" in refusal(archive((name, b"x")))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("names", [("a.xml", "a.xml"), ("Word/Document.xml", "word/document.xml")])
def test_a_name_that_stands_twice_is_refused(names: tuple[str, str]) -> None:
    assert "twice" in refusal(archive((names[0], b"1"), (names[1], b"2")))


def test_a_protected_member_is_refused() -> None:
    content = bytearray(archive(("a.xml", b"content")))
    content[content.index(b"PK\1\2") + 8] |= 1
    content[content.index(b"PK\3\4") + 6] |= 1
    assert "protected by a password" in refusal(bytes(content))


def test_other_compressions_are_refused() -> None:
    assert "compressed in a way that Word does not know" in refusal(archive(("a.xml", b"x"), method=ZIP_BZIP2))


@pytest.mark.parametrize(
    "content",
    [b"", b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), b"<html/>", archive(("a.xml", b"content"))[:-30]],
    ids=["empty", "short", "Word 97 or encrypted", "html", "cut off"],
)
def test_what_is_no_package_is_refused(content: bytes) -> None:
    assert "not a readable ZIP package" in refusal(content)


@given(st.integers(0, 400), st.integers(0, 255))
def test_no_damage_ends_in_a_traceback(position: int, value: int) -> None:
    content = bytearray(archive(("a.xml", b"content" * 9), ("word/b.xml", b"other")))
    content[position % len(content)] = value
    try:
        members = read_package(bytes(content))
    except PackageError:
        return
    for member in members.values():
        assert zlib.crc32(member.content()) == member.crc


@given(st.binary(max_size=5000) | st.text(max_size=2000).map(str.encode))
def test_back_ends_hold_the_same_content(content: bytes) -> None:
    for each in (standard(), standard(6), fastest(), deflater("fast")):
        member = pack("a.xml", content, each)
        assert member.content() == content
        assert (member.crc, member.size) == (zlib.crc32(content), len(content))


def test_back_ends_have_names() -> None:
    assert deflater("standard").name == "zlib-2"
    assert deflater().name == deflater("fast").name == "isal-2"
