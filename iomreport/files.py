"""Files of a project: where it is, the text of its content files, and the hashes of what documents are made of."""

from __future__ import annotations

import os
import re
import shutil
import sys
import sysconfig
import unicodedata
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from iomreport.diagnostics.codes.content import CHARACTER_REFUSED, FILE_NOT_UTF8
from iomreport.diagnostics.codes.publish import NO_PROJECT
from iomreport.diagnostics.finding import Findings, Location, UsageError

# XML 1.0 (2.2 Char) refuses the C0 controls, U+FFFE, U+FFFF and surrogates. The C1 controls, DEL and the Unicode line
# separators are allowed there but break lines in YAML and nowhere else, so positions would no longer be an editor's.
REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def decode(content: bytes, path: str, findings: Findings) -> str | None:
    """The text of a file, with `\\n` at the end of each line and no byte order mark; None if it is not UTF-8.

    Characters that a document cannot hold are reported, each once a line; U+FFFD stands for them, so that columns hold.
    """
    try:
        text = content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        findings.add(FILE_NOT_UTF8.at(_place_of_byte(content, error.start, path), _not_utf8(content, error.start)))
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if REFUSED.search(text) is None:
        return text
    for number, line in enumerate(text.split("\n"), 1):
        seen: set[str] = set()
        for match in REFUSED.finditer(line):
            if match[0] not in seen:
                seen.add(match[0])
                location = Location(path, number, match.start() + 1)
                findings.add(CHARACTER_REFUSED.at(location, f"a document cannot hold {name_character(match[0])}"))
    return REFUSED.sub("\ufffd", text)


def name_character(character: str) -> str:
    """A character that cannot be shown, by its number and, where it has one, its Unicode name."""
    name = unicodedata.name(character, "a control character")
    return f"U+{ord(character):04X} ({name})"


def _not_utf8(content: bytes, start: int) -> str:
    if b"\x00" in content[:1024]:
        return "this is not a text file"
    return f"this file is not UTF-8: byte {start + 1} is 0x{content[start]:02X}"


def _place_of_byte(content: bytes, start: int, path: str) -> Location:
    before = content[:start].decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    line = before.count("\n") + 1
    return Location(path, line, len(before) - (before.rfind("\n") + 1) + 1)


def find_project(start: Path) -> Path:
    """The nearest folder, from `start` upward, that is a project's. Raises `UsageError` where there is none."""
    here = start.absolute()
    for folder in (here, *here.parents):
        if (folder / "content").is_dir() and (folder / "templates").is_dir():
            return folder
    message = f"neither {here} nor a folder above it holds content/ and templates/"
    raise UsageError(NO_PROJECT.at(None, message))


CONTENT = "content"
MISSING = "missing"
_PASSING = (".", "~$")
"""How the names of files begin that editors leave while they work."""


def hash_inputs(project: Path, others: Iterable[str]) -> dict[str, str]:
    """The SHA-256 of every file below content/ and of the other files, by path in the project."""
    paths = [*_content_files(project), *others]
    return {path: _hash(project / path) for path in dict.fromkeys(paths)}


def machine() -> str:
    """What this machine lays documents out and packs them with, so far as that is cheap to see.

    It differs whenever a font, a Python package or the office program has come, gone or been replaced. What has really
    changed is then looked up; so it may differ too often, and never too seldom.
    """
    paths = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), shutil.which("soffice") or ""}
    seen = [f"{path} {_changed(path)}" for path in sorted(paths) if path]
    seen += [f"{folder} {_changed(folder)}" for folder in _font_folders()]
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return sha256("\n".join((sys.version, epoch, *seen)).encode()).hexdigest()


def _content_files(project: Path) -> Iterator[str]:
    folders = [CONTENT]
    while folders:
        folder = folders.pop()
        try:
            entries = sorted(os.scandir(project / folder), key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            if entry.name.startswith(_PASSING):
                continue
            path = f"{folder}/{entry.name}"
            if entry.is_dir():
                folders.append(path)
            else:
                yield path


def _hash(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return MISSING


def _changed(path: str) -> int:
    try:
        return Path(path).stat().st_mtime_ns
    except OSError:
        return 0


def _font_folders() -> Iterator[str]:
    home = str(Path.home())
    tops = (
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        f"{home}/.local/share/fonts",
        f"{home}/.fonts",
        "/Library/Fonts",
        f"{home}/Library/Fonts",
        f"{os.environ.get('WINDIR', 'C:/Windows')}/Fonts",
    )
    for top in tops:
        for folder, names, _ in os.walk(top):
            names.sort()
            yield folder
