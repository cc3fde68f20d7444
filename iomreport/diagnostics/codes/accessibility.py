"""Findings about documents and templates that not everyone can read, each under its clause of EN 301 549 V3.2.1."""

from __future__ import annotations

from typing import Final

from iomreport.diagnostics.finding import Code, Severity

_NON_TEXT = "EN 301 549, 10.1.1.1 Non-text content (WCAG 2.2, 1.1.1). "
_RELATIONS = "EN 301 549, 10.1.3.1 Info and relationships (WCAG 2.2, 1.3.1). "
_SEQUENCE = "EN 301 549, 10.1.3.2 Meaningful sequence (WCAG 2.2, 1.3.2). "
_COLOUR = "EN 301 549, 10.1.4.1 Use of colour (WCAG 2.2, 1.4.1). "
_CONTRAST = "EN 301 549, 10.1.4.3 Contrast (minimum) (WCAG 2.2, 1.4.3). "
_GRAPHICS = "EN 301 549, 10.1.4.11 Non-text contrast (WCAG 2.2, 1.4.11). "
_TITLE = "EN 301 549, 10.2.4.2 Document titled (WCAG 2.2, 2.4.2). "
_LINKS = "EN 301 549, 10.2.4.4 Link purpose (in context) (WCAG 2.2, 2.4.4). "
_HEADINGS = "EN 301 549, 10.2.4.6 Headings and labels (WCAG 2.2, 2.4.6). "
_LANGUAGE = "EN 301 549, 10.3.1.1 Language of page (WCAG 2.2, 3.1.1). "
_PARTS = "EN 301 549, 10.3.1.2 Language of parts (WCAG 2.2, 3.1.2). "

NO_TITLE: Final = Code(
    "A101",
    "the document has no title that says what it is about",
    why=f"{_TITLE}A screen reader says the title first, and windows and lists of files show it.",
    fix="give the edition its title in content/strategy.yaml, or the document its own (Word: File, Info, Title)",
    wrong="a document whose title is empty, or “Document1”",
    right="Regional Strategy for Central and South-Eastern Europe 2006–2007: Albania",
)
NO_LANGUAGE: Final = Code(
    "A102",
    "the document does not say in which language it is",
    why=f"{_LANGUAGE}A screen reader pronounces words by the rules of the language that the document names.",
    fix="set the default proofing language of the template in Word: Review, Language, Set Proofing Language",
    wrong="a template whose default text has no language",
    right='<w:lang w:val="en-GB"/> in the defaults of the styles',
)
OTHER_LANGUAGE: Final = Code(
    "A103",
    "the text is marked as another language than the document's",
    why=f"{_LANGUAGE}The words would be read aloud by the rules of a language in which they are not written.",
    fix="give the template's text the language of the content (Word: Review, Language), or mend that of the content",
    wrong="an edition with language: fr-FR on a template whose text is marked as English",
    right="an edition with language: fr-FR on a template whose text is marked as French",
)
FOREIGN_PART: Final = Code(
    "A104",
    "words in a foreign script have no language",
    why=f"{_PARTS}A screen reader would spell them, leave them out, or read them by the wrong rules.",
    fix="mark the words with their language: [Права за сите]{lang=mk} in Markdown, or in Word by Review, Language",
    wrong="The office is at ул. Васил Левски 12.",
    right="The office is at [ул. Васил Левски 12]{lang=bg}.",
)
NO_ALTERNATIVE: Final = Code(
    "A201",
    "a picture has no alternative text and is not marked as decorative",
    why=f"{_NON_TEXT}Who cannot see the picture would not know that it is there, or what it shows.",
    fix="describe what it shows, or mark it as decorative (Word: right-click, View Alt Text)",
    wrong="![](map.png)",
    right="![Map of Albania with its three border crossings](map.png)",
)
IDLE_ALTERNATIVE: Final = Code(
    "A202",
    "an alternative text does not say what the picture shows",
    why=f"{_NON_TEXT}The name of a file or the word “image” tells a listener no more than that something is missing.",
    fix="describe in a sentence what the picture shows",
    wrong="![map.png](map.png)",
    right="![Map of Albania with its three border crossings](map.png)",
)
HEADING_ORDER: Final = Code(
    "A301",
    "a heading leaves out a level",
    why=f"{_RELATIONS}Listeners move from heading to heading; a level that is missing looks like a part that is.",
    fix="begin with level 1, and go down one level at a time",
    wrong="a heading of level 1, and below it one of level 3",
    right="a heading of level 1, and below it one of level 2",
)
EMPTY_HEADING: Final = Code(
    "A302",
    "a heading has no words",
    why=f"{_HEADINGS}It is read out as a heading, and stands in every list of headings as an empty line.",
    fix="give it words, or let the paragraph take the style of the text",
    wrong="an empty paragraph in the style heading 2",
    right="an empty paragraph is left out; space is set in the style",
)
NO_HEADER_ROW: Final = Code(
    "A401",
    "a table has no header row",
    why=f"{_RELATIONS}A screen reader says the header of a column with each cell; without it figures are mere figures.",
    fix="mark the first row (Word: Table Layout, Repeat Header Rows)",
    wrong="a table whose first row is only set in bold type",
    right="<w:trPr><w:tblHeader/></w:trPr> in the first row",
)
LAYOUT_TABLE: Final = Code(
    "A402",
    "a table is used for layout",
    why=f"{_RELATIONS}It is announced with its rows and columns although it holds no data, and is read cell by cell.",
    fix="use paragraphs with a border, columns or tab stops instead",
    wrong="a table of a single cell that draws a box around a paragraph",
    right="a paragraph with borders and shading",
)
HEADER_CELL: Final = Code(
    "A403",
    "a header cell is empty or merged",
    why=f"{_RELATIONS}The cells below would be read out with no header, or with one that belongs to another column.",
    fix="give every column a header cell of its own, with words; put what is said of the whole table above it",
    wrong="a header row that is one cell across three columns",
    right="a header row with three cells, and a heading above the table",
)
NESTED_TABLE: Final = Code(
    "A404",
    "a table stands in a cell of another table",
    why=f"{_RELATIONS}Few listeners can tell in which table they are, and which header belongs to which cell.",
    fix="take the inner table out, or make one table of both",
    wrong="a table in a cell",
    right="two tables one after the other",
)
EMPTY_LINK: Final = Code(
    "A501",
    "a link has no words",
    why=f"{_LINKS}A screen reader would read out its address, or nothing.",
    fix="give the link words that say where it leads, or take it away",
    wrong="a link around an empty run",
    right="[Annual report of 2005](https://www.iom.int/report)",
)
IDLE_LINK: Final = Code(
    "A502",
    "the words of a link do not say where it leads",
    why=f"{_LINKS}Listeners go from link to link, and hear nothing but “here”, “here”, “here”.",
    fix="let the words name what the link leads to",
    wrong="The report is [here](https://www.iom.int/report).",
    right="See the [annual report of 2005](https://www.iom.int/report).",
)
BARE_ADDRESS: Final = Code(
    "A503",
    "the words of a link are a long web address",
    why=f"{_LINKS}It is read out letter by letter.",
    fix="let the words name what the link leads to; only a short address, such as www.iom.int, is printed",
    wrong="[https://www.iom.int/publications/reports/annual?year=2005](https://www.iom.int/…)",
    right="[annual report of 2005](https://www.iom.int/publications/reports/annual?year=2005)",
)
CONTRAST: Final = Code(
    "A601",
    "the colour of text is too near to the colour behind it",
    why=f"{_CONTRAST}Text below 4.5:1 cannot be read by many; large text, from 18 pt or 14 pt in bold, needs 3:1.",
    fix="make the text darker, or what is behind it lighter",
    wrong="text in #999999 on white, which is 2.8:1",
    right="text in #595959 on white, which is 7:1",
)
FAINT_GRAPHIC: Final = Code(
    "A602",
    "the colour of a drawing that carries meaning is too near to the colour of the page",
    why=f"{_GRAPHICS}Shapes below 3:1 cannot be seen by many.",
    fix="make it darker, give it an outline, or mark it as decorative if it says nothing",
    wrong="an arrow in #DDDDDD on white",
    right="an arrow in #767676 on white",
)
COLOUR_ALONE: Final = Code(
    "A603",
    "a link in a text is told from the words around it by its colour alone",
    why=f"{_COLOUR}Who does not see the colour does not see that there is a link.",
    fix="underline links, in the style Hyperlink",
    wrong="a style Hyperlink in dark blue without an underline, in black text",
    right="a style Hyperlink with an underline",
)
TEXT_BOX: Final = Code(
    "A701",
    "words stand in a text box",
    why=f"{_SEQUENCE}What floats is read before, after or not at all, wherever it lies on the page.",
    fix="put the words into the text, in a paragraph with a border or shading if they must stand out",
    wrong="a text box beside the text",
    right="a paragraph with a border in the text",
)
FLOATING_PICTURE: Final = Code(
    "A702",
    "a picture with a meaning floats beside the text",
    why=f"{_SEQUENCE}Some screen readers leave it out, others read it where its anchor is.",
    fix="place it in line with the text (Word: Layout Options, In Line with Text)",
    severity=Severity.WARNING,
    wrong="a picture that text flows around",
    right="a picture in a paragraph of its own",
)
TYPED_LIST: Final = Code(
    "A801",
    "a list is typed by hand",
    why=f"{_RELATIONS}A screen reader counts the items of a list and lets one skip it; it knows no typed signs.",
    fix="use a list: “- ” or “1. ” at the beginning of a line in Markdown, a list style in Word",
    wrong="a paragraph in the style Body Text that begins with “•”",
    right="a paragraph in the style List Bullet",
)
EMPTY_PARAGRAPHS: Final = Code(
    "A802",
    "empty paragraphs make space",
    why=f"{_RELATIONS}Each is read out as “blank”; where several follow each other, many think that the text is over.",
    fix="set the space before or after the paragraph, or a page break, in its style",
    severity=Severity.WARNING,
    wrong="three empty paragraphs above a heading",
    right="space before in the style of the heading",
)
TYPED_NOTE: Final = Code(
    "A803",
    "a note is typed by hand",
    why=f"{_RELATIONS}A raised figure that is typed leads nowhere: a listener cannot go to the note and back.",
    fix="write it as a footnote: [^label] in Markdown; Word: References, Insert Footnote",
    wrong="a raised 1 in the text, and a paragraph that begins with a raised 1",
    right="a footnote",
)
UNREADABLE: Final = Code(
    "A901",
    "the document cannot be checked",
    why="A file that cannot be opened cannot be read by anyone.",
    fix="open it in Word, and save it as a Word document (.docx)",
    wrong="a damaged file",
    right="a Word document (.docx)",
)
