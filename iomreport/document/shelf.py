"""Compiled templates kept on disk, so that a command that only renders compiles nothing.

The key is the template's bytes and the versions of all that had a hand in compiling. The shelf lies in the user's own
cache folder, never in a project: what it holds is code. `IOMREPORT_CACHE` names another folder, or is empty for none.
"""

from __future__ import annotations

import marshal
import os
import sys
from contextlib import suppress
from dataclasses import astuple, fields
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from jinja2 import __version__ as jinja_version
from platformdirs import user_cache_path

from iomreport.document.compiled import CompiledPart, CompiledTemplate
from iomreport.version import VERSION
from iomreport.word.package import Member
from iomreport.word.styles import ListStyle, StyleMap

_FORMAT = "11"


def cache_folder(kind: str) -> Path | None:
    """Where what can be made again is kept; none where the user wants none."""
    chosen = os.environ.get("IOMREPORT_CACHE")
    if chosen == "":
        return None
    return (Path(chosen) if chosen else user_cache_path("iomreport", appauthor=False)) / kind


def shelf_folder() -> Path | None:
    """Where compiled templates are kept; none where the user wants none."""
    return cache_folder("templates")


def shelf_key(content: bytes, *, marked: bool) -> str:
    """The name of a template's compiled form, marked or not."""
    made_by = f"{_FORMAT} {marked} {VERSION} {sys.implementation.cache_tag} {jinja_version}"
    return sha256(made_by.encode() + b"\0" + content).hexdigest()


def take(key: str) -> CompiledTemplate | None:
    """The compiled form, if it is kept and whole."""
    folder = shelf_folder()
    if folder is None:
        return None
    try:
        return _unpacked(marshal.loads((folder / key).read_bytes()))
    except (OSError, ValueError, EOFError, TypeError):
        return None


def keep(key: str, compiled: CompiledTemplate) -> None:
    """Keep the compiled form. That it cannot be kept costs time, not correctness, so it is no error."""
    folder = shelf_folder()
    if folder is None:
        return
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder, delete=False) as file:
            file.write(marshal.dumps(_packed(compiled)))
        Path(file.name).replace(folder / key)


def _packed(compiled: CompiledTemplate) -> tuple[Any, ...]:
    values = {field.name: getattr(compiled, field.name) for field in fields(compiled)}
    values["parts"] = tuple(astuple(part) for part in compiled.parts)
    values["members"] = tuple(astuple(member) for member in compiled.members)
    styles = compiled.styles
    lists = tuple((role, style.abstract, style.level) for role, style in styles.lists)
    values["styles"] = (styles.ids, lists, styles.column_width, styles.endnotes, styles.matrix_width)
    return tuple(values.values())


def _unpacked(packed: tuple[Any, ...]) -> CompiledTemplate:
    values = dict(zip((field.name for field in fields(CompiledTemplate)), packed, strict=True))
    values["parts"] = tuple(CompiledPart(*part) for part in values["parts"])
    values["members"] = tuple(Member(*member) for member in values["members"])
    ids, lists, width, endnotes, matrix = values["styles"]
    styles = tuple((role, ListStyle(abstract, level)) for role, abstract, level in lists)
    values["styles"] = StyleMap(ids, styles, width, endnotes, matrix)
    return CompiledTemplate(**values)
