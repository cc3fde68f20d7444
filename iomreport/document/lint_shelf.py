"""What the lint said of a template, kept on disk: a template that has not changed need not be read again.

The key is all that the lint looks at: the template, schemas beside it, labels, and the code of this package.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, cast

from iomreport.diagnostics import Diagnostic, Location, Severity
from iomreport.document.shelf import shelf_folder
from iomreport.version import VERSION

_PACKAGE = Path(__file__).resolve().parent.parent
_ROOMS = ("document", "model", "markup", "word", "codes")


@cache
def _code() -> str:
    """The state of the modules that the lint is made of."""
    files = (file for room in _ROOMS for file in sorted((_PACKAGE / room).glob("*.py")))
    stats = ((file.name, file.stat().st_mtime_ns, file.stat().st_size) for file in files)
    return f"{VERSION} {list(stats)}"


def lint_key(template: Path, name: str, labels: Iterable[str] | None, models: Iterable[str]) -> str | None:
    """The name under which the findings of a template are kept; None if it cannot be read."""
    digest = sha256(_code().encode())
    try:
        digest.update(template.read_bytes())
        for schema in sorted(template.parent.glob("*.json")):
            digest.update(schema.name.encode() + schema.read_bytes())
    except OSError:
        return None
    digest.update(repr((name, None if labels is None else sorted(labels), sorted(models))).encode())
    return f"lint-{digest.hexdigest()}"


def take_findings(key: str | None) -> list[Diagnostic] | None:
    """The findings that are kept, if they are there and whole."""
    folder = shelf_folder()
    if folder is None or key is None:
        return None
    try:
        return [_diagnostic(each) for each in json.loads((folder / key).read_text("utf-8"))]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep_findings(key: str | None, findings: Iterable[Diagnostic]) -> None:
    """Keep findings. That they cannot be kept costs time, not correctness, so it is no error."""
    folder = shelf_folder()
    if folder is None or key is None:
        return
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=folder, delete=False, encoding="utf-8") as file:
            json.dump([_plain(each) for each in findings], file)
        Path(file.name).replace(folder / key)


def _plain(finding: Diagnostic) -> dict[str, Any]:
    at = finding.location or Location("")
    texts = {"code": finding.code, "message": finding.message, "severity": str(finding.severity)}
    return texts | {
        "path": at.path,
        "place": at.place,
        "why": finding.why,
        "fix": finding.fix,
        "excerpt": finding.excerpt,
    }


def _diagnostic(plain: object) -> Diagnostic:
    given = cast("dict[str, str]", plain)
    at = Location(given["path"], place=given["place"])
    severity = Severity(given["severity"])
    return Diagnostic(given["code"], given["message"], at, severity, given["why"], given["fix"], given["excerpt"])
