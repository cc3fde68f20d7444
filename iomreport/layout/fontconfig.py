"""Showing packaged fonts to programs that find their fonts through fontconfig."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from iomreport.layout.installed import installed_fonts
from iomreport.word.oxml import escape

_SYSTEM = "/etc/fonts/fonts.conf"


def font_environment(folder: Path) -> dict[str, str]:
    """Environment variables by which a program finds the packaged fonts besides its own; the settings lie in `folder`.

    Empty where there is nothing to add, or where the machine does not use fontconfig.
    """
    system = os.environ.get("FONTCONFIG_FILE", _SYSTEM)
    packaged = installed_fonts().packaged
    if not packaged or not Path(system).exists():
        return {}
    settings = folder / "fonts.conf"
    settings.write_text(_settings(system, packaged), "utf-8")
    return {"FONTCONFIG_FILE": str(settings)}


def _settings(system: str, folders: Sequence[Path]) -> str:
    directories = "".join(f"<dir>{escape(str(folder))}</dir>" for folder in folders)
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        f'<fontconfig><include ignore_missing="yes">{escape(system)}</include>{directories}</fontconfig>\n'
    )
