"""Tags that stand for rows and cells, and what docxtpl can do with cells."""

from __future__ import annotations

from corpus.cases import case
from corpus.package import document, p, r, tbl, tc, tr

ITEMS = [
    {"name": "Pen", "price": 1.5, "cells": [1, 2, 3]},
    {"name": "Ink & <more>", "price": 20, "cells": ["x", "y", "z"]},
]


def row_loop() -> bytes:
    return document(
        tbl(
            tr("Name", "Price", properties="<w:tblHeader/>"),
            tr("{%tr for item in items %}", ""),
            tr("{{ item.name }}", "{{ item.price }}"),
            tr("{%tr endfor %}", ""),
            tr("Sum", "{{ items | sum(attribute='price') }}"),
        ),
    )


def row_condition_and_nested_loop() -> bytes:
    return document(
        tbl(
            tr("{%tr for item in items %}", ""),
            tr("{%tr if item.price > 10 %}", ""),
            tr("{{ item.name }} is dear", ""),
            tr("{%tr else %}", ""),
            tr("{{ item.name }}", "cheap"),
            tr("{%tr endif %}", ""),
            tr("{%tr for cell in item.cells %}", ""),
            tr("", "{{ loop.index }} {{ cell }}"),
            tr("{%tr endfor %}", ""),
            tr("{%tr endfor %}", ""),
            tr("always", ""),
        ),
    )


def row_loop_in_one_row() -> bytes:
    return document(tbl(tr("{% for item in items %}{{ item.name }}, {% endfor %}", "{{ items | length }}")))


def cell_loop() -> bytes:
    return document(
        tbl(
            tr("", tc("{%tc for head in heads %}"), "{{ head }}", "{%tc endfor %}"),
            tr("{%tr for item in items %}", ""),
            tr("{{ item.name }}", "{%tc for cell in item.cells %}", "{{ cell }}", "{%tc endfor %}"),
            tr("{%tr endfor %}", ""),
            columns=(2000, 1000),
        ),
    )


def cell_condition() -> bytes:
    return document(
        tbl(tr("a", "{%tc if heads %}", "{{ heads[0] }}", "{%tc endif %}", "z"), columns=(1000, 2000, 3000)),
        tbl(tr("a", "{%tc if heads %}", "b", "{%tc else %}", "c", "{%tc endif %}"), columns=(1000, 2000)),
    )


def cell_paragraphs() -> bytes:
    return document(
        tbl(
            tr(
                tc("{%p for item in items %}", "{{ item.name }}", "{%p endfor %}", "end"),
                tc(p("{% for item in items %}{{ item.name }}{% endfor %}")),
            ),
        ),
    )


def colspan() -> bytes:
    return document(
        tbl(
            tr("{% colspan heads | length %}Title {{ title }}"),
            tr("{%tc for head in heads %}", "{{ head }}", "{%tc endfor %}"),
            columns=(1000, 1000, 1000),
        ),
        tbl(tr(tc(p("{% colspan 2 %}"), p("two"), properties='<w:tcW w:w="1"/><w:gridSpan w:val="4"/>')), tr("a", "b")),
    )


def background() -> bytes:
    return document(
        tbl(
            tr("{%tr for item in items %}", ""),
            tr(
                "{% cellbg colour %}{{ item.name }}",
                tc("{% cellbg 'FF0000' if item.price > 10 else '00FF00' %}{{ item.price }}"),
            ),
            tr("{%tr endfor %}", ""),
            tr(
                tc(p("{% cellbg colour %}shaded"), properties='<w:tcW w:w="9"/><w:shd w:val="clear" w:fill="AAAAAA"/>'),
                "b",
            ),
        ),
    )


def vertical_merge() -> bytes:
    return document(
        tbl(
            tr("{%tr for item in items %}", ""),
            tr("{% vm %}Merged {{ title }}", "{{ item.name }}"),
            tr("{%tr endfor %}", ""),
            tr("{%tr for item in items %}", ""),
            tr(tc(p(r("before "), r("{% vm %}"), r("after"))), "{{ item.name }}"),
            tr("{%tr endfor %}", ""),
        ),
    )


def horizontal_merge() -> bytes:
    return document(
        tbl(
            tr("{%tc for head in heads %}", "{% hm %}{{ title }}", "{%tc endfor %}"),
            tr("{%tc for head in heads %}", "{{ head }}", "{%tc endfor %}"),
            columns=(1000, 1000, 1000),
        ),
    )


def row_comments() -> bytes:
    return document(tbl(tr("a", "b"), tr("{#tr this row goes #}", ""), tr("c", "{#tc this cell goes #}", "d")))


def wide_and_narrow() -> bytes:
    return document(
        tbl(tr("{%tc for head in heads %}", "{{ head }}", "{%tc endfor %}"), columns=(5000,)),
        tbl(tr("{%tc for head in heads %}", "{{ head }}", "{%tc endfor %}"), columns=(1000, 2000, 3000, 4000, 5001)),
        tbl(tr("never touched", "b"), columns=(1, 2)),
    )


CONTEXTS = (
    {"items": ITEMS, "heads": ["One", "Two", "Three"], "title": "T & <t>", "colour": "EEECE1"},
    {"items": ITEMS[:1], "heads": ["Only"], "title": "", "colour": "000000"},
    {"items": [{**ITEMS[0], "cells": ["a"] * n} for n in (4, 4)], "heads": list("abcd"), "title": 3, "colour": "fff"},
)
CASES = tuple(
    case(template.__name__, template, *CONTEXTS)
    for template in (
        row_loop,
        row_condition_and_nested_loop,
        row_loop_in_one_row,
        cell_loop,
        cell_condition,
        cell_paragraphs,
        colspan,
        background,
        vertical_merge,
        horizontal_merge,
        row_comments,
        wide_and_narrow,
    )
)
