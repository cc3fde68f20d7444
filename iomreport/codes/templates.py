"""Findings in templates."""

from __future__ import annotations

from typing import Final

from iomreport.diagnostics import Code

UNREADABLE: Final = Code(
    "T001",
    "the template cannot be opened",
    why="Without its template no document can be made.",
    fix="open the file in Word, save it as a Word document (.docx), and build again",
    wrong="templates/country.docx is a renamed .doc, is damaged, or holds no main document",
    right="templates/country.docx, saved by Word as .docx",
)
SYNTAX: Final = Code(
    "T002",
    "a tag cannot be read",
    why="The template language does not know what is written between the braces.",
    fix="see the tags that a template can hold: iomreport template fields",
    wrong="{{ country.name }",
    right="{{ country.name }}",
)
UNKNOWN_FIELD: Final = Code(
    "T101",
    "a name does not exist",
    why="The field would be empty in every document.",
    wrong="Population: {{ country.popluation }}",
    right="Name: {{ country.name }}",
)
REFUSED: Final = Code(
    "T102",
    "a tag does something that a template may not do",
    why="Templates come from many hands; they show values, and do not run programs.",
    fix="use a field, a filter or a loop instead",
    wrong="{{ ''.__class__ }}",
    right="{{ country.name }}",
)
RENDERING: Final = Code(
    "T103",
    "a tag fails while the template renders",
    why="The document would be incomplete.",
    wrong="{{ chapter.project_count / 0 }}",
    right="{{ chapter.project_count }}",
)
MISSING_STYLE: Final = Code(
    "T104",
    "the template defines no style that the content needs",
    why="The paragraphs would lose their look in silence.",
    wrong="a template without the style “List Bullet” for a chapter with a list",
    right="a template with the style “List Bullet” (Word: Styles pane, New style)",
)
SECTION_LOST: Final = Code(
    "T105",
    "a paragraph tag stands in a paragraph that ends a section",
    why="The tag replaces its whole paragraph, and the section's page settings stand in it: they would be lost.",
    fix="put the tag into a paragraph of its own, before the section break",
    wrong="{{p country.background }} in the paragraph with the section break",
    right="{{p country.background }}, and the section break in the next paragraph",
)
BROKEN_XML: Final = Code(
    "T106",
    "the document that the template makes is not well-formed",
    why="Word could not open it, or would drop part of it.",
    fix="let every tag open and close within one paragraph, row or cell",
    wrong="{% if a %} in one paragraph and {% endif %} in the middle of another",
    right="{%p if a %} and {%p endif %}, each alone in a paragraph",
)
FORBIDDEN_CHARACTER: Final = Code(
    "T107",
    "a value holds a character that Word cannot hold",
    why="A Word file is XML, which has no place for control characters and halves of characters.",
    fix="delete the character from the value",
    wrong="a value pasted from a terminal, with U+0007 in it",
    right="the value without the control character",
)
EMPTY_ROW: Final = Code(
    "T108",
    "a table row comes out without a cell",
    why="Word cannot open a document with such a row.",
    fix="let the row be made only when its loop of cells has an item: {%tr if … %}",
    wrong="{%tc for x in nothing %} as all the cells of a row",
    right="{%tr if things %} around the row",
)
OUT_OF_BOUNDS: Final = Code(
    "T109",
    "the template takes more time or memory than it may",
    why="A template from an unknown hand is stopped before it can harm the machine.",
    fix="build without --untrusted-template only if you know who made the template",
    wrong="{% for x in range(10**9) %}",
    right="a loop over the strategy's own lists",
)
