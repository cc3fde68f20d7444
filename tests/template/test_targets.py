"""What references find in a document."""

from __future__ import annotations

from iomreport.template.rendered import ReferenceTarget, targets_within
from iomreport.word.addresses import LOCAL, key_of
from iomreport.word.markers import BOOKMARK, BOOKMARK_END, SEQUENCE, find_markers, marker

CAPTIONS = ("Table", "Figure")


def marked(identifier: str, inside: str) -> str:
    key = key_of(f"{LOCAL}{identifier}")
    return marker(BOOKMARK, key) + inside + marker(BOOKMARK_END, key)


def test_a_caption_is_found_by_its_own_id_alone() -> None:
    table = marker(SEQUENCE, "Table")
    text = f"{marked('heading', 'A heading')}…Table {table}…{marked('b', f'Table {table}')}…{marked('c', 'Figure ')}"
    found = targets_within(find_markers(text), {}, CAPTIONS)
    assert found == {"b": (key_of(f"{LOCAL}b"), "Table 2")}


def test_a_field_is_found_where_its_bookmark_stands() -> None:
    references = {code: ReferenceTarget(f"{code}/names/long", f"the words of {code}", "III.1") for code in ("AL", "BA")}
    text = "…" + marker(BOOKMARK, key_of("AL/names/long")) + "Albania"
    assert targets_within(find_markers(text), references, CAPTIONS) == {
        "AL": (key_of("AL/names/long"), "the words of AL")
    }
