"""Compiled templates kept on disk, so that a command that only renders compiles nothing."""

from __future__ import annotations

import marshal
from dataclasses import astuple, fields
from typing import Any

from iomreport.cache import cache_key, read_cache, write_cache
from iomreport.template.compiled import CompiledPart, CompiledTemplate
from iomreport.word.package import Member
from iomreport.word.styles import ListStyle, StyleMap

_MADE_BY = ("docxtpl", "jinja2", "markupsafe", "lxml", "python-docx")


def compiled_key(content: bytes, *, marked: bool, shared: frozenset[str] = frozenset()) -> str:
    """The name of a template's compiled form, marked or not. `shared` are the names that documents have in common."""
    return cache_key("template", content, str(marked), " ".join(sorted(shared)), packages=_MADE_BY)


def take_compiled(key: str) -> CompiledTemplate | None:
    """The compiled form, if it is kept and whole."""
    content = read_cache(key)
    return None if content is None else _unpacked(marshal.loads(content))


def keep_compiled(key: str, compiled: CompiledTemplate) -> None:
    """Keep the compiled form."""
    write_cache(key, marshal.dumps(_packed(compiled)))


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
