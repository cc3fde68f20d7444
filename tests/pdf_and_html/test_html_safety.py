"""Text stays text, whoever wrote it; and what would be missing is said."""

from __future__ import annotations

import pytest
from reading_pages import all_of, edition, extracts, page_of, parsed, text_of, with_background

from iomreport import ContentError, OutputError, extract
from iomreport.html.templates import mailbox, telephone, website
from iomreport.strategy.context import labels

HOSTILE = "</title></style><script>alert(1)</script><img src=x onerror=alert(1)> {{ 7*7 }} \"'&amp;"


def test_hostile_words_stay_words_everywhere() -> None:
    country = edition().countries[0]
    names = country.names.model_copy(update={"short": HOSTILE, "long": HOSTILE, "annex": HOSTILE})
    priorities = tuple(each.model_copy(update={"title": HOSTILE}) for each in country.priorities)
    mission = country.mission
    assert mission is not None
    lines = (HOSTILE, "javascript:alert(1)", "a@b.c\"onclick='x'")
    mission = mission.model_copy(
        update={"office": HOSTILE, "address": lines, "fax": lines, "emails": lines, "websites": lines}
    )
    hostile = country.model_copy(update={"names": names, "priorities": priorities, "mission": mission})
    strategy = edition().model_copy(update={"title": HOSTILE, "countries": (hostile, *edition().countries[1:])})
    for each in (strategy, extract(strategy, countries=["AL"])):
        words = {name: f"{text}{HOSTILE}" for name, text in labels(strategy).items()}
        tree = parsed(page_of(each, words=words, recipient=HOSTILE, reference=HOSTILE, date=HOSTILE))
        assert list(all_of(tree, "script", "img")) == []
        assert not [name for element in tree.iter() for name in element.attrib if name.startswith("on")]
        assert not [link for link in all_of(tree, "a") if "javascript" in link.get("href")]
        assert text_of(next(all_of(tree, "h1"))) == HOSTILE
        assert HOSTILE in [text_of(value) for value in all_of(next(all_of(tree, "header")), "dd")]


def test_a_link_of_the_content_opens_only_what_can_be_opened() -> None:
    tree = parsed(
        page_of(extract(with_background("[a](https://a.example/?b=c&d) [b](mailto:a@b.example)"), countries=["AL"]))
    )
    targets = [link.get("href") for link in all_of(next(all_of(tree, "main")), "a")]
    assert "https://a.example/?b=c&d" in targets
    assert "mailto:a@b.example" in targets


def test_all_missing_words_are_said_at_once() -> None:
    words = {name: text for name, text in labels(edition()).items() if name not in {"notes", "skip", "background"}}
    with pytest.raises(ContentError) as caught:
        page_of(extracts()["bosnia-and-herzegovina"], words=words)
    found = {(each.code, each.message) for each in caught.value.diagnostics}
    assert found == {("E101", f'the word "{name}" is missing') for name in ("notes", "skip", "background")}
    assert {str(each.location) for each in caught.value.diagnostics} == {"content/labels.yaml"}


def test_a_character_that_no_page_holds_is_refused() -> None:
    with pytest.raises(OutputError) as caught:
        page_of(extracts()["albania"], recipient="The Ministry\x00")
    (found,) = caught.value.diagnostics
    assert found.code == "E102"
    assert "U+0000" in found.message
    assert "The Ministry" in found.message


@pytest.mark.parametrize(
    ("printed", "dialled", "shown"),
    [
        ("+385 1 4816-774", "+38514816774", "+385 1 4816-774"),
        ("+355 42 578 36, 37", "+3554257836", "+355 42 578 36"),
        ("++389 (2) 3088 100", "+38923088100", "++389 (2) 3088 100"),
        ("+(40)21/230.47.02", "+40212304702", "+(40)21/230.47.02"),
        ("+ 381 38 249 039", "+38138249039", "+ 381 38 249 039"),
        ("+44 (0)20 7946 0000", "+442079460000", "+44 (0)20 7946 0000"),
    ],
)
def test_a_telephone_number_is_dialled_as_a_program_needs_it(printed: str, dialled: str, shown: str) -> None:
    rest = printed.removeprefix(shown)
    assert str(telephone(printed)) == f'<a href="tel:{dialled}">{shown}</a>{rest}'


@pytest.mark.parametrize("printed", ["042 578 36", "+12", "+1234567890123456789", "<b>", "ext. +355 42 578 36"])
def test_what_cannot_be_dialled_from_everywhere_is_no_link(printed: str) -> None:
    assert "<a" not in telephone(printed)
    assert telephone(printed).unescape() == printed


def test_mailboxes_and_web_sites_are_links_where_they_can_be() -> None:
    assert str(mailbox("a@b.org")) == '<a href="mailto:a@b.org">a@b.org</a>'
    assert str(mailbox("a at b")) == "a at b"
    assert str(website("www.b.org")) == '<a href="http://www.b.org">www.b.org</a>'
    assert str(website("https://b.org/c?d&e")) == '<a href="https://b.org/c?d&amp;e">https://b.org/c?d&amp;e</a>'
    assert str(website("javascript:alert(1)")) == "javascript:alert(1)"
    assert str(website("our site")) == "our site"
