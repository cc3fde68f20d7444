"""The fingerprint of a document: everything that its bytes depend on, in parts, so that a change can be named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any, NamedTuple, cast

from iomreport.build.fingerprints import digest
from iomreport.build.pictures import picture_path
from iomreport.document.references import Target
from iomreport.markup.nodes import Prose
from iomreport.markup.walk import figures, references
from iomreport.model.record import Record
from iomreport.model.strategy import Strategy

SIZE = 8
"""Bytes of each part."""
_NOT_SHOWN = frozenset({"remarks", "places"})


class Fingerprint(NamedTuple):
    """Digests of the tool, the template, the content that is shown, the settings with the variables, and the layout."""

    tool: str
    template: str
    content: str
    settings: str
    layout: str

    def __str__(self) -> str:
        return ".".join(self)


_WORDS = Fingerprint(
    "the program, how it packs, or SOURCE_DATE_EPOCH is another",
    "the template changed",
    "the content changed",
    "the settings or variables changed",
    "the layout engine or the fonts changed",
)


def differences(before: str, now: Fingerprint) -> str:
    """What changed between two fingerprints, in words; empty where nothing did."""
    old = before.split(".")
    if len(old) != len(now):
        return _WORDS.tool
    return ", ".join(words for words, was, is_ in zip(_WORDS, old, now, strict=True) if was != is_)


def short(texts: Iterable[str]) -> str:
    """A part of a fingerprint."""
    return digest(texts, SIZE)


def content_print(extract: Strategy, targets: Mapping[str, Target], picture: Callable[[str], bytes]) -> str:
    """The digest of all that documents of an extract can show.

    That is every field, the images, and the words for the targets of its references, which may lie in other chapters.
    """
    return short(_shown(extract, targets, picture))


def _shown(extract: Strategy, targets: Mapping[str, Target], picture: Callable[[str], bytes]) -> Iterator[str]:
    texts: list[Prose] = []
    yield from canonical(extract, texts)
    for prose in texts:
        for reference in references(prose):
            yield f"{reference.address} {targets.get(reference.address)}"
        for figure in figures(prose):
            yield _picture(picture_path(figure), picture)
    if extract.publisher.emblem:
        yield _picture(f"content/{extract.publisher.emblem}", picture)


def _picture(path: str, picture: Callable[[str], bytes]) -> str:
    try:
        return f"{path} {sha256(picture(path)).hexdigest()}"
    except OSError:
        return f"{path} missing"


def canonical(value: object, texts: list[Prose]) -> Iterator[str]:
    """What a value says, piece by piece: equal values have equal forms, whatever file and place they came from.

    Remarks and places are left out. `texts` collects the prose that is met.
    """
    if isinstance(value, Prose):
        texts.append(value)
        yield repr(value)
    elif isinstance(value, Record):
        yield type(value).__name__
        for name in type(value).model_fields:
            if name not in _NOT_SHOWN:
                yield name
                yield from canonical(getattr(value, name), texts)
    elif isinstance(value, tuple):
        items = cast("tuple[object, ...]", value)
        yield f"({len(items)}"
        for item in items:
            yield from canonical(item, texts)
    elif isinstance(value, dict):
        pairs = sorted(cast("dict[str, Any]", value).items())
        yield f"{{{len(pairs)}"
        for key, item in pairs:
            yield key
            yield from canonical(item, texts)
    else:
        yield f"{type(value).__name__} {value}"
