"""The cache gives back what was kept, and nothing that is damaged, another's, or of another version."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from iomreport import cache as module
from iomreport.cache import cache_key, forget_cache, read_cache, write_cache

ROOT = Path(__file__).resolve().parent.parent
UNIX = pytest.mark.skipif(sys.platform == "win32", reason="owners and modes of Unix")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("IOMREPORT_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_what_is_kept_comes_back_until_it_is_forgotten() -> None:
    key = cache_key("thing", "a", b"b")
    assert read_cache(key) is None
    write_cache(key, b"content")
    assert read_cache(key) == b"content"
    forget_cache(key)
    assert read_cache(key) is None


def test_keys_tell_parts_packages_and_versions_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [
        cache_key("a", "bc"),
        cache_key("a", "b", "c"),
        cache_key("ab", "c"),
        cache_key("a", "bc", packages=("lxml",)),
    ]
    module._version.cache_clear()  # noqa: SLF001
    monkeypatch.setattr(module, "version", lambda package: "999")
    keys.append(cache_key("a", "bc", packages=("lxml",)))
    module._version.cache_clear()  # noqa: SLF001
    monkeypatch.setattr(module, "_program", lambda: "another version of the program")
    keys.append(cache_key("a", "bc"))
    assert len(set(keys)) == len(keys)
    assert metadata.version("lxml") != "999"


def test_an_edited_module_of_the_program_is_another_version(tmp_path: Path) -> None:
    package = tmp_path / "iomreport"
    package.mkdir()
    for name in ("__init__.py", "cache.py", "version.py"):
        (package / name).write_bytes((ROOT / "iomreport" / name).read_bytes())
    (package / "template").mkdir()
    (package / "template" / "compiler.py").write_text("one")

    def key() -> str:
        code = "from iomreport.cache import cache_key; print(cache_key('template', 'x'))"
        run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
        return run.stdout

    before = key()
    assert key() == before
    (package / "template" / "compiler.py").write_text("another")
    assert key() != before


@examples(1 / 2)
@given(st.data())
def test_a_wrong_byte_anywhere_is_a_miss(folder: Path, data: st.DataObject) -> None:
    key = cache_key("thing", "x")
    write_cache(key, b"some content of some length")
    stored = bytearray((folder / key).read_bytes())
    place = data.draw(st.integers(0, len(stored) - 1))
    stored[place] ^= data.draw(st.integers(1, 255))
    (folder / key).write_bytes(stored)
    assert read_cache(key) is None
    (folder / key).write_bytes(stored[:place])
    assert read_cache(key) is None


def test_an_entry_stands_for_no_other(folder: Path) -> None:
    one, other = cache_key("thing", "1"), cache_key("thing", "2")
    write_cache(one, b"content")
    (folder / one).rename(folder / other)
    assert read_cache(other) is None


@UNIX
def test_the_folder_is_the_users_alone(folder: Path) -> None:
    write_cache("key", b"content")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "key").stat().st_mode & 0o077 == 0


@UNIX
@pytest.mark.parametrize("mode", [0o777, 0o770, 0o702])
def test_nothing_is_read_or_written_where_others_can_write(folder: Path, mode: int) -> None:
    write_cache("key", b"content")
    folder.chmod(mode)
    assert read_cache("key") is None
    write_cache("new", b"content")
    assert not (folder / "new").exists()


@UNIX
def test_a_file_that_others_can_write_to_is_not_read(folder: Path) -> None:
    write_cache("key", b"content")
    (folder / "key").chmod(0o666)
    assert read_cache("key") is None


@UNIX
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a file away")
def test_what_belongs_to_others_is_not_read(folder: Path) -> None:
    write_cache("key", b"content")
    os.chown(folder / "key", 12345, -1)
    assert read_cache("key") is None
    os.chown(folder / "key", 0, -1)
    assert read_cache("key") == b"content"
    os.chown(folder, 12345, -1)
    assert read_cache("key") is None


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("IOMREPORT_CACHE", str(tmp_path / "file"))
    write_cache("key", b"content")
    assert read_cache("key") is None


def test_nothing_is_kept_where_the_user_wants_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IOMREPORT_CACHE", "")
    write_cache("key", b"content")
    assert read_cache("key") is None
    assert not folder.exists()


def test_what_was_used_longest_ago_goes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 1_000)
    monkeypatch.setattr(module, "_PRUNE_EVERY", 1)
    for number in range(20):
        write_cache(f"key{number}", bytes(200))
        os.utime(folder / f"key{number}", (number, number))
    kept = {path.name for path in folder.iterdir()}
    assert kept <= {f"key{number}" for number in range(14, 20)}
    assert "key19" in kept
