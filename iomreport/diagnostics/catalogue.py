"""Every kind of finding by its code, and which of them an editor can settle.

The documentation of each kind of finding, made from its code: what, why, wrong, right.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import cast

from iomreport.diagnostics.codes import checks as rules
from iomreport.diagnostics.codes import code_modules
from iomreport.diagnostics.codes.content import FILE_UNKNOWN, FOLDER_NOT_LISTED
from iomreport.diagnostics.finding import Code, Severity


@cache
def catalogue() -> Mapping[str, Code]:
    """All kinds of findings of the package, by code, in order."""
    found: list[Code] = []
    for module in code_modules():
        found += [each for each in cast("dict[str, object]", vars(module)).values() if isinstance(each, Code)]
    return {code.id: code for code in sorted(found, key=lambda each: each.id)}


SETTLED = frozenset(
    code.id
    for code in (*vars(rules).values(), FILE_UNKNOWN, FOLDER_NOT_LISTED)
    if isinstance(code, Code) and code.id < "C480"
)
"""The codes that can be allowed in place, and set to any severity: without them a document can still be made."""


def adjustable() -> list[str]:
    """The codes whose severity can be set: those of the rules, and all that are no errors to begin with."""
    return [code.id for code in catalogue().values() if code.id in SETTLED or code.severity is not Severity.ERROR]


_AREAS = {"C": "Content", "T": "Templates", "X": "Output"}
INDEX = "README.md"


def page(code: Code) -> str:
    """The page of a code, in Markdown."""
    title = code.title[:1].upper() + code.title[1:]
    parts = [f"# {code.id}: {title}", f"Severity: {code.severity}", code.why]
    if code.wrong:
        parts.append(f"## Wrong\n\n{_fenced(code.wrong)}")
    if code.right:
        parts.append(f"## Right\n\n{_fenced(code.right)}")
    if code.fix:
        parts.append(f"## How to mend it\n\n{code.fix[:1].upper()}{code.fix[1:].rstrip('.')}.")
    return "\n\n".join(parts) + "\n"


def _fenced(text: str) -> str:
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}text\n{text}\n{fence}"


def pages(codes: Mapping[str, Code]) -> dict[str, str]:
    """The pages of all codes and their index, by file name."""
    found = {f"{code.id}.md": page(code) for code in codes.values()}
    lines = ["# Findings", "", "Every message carries a code; this is what each means."]
    area = ""
    for code in codes.values():
        name = _AREAS.get(code.id[0], "Further findings")
        if name != area:
            area = name
            lines += ["", f"## {area}", "", "| code | severity | what |", "|---|---|---|"]
        lines.append(f"| [{code.id}]({code.id}.md) | {code.severity} | {code.title.replace('|', '&#124;')} |")
    return {INDEX: "\n".join(lines) + "\n", **found}


def write_pages(codes: Mapping[str, Code], folder: Path) -> int:
    """Write all pages into a folder, and delete those of codes that are gone; how many files changed."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted, changed = pages(codes), 0
    for file in folder.glob("*.md"):
        if file.name not in wanted:
            file.unlink()
            changed += 1
    for name, text in wanted.items():
        file = folder / name
        if not file.is_file() or file.read_text("utf-8") != text:
            file.write_text(text, "utf-8", newline="\n")
            changed += 1
    return changed
