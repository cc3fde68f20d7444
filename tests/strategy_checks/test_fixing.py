"""Mending changes the spans concerned and no meaning; a second run has nothing to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from specimen import put, spoil

from iomreport.strategy.checks.fixing import fix_content, markdown_meaning, mend, yaml_meaning

ROOT = Path(__file__).resolve().parents[2]


def mended(text: str, language: str = "en-GB") -> str:
    return mend(f"# Title\n\n{text}\n", "content/foreword.md", language)[0].removeprefix("# Title\n\n").rstrip("\n")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ('He said "no" twice.', "He said “no” twice."),
        ("The country's 'own' office.", "The country’s ‘own’ office."),
        ("Migrants' rights in the '90s.", "Migrants’ rights in the ’90s."),
        ("Return - and stay.", "Return – and stay."),
        ("Return--and stay.", "Return–and stay."),
        ("Too  many   spaces , here.", "Too many spaces, here."),
        ("Trailing.   ", "Trailing."),
        ("* one\n* two", "- one\n- two"),
        ("+ one\n  + inner\n+ two", "- one\n  - inner\n- two"),
        ("1) one\n2) two", "1. one\n2. two"),
        ('*"Emphasis"* and [a "link"](http://www.iom.int).', "*“Emphasis”* and [a “link”](http://www.iom.int)."),
        ('Text.[^a]\n\n[^a]: A "note".', "Text.[^a]\n\n[^a]: A “note”."),
        ('One "line\nand another" one.', "One “line\nand another” one."),
    ],
)
def test_what_is_mechanical_is_mended(wrong: str, right: str) -> None:
    assert mended(wrong) == right
    assert mended(right) == right


@pytest.mark.parametrize(
    "text",
    [
        "re-integration, 2006-2007 and +355-42",
        "A line break.  \nThe next line.",
        'An escaped \\" stays.',
        '[words](http://www.iom.int/a--b "page")',
        "| a | b |\n|---|---|\n| c | d |",
        "- one\n\n* another list",
        "“Done” – already ‘right’.",
        '<!-- remark: He said "no" - twice. -->',
        '![A "map"](map.png){width=60}',
    ],
)
def test_what_was_meant_is_left_alone(text: str) -> None:
    assert mended(text) == text


@pytest.mark.parametrize(
    ("language", "right"),
    [("de", "Er sagte „nein“."), ("fr", "Er sagte «\u00a0nein\u00a0»."), ("pl", "Er sagte „nein”.")],
)
def test_quotes_are_those_of_the_language(language: str, right: str) -> None:
    assert mended('Er sagte "nein".', language) == right


def test_a_title_stays_as_it_is_printed() -> None:
    text = '# The "Title" - as printed\n\nText.\n'
    assert mend(text, "content/foreword.md", "en")[0] == text


def test_keys_are_brought_into_the_order_of_the_model_with_their_comments(project: Path) -> None:
    path = "content/countries/albania/country.yaml"
    spoil(
        project,
        path,
        "code: AL\nstatus: potential-candidate\n",
        "# Its standing.\nstatus: potential-candidate\ncode: AL  # ISO\n",
    )
    spoil(
        project,
        path,
        "    role: Chief of Mission\n    name: Maurizio Example\n",
        "    name: Maurizio Example\n    role: Chief of Mission\n",
    )
    before = (project / path).read_text("utf-8")
    assert path in fix_content(project)
    after = (project / path).read_text("utf-8")
    assert "code: AL  # ISO\n# Its standing.\nstatus: potential-candidate\n" in after
    assert "    role: Chief of Mission\n    name: Maurizio Example\n" in after
    assert yaml_meaning(before, path) == yaml_meaning(after, path)
    assert sorted(before.split("\n")) == sorted(after.split("\n"))
    assert fix_content(project) == {}


def test_the_first_key_of_an_item_keeps_its_dash() -> None:
    text = "- label: Research\n  id: research\n- id: x\n  label: y\n"
    assert mend(text, "content/themes.yaml", "en")[0] == "- id: research\n  label: Research\n- id: x\n  label: y\n"


def test_a_file_that_cannot_be_read_is_left_alone(project: Path) -> None:
    put(project, "content/themes.yaml", b"\xff\xfe- id: x")
    put(project, "content/acronyms.yaml", "- expansion: [\n  acronym: X\n")
    put(project, "content/foreword.md", b'# T\r\n\r\nA "quote".\r\n')
    assert fix_content(project) == {}


def test_the_edition_needs_no_mending(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    assert fix_content(tmp_path) == {}


@given(
    st.lists(
        st.sampled_from(
            [
                '"',
                "'",
                " ",
                "  ",
                "-",
                "--",
                "\n",
                "* ",
                "1) ",
                "a",
                "b's",
                "\\",
                "[",
                "](x)",
                ".",
                ",",
                ":",
                "\t",
                "\n\n",
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_mending_twice_is_mending_once_and_says_the_same(text: str) -> None:
    path = "content/foreword.md"
    once, _ = mend(text, path, "en")
    assert mend(once, path, "en") == (once, 0)
    assert markdown_meaning(once, path).said == markdown_meaning(text, path).said
