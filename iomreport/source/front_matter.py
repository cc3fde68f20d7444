"""YAML at the head of a Markdown file, between two lines of three hyphens."""

from __future__ import annotations

from dataclasses import dataclass

from iomreport.codes.content_yaml import FRONT_MATTER_OPEN
from iomreport.diagnostics import Findings, Location
from iomreport.source.yaml_reader import YamlText, read_yaml

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
