"""Whether everyone can read a document: its faults, each with the place where it is mended, and its clauses one by one.

The clauses are those of EN 301 549 V3.2.1, chapter 10. What cannot be told for certain is no fault; it is left to a
person, and the report says so.

A fault as a check finds it, before it is known who made it: content or template.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from iomreport.accessibility.clauses import CLAUSE_OF, CLAUSES, Clause, Subject
from iomreport.accessibility.contrast import links_are_more_than_a_colour, text_stands_out
from iomreport.accessibility.languages import foreign_parts_are_marked, languages_are_named, titles_say_something
from iomreport.accessibility.links import links_of, links_say_where_they_lead
from iomreport.accessibility.locations import ContentPlaces, Origin
from iomreport.accessibility.pictures import (
    drawings_of,
    pictures_have_alternatives,
    shapes_stand_out,
    words_stand_in_the_text,
)
from iomreport.accessibility.structure import (
    header_cells_are_whole,
    headings_have_words,
    headings_leave_no_level_out,
    headings_of,
    lists_are_lists,
    notes_are_notes,
    space_is_made_by_styles,
    tables_hold_data,
)
from iomreport.accessibility.template_locations import TemplatePlaces
from iomreport.accessibility.word_file import Fault, WordFile
from iomreport.diagnostics.codes.accessibility import UNREADABLE
from iomreport.diagnostics.finding import Diagnostic, Location, Severity
from iomreport.word.elements import W14, shown, value, w
from iomreport.word.package import PackageError

CHECKS: tuple[Callable[[WordFile], Iterator[Fault]], ...] = (
    titles_say_something,
    languages_are_named,
    foreign_parts_are_marked,
    pictures_have_alternatives,
    words_stand_in_the_text,
    shapes_stand_out,
    headings_leave_no_level_out,
    headings_have_words,
    tables_hold_data,
    header_cells_are_whole,
    links_say_where_they_lead,
    text_stands_out,
    links_are_more_than_a_colour,
    lists_are_lists,
    space_is_made_by_styles,
    notes_are_notes,
)
_WORDLESS = (headings_have_words, space_is_made_by_styles)
"""Those of the checks that find paragraphs without words."""
_MEDIA = (".mp3", ".mp4", ".m4a", ".m4v", ".wav", ".avi", ".wmv", ".wma", ".mov", ".mpg", ".mpeg", ".ogg", ".webm")
_MOVING = (*_MEDIA, ".gif")
_CONTROLS = tuple(w(name) for name in ("ffData", "object", "control", "comboBox", "dropDownList", "date"))


class Outcome(StrEnum):
    """What is known of a clause."""

    FAILED = "fails"
    MET = "met"
    IN_PART = "met as far as a program can tell; a person must look at the rest"
    PERSON = "a person must look"
    NOT_APPLICABLE = "does not apply"


@dataclass(frozen=True, slots=True)
class ClauseResult:
    """A clause with what is known of it and what was found."""

    clause: Clause
    outcome: Outcome
    findings: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Examination:
    """All that is known of a file: `places` are, finding by finding, where in the file itself it shows."""

    called: str
    title: str
    findings: tuple[Diagnostic, ...]
    places: tuple[str, ...]
    clauses: tuple[ClauseResult, ...]


def check_document(
    content: bytes,
    called: str,
    made_from: ContentPlaces | None = None,
    template: TemplatePlaces | None = None,
) -> list[Diagnostic]:
    """What is wrong with a document; `called` is its name in messages.

    With the content and the template that it was made from, findings name the places there.
    """
    return list(examine(content, called, made_from, template).findings)


def check_template(content: bytes, called: str) -> list[Diagnostic]:
    """What is wrong with a template whatever it is filled with."""
    return list(examine_template(content, called).findings)


def examine(
    content: bytes,
    called: str,
    made_from: ContentPlaces | None = None,
    template: TemplatePlaces | None = None,
) -> Examination:
    """Check a document clause by clause. Never raises for what is in the file."""
    try:
        file = WordFile(content)
    except PackageError as error:
        return _unreadable(called, error)
    return _examined(file, called, Origin(file, called, made_from, template))


def examine_template(content: bytes, called: str) -> Examination:
    """Check a template clause by clause: its tags stand for words. Never raises for what is in the file."""
    try:
        file = WordFile(content, template=True)
    except PackageError as error:
        return _unreadable(called, error)
    return _examined(file, called, Origin(file, called))


def template_places(content: bytes, name: str) -> TemplatePlaces | None:
    """The paragraphs of a template, to be named in findings about its documents; none where it cannot be read."""
    try:
        file = WordFile(content, template=True)
    except PackageError:
        return None
    return TemplatePlaces(file, name, [fault for check in _WORDLESS for fault in check(file)])


def _unreadable(called: str, error: PackageError) -> Examination:
    finding = UNREADABLE.at(Location(called), f"the file cannot be checked: {error}")
    return Examination(called, "", (finding,), ("",), ())


def _examined(file: WordFile, called: str, origin: Origin) -> Examination:
    found: dict[Diagnostic, str] = {}
    faults = [fault for check in CHECKS for fault in check(file)]
    for fault in faults:
        location = origin.of(fault, faults)
        diagnostic = fault.code.at(location, fault.message, fix=origin.fix(fault, location))
        shown_at = origin.in_document(fault.element, fault.story).place if fault.element is not None else ""
        found.setdefault(diagnostic, shown_at)
    findings = tuple(found)
    return Examination(called, file.title, findings, tuple(found.values()), tuple(_results(file, findings)))


def _results(file: WordFile, findings: Sequence[Diagnostic]) -> Iterator[ClauseResult]:
    subjects = _subjects(file)
    for clause in CLAUSES:
        own = tuple(each for each in findings if CLAUSE_OF.get(each.code) is clause)
        yield ClauseResult(clause, _outcome(clause, own, subjects), own)


def _outcome(clause: Clause, own: Sequence[Diagnostic], subjects: Collection[Subject]) -> Outcome:
    if any(each.severity is Severity.ERROR for each in own):
        return Outcome.FAILED
    if clause.subject not in subjects:
        return Outcome.NOT_APPLICABLE
    if not clause.checked:
        return Outcome.PERSON
    return Outcome.IN_PART if clause.person and clause.person_if in subjects else Outcome.MET


def _subjects(file: WordFile) -> set[Subject]:
    """What a document has that clauses are about."""
    drawings = list(drawings_of(file))
    names = [name.casefold() for name in file.names]
    found = {
        Subject.TITLE: not file.template,
        Subject.FRAMES: _has_frames(file),
        Subject.PICTURES: bool(drawings),
        Subject.MEANINGFUL: any(not drawing.decorative for drawing in drawings),
        Subject.LINKS: next(links_of(file), None) is not None,
        Subject.HEADINGS: next(headings_of(file), None) is not None,
        Subject.MEDIA: any(name.endswith(_MOVING) for name in names),
        Subject.CONTROLS: _has_controls(file) or any("activex" in name or "vbaproject" in name for name in names),
    }
    return {Subject.DOCUMENT, *(subject for subject, here in found.items() if here)}


def _has_frames(file: WordFile) -> bool:
    """Whether paragraphs stand in frames (17.3.1.11), or the text in columns (17.6.4)."""
    main = file.main.root
    framed = (style.element for style in file.styles.all)
    columns = (value(each, "num") for each in main.iter(w("cols")))
    return any(next(each.iter(w("framePr")), None) is not None for each in (main, *framed)) or any(
        number not in ("", "0", "1") for number in columns
    )


def _has_controls(file: WordFile) -> bool:
    wanted = (*_CONTROLS, f"{{{W14}}}checkbox")
    return any(
        next(shown(story.root, *wanted), None) is not None
        or any(value(each, "fldCharType") == "begin" and len(each) for each in shown(story.root, w("fldChar")))
        for story in file.stories
    )
