"""Keys of addresses: the short names by which a document knows the fields that it shows."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable
from hashlib import blake2b
from typing import Final
from zlib import compress, decompressobj, error

from iomreport.word.oxml import DECLARATION, escape

PREFIX: Final = "_iom_"
"""An underscore makes a bookmark hidden in Word."""
LOCAL: Final = "#"
"""Begins the address of a heading, table or figure that has an id in its own file."""
BEGINNING: Final = "^"
"""Ends the address of the point at which a block-level field begins."""
ENDING: Final = "$"
"""Ends the address of the point at which a field ends that begins or ends with a table."""
NAMESPACE: Final = "urn:iomreport:addresses"
LONGEST_ALIAS: Final = 64
"""The longest title of a content control that Word's dialog takes."""
_MOST: Final = 4_000_000
"""Bytes that packed properties may grow to."""

_KEYS: dict[str, str] = {}
_ADDRESSES: dict[str, str] = {}
"""Keys that were asked for, both ways: a key depends on nothing but its address, so they hold for all documents."""


def key_of(address: str) -> str:
    """The key of an address: a bookmark name of 25 characters."""
    key = _KEYS.get(address)
    if key is None:
        key = _KEYS[address] = PREFIX + blake2b(address.encode(), digest_size=10).hexdigest()
        _ADDRESSES[key] = address
    return key


def address_of(key: str) -> str | None:
    """The address of a key that was made in this process."""
    return _ADDRESSES.get(key)


def control_id(key: str, occurrence: int) -> int:
    """The id of a content control (17.5.2.18): stable, positive, and within a signed 32-bit number."""
    return int.from_bytes(blake2b(f"{key} {occurrence}".encode(), digest_size=4).digest(), "big") % 0x7FFFFFFE + 1


def alias_of(address: str, occurrence: int) -> str:
    """The title of a content control: its address, and a count where the field stands more than once."""
    suffix = f" ({occurrence})" if occurrence > 1 else ""
    room = LONGEST_ALIAS - len(suffix)
    return (address if len(address) <= room else f"{address[: room - 9]}…{key_of(address)[-8:]}") + suffix


def write_map(addresses: Iterable[str]) -> str:
    """The custom XML part that says which key is which address."""
    entries = "".join(f'<field key="{key_of(address)}" address="{escape(address)}"/>' for address in addresses)
    return f'{DECLARATION}<addresses xmlns="{NAMESPACE}">{entries}</addresses>'


def pack_map(addresses: Iterable[str]) -> str:
    """The addresses as one line of text for custom properties; keys follow from them."""
    return b64encode(compress("\n".join(addresses).encode(), 9)).decode()


def unpack_map(text: str) -> tuple[str, ...]:
    """The addresses of a packed map; raises `ValueError` where it is damaged."""
    return tuple(unpacked(text).decode().split("\n"))


def unpacked(text: str) -> bytes:
    """Compressed bytes in base64; raises `ValueError` where they are damaged, or more than a document has."""
    try:
        stream = decompressobj()
        content = stream.decompress(b64decode(text, validate=True), _MOST)
    except (ValueError, error) as cause:
        raise ValueError("what is packed in the properties is damaged") from cause
    if not stream.eof:
        raise ValueError("what is packed in the properties is cut off, or too much")
    return content
