"""A job: one document to make, and the matrix of a plan that says which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from iomreport.diagnostics.finding import Location
from iomreport.publish.patterns import Pattern
from iomreport.publish.plan import Exclusion, Override
from iomreport.publish.recipients import Recipient
from iomreport.publish.selection import Selected


class Job(NamedTuple):
    """A document to make: what it shows, with what, and its path below the output folder."""

    selected: Selected
    template: str
    language: str
    format: str
    marked: bool
    variables: tuple[tuple[str, str], ...]
    output: str
    stands: str = ""
    """The SHA-256 of what an earlier run wrote there."""

    @property
    def target(self) -> str:
        return self.selected.name


@dataclass(frozen=True, slots=True)
class ResolvedMatrix:
    """A matrix whose words have been read."""

    targets: tuple[Selected, ...]
    templates: tuple[str, ...]
    languages: tuple[str, ...]
    recipients: tuple[Recipient | None, ...]
    formats: tuple[str, ...]
    pattern: Pattern
    variables: Mapping[str, str]
    marked: bool
    excluded: tuple[tuple[Exclusion, frozenset[Selected]], ...]
    overrides: tuple[tuple[Override, frozenset[Selected]], ...]
    location: Location | None
    columns: tuple[tuple[str, str], ...]
    """The names of the pattern that are of a recipient, with their columns."""
    of_country: Mapping[str, tuple[Recipient, ...]]
    """The recipients that a country's extract goes to, where the list says which countries they are of."""

    def recipients_of(self, selected: Selected) -> tuple[Recipient | None, ...]:
        """A recipient with a country gets, of the extracts of single countries, that of its own."""
        if selected.kind != "country" or not self.of_country:
            return self.recipients
        return self.of_country[selected.countries[0]]

    def excludes(
        self, selected: Selected, template: str, language: str, recipient: Recipient | None, format: str
    ) -> bool:
        """Whether an exclusion fits a document."""
        return any(
            (not each.targets or selected in targets)
            and (not each.templates or template in each.templates)
            and (not each.languages or language in each.languages)
            and (not each.formats or format in each.formats)
            and (not each.recipients or (recipient is not None and recipient.id in each.recipients))
            for each, targets in self.excluded
        )
