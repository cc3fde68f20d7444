"""Fonts that a Python package brings are found, and shown to programs that look for theirs through fontconfig."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import layout_documents as documents
import pytest

from iomreport.layout import fonts as fontconfig
from iomreport.layout.fonts import REGULAR, InstalledFonts, font_environment, installed_fonts

RECORD = "fontpkg_carlito/__init__.py,,\nfontpkg_carlito/files/Carlito-Regular.ttf,,\nfontpkg_carlito/LICENSE,,\n"


@pytest.fixture
def packaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> InstalledFonts:
    """The fonts of a machine on which a package with a copy of Carlito is installed."""
    documents.require_font("Carlito")
    carlito = installed_fonts().find("Carlito")
    assert carlito is not None
    files = tmp_path / "fontpkg_carlito" / "files"
    files.mkdir(parents=True)
    shutil.copy(carlito.faces[REGULAR].path, files / "Carlito-Regular.ttf")
    described = tmp_path / "fontpkg_carlito-1.0.dist-info"
    described.mkdir()
    (described / "METADATA").write_text("Metadata-Version: 2.1\nName: fontpkg-carlito\nVersion: 1.0\n", "utf-8")
    (described / "RECORD").write_text(RECORD, "utf-8")
    (described / "entry_points.txt").write_text("[fontpkg.family]\ncarlito = fontpkg_carlito\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    return installed_fonts.__wrapped__()


def test_a_packaged_font_comes_before_the_systems(packaged: InstalledFonts, tmp_path: Path) -> None:
    found = packaged.find("Carlito")
    assert found is not None
    assert found.faces[REGULAR].path == (tmp_path / "fontpkg_carlito/files/Carlito-Regular.ttf").resolve()
    assert packaged.packaged == ((tmp_path / "fontpkg_carlito/files").resolve(),)


def test_fontconfig_lists_a_packaged_font_beside_those_of_the_system(
    packaged: InstalledFonts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents.require(shutil.which("fc-list") and Path("/etc/fonts/fonts.conf").exists(), "fontconfig")
    monkeypatch.setattr(fontconfig, "installed_fonts", lambda: packaged)
    environment = font_environment(tmp_path)
    listed = subprocess.run(["fc-list"], env=environment, capture_output=True, text=True, check=True).stdout
    assert str(packaged.packaged[0]) in listed
    assert "/usr/share/fonts" in listed


def test_without_packaged_fonts_nothing_is_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fontconfig, "installed_fonts", lambda: InstalledFonts({}))
    assert font_environment(tmp_path) == {}
