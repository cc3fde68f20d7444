"""Keys of addresses: the short names by which a document knows the fields that it shows.

The map from key to address that a document carries: as a custom XML part, and in its custom properties.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Final
from zlib import compress, decompressobj, error

from iomreport.word.oxml import DECLARATION, REL, escape
from iomreport.word.properties import in_pieces, joined

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


PROPERTY = "iomreport.addresses"
_ITEM = re.compile(r"customXml/item(\d+)\.xml")
_LONGEST = 1_000
"""Characters that no address has."""


def free_item(names: Iterable[str]) -> str:
    """The name of a custom XML part that the template does not use."""
    taken = {int(found[1]) for name in names if (found := _ITEM.fullmatch(name))}
    return f"customXml/item{max(taken, default=0) + 1}.xml"


def map_relationship(item: str) -> str:
    """The relationship of the main part to the map."""
    return f'<Relationship Id="rIdAddresses" Type="{REL}/customXml" Target="../{item}"/>'


def map_part(addresses: Iterable[str]) -> str:
    return write_map(addresses)


def map_properties(addresses: Iterable[str]) -> list[tuple[str, str]]:
    """The map as custom properties, which LibreOffice keeps where it drops the part."""
    return in_pieces(PROPERTY, pack_map(addresses))


def addresses_of_properties(properties: Mapping[str, str]) -> tuple[str, ...]:
    """The addresses that custom properties name; none where they name none or are damaged."""
    packed = joined(PROPERTY, properties)
    try:
        return tuple(filter(is_address, unpack_map(packed))) if packed else ()
    except ValueError:
        return ()


def is_address(text: str) -> bool:
    """Whether a text can be an address: a returned document may say anything."""
    return text.isprintable() and 0 < len(text) <= _LONGEST
