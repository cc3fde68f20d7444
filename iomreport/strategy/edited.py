"""A strategy that was constructed or edited in code, brought to where loading brings one: checked, with addresses."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar, cast

from iomreport.diagnostics.finding import ContentError, Findings
from iomreport.markup.field import Record
from iomreport.markup.nodes import Prose
from iomreport.strategy.addresses import assign_addresses

if TYPE_CHECKING:
    from iomreport.strategy.model.strategy import Strategy

S = TypeVar("S", bound="Strategy")

_latest: tuple[Strategy, Strategy] | None = None
"""The strategy that was checked last and what came of it: an edited one gives many extracts and documents."""


def check_strategy(strategy: S) -> S:
    """The strategy that documents can be made of: a loaded one as it is, any other checked as loading checks it.

    What was edited in code is copied, so that a record that stands in two strategies, or twice in one, has the address
    of its place in each; projects take the theme of their group, and countries without a number that of their place.
    Raises `ContentError` with every error, at the place of its record if that was loaded once.
    """
    global _latest
    if strategy.is_checked():
        return strategy
    if _latest is not None and _latest[0] is strategy:
        return cast("S", _latest[1])
    findings = Findings()
    copied = cast("S", _copied(strategy, findings))
    if findings.errors:
        raise ContentError(findings.errors)
    # The rules come with all that reads files, which a strategy that was loaded and kept has no need of.
    from iomreport.strategy.load.cross_checks import check_whole

    check_whole(copied, findings)
    if findings.errors:
        raise ContentError(findings.errors)
    _latest = strategy, assign_addresses(copied).checked(copied.known_codes())
    return copied


def _copied(value: object, findings: Findings) -> object:
    """A copy that shares no record and no prose with the value, its fields validated: editing does not validate."""
    match value:
        case Record():
            return _record(value, findings)
        case Prose():
            return replace(value, address="")
        case tuple() | list():
            return tuple(_copied(each, findings) for each in cast("tuple[object, ...]", value))
        case dict():
            return {key: _copied(each, findings) for key, each in cast("dict[str, object]", value).items()}
        case _:
            return value


def _record(record: Record, findings: Findings) -> Record:
    from pydantic import ValidationError

    from iomreport.diagnostics.codes.content import VALUE_REFUSED
    from iomreport.strategy.model.country import ProjectGroup
    from iomreport.strategy.model.strategy import Strategy

    fields = {name: _copied(value, findings) for name, value in record.__dict__.items()}
    try:
        fields: dict[str, Any] = dict(type(record).model_validate(fields))
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            path = ".".join(map(str, detail["loc"]))
            at = record.place(str(detail["loc"][0])) if detail["loc"] else record.place()
            findings.add(VALUE_REFUSED.at(at, f"{path} of a {type(record).__name__} is refused: {detail['msg']}"))
        return record
    if isinstance(record, ProjectGroup):
        fields["projects"] = tuple(
            each if each.theme else each.model_copy(update={"theme": fields["theme"]}) for each in fields["projects"]
        )
    if isinstance(record, Strategy):
        fields["countries"] = tuple(
            each if each.number else each.model_copy(update={"number": number})
            for number, each in enumerate(fields["countries"], 1)
        )
    return record.model_copy(update=fields)
