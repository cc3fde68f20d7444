"""What docxtpl renders correctly comes out the same from the engine, as canonical XML."""

from __future__ import annotations

from typing import Any

import pytest
from any_template import TEXT, any_template, any_values
from compare import by_docxtpl, by_engine, differences
from corpus import CASES, paragraphs, parts, structures, tables
from corpus.cases import Case
from examples import examples
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize("case", CASES, ids=str)
def test_corpus(case: Case) -> None:
    template = case.template()
    for context in case.contexts:
        assert list(differences(by_docxtpl(template, context()), by_engine(template, context()))) == []


def test_corpus_is_large() -> None:
    assert len({case.name for case in CASES}) >= 30


PEOPLE = st.lists(
    st.fixed_dictionaries({"name": TEXT, "age": st.integers(0, 99), "tags": st.lists(TEXT, max_size=3)}), max_size=4
)


@examples(1 / 10)
@given(
    values=st.fixed_dictionaries(
        {
            "name": TEXT,
            "number": st.integers(0, 20),
            "people": PEOPLE,
            "a": st.fixed_dictionaries({"b": st.fixed_dictionaries({"c": TEXT | st.floats(allow_nan=False)})}),
        }
    )
)
@pytest.mark.parametrize(
    "template", [paragraphs.values(), paragraphs.loops(), paragraphs.conditions(), paragraphs.merged_in_loop()]
)
def test_any_values_in_paragraphs(template: bytes, values: dict[str, Any]) -> None:
    assert list(differences(by_docxtpl(template, values), by_engine(template, values))) == []


@examples(1 / 10)
@given(
    values=st.fixed_dictionaries(
        {
            "title": TEXT,
            "colour": st.from_regex(r"[0-9A-F]{6}", fullmatch=True),
            "heads": st.lists(TEXT, min_size=1, max_size=5),
            "names": st.lists(TEXT, max_size=5),
            "items": st.lists(
                st.fixed_dictionaries(
                    {"name": TEXT, "price": st.integers(0, 99), "cells": st.lists(TEXT, min_size=1, max_size=4)}
                ),
                max_size=4,
            ),
        }
    )
)
@pytest.mark.parametrize(
    "template",
    [
        tables.row_loop(),
        tables.row_condition_and_nested_loop(),
        tables.cell_loop(),
        tables.background(),
        tables.vertical_merge(),
        tables.colspan(),
        structures.letter(),
        structures.text_box(),
        parts.headers_and_footers(),
        parts.footnotes(),
    ],
)
def test_any_values_in_tables_and_parts(template: bytes, values: dict[str, Any]) -> None:
    assert list(differences(by_docxtpl(template, values), by_engine(template, values))) == []


@examples(1 / 2)
@given(template=any_template(), values=any_values())
def test_any_template(template: bytes, values: dict[str, Any]) -> None:
    assert list(differences(by_docxtpl(template, values), by_engine(template, values))) == []
