"""Findings about batches: their plans, their recipients, where they write, and deliveries."""

from __future__ import annotations

from typing import Final

from iomreport.diagnostics import Code, Severity

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
