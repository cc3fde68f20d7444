"""Findings about documents that come back: where they come from, and which fields they show."""

from __future__ import annotations

from typing import Final

from iomreport.diagnostics import Code

UNREADABLE_DOCUMENT: Final = Code(
    "O101",
    "the document cannot be read",
    why="Nothing can be said of it, and nothing was done with it.",
    fix="open it in a word processor and save it as .docx, or ask for the file again",
    wrong="iomreport inspect letter.odt, or a file that a mail program cut off",
    right="iomreport inspect albania.docx",
)
NO_ORIGIN: Final = Code(
    "O102",
    "the document does not say where it comes from",
    why="It was built with --plain, or by something else, or a program took out its custom properties.",
    fix="look for the file that was sent, or build the document again without --plain",
    wrong="iomreport inspect of a document that was built with --plain",
    right="iomreport build albania, then iomreport inspect output/countries/albania.docx",
)
NO_ADDRESSES: Final = Code(
    "O103",
    "the document carries no addresses",
    why="Which of its text is which field cannot be told.",
    fix="look for the file that was sent, or build the document again without --plain",
    wrong="iomreport addresses of a letter that somebody wrote in Word",
    right="iomreport addresses output/countries/albania.docx",
)
NO_LONGER_THERE: Final = Code(
    "O104",
    "what the document shows is no longer in the content",
    why="There is nothing to compare it with.",
    fix="see what the content holds: iomreport list countries, or iomreport list themes",
    wrong="an extract of a country whose folder was taken out of the content since",
    right="the content in which the country stands: iomreport -C FOLDER inspect albania.docx",
)
