"""Findings about batches: their plans, their recipients, where they write, and deliveries.

Findings about targets, outputs and the place where a build runs.

Findings about documents that come back: where they come from, and which fields they show.

Findings about images.

Findings about documents in other formats than Word's.
"""

from __future__ import annotations

from typing import Final

from iomreport.diagnostics.finding import Code, Severity

ENDING: Final = Code(
    "B014",
    "documents would be called by the ending of another format",
    why="The program that opens a file goes by its ending.",
    fix="let the pattern end in .{format}",
    wrong='formats: [pdf], output: "{target}.docx"',
    right='formats: [pdf], output: "{target}.{format}"',
)
PLAN_UNREADABLE: Final = Code(
    "B001",
    "the plan cannot be read",
    why="Without a plan there is nothing to build.",
    fix="name the plan's file: iomreport batch batch.yaml",
    wrong="iomreport batch bach.yaml",
    right="iomreport batch batch.yaml",
)
UNKNOWN_NAME: Final = Code(
    "B002",
    "a name in the plan means nothing",
    why="A document that is silently missing is worse than a plan that does not start.",
    wrong="targets: [albanai]",
    right="targets: [albania]",
)
PATTERN: Final = Code(
    "B003",
    "an output pattern cannot be filled",
    why="Without its name a document has no place to go.",
    fix='write names in braces, such as "{country.slug}.{format}"',
    wrong='output: "{country.slgu}.{format}"',
    right='output: "{country.slug}.{format}"',
)
SAME_OUTPUT: Final = Code(
    "B004",
    "two documents have one path",
    why="The second would replace the first.",
    fix="put what tells them apart into the pattern, such as {recipient.id}, {template} or {format}",
    wrong='output: "{country.slug}.docx", for a list of recipients',
    right='output: "{country.slug}-{recipient.id}.docx"',
)
OUTSIDE: Final = Code(
    "B005",
    "a path leaves the output folder",
    why="A batch writes below its output folder and nowhere else.",
    fix="take .. and the leading / out of the pattern and of the values that it prints",
    wrong='output: "../{country.slug}.docx"',
    right='output: "{country.slug}.docx"',
)
FILE_NAME: Final = Code(
    "B006",
    "a value cannot stand in a file name",
    why="Windows, macOS and Linux do not all take such a name.",
    fix="print another value in the pattern, or change this one",
    wrong="a recipient with the id  AL/MoI:1",
    right="a recipient with the id  AL-MoI-1",
)
RECIPIENTS_UNREADABLE: Final = Code(
    "B007",
    "the list of recipients cannot be read",
    why="The documents of the list have nobody to go to.",
    fix="save it as CSV (UTF-8) or as an Excel workbook (.xlsx)",
    wrong="recipients: recipients.doc",
    right="recipients: recipients.csv",
)
RECIPIENTS_HEADER: Final = Code(
    "B008",
    "the first row of the list of recipients is not right",
    why="It names the columns, by which the plan and the templates know the values.",
    fix='name each column once, with letters, digits and _; one of them is "id"',
    wrong="Id No.;Name;Name",
    right="id;recipient;reference",
)
RECIPIENT: Final = Code(
    "B009",
    "a recipient cannot be used",
    why="The document would be missing, or would go to the wrong hands.",
    wrong="a row without an id, or with the id of another row",
    right="an id of its own in each row",
)
UNKNOWN_LANGUAGE: Final = Code(
    "B010",
    "the content does not have a language",
    why="The document would say that it is in a language in which it is not.",
    wrong="languages: [fr] for an edition in English",
    right="languages: [en-GB]",
)
VARIABLE_NAME: Final = Code(
    "B011",
    "a template could not use the name of a variable",
    why="In a template a name has letters, digits and underscores, and begins with a letter.",
    fix="rename it",
    wrong="variables: {reference-number: IOM/2006/14}",
    right="variables: {reference_number: IOM/2006/14}",
)
NOTHING: Final = Code(
    "B012",
    "a part of the plan gives no document",
    why="Everything in it is excluded, or its list is empty.",
    fix="mend the exclusions, or take the part out",
    wrong="targets: [albania], exclude: [{targets: [albania]}]",
    right="targets: [countries], exclude: [{targets: [albania]}]",
    severity=Severity.WARNING,
)
EXTRA_MISSING: Final = Code(
    "B013",
    "an optional part of the program is not installed",
    why="What was asked for needs it.",
    wrong="a plan with an Excel list where only iomreport is installed",
    right='pip install "iomreport[excel]"',
)

STATE_UNWRITABLE: Final = Code(
    "B101",
    "the state of the batch cannot be kept",
    why="Without it the next run would build everything again.",
    fix="make room, or ask for the right to write to the project's folder .iomreport",
    wrong="a project on a full or read-only disk",
    right="a project folder of your own",
)
ALREADY_RUNNING: Final = Code(
    "B102",
    "the batch is running already",
    why="Two runs of one batch would replace each other's documents.",
    fix="wait for the other run to end, or stop it",
    wrong="starting the nightly batch by hand while it runs",
    right="one run of a plan at a time",
)
WORKER_DIED: Final = Code(
    "B103",
    "the worker that made the document died, again and again",
    why="Most often the machine had no memory left for it.",
    fix="build this target alone (--jobs 1), or on a machine with more memory",
    wrong="sixteen workers on a machine with memory for four",
    right="--jobs 4",
)
UNREACHABLE: Final = Code(
    "B104",
    "the other machines cannot be reached",
    why="The batch was to run there.",
    fix="see that the scheduler runs and that its address is right",
    wrong="--scheduler tcp://10.0.0.1:8787",
    right="--scheduler tcp://10.0.0.1:8786",
)
FAULT: Final = Code(
    "B105",
    "the program met a fault of its own",
    why="The document was not made; an earlier one is as it was.",
    fix="send this message to the program's maintainers",
    wrong="a traceback below this message",
    right="no traceback",
)

NO_MANIFEST: Final = Code(
    "B201",
    "the manifest cannot be read",
    why="It says which files belong to a delivery, and what they hold.",
    fix="name the file MANIFEST that the batch wrote beside the documents",
    wrong="iomreport verify output/albania.docx",
    right="iomreport verify output/MANIFEST",
)
MISSING_FILE: Final = Code(
    "B202",
    "a file of the delivery is missing",
    why="The delivery is not complete.",
    fix="fetch it again, or build it again",
    wrong="a folder from which albania.docx was moved away",
    right="all files that MANIFEST lists",
)
CHANGED_FILE: Final = Code(
    "B203",
    "a file of the delivery is not what was built",
    why="It was changed, or damaged on its way.",
    fix="fetch it again, or build it again",
    wrong="an extract that somebody corrected in Word",
    right="the file as the batch wrote it",
)
UNLISTED_FILE: Final = Code(
    "B204",
    "a file does not belong to the delivery",
    why="Nobody vouches for it.",
    fix="take it out of the folder",
    wrong="albania (copy).docx beside albania.docx",
    right="the files that MANIFEST lists and no others",
    severity=Severity.WARNING,
)


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


MISSING_IMAGE: Final = Code(
    "C501",
    "the file of a figure does not exist",
    why="The figure would be an empty frame.",
    fix="put the image beside the chapter, or mend its path",
    wrong="![Map of the region](figures/mpa.png)",
    right="![Map of the region](figures/map.png)",
)
UNKNOWN_IMAGE: Final = Code(
    "C502",
    "an image is of a kind that cannot be placed",
    why="Word would show an empty frame.",
    fix="save the image as PNG or JPEG",
    wrong="![Map of the region](figures/map.webp)",
    right="![Map of the region](figures/map.png)",
)


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
