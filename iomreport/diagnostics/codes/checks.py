"""Findings of the content rules: references and acronyms (C42x), contacts (C43x), figures (C44x), words (C45x),
sums (C46x), remarks (C47x), and the settings of the rules themselves (C48x)."""

from __future__ import annotations

from typing import Final

from iomreport.diagnostics.finding import Code, Severity

REFERENCE_UNKNOWN: Final = Code(
    "C420",
    "a reference to a place that does not exist",
    why="Nothing could be printed for it.",
    fix="write # and the address of a chapter, a priority, a section or a project, such as #AL/priorities/a.",
    wrong="[the priority on return](#AL/priorites/a)",
    right="[the priority on return](#AL/priorities/a)",
)
ACRONYM_UNKNOWN: Final = Code(
    "C421",
    "an acronym that the list does not explain",
    why="The list of acronyms would leave the reader alone with it.",
    fix="add it to content/acronyms.yaml with what it stands for.",
    wrong="The OBNOVA programme ended, and the BZK began.   (no BZK in acronyms.yaml)",
    right="- acronym: BZK\n  expansion: what it stands for",
    severity=Severity.WARNING,
)
ACRONYM_TWICE: Final = Code(
    "C422",
    "an acronym that is defined twice",
    why="The list would print it twice, and the two explanations could differ.",
    fix="delete one of the two entries.",
    wrong="- acronym: AVR\n  expansion: Assisted Voluntary Return\n- acronym: AVR\n  expansion: Assisted Return",
    right="- acronym: AVR\n  expansion: Assisted Voluntary Return",
)
ACRONYM_DIFFERS: Final = Code(
    "C423",
    "an acronym that the text expands in other words than the list",
    why="A reader would wonder whether both are the same.",
    fix="write the words of content/acronyms.yaml, or correct them there.",
    wrong="Assisted Voluntary Repatriation (AVR)",
    right="Assisted Voluntary Return (AVR)",
    severity=Severity.WARNING,
)
CONTACTS_UNCHECKED: Final = Code(
    "C433",
    "contacts that are not checked",
    why="The library that knows how numbers and mailboxes look is not installed.",
    fix="install iomreport with its checks: pip install iomreport[check]",
    wrong="pip install iomreport",
    right="pip install iomreport[check]",
    severity=Severity.REMARK,
)
PHONE: Final = Code(
    "C430",
    "a telephone number that cannot be one",
    why="Nobody could be reached by it.",
    fix="compare it with its source; it has too many or too few digits.",
    wrong='numbers: ["+355 42 57"]',
    right='numbers: ["+355 42 578 36"]',
    severity=Severity.WARNING,
)
EMAIL: Final = Code(
    "C431",
    "a mailbox that cannot be one",
    why="Mail to it would come back.",
    fix="write it as name@host.",
    wrong="emails: [iomtirana.iom.int]",
    right="emails: [iomtirana@iom.int]",
    severity=Severity.WARNING,
)
WEBSITE: Final = Code(
    "C432",
    "a web address that cannot be one",
    why="A reader's click would open an error.",
    fix="write the name of the site with its dots, and no spaces.",
    wrong="websites: [www,iomtirana.org.al]",
    right="websites: [www.iomtirana.org.al]",
    severity=Severity.WARNING,
)
FIGURE_ALTERNATIVE: Final = Code(
    "C440",
    "a picture without alternative text",
    why="Who cannot see the picture would not know what it shows.",
    fix="describe in the square brackets what the picture shows.",
    wrong="![](map.png)",
    right="![Map of Albania with its three border crossings](map.png)",
    severity=Severity.WARNING,
)
FIGURE_FILE: Final = Code(
    "C441",
    "a picture whose file is not there",
    why="There is nothing to print.",
    fix="put the file there, or correct the path; it counts from the folder of the text.",
    wrong="![Map of Albania](mpa.png)",
    right="![Map of Albania](map.png)",
)
BANNED: Final = Code(
    "C450",
    "a word that the house style avoids",
    why="The house style names another.",
    wrong="Migrants are utilized as workers.   (with utilized = “used” under [banned] in iomreport.toml)",
    right="Migrants are used as workers.",
    severity=Severity.WARNING,
)
SPELT_TWO_WAYS: Final = Code(
    "C451",
    "a word that the edition spells in two ways",
    why="A reader takes it for a mistake, and a search finds only half of the places.",
    fix="choose one spelling for the whole edition.",
    wrong="reintegration in one chapter, re-integration in another",
    right="reintegration in all chapters",
    severity=Severity.WARNING,
)
DOUBLED: Final = Code(
    "C452",
    "a word that stands twice in a row",
    why="It is most often left over from an edit.",
    fix="delete one of them.",
    wrong="It supports the the return of migrants.",
    right="It supports the return of migrants.",
    severity=Severity.WARNING,
)
PARAGRAPH_TWICE: Final = Code(
    "C453",
    "a paragraph that stands twice",
    why="Most often one was copied to be changed, and never was.",
    fix="change or delete one of them.",
    wrong="the same paragraph in two chapters",
    right="each paragraph once",
    severity=Severity.WARNING,
)
SUM_WRONG: Final = Code(
    "C460",
    "figures that do not add up",
    why="An editor has declared that they do, so one of them is wrong.",
    fix="correct the figure in the text and in the declaration.",
    wrong="<!-- sum: 8,441 + 17,865 = 26,307 -->",
    right="<!-- sum: 8,441 + 17,865 = 26,306 -->",
)
SUM_UNREADABLE: Final = Code(
    "C461",
    "a sum that cannot be read",
    why="What it should hold cannot be checked.",
    fix="write <!-- sum: 8,441 + 17,865 = 26,306 -->, with figures as the text prints them.",
    wrong="<!-- sum: 8,441 and 17,865 -->",
    right="<!-- sum: 8,441 + 17,865 = 26,306 -->",
)
SUM_FIGURE: Final = Code(
    "C462",
    "a figure of a declared sum that the text does not print",
    why="The text was changed and the declaration was not, or the other way round.",
    fix="write the same figure in both places.",
    wrong="Of 26,307 migrants …\n\n<!-- sum: 8,441 + 17,865 = 26,306 -->",
    right="Of 26,306 migrants, 8,441 were women and 17,865 men.\n\n<!-- sum: 8,441 + 17,865 = 26,306 -->",
)
REMARK_OPEN: Final = Code(
    "C470",
    "a remark that is still open",
    why="An editor has left a question here; it is never printed.",
    fix="settle it and delete the remark.",
    wrong="<!-- remark: The two figures differ. -->",
    right="the text with the question settled",
    severity=Severity.REMARK,
)
ALLOWANCE_UNUSED: Final = Code(
    "C480",
    "an allowance for nothing",
    why="What it allowed is gone; it would hide the next finding of its kind.",
    fix="delete the allowance.",
    wrong="<!-- allow: C452 a quotation --> beside a paragraph without a doubled word",
    right="the paragraph alone",
    severity=Severity.WARNING,
)
SETTINGS: Final = Code(
    "C481",
    "a setting of the checks that cannot be used",
    why="It would have no effect.",
    fix="see the settings in the README.",
    wrong='[severity]\nC45 = "off"',
    right='[severity]\nC450 = "off"',
)
UNKNOWN_CODE: Final = Code(
    "C482",
    "a code that does not exist",
    why="Nothing can be said about it.",
    fix="see all codes: iomreport explain",
    wrong="iomreport explain C30l",
    right="iomreport explain C301",
)
