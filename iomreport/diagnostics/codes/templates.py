"""Findings in templates."""

from __future__ import annotations

from typing import Final

from iomreport.diagnostics.finding import Code, Severity

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
    fix="see what templates can use: iomreport template fields",
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
WRONG_SETTING: Final = Code(
    "T110",
    "a setting of the template has a value that it cannot have",
    why="It decides how every document is made, so it is not guessed.",
    fix="mend it in Word: File, Info, Properties, Advanced Properties, Custom",
    wrong="iomreport.contents-levels = two",
    right="iomreport.contents-levels = 2",
)
OUT_OF_BOUNDS: Final = Code(
    "T109",
    "the template takes more time or memory than it may",
    why="A template from an unknown hand is stopped before it can harm the machine.",
    fix="ask who made the template for one that does less, or raise the limits if you know its author",
    wrong="{% for x in range(10**9) %}",
    right="a loop over the strategy's own lists",
)

UNCLOSED: Final = Code(
    "T201",
    "a tag is not closed",
    why="Everything up to the next closing braces would be taken for part of the tag.",
    fix="close it: {{ … }} for a value, {% … %} for a statement",
    wrong="{{ country.name }",
    right="{{ country.name }}",
)
SPLIT: Final = Code(
    "T202",
    "a tag is split over two paragraphs or cells",
    why="The cell's or paragraph's end would be taken for part of the tag, and the document would be damaged.",
    fix="write the whole tag in one paragraph or cell",
    wrong="{{ country in one cell and .name }} in the next",
    right="{{ country.name }} in one cell",
)
UNBALANCED: Final = Code(
    "T203",
    "a statement without its beginning or its end",
    why="The template language cannot tell what the statement governs.",
    fix="add the missing tag, or delete this one",
    wrong="{%p for priority in country.priorities %} without {%p endfor %}",
    right="{%p for priority in country.priorities %} … {%p endfor %}",
)
OUTSIDE_TABLE: Final = Code(
    "T204",
    "a tag for rows or cells outside a table",
    why="There is no row or cell that it could govern.",
    fix="write {%p … %} for paragraphs, or move it into a table",
    wrong="{%tr for project in group.projects %} in a paragraph of the text",
    right="{%tr for project in group.projects %} in a row of its own",
)
LOST_WORDS: Final = Code(
    "T205",
    "words beside a tag that replaces its paragraph or row",
    why="The tag takes the place of the whole paragraph, row or cell; the other words there would be lost.",
    fix="put the tag into a paragraph, row or cell of its own",
    wrong="Background: {{p country.background }}",
    right="Background: in one paragraph, {{p country.background }} in the next",
)
CROSSING: Final = Code(
    "T206",
    "a statement begins in one place and ends in another",
    why="Half a table or cell would be left out or repeated, and the document would be damaged.",
    fix="let both tags stand in the same cell, or both outside the table",
    wrong="{%p if country.mission %} above a table and {%p endif %} in one of its cells",
    right="both tags outside the table",
)
NOT_A_LIST: Final = Code(
    "T210",
    "a loop over something that is no list",
    why="A loop repeats its content once for each item of a list; this has no items.",
    wrong="{%p for priority in country.name %}",
    right="{%p for priority in country.priorities %}",
)
WRONG_FILTER: Final = Code(
    "T211",
    "a filter or test for another kind of value",
    why="It would fail, or print something that nobody meant.",
    wrong="{{ country.priorities | upper }}",
    right="{{ country.name | upper }}",
)
UNKNOWN_FILTER: Final = Code(
    "T212",
    "a filter or test that does not exist",
    why="The template could not be used.",
    wrong="{{ country.name | uper }}",
    right="{{ country.name | upper }}",
)
PROSE_IN_TEXT: Final = Code(
    "T213",
    "prose where only words can stand",
    why="Prose has paragraphs, lists and tables of its own, which cannot stand within a paragraph.",
    wrong="{{ country.background }}",
    right="{{p country.background }} in a paragraph of its own",
)
TEXT_AS_BLOCK: Final = Code(
    "T214",
    "words where only paragraphs can stand",
    why="{{p … }} takes its paragraph away; bare words would be left between paragraphs, and Word would not show them.",
    wrong="{{p country.name }}",
    right="{{ country.name }}",
)
NO_TEXT: Final = Code(
    "T215",
    "something that has no words of its own",
    why="It would be printed as a computer writes it down.",
    wrong="{{ country.mission }}",
    right="{{ country.mission.office }}",
)
WRONG_OPERATION: Final = Code(
    "T216",
    "an operation on values that do not have it",
    why="The tag would fail when a document is made.",
    wrong="{{ country.name - 1 }}",
    right="{{ chapter.project_count - 1 }}",
)
OTHER_TEMPLATE: Final = Code(
    "T217",
    "a tag that asks for another template",
    why="A Word template stands alone; there is nothing that it could include.",
    fix="copy the paragraphs into this template, or write a macro",
    wrong="{% include 'cover.docx' %}",
    right="the paragraphs of the cover themselves",
)
STYLE_UNDEFINED: Final = Code(
    "T218",
    "a style that the template uses and does not define",
    why="Word would show the paragraph in the style Normal.",
    fix="define the style in the template (Word: Styles pane, New style), or choose another",
    wrong="a paragraph in the style “Chapter Opener”, which was deleted",
    right="a paragraph in a style of the template",
    severity=Severity.WARNING,
)
STYLE_POSSIBLE: Final = Code(
    "T219",
    "prose could need a style that the template does not define",
    why="The first content with such a paragraph could not be built with this template.",
    fix="define the style in the template (Word: Styles pane, New style)",
    wrong="{{p country.background }} in a template without the style “List Bullet”",
    right="a template with all the styles of “iomreport template new”",
    severity=Severity.WARNING,
)
SETTING: Final = Code(
    "T220",
    "a setting of the template that is not known",
    why="The setting would have no effect.",
    fix="correct the custom property (Word: File, Info, Properties, Advanced Properties, Custom)",
    wrong="iomreport.kind = contry",
    right="iomreport.kind = country",
    severity=Severity.WARNING,
)
SCHEMA: Final = Code(
    "T221",
    "the declared context of a template cannot be used",
    why="Without it, names in the template cannot be checked.",
    fix="let iomreport.schema name a JSON Schema beside the template, or delete the property",
    wrong="iomreport.schema = letter.jsn",
    right="iomreport.schema = letter.json",
)
