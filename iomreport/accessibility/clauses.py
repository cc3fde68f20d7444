"""The clauses of EN 301 549 V3.2.1, chapter 10 (non-web documents), and what a program can tell about each.

Chapter 10 takes its clauses from WCAG 2.1, levels A and AA; the criteria have the same numbers and names in WCAG 2.2,
which took back 4.1.1 and whose new criteria the chapter does not yet have.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Subject(StrEnum):
    """What a clause is about; a document that has none of it meets the clause."""

    DOCUMENT = "document"
    TITLE = "title of its own"
    FRAMES = "frames or columns"
    PICTURES = "pictures"
    MEANINGFUL = "pictures that carry meaning"
    LINKS = "links"
    HEADINGS = "headings"
    MEDIA = "sound, video or moving pictures"
    CONTROLS = "form fields, controls or embedded objects"


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: its number and name in EN 301 549, the criterion of WCAG 2.2, and how it is checked.

    `codes` are the findings that fail it, `checked` is what a program looks at or what the format itself gives, and
    `person` is what only a person can tell, where the document has what `person_if` says.
    """

    number: str
    name: str
    criterion: str
    level: Literal["A", "AA", ""] = "A"
    subject: Subject = Subject.DOCUMENT
    codes: tuple[str, ...] = ()
    checked: str = ""
    person: str = ""
    person_if: Subject = Subject.DOCUMENT

    @property
    def title(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def wcag(self) -> str:
        """The number and name of the criterion in WCAG 2.2; two clauses of the chapter are of no criterion."""
        return f"{self.number.removeprefix('10.')} {self.criterion}" if self.criterion else ""


def _of_media(number: str, name: str, criterion: str, level: Literal["A", "AA", ""] = "A") -> Clause:
    return Clause(number, name, criterion, level, Subject.MEDIA, person="whether what sounds or moves meets the clause")


def _of_controls(number: str, name: str, criterion: str, level: Literal["A", "AA"] = "A") -> Clause:
    return Clause(number, name, criterion, level, Subject.CONTROLS, person="whether the controls meet the clause")


CLAUSES: tuple[Clause, ...] = (
    Clause(
        "10.1.1.1",
        "Non-text content",
        "Non-text Content",
        subject=Subject.PICTURES,
        codes=("A201", "A202"),
        checked="every drawing has an alternative text that is no file name and no mere “image”, or is decorative",
        person="that each alternative text says what its picture says, and that what is decorative says nothing",
    ),
    _of_media("10.1.2.1", "Audio-only and video-only (prerecorded)", "Audio-only and Video-only (Prerecorded)"),
    _of_media("10.1.2.2", "Captions (prerecorded)", "Captions (Prerecorded)"),
    _of_media(
        "10.1.2.3",
        "Audio description or media alternative (prerecorded)",
        "Audio Description or Media Alternative (Prerecorded)",
    ),
    _of_media("10.1.2.4", "Captions (live)", "Captions (Live)", "AA"),
    _of_media("10.1.2.5", "Audio description (prerecorded)", "Audio Description (Prerecorded)", "AA"),
    Clause(
        "10.1.3.1",
        "Info and relationships",
        "Info and Relationships",
        codes=("A301", "A401", "A402", "A403", "A404", "A801", "A802", "A803"),
        checked="headings follow each other by level; tables hold data under header rows; lists and notes are real;"
        " no empty paragraphs make space",
        person="that everything that looks like a heading, a list or a table is one",
    ),
    Clause(
        "10.1.3.2",
        "Meaningful sequence",
        "Meaningful Sequence",
        codes=("A701", "A702"),
        checked="no words stand in text boxes, no picture with a meaning floats",
        person="that frames and columns are read in the order in which they are meant",
        person_if=Subject.FRAMES,
    ),
    Clause(
        "10.1.3.3",
        "Sensory characteristics",
        "Sensory Characteristics",
        person="that no words point to something by its shape, colour or place alone, such as “the box on the right”",
    ),
    Clause("10.1.3.4", "Orientation", "Orientation", "AA", checked="a Word file binds no screen to an orientation"),
    _of_controls("10.1.3.5", "Identify input purpose", "Identify Input Purpose", "AA"),
    Clause(
        "10.1.4.1",
        "Use of colour",
        "Use of Color",
        codes=("A603",),
        checked="links in a text are told from it by more than their colour",
        person="that nothing else is said by colour alone, in charts above all",
    ),
    _of_media("10.1.4.2", "Audio control", "Audio Control"),
    Clause(
        "10.1.4.3",
        "Contrast (minimum)",
        "Contrast (Minimum)",
        "AA",
        codes=("A601",),
        checked="the colour of every run of text against the shading behind it",
        person="text that lies over a picture or a shape, or is part of a picture",
        person_if=Subject.PICTURES,
    ),
    Clause("10.1.4.4", "Resize text", "Resize Text", "AA", checked="word processors enlarge a Word file freely"),
    Clause(
        "10.1.4.5",
        "Images of text",
        "Images of Text",
        "AA",
        Subject.MEANINGFUL,
        person="that no picture stands for words that could be text",
    ),
    Clause(
        "10.1.4.10",
        "Reflow",
        "Reflow",
        "AA",
        checked="word processors flow the text of a Word file anew in their web view",
    ),
    Clause(
        "10.1.4.11",
        "Non-text contrast",
        "Non-text Contrast",
        "AA",
        Subject.MEANINGFUL,
        codes=("A602",),
        checked="the colour of single shapes that are not decorative against the page",
        person="that the parts of pictures and charts that carry meaning stand out from what is beside them",
    ),
    Clause(
        "10.1.4.12",
        "Text spacing",
        "Text Spacing",
        "AA",
        checked="the spacing of a Word file can be changed by its reader",
    ),
    _of_controls("10.1.4.13", "Content on hover or focus", "Content on Hover or Focus", "AA"),
    _of_controls("10.2.1.1", "Keyboard", "Keyboard"),
    _of_controls("10.2.1.2", "No keyboard trap", "No Keyboard Trap"),
    _of_controls("10.2.1.4", "Character key shortcuts", "Character Key Shortcuts"),
    _of_media("10.2.2.1", "Timing adjustable", "Timing Adjustable"),
    _of_media("10.2.2.2", "Pause, stop, hide", "Pause, Stop, Hide"),
    _of_media("10.2.3.1", "Three flashes or below threshold", "Three Flashes or Below Threshold"),
    Clause(
        "10.2.4.2",
        "Document titled",
        "Page Titled",
        subject=Subject.TITLE,
        codes=("A101",),
        checked="the document's properties hold a title that is no placeholder",
        person="that the title says what the document is about",
    ),
    Clause(
        "10.2.4.3",
        "Focus order",
        "Focus Order",
        subject=Subject.LINKS,
        checked="links are reached in the order of the text",
    ),
    Clause(
        "10.2.4.4",
        "Link purpose (in context)",
        "Link Purpose (In Context)",
        subject=Subject.LINKS,
        codes=("A501", "A502", "A503"),
        checked="every link has words; they are no mere “here”, and no long web address",
        person="that the words of each link say where it leads",
    ),
    Clause(
        "10.2.4.6",
        "Headings and labels",
        "Headings and Labels",
        "AA",
        Subject.HEADINGS,
        codes=("A302",),
        checked="no heading is empty",
        person="that headings and the headers of tables say what follows",
    ),
    _of_controls("10.2.4.7", "Focus visible", "Focus Visible", "AA"),
    _of_controls("10.2.5.1", "Pointer gestures", "Pointer Gestures"),
    _of_controls("10.2.5.2", "Pointer cancellation", "Pointer Cancellation"),
    _of_controls("10.2.5.3", "Label in name", "Label in Name"),
    _of_controls("10.2.5.4", "Motion actuation", "Motion Actuation"),
    Clause(
        "10.3.1.1",
        "Language of page",
        "Language of Page",
        codes=("A102", "A103"),
        checked="the text has a language by default, and it is that of the content",
        person="that the language is that in which the document is written",
    ),
    Clause(
        "10.3.1.2",
        "Language of parts",
        "Language of Parts",
        "AA",
        codes=("A104",),
        checked="words in a script that the document's language does not use have a language of their own",
        person="words of other languages in the document's own script, but for names and terms of art",
    ),
    _of_controls("10.3.2.1", "On focus", "On Focus"),
    _of_controls("10.3.2.2", "On input", "On Input"),
    _of_controls("10.3.3.1", "Error identification", "Error Identification"),
    _of_controls("10.3.3.2", "Labels or instructions", "Labels or Instructions"),
    _of_controls("10.3.3.3", "Error suggestion", "Error Suggestion", "AA"),
    _of_controls(
        "10.3.3.4",
        "Error prevention (legal, financial, data)",
        "Error Prevention (Legal, Financial, Data)",
        "AA",
    ),
    Clause("10.4.1.1", "Parsing", "Parsing (Obsolete and removed)", checked="every part is well-formed XML"),
    _of_controls("10.4.1.2", "Name, role, value", "Name, Role, Value"),
    _of_controls("10.4.1.3", "Status messages", "Status Messages", "AA"),
    _of_media("10.5", "Caption positioning", "", ""),
    _of_media("10.6", "Audio description timing", "", ""),
)

CLAUSE_OF = {code: clause for clause in CLAUSES for code in clause.codes}
"""The clause that a finding fails, by the finding's code."""
