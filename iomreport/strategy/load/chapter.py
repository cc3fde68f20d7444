"""chapter.md -> the fields of a country that are prose.

The headings say which field a text belongs to:

| heading                                                    | field                                    |
|------------------------------------------------------------|------------------------------------------|
| `# Background`                                             | `background`                             |
| `# …`, one of the `priorities_headings` of strategy.yaml   | `priorities_heading`                     |
| `## (a) Title {theme=… also="…"}`                          | a priority: `letter`, `title`, `theme` … |
| `### Title` below a priority                               | a section of that priority               |
| `## Title` after the last priority                         | a section of `closing`                   |

A field that a subclass adds to `Priority` is one more attribute: `{theme=research budget=500 donors="EU, UN"}`.

A document cut at its headings, and what can be read from a heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from iomreport.diagnostics.codes.content import (
    EMPTY_SECTION,
    FORMATTED_TITLE,
    HEADING_MISSING,
    HEADING_TWICE,
    LETTER_ORDER,
    MISPLACED_HEADING,
    MISSING_KEY,
    NO_TITLE_TEXT,
    TEXT_OUTSIDE,
    THEME_MISSING,
    UNKNOWN_ATTRIBUTE,
    UNKNOWN_HEADING,
)
from iomreport.diagnostics.finding import Findings, Location
from iomreport.diagnostics.suggest import did_you_mean
from iomreport.markup.nodes import Block, Heading, Prose, Text
from iomreport.strategy.addresses import slug
from iomreport.strategy.load.reading import Reading
from iomreport.strategy.load.validation import FieldShape, Kind, build, shapes_of
from iomreport.strategy.load.yaml_reader import Mark, Plain, YamlText, resolve
from iomreport.strategy.model.country import Priority, Section


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and the blocks under it, up to the next heading. Only the first part of a document has none."""

    heading: Heading | None
    blocks: tuple[Block, ...]


def cut(blocks: Iterable[Block]) -> list[Part]:
    """The parts of a document. What stands before the first heading is the first part, and may be empty."""
    heading: Heading | None = None
    under: list[Block] = []
    parts: list[Part] = []
    for block in blocks:
        if isinstance(block, Heading):
            parts.append(Part(heading, tuple(under)))
            heading, under = block, []
        else:
            under.append(block)
    parts.append(Part(heading, tuple(under)))
    return parts


class Headings:
    """Reads the headings of one file."""

    def __init__(self, text: str, path: str, findings: Findings) -> None:
        self.lines = text.split("\n")
        self.path = path
        self.findings = findings

    def place(self, heading: Heading, words: str = "", *, after: str = "") -> Location:
        """Where a heading stands, or where some words stand in its line, behind other ones."""
        at = heading.location or Location(self.path)
        if at.line is None or at.column is None:
            return at
        line = self.lines[at.line - 1]
        column = line.find(words, max(0, line.find(after))) + 1 if words else 0
        if column:
            return Location(self.path, at.line, column, len(words))
        return Location(self.path, at.line, at.column, max(1, len(line.rstrip()) - at.column + 1))

    def title(self, heading: Heading) -> str:
        """The plain words of a heading."""
        if any(not isinstance(inline, Text) for inline in heading.content):
            self.findings.add(FORMATTED_TITLE.at(self.place(heading), "a title is plain words"))
        words = "".join(inline.text for inline in heading.content if isinstance(inline, Text)).strip(" ")
        if not heading.content:
            self.findings.add(NO_TITLE_TEXT.at(self.place(heading), "this heading has no words"))
        return words

    def attributes(self, heading: Heading, *known: str, with_id: bool = False) -> dict[str, str]:
        """The attributes of a heading; those that are not known here are reported."""
        attributes = dict(heading.attributes)
        for name in attributes:
            if name not in known:
                fix = did_you_mean(name, known)
                message = f"{{{name}=…}} is not known at this heading"
                self.findings.add(UNKNOWN_ATTRIBUTE.at(self.place(heading, f"{name}="), message, fix=fix))
        if heading.id and not with_id:
            message = f"{{#{heading.id}}} has no use at this heading, whose address is fixed"
            self.findings.add(UNKNOWN_ATTRIBUTE.at(self.place(heading, f"#{heading.id}"), message))
        return attributes

    def prose(self, part: Part, blocks: tuple[Block, ...] | None = None) -> Prose:
        """The text under a heading."""
        blocks = part.blocks if blocks is None else blocks
        beginning = blocks[0].location if blocks else None
        return Prose(blocks, location=beginning or (part.heading.location if part.heading else None))


BACKGROUND = "Background"

_AS_WRITTEN = (Kind.TEXT, Kind.CHOICE, Kind.DATE, Kind.PROSE)
_LETTERED = re.compile(r"\(([a-z])\) +(.+)")
_NEARLY_LETTERED = re.compile(r"\(?([A-Za-z])[).] *(.+)")


@dataclass(frozen=True, slots=True)
class Chapter:
    """What a country's chapter.md holds; `places` are those of its fields, by their names in `Country`."""

    background: Prose = field(default_factory=Prose)
    priorities_heading: str = ""
    priorities: tuple[Priority, ...] = ()
    closing: tuple[Section, ...] = ()
    places: dict[str, Location] = field(default_factory=dict[str, Location])


def read_chapter(
    blocks: Sequence[Block], text: str, path: str, priorities_headings: Sequence[str], reading: Reading
) -> Chapter:
    """The chapter that a document is. What does not fit is reported and left out.

    Without `priorities_headings`, because strategy.yaml could not be read, any other heading of the first level counts.
    """
    return _ChapterReader(Headings(text, path, reading.findings), priorities_headings, reading).read(cut(blocks))


@dataclass(slots=True)
class _Lettered:
    """A priority while its parts are read."""

    heading: Heading
    letter: str
    title: str
    theme: str
    also: tuple[str, ...]
    body: Prose
    sections: list[Section] = field(default_factory=list[Section])


def _plain(written: str, shape: FieldShape) -> Plain:
    return written if shape.kind in _AS_WRITTEN else resolve(written)


def _mark(at: Location) -> Mark:
    line, column = at.line or 1, at.column or 1
    return Mark(line, column, line, column + at.length)


class _ChapterReader:
    """Goes through the parts of a chapter in order, and keeps where in the order it is."""

    def __init__(self, headings: Headings, priorities_headings: Sequence[str], reading: Reading) -> None:
        self.headings = headings
        self.reading = reading
        self.kind = reading.kind(Priority)
        self.own = {name: shape for name, shape in shapes_of(self.kind).items() if name not in Priority.model_fields}
        self.findings = headings.findings
        self.priorities_headings = tuple(priorities_headings)
        self.background: Part | None = None
        self.opening: Part | None = None
        self.lettered: list[_Lettered] = []
        self.closing: list[Section] = []
        self.unknown = False  # whether a heading stands here that may be a missing one, misspelt
        self.under = ""  # what the part before was, for what may follow

    def read(self, parts: list[Part]) -> Chapter:
        self._outside(parts[0].blocks, "this text stands before the first heading")
        for part in parts[1:]:
            heading = part.heading
            assert heading is not None
            match heading.level:
                case 1:
                    self._first_level(part, heading)
                case 2:
                    self._second_level(part, heading)
                case _:
                    self._third_level(part, heading)
        self._missing()
        return self._chapter()

    def _first_level(self, part: Part, heading: Heading) -> None:
        title = self.headings.title(heading)
        self.headings.attributes(heading)
        known = (BACKGROUND, *self.priorities_headings)
        if title == BACKGROUND:
            self.under = "background"
            if self.opening is not None:
                self._misplaced(heading, "the background stands before the priorities")
            elif self.background is not None:
                self._twice(heading, title)
            else:
                self.background = part
                self._filled(heading, part.blocks)
        elif title in known or not self.priorities_headings:
            self.under = "priorities"
            self._outside(part.blocks, "this text stands before the first priority")
            if self.opening is not None:
                self._twice(heading, title)
            else:
                self.opening = part
        elif _LETTERED.match(title):
            self._misplaced(heading, "a priority's heading begins with ##", f"write ## {title}")
        else:
            self.under, self.unknown = "unknown", True
            fix = did_you_mean(
                title, known, "the headings of a chapter are " + ", ".join(f"# {name}" for name in known)
            )
            message = f'no heading of a chapter is "{title}"'
            self.findings.add(UNKNOWN_HEADING.at(self.headings.place(heading, title), message, fix=fix))

    def _second_level(self, part: Part, heading: Heading) -> None:
        title = self.headings.title(heading)
        if title in (BACKGROUND, *self.priorities_headings):
            self._misplaced(heading, f"the heading “{title}” begins with #", f"write # {title}")
            return
        if self.opening is None and not self.unknown:
            names = " or ".join(f"# {name}" for name in self.priorities_headings) or "the heading of the priorities"
            self._misplaced(
                heading, "priorities stand under the heading of the priorities", f"write {names} before it."
            )
        match = _LETTERED.match(title) or _NEARLY_LETTERED.match(title)
        if match is None and "theme" not in dict(heading.attributes):
            self.under = "closing"
            self.headings.attributes(heading, with_id=True)
            self._section(part, heading, title, self.closing)
            return
        if self.closing:
            before = self.closing[-1]
            message = f"“{before.title}” has no letter, but a priority follows"
            fix = "give it its letter, or move it behind the last priority."
            self.findings.add(MISPLACED_HEADING.at(before.place(), message, fix=fix))
        self.under = "priority"
        self._priority(part, heading, title)

    def _third_level(self, part: Part, heading: Heading) -> None:
        title = self.headings.title(heading)
        self.headings.attributes(heading, with_id=True)
        if heading.level > 3:
            self._misplaced(heading, "a chapter has headings of three levels", f"write ### {title}")
        elif _LETTERED.match(title):
            self._misplaced(heading, "a priority's heading begins with ##", f"write ## {title}")
        elif self.under == "priority":
            self._section(part, heading, title, self.lettered[-1].sections)
        elif self.under != "unknown":
            self._misplaced(heading, "sub-headings stand only below a lettered priority")

    def _priority(self, part: Part, heading: Heading, title: str) -> None:
        expected = chr(ord(self.lettered[-1].letter) + 1) if self.lettered else "a"
        attributes = self.headings.attributes(heading, "theme", "also", *self.own)
        nearly = _NEARLY_LETTERED.match(title)
        letter, words = expected, title
        if match := _LETTERED.match(title):
            letter, words = match[1], match[2]
            if letter != expected:
                after = f" after ({self.lettered[-1].letter})" if self.lettered else " at the beginning"
                message = f"the letter ({letter}) stands{after}"
                place = self.headings.place(heading, f"({letter})")
                self.findings.add(LETTER_ORDER.at(place, message, fix=f"write ({expected})."))
        else:
            words = nearly[2] if nearly else title
            fix = f"write ## ({expected}) {words}"
            self.findings.add(LETTER_ORDER.at(self.headings.place(heading), "this priority has no letter", fix=fix))
        theme = attributes.get("theme", "").strip()
        if not theme:
            message = f"the priority ({letter}) has no theme"
            self.findings.add(THEME_MISSING.at(self.headings.place(heading), message))
        also = tuple(re.split(r"[\s,]+", attributes["also"].strip())) if attributes.get("also", "").strip() else ()
        body = self.headings.prose(part)
        self.lettered.append(_Lettered(heading, letter, words, theme, also, body))

    def _section(self, part: Part, heading: Heading, title: str, siblings: list[Section]) -> None:
        name = heading.id or slug(title) or "section"
        if any(section.id == name for section in siblings):
            self._twice(heading, title)
        self._filled(heading, part.blocks)
        place = self.headings.place(heading)
        body = self.headings.prose(part)
        places = {"": place, "title": self.headings.place(heading, title), "body": body.location or place}
        # An empty title has been reported; the model would refuse it.
        siblings.append(Section(id=name, title=title or "…", body=body).written_at(places))

    def _missing(self) -> None:
        at = Location(self.headings.path, 1, 1)
        if self.background is None and not self.unknown:
            self.findings.add(HEADING_MISSING.at(at, "the heading # Background is missing"))
        if self.opening is None and not (self.unknown or self.lettered or self.closing):
            names = " or ".join(f"# {name}" for name in self.priorities_headings)
            self.findings.add(HEADING_MISSING.at(at, "the heading of the priorities is missing", fix=f"add {names}."))
        if self.opening is not None and self.opening.heading is not None and not self.lettered:
            self._empty(self.opening.heading)
        for priority in self.lettered:
            if not priority.body and not priority.sections:
                self._empty(priority.heading)

    def _chapter(self) -> Chapter:
        places = dict[str, Location]()
        for name, part in (("background", self.background), ("priorities_heading", self.opening)):
            if part is not None and part.heading is not None:
                places[name] = self.headings.place(part.heading)
        if "priorities_heading" in places:
            places["priorities"] = places["priorities_heading"]
        title = self.opening.heading if self.opening is not None else None
        return Chapter(
            self.headings.prose(self.background) if self.background is not None else Prose(),
            self.headings.title(title) if title is not None else "",
            tuple(filter(None, map(self._model, self.lettered))),
            tuple(self.closing),
            places,
        )

    def _model(self, priority: _Lettered) -> Priority | None:
        place = self.headings.place
        heading = priority.heading
        places = {"": place(heading), "letter": place(heading, f"({priority.letter})")}
        places["title"] = place(heading, priority.title)
        for name in ("theme", "also"):
            if name in dict(heading.attributes):
                places[name] = place(heading, dict(heading.attributes)[name], after=f"{name}=")
        places["body"] = priority.body.location or place(heading)
        fields = {
            "letter": priority.letter,
            "title": priority.title or "…",
            "theme": priority.theme,
            "also": priority.also,
            "body": priority.body,
            "sections": tuple(priority.sections),
        }
        if not self.own:
            return self.kind.model_validate(fields).written_at(places)
        written = dict(heading.attributes)
        missing = [name for name in self.own if self.kind.model_fields[name].is_required() and name not in written]
        for name in missing:
            fix = f"add {name}=… within the braces behind the title."
            self.findings.add(MISSING_KEY.at(place(heading), f"the attribute {name} is missing", fix=fix))
        if missing:
            return None
        return build(self.kind, self._own_fields(heading), self.reading, given=fields, places=places)

    def _own_fields(self, heading: Heading) -> YamlText:
        """The attributes of a heading that are fields of a subclass, as if they stood in YAML; lists have commas."""
        text = YamlText(self.headings.path, {}, {}, {}, self.headings.lines)
        values: dict[str, Plain] = {}
        for name, written in heading.attributes:
            if (shape := self.own.get(name)) is None:
                continue
            text.keys[name,] = _mark(self.headings.place(heading, f"{name}="))
            text.values[name,] = _mark(self.headings.place(heading, written, after=f"{name}="))
            if shape.kind is Kind.LIST and shape.item is not None:
                items = [item.strip() for item in written.split(",") if item.strip()]
                text.values.update({(name, index): text.values[name,] for index in range(len(items))})
                values[name] = tuple(_plain(item, shape.item) for item in items)
            else:
                values[name] = _plain(written, shape)
        text.keys[()] = text.values[()] = _mark(self.headings.place(heading))
        return replace(text, value=values)

    def _outside(self, blocks: tuple[Block, ...], message: str) -> None:
        if blocks:
            self.findings.add(TEXT_OUTSIDE.at(blocks[0].location, message))

    def _filled(self, heading: Heading, blocks: tuple[Block, ...]) -> None:
        if not blocks:
            self._empty(heading)

    def _empty(self, heading: Heading) -> None:
        self.findings.add(EMPTY_SECTION.at(self.headings.place(heading), "nothing stands under this heading"))

    def _twice(self, heading: Heading, title: str) -> None:
        self.findings.add(HEADING_TWICE.at(self.headings.place(heading), f"the heading “{title}” stands twice"))

    def _misplaced(self, heading: Heading, message: str, fix: str = "") -> None:
        self.findings.add(MISPLACED_HEADING.at(self.headings.place(heading), message, fix=fix))
