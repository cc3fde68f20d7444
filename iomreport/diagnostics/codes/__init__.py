"""The kinds of findings, a module a subject; `docs/codes/` has a page of each."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


def code_modules() -> list[ModuleType]:
    """The modules that declare kinds of findings."""
    return [import_module(f"{__name__}.{each.name}") for each in iter_modules(__path__)]
