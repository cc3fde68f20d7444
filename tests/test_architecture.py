"""ARCHITECTURE.md is true: every path and every function that it names exists."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "iomreport" / "ARCHITECTURE.md").read_text("utf-8")
NAMED = re.findall(r"`([^`\s]+)`", TEXT)


def test_every_path_exists() -> None:
    paths = [each for each in NAMED if re.fullmatch(r"[\w./]+(?:\.(?:py|css|md)|/)", each) and each != ".docx"]
    assert len(paths) > 40
    assert [each for each in paths if not ((ROOT / "iomreport" / each).exists() or (ROOT / each).exists())] == []


def test_every_function_and_class_exists() -> None:
    dotted = [
        each for each in NAMED if re.fullmatch(r"(?:[a-z_]+\.)+\w+", each) and not each.endswith((".py", ".css", ".md"))
    ]
    assert len(dotted) > 15
    missing: list[str] = []
    for each in dotted:
        module, _, name = each.rpartition(".")
        if not hasattr(importlib.import_module(f"iomreport.{module}"), name):
            missing.append(each)
    assert missing == []


def test_the_glossary_is_short() -> None:
    words = re.search(r"## Words\n(.*?)\n## ", TEXT, re.DOTALL)
    assert words is not None
    assert 10 < len(re.findall(r"\*[^*]+\*", words[1])) <= 30


def test_every_room_is_named() -> None:
    rooms = {path.name for path in (ROOT / "iomreport").iterdir() if (path / "__init__.py").exists()}
    assert {room for room in rooms if f"`{room}/`" not in TEXT} == set()
