"""Telephone numbers, mailboxes and web addresses can be what they say. A number is shown as it is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from iomreport.diagnostics.codes.checks import CONTACTS_UNCHECKED, EMAIL, PHONE, WEBSITE
from iomreport.diagnostics.finding import Diagnostic, Location
from iomreport.markup.nodes import Link
from iomreport.markup.walk import inlines
from iomreport.optional import is_installed
from iomreport.strategy.checks.check_context import CheckContext
from iomreport.strategy.model.country import Office, Phones

_BETWEEN = re.compile(r"[,;]| or | / ")
_HOST = re.compile(r"(?=.{4,253}$)(?:(?!-)[\w-]{1,63}(?<!-)\.)+[^\W\d_][\w-]{1,62}", re.IGNORECASE)
_WHOLE = 6
"""So many digits make a number of its own; fewer are the end of the number before (“578 36, 37”)."""


def phones_can_be_called(context: CheckContext) -> Iterator[Diagnostic]:
    if not is_installed("phonenumbers"):
        yield _unchecked("telephone numbers")
        return
    import phonenumbers as library

    for address, record in context.records:
        region = address.partition("/")[0]
        if isinstance(record, Phones):
            given, name = record.numbers, "numbers"
        elif isinstance(record, Office):
            given, name = record.fax, "fax"
        else:
            continue
        for index, printed in enumerate(given):
            if fault := _fault(library, printed, region):
                yield PHONE.at(record.place(f"{name}[{index}]"), f"“{printed}” {fault}")


def _fault(library: Any, printed: str, region: str) -> str:
    first, *others = _BETWEEN.split(printed)
    for number in (first, *(each for each in others if sum(map(str.isdigit, each)) >= _WHOLE)):
        try:
            parsed = library.parse(number.replace("+ ", "+"), region)
        except library.NumberParseException:
            return "is no telephone number"
        match library.is_possible_number_with_reason(parsed):
            case library.ValidationResult.TOO_SHORT:
                return "has too few digits"
            case library.ValidationResult.TOO_LONG:
                return "has too many digits"
            case library.ValidationResult.INVALID_LENGTH:
                return "has a number of digits that no number of its country has"
            case library.ValidationResult.INVALID_COUNTRY_CODE:
                return "begins with the code of no country"
            case _:
                continue
    return ""


def mailboxes_can_be_written_to(context: CheckContext) -> Iterator[Diagnostic]:
    found = list(_mailboxes(context))
    if found and not is_installed("email_validator"):
        yield _unchecked("mailboxes")
        return
    if not found:
        return
    import email_validator as library

    for address, place in found:
        try:
            library.validate_email(address, check_deliverability=False, test_environment=True)
        except library.EmailNotValidError as error:
            yield EMAIL.at(place, f"“{address}” is no mailbox: {str(error)[:1].lower()}{str(error)[1:].rstrip('.')}")


def _mailboxes(context: CheckContext) -> Iterator[tuple[str, Location | None]]:
    for _, record in context.records:
        if isinstance(record, Office):
            yield from ((each, record.place(f"emails[{index}]")) for index, each in enumerate(record.emails))
    for target, place in _links(context):
        if target.startswith("mailto:"):
            yield target.removeprefix("mailto:").partition("?")[0], place


def sites_can_be_visited(context: CheckContext) -> Iterator[Diagnostic]:
    for _, record in context.records:
        if isinstance(record, Office):
            for index, printed in enumerate(record.websites):
                if not _is_site(printed if "://" in printed else f"http://{printed}"):
                    yield WEBSITE.at(record.place(f"websites[{index}]"), f"“{printed}” is no web address")
    for target, place in _links(context):
        if target.startswith(("http://", "https://")) and not _is_site(target):
            yield WEBSITE.at(place, f"“{target}” is no web address")


def _is_site(address: str) -> bool:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    return " " not in address and _HOST.fullmatch(host) is not None


def _links(context: CheckContext) -> Iterator[tuple[str, Location | None]]:
    for _, prose in context.prose:
        for node in inlines(prose, notes=True):
            if isinstance(node, Link):
                yield node.target, node.location or prose.location


def _unchecked(what: str) -> Diagnostic:
    return CONTACTS_UNCHECKED.at(None, f"{what} are not checked: a library for it is not installed")
