"""The map from key to address that a document carries: as a custom XML part, and in its custom properties."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from iomreport.word.keys import pack_map, unpack_map, write_map
from iomreport.word.oxml import REL
from iomreport.word.seal import in_pieces, joined

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
