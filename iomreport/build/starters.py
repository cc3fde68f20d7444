"""The templates that ship with the package."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def starter_template(kind: str) -> Path:
    """The path of a shipped template: within the installed package, or in the repository it is developed in."""
    packed = PACKAGE / "starters" / f"{kind}.docx"
    return packed if packed.is_file() else PACKAGE.parent / "templates" / f"{kind}.docx"
