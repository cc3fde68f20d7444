"""Findings in content files: reading them (C10x), their YAML and the model (C11x to C13x), and across files (C4xx).

Findings in the headings of chapters and other content files (C25x).
"""

from __future__ import annotations

from typing import Final

from iomreport.diagnostics.finding import Code, Severity

FILE_UNREADABLE: Final = Code(
    "C101",
    "a file cannot be read",
    why="What it holds would be missing from every document.",
    fix="make it an ordinary file that you may read.",
    wrong="content/themes.yaml is a folder",
    right="content/themes.yaml is a text file",
)
FILE_NOT_UTF8: Final = Code(
    "C102",
    "a file is not UTF-8 text",
    why="Letters such as š or – would come out as other signs.",
    fix="save it as UTF-8 (in the editor: Save with encoding, UTF-8).",
    wrong="a chapter that was saved as Windows-1250, or a picture that was named chapter.md",
    right="a chapter that was saved as UTF-8",
)
CHARACTER_REFUSED: Final = Code(
    "C103",
    "a character that a document cannot hold",
    why="Word files are XML, in which this character cannot stand; it would be lost or break the file.",
    fix="delete it; for a new line or a new paragraph use the Enter key.",
    wrong='office: "IOM\\x0bTirana"',
    right='office: "IOM Tirana"',
)
YAML_MALFORMED: Final = Code(
    "C110",
    "the YAML cannot be read",
    why="From here on it is not clear which value belongs to which key, so nothing of this file is used.",
    fix="mend this line; put texts with signs of YAML's own (: # @ % [ ] { }) in quotes.",
    wrong="title: Kosovo: return and reintegration",
    right='title: "Kosovo: return and reintegration"',
)
YAML_TAB: Final = Code(
    "C111",
    "a tab indents a line of YAML",
    why="YAML counts spaces; how wide a tab is, nobody knows.",
    fix="indent with two spaces.",
    wrong="mission:\n\toffice: IOM Tirana",
    right="mission:\n  office: IOM Tirana",
)
YAML_DUPLICATE_KEY: Final = Code(
    "C112",
    "a key stands twice",
    why="Only one of the two values could be used, and nobody would see which.",
    fix="delete one of them, or put both values in one list.",
    wrong="fax: ['1']\nfax: ['2']",
    right="fax: ['1', '2']",
)
YAML_FEATURE: Final = Code(
    "C113",
    "a feature of YAML that content does not use",
    why="Anchors, aliases, tags and keys that are not texts make one line mean another; content says what it says.",
    fix="write the value itself; a text that begins with & * or ! needs quotes.",
    wrong="head: *maurizio",
    right="head:\n  role: Chief of Mission\n  name: Maurizio Busatti",
)
UNKNOWN_KEY: Final = Code(
    "C120",
    "a key that is not known",
    why="What stands under it would be missing from every document.",
    fix="correct the key or delete it.",
    wrong="mision:\n  office: IOM Tirana",
    right="mission:\n  office: IOM Tirana",
)
MISSING_KEY: Final = Code(
    "C121",
    "a key is missing",
    why="What belongs there cannot be guessed.",
    fix="add it.",
    wrong="names:\n  long: Albania",
    right="names:\n  short: Albania\n  long: Albania",
)
WRONG_TYPE: Final = Code(
    "C122",
    "a value of the wrong kind",
    why="A text, a list and a set of keys are printed in different ways.",
    fix="write the value as the key expects it.",
    wrong="phones:\n  - numbers: '+355 42 578 36'",
    right="phones:\n  - numbers: ['+355 42 578 36']",
)
NEEDS_QUOTES: Final = Code(
    "C123",
    "a text that YAML reads as something else",
    why="Unquoted, it is a number or a yes-or-no; zeros and plus signs at its beginning would be lost.",
    fix="put it in quotes.",
    wrong="numbers: [003554257836]",
    right='numbers: ["003554257836"]',
)
VALUE_REFUSED: Final = Code(
    "C124",
    "a value that cannot be right",
    why="Other places rely on its form.",
    fix="write it in the form that the message names.",
    wrong="status: candiate",
    right="status: candidate",
)
NOT_A_DATE: Final = Code(
    "C125",
    "not a date",
    why="The date is printed, and stands in the properties of every document.",
    fix="write year, month and day with hyphens.",
    wrong="date: 1 February 2006",
    right="date: 2006-02-01",
)
FOLDED_PARAGRAPHS: Final = Code(
    "C126",
    "paragraphs or lists in a folded text",
    why="After > the lines of a text are joined into one paragraph: this line would run on behind the one before it.",
    fix="write | (keep lines) instead of > (join lines) behind the key.",
    wrong="description: >-\n  First paragraph.\n\n  Second paragraph.",
    right="description: |\n  First paragraph.\n\n  Second paragraph.",
)
FRONT_MATTER_OPEN: Final = Code(
    "C127",
    "front matter without an end",
    why="Without its second line of three hyphens, the whole text would count as YAML.",
    fix='put a line "---" behind the last key.',
    wrong="---\nsignatory:\n  name: Tina Szabados\n# Foreword",
    right="---\nsignatory:\n  name: Tina Szabados\n---\n# Foreword",
)

FILE_MISSING: Final = Code(
    "C401",
    "a file is missing",
    why="The documents print what it holds.",
    fix="add the file.",
    wrong="content/countries/albania/ without chapter.md",
    right="content/countries/albania/chapter.md",
)
FOLDER_MISSING: Final = Code(
    "C402",
    "a country without a folder",
    why="The order of the countries names it, but there is nothing to print.",
    fix="add the folder, or take the name out of the order.",
    wrong="countries: [albnia]",
    right="countries: [albania]",
)
FOLDER_NOT_LISTED: Final = Code(
    "C403",
    "a folder that the order of the countries does not name",
    why="Nothing of it is printed.",
    fix="add it to `countries` in content/strategy.yaml where it should stand.",
    wrong="content/countries/serbia/, and no serbia in the order",
    right="countries: [romania, serbia, slovakia]",
    severity=Severity.WARNING,
)
FILE_UNKNOWN: Final = Code(
    "C404",
    "a file that nothing reads",
    why="What it holds is not printed.",
    fix="give it the name of a content file, or delete it.",
    wrong="content/countries/albania/chaptre.md",
    right="content/countries/albania/chapter.md",
    severity=Severity.WARNING,
)
CODE_TWICE: Final = Code(
    "C405",
    "two countries with one code",
    why="A code is the country's address; a reference to it could mean either.",
    fix="give each country its own ISO 3166-1 code.",
    wrong="code: RS        (in montenegro/country.yaml)",
    right="code: ME",
)
THEME_UNKNOWN: Final = Code(
    "C406",
    "a theme that is not in the list",
    why="Its extract and the overview of themes would leave this out.",
    fix="use an id of content/themes.yaml, or add the theme there.",
    wrong="## (a) Border Management {theme=border-managment}",
    right="## (a) Border Management {theme=border-management}",
)
COUNTRY_UNKNOWN: Final = Code(
    "C407",
    "a country that is not known",
    why="No country of the edition has this code, so no document could show it.",
    fix="use the code of a country.yaml.",
    wrong="countries: [AL, KS]",
    right="countries: [AL, XK]",
)
AREA_UNKNOWN: Final = Code(
    "C408",
    "an area that is not declared",
    why="Which countries it means would not be known.",
    fix="use an id of `areas` in content/strategy.yaml, or declare it there.",
    wrong="areas: [west-balkans]",
    right="areas: [western-balkans]",
)
PROJECT_ID_TWICE: Final = Code(
    "C409",
    "two projects with one id",
    why="The id is the project's address; a reference to it could mean either.",
    fix="give one of them another id.",
    wrong="- id: training\n- id: training",
    right="- id: training\n- id: training-of-judges",
)
PROJECT_TITLE_TWICE: Final = Code(
    "C410",
    "two projects with one title",
    why="A reader cannot tell them apart; most often one was copied and not changed.",
    fix="correct one of the titles, or delete the copy.",
    wrong="title: Training for judges        (twice)",
    right="title: Training for judges\ntitle: Training for prosecutors",
)
ANSWERS_UNKNOWN: Final = Code(
    "C411",
    "a theme answers a regional priority that does not exist",
    why="A country's standing towards the regional priorities would be wrong.",
    fix="use the number of a file in content/regional/priorities/.",
    wrong="answers: [9]",
    right="answers: [8]",
)
COUNTED_WITH_UNKNOWN: Final = Code(
    "C412",
    "a country is counted with one that does not exist",
    why="The count of the countries would be wrong.",
    fix="use the code of another country.",
    wrong="counted_with: SR",
    right="counted_with: RS",
)
LISTED_TWICE: Final = Code(
    "C413",
    "listed twice",
    why="It would be printed twice, or one of the two would be lost.",
    fix="delete one of them.",
    wrong="countries: [albania, albania]",
    right="countries: [albania]",
)
PRIORITY_FILE_NAME: Final = Code(
    "C414",
    "the name of a regional priority's file",
    why="Its number and its address come from the name.",
    fix="name it with two digits, a hyphen and a short name in small letters.",
    wrong="content/regional/priorities/border.md",
    right="content/regional/priorities/02-border-management.md",
)
PRIORITY_NUMBERS: Final = Code(
    "C415",
    "the regional priorities are not numbered 1, 2, 3 …",
    why="The numbers are printed, and themes refer to them.",
    fix="number the files without a gap and each number once.",
    wrong="01-capacity.md, 03-labour-migration.md",
    right="01-capacity.md, 02-labour-migration.md",
)


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
