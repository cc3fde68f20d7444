"""A loaded edition kept on disk, so that a build whose content did not change reads and checks nothing twice.

Only an edition without an error is kept, with its warnings, so that they are said at every build. Where the content did
change, the countries that did not are kept too. What is kept are pickles of trees and records: tens of thousands of
small frozen values. A frozen dataclass with slots is pickled by Python as a state, through functions written in Python;
as a call with its fields it is read back almost twice as fast.
"""

from __future__ import annotations

import gc
import pickle
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, cast

from iomreport.cache import cache_folder, cache_key, read_cache, write_cache
from iomreport.diagnostics.finding import ContentError, Diagnostic, Findings, Severity
from iomreport.files import hash_inputs
from iomreport.strategy.model.strategy import Strategy

_MADE_BY = ("pydantic", "pydantic-core", "pyyaml", "markdown-it-py", "mdit-py-plugins")


def pickle_strategy(value: object) -> bytes:
    """The pickle of a value."""
    stream = BytesIO()
    _Pickler(stream, pickle.HIGHEST_PROTOCOL).dump(value)
    return stream.getvalue()


class _Pickler(pickle.Pickler):
    def reducer_override(self, obj: Any) -> Any:
        kind = cast("type[Any]", type(obj))
        names = _names_of(kind)
        return NotImplemented if names is None else (kind, tuple([getattr(obj, name) for name in names]))


@cache
def _names_of(kind: type[Any]) -> tuple[str, ...] | None:
    """The fields that make a frozen value; none where making one does more than to take them."""
    # What is not frozen may come to hold itself, which no call could make.
    if not is_dataclass(kind) or not cast("Any", kind).__dataclass_params__.frozen:
        return None
    if hasattr(kind, "__post_init__") or kind.__reduce__ is not object.__reduce__:
        return None
    own = fields(kind)
    return tuple(field.name for field in own) if all(field.init and not field.kw_only for field in own) else None


def load_cached(project: Path, findings: Findings) -> Strategy:
    """The strategy of a project, from an earlier run if no content file has changed.

    Warnings are added to `findings`. Raises `ContentError` with every error.
    """
    with _without_collecting():
        key = _key(project)
        content = read_cache(key)
        edition = None if content is None else cast("_CachedEdition", pickle.loads(content))
        if edition is None:
            edition = _load(project)
            # A file that was changed while the content was read leaves nothing kept.
            if cache_folder() is not None and _key(project) == key:
                write_cache(key, pickle_strategy(edition))
    findings.extend(edition.warnings)
    return edition.strategy


@contextmanager
def _without_collecting() -> Generator[None, None, None]:
    """An edition is tens of thousands of objects that stay until the end: looking for garbage among them is wasted."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@dataclass(frozen=True, slots=True)
class _CachedEdition:
    strategy: Strategy
    warnings: tuple[Diagnostic, ...]


class _CachedParts:
    """The parts of a project's content, such as a country, each kept by itself: only what changed is read anew."""

    def take(self, key: str) -> object | None:
        content = read_cache(cache_key("part", key, packages=_MADE_BY))
        return None if content is None else pickle.loads(content)

    def keep(self, key: str, part: object) -> None:
        write_cache(cache_key("part", key, packages=_MADE_BY), pickle_strategy(part))


def _load(project: Path) -> _CachedEdition:
    from iomreport.strategy.load.loader import load_edition

    edition = load_edition(project, None if cache_folder() is None else _CachedParts())
    if edition.strategy is None:
        raise ContentError((each for each in edition.findings if each.severity is Severity.ERROR), project)
    return _CachedEdition(edition.strategy, edition.findings)


def _key(project: Path) -> str:
    inputs = (f"{path} {content}" for path, content in sorted(hash_inputs(project, ()).items()))
    return cache_key("edition", *inputs, packages=_MADE_BY)
