"""The map from key to address that a document carries: as a custom XML part, and in its custom properties."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from iomreport.word.keys import pack_map, unpack_map, write_map
from iomreport.word.oxml import REL
from iomreport.word.seal import in_pieces

PROPERTY = "iomreport.addresses"
_ITEM = re.compile(r"customXml/item(\d+)\.xml")
_PIECE = re.compile(r'<property\b[^>]*?\bname="iomreport\.addresses\.(\d+)"[^>]*>\s*<vt:lpwstr>([^<]*)</vt:lpwstr>')


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


def read_addresses(custom: str) -> tuple[str, ...]:
    """The addresses that a document's custom properties name; none where they name none or are damaged."""
    pieces: Mapping[int, str] = {int(number): text for number, text in _PIECE.findall(custom)}
    try:
        return unpack_map("".join(pieces[number] for number in sorted(pieces))) if pieces else ()
    except ValueError:
        return ()
