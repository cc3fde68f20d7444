"""Findings in the headings of chapters and other content files (C25x)."""

from __future__ import annotations

from typing import Final

from iomreport.diagnostics import Code

UNKNOWN_HEADING: Final = Code(
    "C250",
    "a heading that is not known",
    why="A chapter's headings say which text is the background and which a priority; this one says neither.",
    fix="write one of the chapter's headings.",
    wrong="# Backgroud",
    right="# Background",
)
MISPLACED_HEADING: Final = Code(
    "C251",
    "a heading in the wrong place",
    why="The parts of a chapter are printed in a fixed order: background, priorities, closing sections.",
    fix="move it, or change its level.",
    wrong="# Programmatic Priorities\n\n# Background",
    right="# Background\n\n# Programmatic Priorities",
)
HEADING_TWICE: Final = Code(
    "C252",
    "a heading stands twice",
    why="Two pieces of text would have one address.",
    fix="put both texts under one heading, or give one of them another title.",
    wrong="# Background\n\n# Background",
    right="# Background",
)
HEADING_MISSING: Final = Code(
    "C253",
    "a heading is missing",
    why="A document needs it.",
    fix="add it.",
    wrong="Text without a title",
    right="# Foreword\n\nText under its title",
)
TEXT_OUTSIDE: Final = Code(
    "C254",
    "text that belongs to no section",
    why="It would not be printed.",
    fix="move it under a heading.",
    wrong="Some text.\n\n# Background",
    right="# Background\n\nSome text.",
)
LETTER_ORDER: Final = Code(
    "C255",
    "the letters of the priorities do not run a, b, c …",
    why="The letters are printed, and references use them.",
    fix="letter the priorities in their order without a gap.",
    wrong="## (a) Border Management {theme=border-management}\n\n## (c) Research {theme=research}",
    right="## (a) Border Management {theme=border-management}\n\n## (b) Research {theme=research}",
)
THEME_MISSING: Final = Code(
    "C256",
    "a priority without a theme",
    why="It would be missing from the theme's extract and from the overview of themes.",
    fix="add {theme=…} with an id of content/themes.yaml behind the title.",
    wrong="## (a) Border Management",
    right="## (a) Border Management {theme=border-management}",
)
UNKNOWN_ATTRIBUTE: Final = Code(
    "C257",
    "an attribute that is not known here",
    why="It would have no effect.",
    fix="correct it or delete it.",
    wrong="## (a) Border Management {them=border-management}",
    right="## (a) Border Management {theme=border-management}",
)
EMPTY_SECTION: Final = Code(
    "C258",
    "a heading with nothing under it",
    why="It would be printed over an empty place.",
    fix="write the text, or delete the heading.",
    wrong="## (a) Research {theme=research}\n\n## (b) Border Management {theme=border-management}",
    right="## (a) Research {theme=research}\n\nThe text of the priority.",
)
FORMATTED_TITLE: Final = Code(
    "C259",
    "formatting in a title",
    why="Titles also stand in contents, running headers and tables, where they are plain words.",
    fix="write the title without emphasis, links or notes.",
    wrong="# Background[^nato]",
    right="# Background\n\nText.[^nato]",
)
NO_TITLE_TEXT: Final = Code(
    "C260",
    "a heading without words",
    why="The title is printed.",
    fix="write the title.",
    wrong="## (a) {theme=research}",
    right="## (a) Research {theme=research}",
)
