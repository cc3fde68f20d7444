"""What a project's builds remember from one to the next: texts by name, in files of its folder `.iomreport`.

Whatever is lost of them costs a question or a line of the summary, never a document, so that they cannot be read or
written is no error.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

FOLDER = ".iomreport"


def remembered(project: Path, name: str) -> dict[str, str]:
    """What a file remembers; nothing where it cannot be read."""
    try:
        found: Any = json.loads((project / FOLDER / name).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    pairs = cast("dict[object, object]", found).items() if isinstance(found, dict) else ()
    return {str(key): str(value) for key, value in pairs}


def remember(project: Path, name: str, texts: Mapping[str, str]) -> None:
    """Write a file, beside and renamed."""
    path = project / FOLDER / name
    with suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        beside = path.with_suffix(".part")
        beside.write_text(json.dumps(texts, sort_keys=True), "utf-8")
        beside.replace(path)
