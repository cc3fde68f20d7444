"""Findings about documents in other formats than Word's."""

from __future__ import annotations

from typing import Final

from iomreport.diagnostics import Code

WORD_MISSING: Final = Code(
    "E101",
    "a fixed word of the page is missing from content/labels.yaml",
    why="The page would have to be silent there, or speak another language than the edition.",
    fix="add the word to content/labels.yaml, under the edition's language",
    wrong="en: without the entry `notes`",
    right="notes: Notes",
)
UNPRINTABLE: Final = Code(
    "E102",
    "a value holds a character that a page cannot hold",
    why="A browser would show something else in its place, or nothing.",
    fix="remove the character from the variable or the content",
    wrong='iomreport build albania -f html --set recipient="Ministry\\x00"',
    right='iomreport build albania -f html --set recipient="Ministry"',
)
