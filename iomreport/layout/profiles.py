"""Profiles of LibreOffice. A process has one of its own; making it takes a fifth of its start.

So one is kept as a fresh LibreOffice made it, in the user's cache folder beside the layouts, and copied for the next.
What LibreOffice keeps there is settings, and nothing of a document.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from iomreport.layout.keep import layout_folder
from iomreport.layout.office import Installation


def copy_profile(office: Installation, profile: Path) -> bool:
    """Make a profile from the kept one; false where none is kept."""
    kept = _kept(office)
    if kept is None or not kept.is_dir():
        return False
    try:
        shutil.copytree(kept, profile)
    except (OSError, shutil.Error):
        shutil.rmtree(profile, ignore_errors=True)
        return False
    return True


def keep_profile(office: Installation, profile: Path) -> None:
    """Keep a profile that a running LibreOffice made."""
    kept = _kept(office)
    if kept is None or kept.exists():
        return
    # That it cannot be kept costs time, not correctness, so it is no error.
    with suppress(OSError, shutil.Error):
        kept.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=kept.parent, ignore_cleanup_errors=True) as folder:
            copy = Path(folder, "profile")
            shutil.copytree(profile, copy, ignore=shutil.ignore_patterns(".*", "*.log"))
            copy.rename(kept)


def forget_profile(office: Installation) -> None:
    """Throw the kept profile away, which may be why a LibreOffice failed."""
    kept = _kept(office)
    if kept is not None:
        shutil.rmtree(kept, ignore_errors=True)


def _kept(office: Installation) -> Path | None:
    folder = layout_folder()
    if folder is None:
        return None
    try:
        built = office.program.resolve().stat().st_mtime_ns
    except OSError:
        return None
    key = sha256(f"{office.program.resolve()}\0{office.version}\0{built}".encode()).hexdigest()[:16]
    return folder.parent / "offices" / key
