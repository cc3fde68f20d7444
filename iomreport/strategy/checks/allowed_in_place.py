"""What editors write beside content: remarks that are open, findings that they allow, and comments in YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from iomreport.diagnostics.codes.checks import ALLOWANCE_UNUSED, REMARK_OPEN
from iomreport.diagnostics.codes.markup import ALLOWANCE
from iomreport.diagnostics.finding import Diagnostic, Location
from iomreport.markup.markdown_file import Allowance
from iomreport.strategy.checks.check_context import CheckContext, Pages
from iomreport.strategy.load.loader import Edition

_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")
_NOTE = re.compile(r"(?:^|(?<=\s))#\s*(allow|sum):[ \t]*(.*?)\s*$")
_ALLOWANCE = re.compile(r"([A-Z]\d{3})\s+(\S.*)")


@dataclass(frozen=True, slots=True)
class YamlComment:
    """A comment in YAML that says something to the checks."""

    kind: str
    text: str
    location: Location


def yaml_comments(pages: Pages, path: str) -> Iterator[YamlComment]:
    """The comments `# allow: …` and `# sum: …` of a YAML file."""
    if "# " not in pages.text(path):
        return
    for number, line in enumerate(pages.lines(path), 1):
        if "#" not in line:
            continue
        # Quoted words are masked, so that what stands in them is no comment and columns hold.
        masked = _QUOTED.sub(lambda quoted: "'" * len(quoted[0]), line)
        if found := _NOTE.search(masked):
            text = line[found.start(2) : found.end(2)]
            yield YamlComment(
                found[1], text, Location(path, number, found.start() + 1, len(line.rstrip()) - found.start())
            )


def remarks_are_settled(context: CheckContext) -> Iterator[Diagnostic]:
    for remark in context.edition.remarks:
        yield REMARK_OPEN.at(remark.location, f"open remark: {remark.text}")


def allowances(edition: Edition, pages: Pages) -> tuple[list[Allowance], list[Diagnostic]]:
    """All allowances of an edition, and what is wrong with those in YAML."""
    found, findings = list(edition.allowances), list[Diagnostic]()
    for path, _ in edition.files:
        if not path.endswith(".yaml"):
            continue
        for note in yaml_comments(pages, path):
            if note.kind != "allow":
                continue
            match = _ALLOWANCE.fullmatch(note.text)
            if match is None:
                message = "an allowance names the code of a finding and a reason"
                findings.append(ALLOWANCE.at(note.location, message, fix="write # allow: C430 and the reason."))
            else:
                found.append(Allowance(match[1], match[2], note.location))
    return found, findings


def without_allowed(
    findings: Sequence[Diagnostic], allowed: Sequence[Allowance], pages: Pages, settled: frozenset[str]
) -> list[Diagnostic]:
    """The findings that no editor allows, and those for allowances of nothing.

    An allowance holds for the paragraphs that it stands between, or in YAML for its line and the one below a comment of
    its own. Only findings of the codes in `settled` can be allowed: others stop the build whatever an editor says.
    """
    used: set[int] = set()
    kept: list[Diagnostic] = []
    reaches = [(each, _reach(each.location, pages)) for each in allowed]
    for finding in findings:
        at = finding.location
        holding = [
            index
            for index, (each, (first, last)) in enumerate(reaches)
            if at is not None
            and at.path == each.location.path
            and each.code == finding.code
            and finding.code in settled
            and first <= (at.line or 0) <= last
        ]
        used.update(holding)
        if not holding:
            kept.append(finding)
    for index, each in enumerate(allowed):
        if index not in used:
            fix = "" if each.code in settled else f"mend what {each.code} says; it cannot be allowed."
            kept.append(ALLOWANCE_UNUSED.at(each.location, f"there is no {each.code} here to allow", fix=fix))
    return kept


def _reach(at: Location, pages: Pages) -> tuple[int, int]:
    """The first and the last line that an allowance holds for."""
    lines, line = pages.lines(at.path), at.line or 1
    if at.path.endswith(".yaml") and "<!--" not in lines[line - 1]:
        own = lines[line - 1].lstrip().startswith("#")
        return (line, line + 1) if own else (line, line)
    return _edge(lines, line, -1), _edge(lines, line, 1)


def _edge(lines: Sequence[str], line: int, step: int) -> int:
    """The end of the paragraph beside a line: over the lines of its own block, then the empty ones, then the next."""
    here = line - 1
    end = here
    for wanted in (True, False, True):
        while 0 <= end + step < len(lines) and bool(lines[end + step].strip()) is wanted:
            end += step
        if wanted and end != here and not _is_comment(lines, here):
            break
    return end + 1


def _is_comment(lines: Sequence[str], here: int) -> bool:
    return lines[here].lstrip().startswith("<!--")
