"""All that a page paints is marked, whatever was torn, and nothing of it is painted otherwise."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iomreport.pdf.tagged_content import balanced_page, figure_marked, unmarked_form

PAINT = b"0 0 10 10 re f"
TEXT = b"BT /F1 9 Tf <0102BDC0> Tj ET"


def depths(stream: bytes) -> list[int]:
    """How deep in marked sequences each thing is that is painted; the last number is what stays open."""
    found: list[int] = []
    depth = 0
    for word in stream.split():
        if word in (b"BMC", b"BDC") or word.endswith(b">>BDC"):
            depth += 1
        elif word == b"EMC":
            depth -= 1
            assert depth >= 0
        elif word in (b"re", b"BT", b"Do"):
            found.append(depth)
    return [*found, depth]


def test_a_sound_page_stays_as_it_is() -> None:
    page = b"/Artifact BMC\n" + PAINT + b"\nEMC\n/P<</MCID 0>>BDC\n" + TEXT + b"\nEMC\n"
    assert balanced_page(page, (), {}) == page


def test_what_stands_outside_becomes_an_artifact() -> None:
    page = b"q\n" + PAINT + b"\n/P<</MCID 0>>BDC\n" + TEXT + b"\nEMC\n" + PAINT + b"\nQ"
    assert depths(balanced_page(page, (), {})) == [1, 1, 1, 0]


def test_a_sequence_that_says_nothing_becomes_an_artifact() -> None:
    page = b"/Figure<</MCID 3>>BDC\n" + PAINT + b"\nEMC\n/P<</MCID 13>>BDC\n" + TEXT + b"\nEMC"
    assert balanced_page(page, {3}, {}).startswith(b"/Artifact BMC\n" + PAINT)
    assert b"/P<</MCID 13>>BDC" in balanced_page(page, {3}, {})


def test_a_sequence_torn_by_a_form_begins_before_it() -> None:
    torn = unmarked_form(b"/Figure<</MCID 2>>BDC\n" + PAINT + b"\n")
    assert torn is not None
    assert torn.stream.split() == PAINT.split()
    page = b"q /G gs /Tr9 Do Q\nq /G gs /Tr11 Do Q\nEMC\n"
    mended = balanced_page(page, (), {b"/Tr9": torn})
    assert depths(mended) == [1, 1, 0]
    assert mended.index(b"/Figure<</MCID 2>>BDC") < mended.index(b"/Tr9 Do")


def test_a_sequence_that_a_form_ends_ends_behind_it() -> None:
    torn = unmarked_form(PAINT + b"\nEMC\n")
    assert torn is not None
    page = b"/Figure<</MCID 2>>BDC\n/Tr9 Do\n/P<</MCID 3>>BDC\n" + TEXT + b"\nEMC\n"
    assert depths(balanced_page(page, (), {b"/Tr9": torn})) == [1, 1, 0]


@pytest.mark.parametrize("stream", [PAINT, b"/Span<</Lang(de-DE)/MCID 1>>BDC\n" + TEXT + b"\nEMC\n", b""])
def test_a_sound_form_is_left_alone(stream: bytes) -> None:
    assert unmarked_form(stream) is None


PIECES = [PAINT, TEXT, b"/P<</MCID 1>>BDC", b"/Artifact BMC", b"EMC", b"q", b"Q", b"/Span<</E(a\\)>>b)/MCID 7>>BDC"]


@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_any_page_comes_out_balanced_with_all_that_is_painted_marked(pieces: list[bytes]) -> None:
    page = b"\n".join(pieces)
    mended = balanced_page(page, {7}, {})
    *painted, left = depths(mended)
    assert left == 0
    assert all(painted)
    marks = re.compile(b"|".join(re.escape(each) for each in PIECES if each.endswith(b"C")))
    assert marks.sub(b"", mended).split() == marks.sub(b"", page).split()
    assert balanced_page(mended, {7}, {}) == mended


def test_a_picture_goes_to_the_figure_that_it_fills() -> None:
    page = (
        b"/Artifact BMC\nQ q 9 9 9 9 re\nW* n\nq 20 0 0 30 100 200 cm\n/Im1 Do Q\nEMC\n"
        b"/Artifact BMC\nQ q 9 9 9 9 re\nW* n\nq 20 0 0 30 100 400 cm\n/Im1 Do Q\nEMC\n"
    )
    marked = figure_marked(page, (100.2, 399.9, 120, 430), 5)
    assert marked is not None
    first, second = marked.split(b"EMC\n")[:2]
    assert first.startswith(b"/Artifact BMC")
    assert second.startswith(b"/Figure<</MCID 5>>BDC")
    assert figure_marked(page, (0, 0, 10, 10), 5) is None
