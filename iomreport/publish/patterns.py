"""Patterns of output paths: `countries/{country.slug}/{recipient.id}.docx`, and what a path must not be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from iomreport.diagnostics.codes.publish import FILE_NAME, OUTSIDE, PATTERN
from iomreport.diagnostics.finding import Diagnostic, Findings, Location
from iomreport.diagnostics.suggest import did_you_mean

_PIECE = re.compile(r"\{([^{}]*)\}|([{}])|([^{}]+)")
# What one of Windows (MS-FSCC 2.1.5), macOS and Linux does not take in a name.
_REFUSED = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f]')
_DRIVE = re.compile(r"[A-Za-z]:")
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)")
PLAIN = re.compile(
    r"(?:(?!(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?![A-Za-z0-9_-]))"
    r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*(?:/(?=.)|$))+",
    re.IGNORECASE,
)
"""Paths that every file system takes, which most are: told at a glance."""
LONGEST_NAME = 240
"""Bytes of one name: 255 is what file systems take, and a name needs room beside it while it is written."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern, cut into words and names."""

    pieces: tuple[tuple[str, bool], ...]
    location: Location | None

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(text for text, is_name in self.pieces if is_name)

    def path(self, values: Mapping[str, str]) -> str | Diagnostic:
        """The path that the pattern gives, with forward slashes; a finding where it gives none that can be used."""
        parts: list[str] = []
        for text, is_name in self.pieces:
            if not is_name:
                parts.append(text)
                continue
            value = values.get(text, "")
            if not value:
                return PATTERN.at(self.location, f"{values['target']} has no {text}")
            if "/" in value:
                if ".." in value.split("/"):
                    return OUTSIDE.at(self.location, f'{text} is "{value}"')
                return FILE_NAME.at(self.location, f'{text} is "{value}", which holds a /')
            parts.append(value)
        path = "".join(parts)
        if PLAIN.fullmatch(path) and len(path) <= LONGEST_NAME:
            return path
        path = path if path.isascii() else unicodedata.normalize("NFC", path)
        return find_fault(path, self.location) or path


def read_pattern(text: str, location: Location | None, known: Iterable[str], findings: Findings) -> Pattern | None:
    """A pattern, every name of which is known; none, and findings, otherwise."""
    pieces: list[tuple[str, bool]] = []
    names = tuple(known)
    good = True
    for match in _PIECE.finditer(text):
        name, brace, words = match.groups()
        if brace:
            findings.add(PATTERN.at(location, f'a brace is not closed or not opened in "{text}"'))
            good = False
        elif words is not None:
            pieces.append((words, False))
        elif name in names:
            pieces.append((name, True))
        else:
            fix = did_you_mean(name, names, f"there are: {', '.join(names)}")
            findings.add(PATTERN.at(location, f'a pattern knows no "{name}"', fix=fix))
            good = False
    return Pattern(tuple(pieces), location) if good else None


def folded(path: str) -> str:
    """The path as a file system without capitals compares it."""
    return path.lower() if path.isascii() else unicodedata.normalize("NFC", path).casefold()


def find_fault(path: str, at: Location | None) -> Diagnostic | None:
    """What keeps a path from being that of a file everywhere, below a folder."""
    parts = path.split("/")
    if path.startswith("/") or ".." in parts or _DRIVE.match(path):
        return OUTSIDE.at(at, f'the path is "{path}"')
    for part in parts:
        if not part or part == ".":
            return FILE_NAME.at(at, f'the path "{path}" has a folder or a file without a name')
        if _REFUSED.search(part) or part.endswith((".", " ")) or part.startswith(" ") or _DEVICES.match(part):
            return FILE_NAME.at(at, f'"{part}" cannot be the name of a file everywhere')
        if len(part.encode("utf-8", "surrogatepass")) > LONGEST_NAME:
            return FILE_NAME.at(at, f'the name "{part[:40]}…" is longer than {LONGEST_NAME} bytes')
    return None
