"""Every kind of finding by its code, and which of them an editor can settle."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import cast

from iomreport.codes import rules
from iomreport.codes.content_yaml import FILE_UNKNOWN, FOLDER_NOT_LISTED
from iomreport.diagnostics import Code, Severity
from iomreport.registry import code_modules


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
