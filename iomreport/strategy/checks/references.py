"""References lead to places that exist."""

from __future__ import annotations

from collections.abc import Iterator

from iomreport.diagnostics.codes.checks import REFERENCE_UNKNOWN
from iomreport.diagnostics.finding import Diagnostic
from iomreport.diagnostics.suggest import nearest
from iomreport.markup.nodes import Figure, Heading, Table
from iomreport.markup.walk import blocks, references
from iomreport.strategy.checks.check_context import CheckContext
from iomreport.strategy.model.country import Country


def addresses(material: CheckContext) -> list[str]:
    """What a reference can name: whatever has a title, and what has an id within a text."""
    found = [
        address
        for address, record in material.records
        if address and (isinstance(record, Country) or "title" in type(record).model_fields)
    ]
    # A closing section is `AL/closing/forum` for a reference.
    found += [address.replace("/closing/sections/", "/closing/") for address in found if "/closing/" in address]
    for _, prose in material.prose:
        found += [block.id for block in blocks(prose) if isinstance(block, Heading | Table | Figure) and block.id]
    return found


def references_exist(material: CheckContext) -> Iterator[Diagnostic]:
    known = addresses(material)
    for address, prose in material.prose:
        for reference in references(prose):
            if reference.address in known:
                continue
            near = _nearest(reference.address, address, known)
            fix = f"did you mean #{near}?" if near else ""
            message = f"there is no place #{reference.address}"
            yield REFERENCE_UNKNOWN.at(reference.location or prose.location, message, fix=fix)


def _nearest(wanted: str, here: str, known: list[str]) -> str | None:
    """The address that was meant: one in the same chapter if the words fit there."""
    own = [each for each in known if each.partition("/")[0] == wanted.partition("/")[0]]
    return nearest(wanted, own) or nearest(wanted, known) or nearest(f"{here.partition('/')[0]}/{wanted}", known)
