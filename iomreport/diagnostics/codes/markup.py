"""Findings in the Markdown of content files: its structure (C20x, C21x) and its footnotes (C30x)."""

from __future__ import annotations

from typing import Final

from iomreport.diagnostics.finding import Code, Severity

CHARACTER: Final = Code(
    "C201",
    "A character that a document cannot hold",
    why="Word files are XML, in which this character cannot stand; it would be lost or break the file.",
    fix="delete it; for a new line or a new paragraph use the Enter key.",
    wrong="Arrivals\\x0brose.",
    right="Arrivals rose.",
)
CODE: Final = Code(
    "C202",
    "Text that Markdown reads as program code",
    why="The documents have no style for program code.",
    fix="take the backticks or the four spaces away; to print a backtick, write \\`.",
    wrong="    An indented paragraph.",
    right="An indented paragraph.",
)
RULE: Final = Code(
    "C203",
    "A horizontal line",
    why="The documents have no lines across the page; headings part the text.",
    fix="delete it, or write a heading; to print the signs, put \\ before the first.",
    wrong="First part.\n\n***\n\nSecond part.",
    right="First part.\n\n## Second part",
)
PICTURE_IN_TEXT: Final = Code(
    "C204",
    "A picture inside text",
    why="Pictures stand in paragraphs of their own; here only the alternative text would be printed.",
    fix="put an empty line before and behind it.",
    wrong="The map ![Map of Albania](map.png) shows it.",
    right="The map shows it.\n\n![Map of Albania](map.png)",
)
LINK_DEFINITION: Final = Code(
    "C205",
    "A link's address apart from its text",
    why="It is printed as it stands; links carry their address with them.",
    fix="write [text](address) at the place of the link; to print the brackets, put \\ before the first.",
    wrong="See [the office][iom].\n\n[iom]: http://www.iom.int",
    right="See [the office](http://www.iom.int).",
)
TITLE: Final = Code(
    "C206",
    "A link or picture with a title",
    why="No document shows it.",
    fix='delete the words in quotes; only a reference can carry "page".',
    wrong='[IOM](http://www.iom.int "Web site")',
    right="[IOM](http://www.iom.int)",
)
TARGET: Final = Code(
    "C207",
    "A link that leads nowhere",
    why="A reader's click would open nothing.",
    fix="begin a web address with http:// or https://, a mailbox with mailto:, a reference with #.",
    wrong="[www.domavcr.cz](www.domavcr.cz)",
    right="[www.domavcr.cz](http://www.domavcr.cz)",
)
ATTRIBUTES: Final = Code(
    "C208",
    "Braces that look like attributes and are none",
    why="They are printed as they stand.",
    fix="attributes are {#id key=value}, behind a heading, a caption or a picture, or {lang=…} behind [words]; "
    "to print the brace, write \\{.",
    wrong="## Research {theme = research}",
    right="## Research {theme=research}",
    severity=Severity.WARNING,
)
COMMENT: Final = Code(
    "C209",
    "A comment of an unknown kind",
    why="It is printed as it stands.",
    fix="write <!-- remark: … --> for a remark between editors; to print the sign, write \\<.",
    wrong="<!-- ask Tirana -->",
    right="<!-- remark: Ask Tirana. -->",
    severity=Severity.WARNING,
)
COMMENT_OPEN: Final = Code(
    "C210",
    "A comment without an end",
    why="It is printed as it stands.",
    fix="end it with -->; a remark in the midst of a paragraph holds no empty line.",
    wrong="<!-- remark: Two numbers differ.",
    right="<!-- remark: Two numbers differ. -->",
)
ALLOWANCE: Final = Code(
    "C211",
    "An allowance without a code or a reason",
    why="What is allowed, and why, must be clear to the next editor.",
    fix="write the code of the finding and a reason.",
    wrong="<!-- allow: C404 -->",
    right="<!-- allow: C404 The map comes with the next edition. -->",
)
CELLS: Final = Code(
    "C212",
    "A row with more or fewer cells than the table's header",
    why="The cells would stand under the wrong headings.",
    fix="give every row as many cells as the header; to print a bar, write \\|.",
    wrong="| Year | Arrivals |\n| --- | --- |\n| 2005 |",
    right="| Year | Arrivals |\n| --- | --- |\n| 2005 | 26,246 |",
)
MERGED_CELLS: Final = Code(
    "C213",
    "Cells that cannot be merged",
    why="A cell of only < continues the one on its left and one of only ^ the one above; together they are a "
    "rectangle, and the header stays apart.",
    fix="complete the rectangle, or write \\< or \\^ to print the sign.",
    wrong="| < | Arrivals |\n| --- | --- |\n| 2005 | 26,246 |",
    right="| Arrivals | < |\n| --- | --- |\n| 2005 | 26,246 |",
)
WIDTH: Final = Code(
    "C214",
    "A width that cannot be used",
    why="A picture's width is its share of the text column.",
    fix="write a whole number of per cent from 1 to 100.",
    wrong="![Map of Albania](map.png){width=6cm}",
    right="![Map of Albania](map.png){width=60}",
)
CONTINUE: Final = Code(
    "C215",
    "Nothing to continue",
    why="{continue} carries the numbers of one numbered list on in the next.",
    fix="put it on a line of its own between two numbered lists, or delete it.",
    wrong="{continue}\n\nText.",
    right="1. First.\n\nText.\n\n{continue}\n\n1. Second.",
)
ONE_LINE: Final = Code(
    "C216",
    "A line break where there is only one line",
    why="Headings and cells stand on one line here; the line break would be lost.",
    fix="delete the \\ or the two spaces at the end of the line.",
    wrong="A title\\\nof two lines\n============",
    right="# A title of two lines",
)
ALTERNATIVE: Final = Code(
    "C217",
    "More than words in an alternative text",
    why="A screen reader speaks it; a footnote, link or picture in it would be lost.",
    fix="describe the picture in plain words, and put the rest into the text or the caption.",
    wrong="![Map[^source] of Albania](map.png)",
    right="![Map of Albania](map.png)\n\n: Albania.[^source]\n\n[^source]: Drawn by IOM.",
)
NESTED_LINK: Final = Code(
    "C218",
    "A link inside a link",
    why="A click can lead to one place only.",
    fix="end the first link before the second begins.",
    wrong="[see <http://www.iom.int>](http://www.iom.hu)",
    right="[see](http://www.iom.hu) <http://www.iom.int>",
)
DEPTH: Final = Code(
    "C219",
    "Lists or quotations nested too deep",
    why="Nobody could read them, and what they hold would be lost.",
    fix="use fewer levels.",
    wrong="a list inside a list, fifty times over",
    right="a list inside a list",
)
ATTRIBUTE_UNKNOWN: Final = Code(
    "C220",
    "An attribute that a table or a picture does not have",
    why="It would have no effect.",
    fix="a table has {#id}, a picture {#id width=60}; each once.",
    wrong="![Map of Albania](map.png){height=60}",
    right="![Map of Albania](map.png){width=60}",
)
SOURCE: Final = Code(
    "C221",
    "A picture without a file",
    why="There is nothing to print.",
    fix="write the path of the file in the round brackets.",
    wrong="![Map of Albania]()",
    right="![Map of Albania](map.png)",
)

NOTE_UNDEFINED: Final = Code(
    "C301",
    "A footnote that is not defined",
    why="There is no text for the note.",
    wrong="Arrivals rose.[^unhrc]\n\n[^unhcr]: Figures of UNHCR.",
    right="Arrivals rose.[^unhcr]\n\n[^unhcr]: Figures of UNHCR.",
)
NOTE_UNUSED: Final = Code(
    "C302",
    "A footnote that no text cites",
    why="Its text would not be printed.",
    fix="cite it where it belongs, or delete it.",
    wrong="Arrivals rose.\n\n[^unhcr]: Figures of UNHCR.",
    right="Arrivals rose.[^unhcr]\n\n[^unhcr]: Figures of UNHCR.",
)
NOTE_TWICE: Final = Code(
    "C303",
    "A footnote that is defined twice",
    why="Only one of the two texts could be printed.",
    fix="give one of them another label, or delete it.",
    wrong="Arrivals rose.[^unhcr]\n\n[^unhcr]: Figures of UNHCR.\n\n[^unhcr]: Figures of the government.",
    right="Arrivals rose.[^unhcr]\n\n[^unhcr]: Figures of UNHCR and of the government.",
)
NOTE_IN_NOTE: Final = Code(
    "C304",
    "A footnote inside a footnote",
    why="Word has no notes inside notes.",
    fix="say it in the note's own words, or cite the other note in the text.",
    wrong="Arrivals rose.[^unhcr]\n\n[^unhcr]: Figures of UNHCR.[^year]\n\n[^year]: For 2005.",
    right="Arrivals rose.[^unhcr]\n\n[^unhcr]: Figures of UNHCR for 2005.",
)
NOTE_LABEL: Final = Code(
    "C305",
    "A footnote's label with a space or a sign that labels do not have",
    why="It would be printed as it stands.",
    fix="use letters, digits and hyphens; to print the brackets, write \\[^.",
    wrong="Arrivals rose.[^UNHCR figures]\n\n[^UNHCR figures]: For 2005.",
    right="Arrivals rose.[^unhcr]\n\n[^unhcr]: For 2005.",
)
NOTE_EMPTY: Final = Code(
    "C306",
    "A footnote without text",
    why="An empty note would be printed.",
    fix="write its text behind the colon.",
    wrong="Arrivals rose.[^unhcr]\n\n[^unhcr]:",
    right="Arrivals rose.[^unhcr]\n\n[^unhcr]: Figures of UNHCR.",
)
