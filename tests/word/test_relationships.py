"""A document's relationships have ids of their own, whatever its template's are called."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from iomreport.word.fragments import Picture
from iomreport.word.relationships import EMPTY, Relations, insert_before_end, relationship_ids

IDS = st.sets(
    st.sampled_from([f"rIdLink{n}" for n in range(1, 9)] + [f"rIdPicture{n}" for n in range(1, 5)] + ["rId1"])
)


@given(IDS, st.lists(st.text(max_size=9), unique=True, max_size=6))
def test_ids_are_unique_and_targets_whole(taken: set[str], targets: list[str]) -> None:
    targets = [f"https://example.org/?q={each}" for each in targets if each.isprintable()]
    template = EMPTY
    for each in sorted(taken):
        template = insert_before_end(template, f'<Relationship Id="{each}"/>', "Relationships")
    relations = Relations(relationship_ids(template))
    ids = [relations.link(target) for target in targets]
    picture = Picture(b"x", "png", 1, 1)
    ids.append(relations.picture(picture))
    assert ids == [*(relations.link(target) for target in targets), relations.picture(picture)]
    root = etree.fromstring(relations.added_to(template, {picture: "media/picture1.png"}).encode())
    assert len({each.get("Id") for each in root}) == len(root) == len(taken) + len(ids)
    assert [each.get("Target") for each in root][len(taken) :] == [*targets, "media/picture1.png"]


def test_children_go_into_a_root_that_was_empty() -> None:
    assert insert_before_end('<?xml?><a x="1"/>', "<b/>", "a") == '<?xml?><a x="1"><b/></a>'
    assert insert_before_end("<a><c/></a>\n", "<b/>", "a") == "<a><c/><b/></a>\n"
