"""Fingerprints: short, stable digests of what a document shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b

from iomreport.strategy.addresses import Value, fields
from iomreport.strategy.model.strategy import Strategy

SHORT = 8
"""Bytes of a field's digest: enough to tell two states of one field apart."""


def digest(parts: Iterable[str], size: int = 16) -> str:
    """The digest of texts in order, in hexadecimal; `size` is in bytes."""
    state = blake2b(digest_size=size)
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        state.update(len(encoded).to_bytes(8, "big"))
        state.update(encoded)
    return state.hexdigest()


def canonical(value: Value) -> str:
    """What a field says, as one text: equal values have equal forms, whatever file they came from."""
    # The representation of a tree leaves out locations, so moving a paragraph in its file changes nothing.
    return value if isinstance(value, str) else repr(value)


def field_digests(strategy: Strategy) -> dict[str, str]:
    """The digest of each field of an extract, by its address."""
    return {field.address: digest((canonical(field.value),), SHORT) for field in fields(strategy)}


def content_digest(strategy: Strategy, digests: Mapping[str, str]) -> str:
    """The digest of all that an extract shows: its fields, and the words and classes that go with them."""
    themes = (f"{theme.id} {theme.label} {theme.answers}" for theme in strategy.themes)
    labels = (f"{language} {sorted(words.items())}" for language, words in sorted(strategy.labels.items()))
    groups = (f"{group.id} {group.label} {group.countries}" for group in strategy.groups)
    shown = (f"{address} {value}" for address, value in digests.items())
    frame = (str(strategy.date), strategy.language, strategy.publisher.emblem, repr(strategy.selection))
    return digest((*frame, *themes, *labels, *groups, *shown))
