"""A content file that is one piece of prose under its title, with front matter where it says more.

YAML at the head of a Markdown file, between two lines of three hyphens.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from iomreport.diagnostics.codes.content import (
    EMPTY_SECTION,
    FRONT_MATTER_OPEN,
    HEADING_MISSING,
    MISPLACED_HEADING,
    TEXT_OUTSIDE,
)
from iomreport.diagnostics.finding import Findings, Location
from iomreport.markup.nodes import Block, Heading
from iomreport.strategy.load.chapter import Headings, cut
from iomreport.strategy.load.reading import Reading
from iomreport.strategy.load.validation import build
from iomreport.strategy.load.yaml_reader import YamlText, read_yaml
from iomreport.strategy.model.strategy import TitledProse

FENCE = "---"


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The two halves of a file. `yaml` is None where it is malformed; without front matter it has no keys."""

    yaml: YamlText | None
    body: str
    body_line: int


def split(text: str, path: str, findings: Findings) -> FrontMatter:
    """The front matter of a text, and the text behind it with the line on which it begins."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        return FrontMatter(YamlText(path, {}, {}, {}, lines), text, 1)
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    if end is None:
        findings.add(FRONT_MATTER_OPEN.at(Location(path, 1, 1, len(FENCE)), "the front matter has no end"))
        return FrontMatter(None, "\n".join(lines[1:]), 2)
    yaml = read_yaml("\n".join(lines[1:end]), path, findings, first_line=2)
    return FrontMatter(yaml, "\n".join(lines[end + 1 :]), end + 2)


P = TypeVar("P", bound=TitledProse)


def read_titled(
    model: type[P],
    path: str,
    reading: Reading,
    *,
    required: bool = True,
    given: Mapping[str, object] | None = None,
) -> P | None:
    """The titled prose of a file; None, and findings, if it is not right. `given` are fields that its name gives."""
    text = reading.text(path, required=required)
    if text is None:
        return None
    front = split(text, path, reading.findings)
    document = reading.markdown(front.body, path, front.body_line)
    headings = Headings(text, path, reading.findings)
    opening, *parts = cut(document.prose.blocks)
    if opening.blocks:
        message = "this text stands before the title"
        reading.findings.add(TEXT_OUTSIDE.at(opening.blocks[0].location, message))
    if not parts or parts[0].heading is None or parts[0].heading.level != 1:
        at = Location(path, front.body_line, 1)
        reading.findings.add(HEADING_MISSING.at(at, "the title is missing", fix='begin the file with "# Title".'))
        return None
    heading = parts[0].heading
    title = headings.title(heading)
    headings.attributes(heading)
    blocks: list[Block] = list(parts[0].blocks)
    for part in parts[1:]:
        assert part.heading is not None
        if part.heading.level == 1:
            fix = f"write ## {headings.title(part.heading)}"
            message = "a file has one title; headings inside it begin with ##"
            reading.findings.add(MISPLACED_HEADING.at(headings.place(part.heading), message, fix=fix))
        blocks += (_raised(part.heading), *part.blocks)
    if not blocks:
        reading.findings.add(EMPTY_SECTION.at(headings.place(heading), "nothing stands under this title"))
    if front.yaml is None:
        return None
    body = headings.prose(parts[0], tuple(blocks))
    fields = {"title": title, "body": body, **(given or {})}
    place = headings.place(heading)
    places = {"": place, "title": headings.place(heading, title), "body": body.location or place}
    return build(model, front.yaml, reading, given=fields, places=places)


def _raised(heading: Heading) -> Heading:
    """The heading as its field counts levels: the title above it is not part of the field."""
    return replace(heading, level=heading.level - 1)
