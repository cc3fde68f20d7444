"""Templates that together use everything docxtpl can do, each with contexts to render it with."""

from __future__ import annotations

from corpus import drawings, markup, paragraphs, parts, runs, sections, statements, structures, tables
from corpus.cases import Case

CASES: tuple[Case, ...] = (
    *paragraphs.CASES,
    *runs.CASES,
    *tables.CASES,
    *statements.CASES,
    *markup.CASES,
    *parts.CASES,
    *structures.CASES,
    *drawings.CASES,
    *sections.CASES,
)
