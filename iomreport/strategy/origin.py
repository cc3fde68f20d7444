"""Where a document comes from, as it says itself, and what has changed in the content since.

A document carries the digest of each field of its extract, so that a year later it can be told which addresses changed.
Beside it stands the digest of the field's text, so that of a field that says something else than the content it can be
told which of the two was changed. They are packed once an extract, and stand in custom properties beside the map of
addresses.

Fingerprints: short, stable digests of what a document shows.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final
from zlib import compress

from iomreport.strategy.addresses import Value, fields
from iomreport.strategy.expected_text import expected_text
from iomreport.strategy.extract import extract
from iomreport.strategy.model.strategy import Strategy
from iomreport.version import VERSION
from iomreport.word.addresses import unpacked
from iomreport.word.properties import in_pieces, joined

DIGEST_SIZE = 8
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
    return {field.address: digest((canonical(field.value),), DIGEST_SIZE) for field in fields(strategy)}


def content_digest(strategy: Strategy, digests: Mapping[str, str]) -> str:
    """The digest of all that an extract shows: its fields, and the words and classes that go with them."""
    themes = (f"{theme.id} {theme.label} {theme.answers}" for theme in strategy.themes)
    labels = (f"{language} {sorted(words.items())}" for language, words in sorted(strategy.labels.items()))
    groups = (f"{group.id} {group.label} {group.countries}" for group in strategy.groups)
    shown = (f"{address} {value}" for address, value in digests.items())
    frame = (str(strategy.date), strategy.language, strategy.publisher.emblem, repr(strategy.selection))
    return digest((*frame, *themes, *labels, *groups, *shown))


SHORT: Final = 4
"""Bytes of a field's digest in a document: one change in four thousand million is not seen."""
_NAME: Final = "iomreport."
_SELECTED, _FIELDS, _TEXTS = ("countries", "themes"), "fields", "texts"
_SAME: Final = b"\0" * SHORT
"""Stands for the digest of a text that is that of its field: most fields are plain words."""
_UNTOLD: Final = b"\xff" * SHORT
"""Stands for the digest of a text that the field alone does not tell."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a document says of its making; a text is empty, and `fields` are none, where it says nothing."""

    version: str
    edition: str
    target: str
    content: str
    template: str
    layout: str
    fonts: str
    countries: tuple[str, ...]
    themes: tuple[str, ...]
    fields: Mapping[str, bytes]
    """The digest that each field had, by its address."""
    texts: Mapping[str, bytes]
    """The digest of what each field said in the document, by its address, as far as that is known."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The addresses whose values differ now, that are new, and that are gone.

    `others` says that something else differs: the words of the language, a theme's or group's members, or the date;
    `unknown` that something differs, and the document carries no digests by which to tell what.
    """

    changed: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    others: bool = False
    unknown: bool = False

    def __bool__(self) -> bool:
        return bool(self.changed or self.new or self.gone or self.others or self.unknown)


def origin_of(part: Strategy, target: str, content: str, digests: Mapping[str, str]) -> dict[str, str]:
    """What all documents of an extract carry of their making. `digests` are those of its fields."""
    said = {"version": VERSION, "edition": part.edition, "target": target, "content": content}
    origin = {f"{_NAME}{name}": text for name, text in said.items()}
    for name in _SELECTED:
        origin |= in_pieces(f"{_NAME}{name}", ",".join(getattr(part.selection, name)))
    packed = {_FIELDS: pack_fields(digests), _TEXTS: pack_texts(field.value for field in fields(part))}
    return origin | {key: piece for name, text in packed.items() for key, piece in in_pieces(f"{_NAME}{name}", text)}


def read_origin(properties: Mapping[str, str]) -> Origin | None:
    """The origin that a document's custom properties tell; none where they tell none."""
    said = ("version", "edition", "target", "content", "template", "layout", "fonts")
    texts = {name: properties.get(f"{_NAME}{name}", "") for name in said}
    if not (texts["target"] and texts["content"]):
        return None
    countries, themes = (tuple(filter(None, joined(f"{_NAME}{name}", properties).split(","))) for name in _SELECTED)
    known = unpack_fields(joined(f"{_NAME}{_FIELDS}", properties))
    shown = unpack_texts(joined(f"{_NAME}{_TEXTS}", properties), known)
    return Origin(**texts, countries=countries, themes=themes, fields=known, texts=shown)


def pack_fields(digests: Mapping[str, str]) -> str:
    """Addresses and short digests as one line of text."""
    short = b"".join(bytes.fromhex(each)[:SHORT] for each in digests.values())
    return b64encode(compress("\n".join(digests).encode() + b"\0" + short, 9)).decode()


def unpack_fields(text: str) -> dict[str, bytes]:
    """Short digests by address; none where the text is damaged."""
    try:
        names, mark, short = unpacked(text).partition(b"\0")
        addresses = names.decode().split("\n")
    except ValueError:
        return {}
    if not mark or len(short) != SHORT * len(addresses):
        return {}
    return {
        each: short[SHORT * place : SHORT * (place + 1)] for place, each in enumerate(addresses) if each.isprintable()
    }


def pack_texts(values: Iterable[Value]) -> str:
    """Short digests of what fields say in a document as one line of text, in the order of the fields."""
    return b64encode(compress(b"".join(map(_text_digest, values)), 9)).decode()


def _text_digest(value: Value) -> bytes:
    text = expected_text(value)
    if text is None:
        return _UNTOLD
    return _SAME if text == value else _short(text)


def unpack_texts(text: str, known: Mapping[str, bytes]) -> dict[str, bytes]:
    """Short digests of texts by address, for fields in their order; none where the text is damaged."""
    try:
        short = unpacked(text)
    except ValueError:
        return {}
    if len(short) != SHORT * len(known):
        return {}
    pieces = (short[place : place + SHORT] for place in range(0, len(short), SHORT))
    both = zip(known.items(), pieces, strict=True)
    return {address: own if each == _SAME else each for (address, own), each in both if each != _UNTOLD}


def is_as_built(origin: Origin, address: str, text: str) -> bool | None:
    """Whether a text is what a field said when the document was built; none where that cannot be told."""
    if address in origin.texts:
        return origin.texts[address] == _short(text)
    # The digest of a field that is plain words is that of its text; no other field can have it.
    return True if origin.fields.get(address) == _short(text) else None


def shows(origin: Origin, address: str, text: str) -> bool:
    """Whether a text is known to be what a field said when the document was built."""
    return is_as_built(origin, address, text) is True


def _short(text: str) -> bytes:
    """The beginning of the digest that a field of these plain words has; a digest made shorter is another one."""
    return bytes.fromhex(digest((text,), DIGEST_SIZE))[:SHORT]


def extract_again(origin: Origin, strategy: Strategy) -> Strategy:
    """The extract that a document shows, of today's content; raises `UsageError` where something of it is gone."""
    return extract(strategy, countries=origin.countries, themes=origin.themes)


def changes_since(origin: Origin, part: Strategy) -> Changes:
    """What changed in an extract since a document was built from it."""
    digests = field_digests(part)
    now = {address: bytes.fromhex(each)[:SHORT] for address, each in digests.items()}
    then = origin.fields
    same = content_digest(part, digests) == origin.content
    if not then:
        return Changes(unknown=not same)
    changed = tuple(each for each in now if each in then and now[each] != then[each])
    new = tuple(each for each in now if each not in then)
    gone = tuple(each for each in then if each not in now)
    return Changes(changed, new, gone, others=not same and not (changed or new or gone))
