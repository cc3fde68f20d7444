"""Findings about targets, outputs and the place where a build runs."""

from __future__ import annotations

from typing import Final

from iomreport.diagnostics import Code, Severity

UNKNOWN_TARGET: Final = Code(
    "X001",
    "a target does not exist",
    why="Nothing can be built for it.",
    fix="see what can be built: iomreport list targets",
    wrong="iomreport build albanai",
    right="iomreport build albania",
)
NO_PROJECT: Final = Code(
    "X002",
    "there is no project here",
    why="A project is a folder that holds content/ and templates/.",
    fix="go into the project's folder, or name it: iomreport -C FOLDER …",
    wrong="iomreport build, in a folder without content/",
    right="iomreport -C reports/strategy build",
)
UNKNOWN_LAYOUT: Final = Code(
    "X008",
    "a layout engine does not exist",
    why="Nothing would number the pages as it was asked for.",
    fix="the layout engines are: auto, embedded, libreoffice, none",
    wrong='build(albania, "albania.docx", layout="word")',
    right='build(albania, "albania.docx", layout="libreoffice")',
)
MIXED_TARGETS: Final = Code(
    "X003",
    "one template is given for targets of several kinds",
    why="The strategy, a country and a theme offer different fields to a template.",
    fix="build the kinds one after the other, each with its template",
    wrong="iomreport build strategy albania --template my.docx",
    right="iomreport build albania --template my.docx",
)
UNKNOWN_VARIABLE: Final = Code(
    "X004",
    "a variable does not exist",
    why="No template could show it.",
    fix="the variables are: date, recipient, reference",
    wrong="iomreport build albania --set recipent=Ministry",
    right="iomreport build albania --set recipient=Ministry",
)
BAD_EPOCH: Final = Code(
    "X005",
    "SOURCE_DATE_EPOCH is not a date",
    why="Documents would bear another date than the one that was asked for.",
    fix="set it to whole seconds since 1 January 1970, or take it away: the content has a date of its own",
    wrong="SOURCE_DATE_EPOCH=2006-01-01 iomreport build",
    right="SOURCE_DATE_EPOCH=1136073600 iomreport build",
)
UNKNOWN_FORMAT: Final = Code(
    "X006",
    "a format does not exist",
    why="The file would be opened by a program that does not know what is in it.",
    fix="the formats are: docx, html, pdf",
    wrong='build(albania, "albania.odt")',
    right='build(albania, "albania.docx")',
)
TEMPLATE_UNUSED: Final = Code(
    "X007",
    "a template is given that nothing is made with",
    why="Word templates shape Word documents and PDFs; a reading page has a shape of its own.",
    fix="leave the template out, or build a Word document too: -f docx -f html",
    wrong="iomreport build albania -f html --template my-country.docx",
    right="iomreport build albania -f html",
)
UNWRITABLE: Final = Code(
    "X101",
    "the file cannot be written",
    why="The document was made but has no place to go; the earlier one is as it was.",
    fix="make room or ask for the right to write there, and build again",
    wrong="an output folder that only an administrator can write to",
    right="an output folder of your own: iomreport build -o FOLDER",
)
OPEN_ELSEWHERE: Final = Code(
    "X102",
    "the file cannot be replaced; another program has it open",
    why="Replacing a document under a program that has it open would lose what is typed there.",
    fix="close it and build again",
    wrong="building while output/countries/albania.docx is open in Word",
    right="close the document, then iomreport build albania",
)
EDITED_OUTPUT: Final = Code(
    "X103",
    "the file is not as a build wrote it",
    why="Somebody edited it since it was built, or put it there; building would throw that away.",
    fix="move the edited file away, or build with --force, which keeps a copy beside it",
    wrong="building over an extract that a colleague corrected in Word",
    right="iomreport build albania --force",
)
NO_TEMPLATE: Final = Code(
    "X104",
    "the template does not exist",
    why="Without a template no document can be made.",
    fix="see templates/, or write a fresh one: iomreport template new FILE",
    wrong="iomreport build albania --template templates/contry.docx",
    right="iomreport build albania --template templates/country.docx",
)
UNSOUND: Final = Code(
    "X106",
    "the document is not sound",
    why="A word processor might repair it, or lose a part of it.",
    fix="the template is the likely cause: iomreport template lint",
    wrong="a template with two bookmarks of one name",
    right="a template that Word itself has saved",
)
EMPTY_EXTRACT: Final = Code(
    "X105",
    "nothing belongs to the target",
    why="The document would have a cover and nothing else.",
    fix="see which themes have priorities or projects: iomreport list themes",
    severity=Severity.WARNING,
    wrong="a theme that no priority and no project carries",
    right="a theme that a chapter or the annex names",
)
