"""A profile is made once, copied for the next LibreOffice, and thrown away where one fails."""

from __future__ import annotations

from pathlib import Path

import layout_documents as documents
import pytest

from iomreport.diagnostics.finding import Diagnostic
from iomreport.layout.engine import LayoutError
from iomreport.layout.libreoffice import (
    Installation,
    LibreOffice,
    copy_profile,
    find_office,
    forget_profile,
    keep_profile,
)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("IOMREPORT_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def installed(tmp_path: Path) -> Installation:
    program = tmp_path / "soffice"
    program.write_bytes(b"")
    return Installation(program, Path("python3"), "7.4")


def made(folder: Path) -> Path:
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text("settings")
    (folder / ".lock").write_text("in use")
    return folder


def test_a_profile_is_kept_and_copied(cache: Path, installed: Installation, tmp_path: Path) -> None:
    assert not copy_profile(installed, tmp_path / "first")
    keep_profile(installed, made(tmp_path / "made"))
    assert copy_profile(installed, tmp_path / "second")
    assert (tmp_path / "second" / "user" / "registrymodifications.xcu").read_text() == "settings"
    assert not (tmp_path / "second" / ".lock").exists()
    assert len(list(cache.iterdir())) == 1


def test_another_version_has_another(cache: Path, installed: Installation, tmp_path: Path) -> None:
    keep_profile(installed, made(tmp_path / "made"))
    other = Installation(installed.program, installed.python, "24.8")
    assert not copy_profile(other, tmp_path / "second")
    forget_profile(installed)
    assert not copy_profile(installed, tmp_path / "second")
    assert list(cache.iterdir()) == []


def test_nothing_is_kept_where_the_user_wants_nothing_kept(
    installed: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IOMREPORT_CACHE", "")
    keep_profile(installed, made(tmp_path / "made"))
    assert not copy_profile(installed, tmp_path / "second")


def test_libreoffice_starts_from_a_kept_profile_and_a_failure_throws_it_away(cache: Path) -> None:
    office = find_office()
    documents.require(not isinstance(office, Diagnostic), "LibreOffice with its bridge to Python")
    assert isinstance(office, Installation)
    document, names = documents.report(1)
    for _ in range(2):
        engine = LibreOffice(office)
        assert list(engine.pages(document, names).values()) == documents.expected(1)
        engine.close()
        (kept,) = cache.iterdir()
    engine = LibreOffice(office, patience=0.01)
    with pytest.raises(LayoutError):
        engine.pages(document, names)
    engine.close()
    assert not kept.exists()
