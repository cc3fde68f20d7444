"""What a document carries of its making, and what has changed since."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from specimen import spoil

from iomreport.publish.builder import DocumentBuilder
from iomreport.strategy import origin as origins
from iomreport.strategy.extract import extract
from iomreport.strategy.load.loader import load
from iomreport.strategy.model.strategy import Strategy
from iomreport.strategy.origin import (
    Changes,
    Origin,
    changes_since,
    extract_again,
    field_digests,
    pack_fields,
    read_origin,
    unpack_fields,
)
from iomreport.word.document import WordDocument
from iomreport.word.properties import PIECE

ADDRESS = st.text(st.characters(categories=("L", "N"), include_characters="/-"), min_size=1)
CHAPTER = "content/countries/albania/chapter.md"
PROJECTS = "content/countries/albania/projects.yaml"


@given(st.dictionaries(ADDRESS, st.binary(min_size=8, max_size=8), min_size=1))
def test_packed_digests_come_back(digests: dict[str, bytes]) -> None:
    packed = pack_fields({address: each.hex() for address, each in digests.items()})
    assert unpack_fields(packed) == {address: each[:4] for address, each in digests.items()}


@given(st.text() | st.text(st.sampled_from("ABCxyz+/="), max_size=600))
def test_damaged_digests_are_none(text: str) -> None:
    assert unpack_fields(text) == {}


def origin_of(strategy: Strategy, **chosen: list[str]) -> Origin:
    """The origin of an extract, as its document tells it."""
    part = extract(strategy, **chosen)
    told = DocumentBuilder(Path(), strategy).prepare(part, "a target", field_digests(part)).origin
    assert all(len(text) <= PIECE for text in told.values())
    origin = read_origin(told)
    assert origin is not None
    return origin


@pytest.mark.parametrize("chosen", [{}, {"countries": ["AL"]}, {"themes": ["research"]}, {"countries": ["AL", "XK"]}])
def test_a_document_knows_its_extract(project: Path, chosen: dict[str, list[str]]) -> None:
    strategy = load(project)
    origin = origin_of(strategy, **chosen)
    again = extract_again(origin, strategy)
    assert (origin.target, origin.edition) == ("a target", "2006-2007")
    assert again == extract(strategy, **chosen)
    assert not changes_since(origin, again)


def small_template(project: Path) -> Path:
    template = project / "templates/country.docx"
    document = docx.Document()
    document.add_paragraph("{{ country.names.long }} for {{ recipient }}")
    document.save(str(template))
    return template


def since(project: Path, origin: Origin) -> Changes:
    return changes_since(origin, extract_again(origin, load(project)))


def test_a_changed_field_is_named_and_nothing_else(project: Path) -> None:
    origin = origin_of(load(project), countries=["AL"])
    spoil(project, PROJECTS, "title: Patrols", "title: Patrols at sea")
    assert since(project, origin) == Changes(changed=("AL/projects/patrols/title",))


def test_a_field_of_another_country_is_not(project: Path) -> None:
    origin = origin_of(load(project), countries=["AL"])
    spoil(project, "content/countries/kosovo/chapter.md", "Background of Kosovo.", "Another background.")
    assert not since(project, origin)


def test_new_and_gone_fields_are_said_as_such(project: Path) -> None:
    origin = origin_of(load(project), countries=["AL"])
    spoil(project, PROJECTS, "    - id: study", "    - id: survey")
    changes = since(project, origin)
    assert set(changes.new) == {"AL/projects/survey/title", "AL/projects/survey/theme"}
    assert set(changes.gone) == {"AL/projects/study/title", "AL/projects/study/theme"}
    assert changes.changed == ()


def test_what_moves_in_its_file_has_not_changed(project: Path) -> None:
    origin = origin_of(load(project), countries=["AL"])
    spoil(project, CHAPTER, "Forum text.", "Forum\ntext.")
    assert not since(project, origin)


def test_other_words_make_a_document_old_as_well(project: Path) -> None:
    origin = origin_of(load(project), countries=["AL"])
    spoil(project, "content/labels.yaml", "contents: Contents", "contents: What is in it")
    assert since(project, origin) == Changes(others=True)


def test_without_digests_it_is_told_that_something_changed(project: Path) -> None:
    told = (
        DocumentBuilder(project, load(project)).prepare(load(project), "strategy", field_digests(load(project))).origin
    )
    origin = read_origin({name: text for name, text in told.items() if ".fields." not in name})
    assert origin is not None
    assert not since(project, origin)
    spoil(project, CHAPTER, "Forum text.", "Other text.")
    assert since(project, origin) == Changes(unknown=True)


@pytest.mark.parametrize("properties", [{}, {"iomreport.target": "albania"}, {"iomreport.notes": "footnotes"}])
def test_a_document_that_tells_nothing_has_no_origin(properties: dict[str, str]) -> None:
    assert read_origin(properties) is None


def test_digests_are_packed_once_an_extract(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed: list[int] = []

    def counted(digests: dict[str, str]) -> str:
        packed.append(len(digests))
        return pack_fields(digests)

    monkeypatch.setattr(origins, "pack_fields", counted)
    template = small_template(project)
    builder = DocumentBuilder(project, load(project))
    part = extract(builder.strategy, countries=["AL"])
    ready = builder.prepare(part, "albania", field_digests(part))
    made = [builder.document(ready, builder.open(template), {"recipient": each}).content for each in ("A", "B", "A")]
    assert len(packed) == 1
    assert made[0] == made[2] != made[1]
    told = read_origin(WordDocument(made[1]).custom())
    assert told is not None
    assert len(told.fields) == packed[0]


def test_a_plain_document_tells_nothing(project: Path) -> None:
    template = small_template(project)
    builder = DocumentBuilder(project, load(project), plain=True)
    part = extract(builder.strategy, countries=["AL"])
    made = builder.make(part, builder.open(template), {}, "albania", field_digests(part))
    assert read_origin(WordDocument(made.content).custom()) is None
