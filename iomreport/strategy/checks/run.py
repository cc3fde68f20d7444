"""Checking the content of a project: what the loader finds, and then every rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from iomreport.diagnostics.catalogue import SETTLED, adjustable
from iomreport.diagnostics.finding import Diagnostic, Severity
from iomreport.strategy.checks.allowed_in_place import allowances, remarks_are_settled, without_allowed
from iomreport.strategy.checks.check_context import CheckContext, Pages
from iomreport.strategy.checks.contacts import mailboxes_can_be_written_to, phones_can_be_called, sites_can_be_visited
from iomreport.strategy.checks.references import figures_have_files, figures_have_words, references_exist
from iomreport.strategy.checks.settings import Settings, read_settings
from iomreport.strategy.checks.sums import sums_are_right
from iomreport.strategy.checks.words import (
    acronyms_are_defined_once,
    acronyms_are_listed,
    banned_words_are_avoided,
    expansions_agree,
    paragraphs_stand_once,
    words_are_not_doubled,
    words_are_spelt_one_way,
)
from iomreport.strategy.load.loader import Edition, load_edition

Rule = Callable[[CheckContext], Iterator[Diagnostic]]

LOCAL: tuple[Rule, ...] = (
    acronyms_are_defined_once,
    expansions_agree,
    phones_can_be_called,
    mailboxes_can_be_written_to,
    sites_can_be_visited,
    figures_have_words,
    figures_have_files,
    banned_words_are_avoided,
    words_are_not_doubled,
    sums_are_right,
    remarks_are_settled,
)
"""Rules that a place can break by itself."""
WHOLE: tuple[Rule, ...] = (references_exist, acronyms_are_listed, words_are_spelt_one_way, paragraphs_stand_once)
"""Rules that need the whole edition: where a part could not be read, they would blame what is right."""

_WEIGHT = {severity: weight for weight, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a project's content, the errors first, and what it was found with."""

    edition: Edition
    settings: Settings
    findings: tuple[Diagnostic, ...]


def check_content(project: Path) -> Checked:
    """Read and check all content of a project. Never raises for what a person wrote."""
    settings = read_settings(project, adjustable())
    edition = load_edition(project)
    return Checked(edition, settings, tuple(check_edition(project, edition, settings)))


def check_edition(project: Path, edition: Edition, settings: Settings) -> list[Diagnostic]:
    """The findings of an edition that was read, with the project's severities, without what its editors allow."""
    pages = Pages(project)
    found = [*settings.findings, *edition.findings]
    strategy = edition.strategy or edition.partial
    if strategy is not None:
        context = CheckContext(project, edition, strategy, settings, pages)
        for rule in (*LOCAL, *(WHOLE if edition.strategy is not None else ())):
            found += rule(context)
    allowed, faults = allowances(edition, pages)
    if edition.strategy is None:
        # What an allowance is for may be in a part that was not checked.
        kept = without_allowed(found, allowed, pages, SETTLED)
        found = [each for each in kept if each in found]
    else:
        found = without_allowed(found, allowed, pages, SETTLED)
    return in_order(weighed([*found, *faults], settings))


def weighed(findings: list[Diagnostic], settings: Settings) -> list[Diagnostic]:
    """The findings with the severities that the project sets; those that are off are left out."""
    kept: list[Diagnostic] = []
    for finding in findings:
        severity = settings.severity.get(finding.code, finding.severity)
        if severity is not None:
            kept.append(finding if severity is finding.severity else replace(finding, severity=severity))
    return kept


def in_order(findings: list[Diagnostic]) -> list[Diagnostic]:
    """Errors first, then warnings and remarks, each in the order of files and lines, and each once."""
    return sorted(dict.fromkeys(findings), key=lambda item: (_WEIGHT[item.severity], item.sort_key))
