"""A field of a document beside what the content says today, and which of the two was changed since it was built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from iomreport.build.as_read import as_read
from iomreport.build.origin import SHORT, Origin, is_as_built
from iomreport.model.address import Value
from iomreport.word.returned import ReturnedField, State


class Standing(StrEnum):
    """What is known of a field and of its text.

    `OUTDATED` is as it was built, and the content, the template or the program was changed since; `EDITED` was changed
    in the document alone, or something beside it was; `BOTH` in both; of `UNCLEAR` it cannot be told.
    """

    FOUND = "found"
    OUTDATED = "outdated"
    EDITED = "edited"
    BOTH = "both"
    UNCLEAR = "unclear"
    GONE = "gone"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Today:
    """What a document would show if it were built today.

    `exact` says that neither content nor template were changed; `values` and `digests` are of the extract's fields.
    """

    fields: Mapping[str, ReturnedField]
    values: Mapping[str, Value]
    digests: Mapping[str, str]
    exact: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """A field of a document, and what it says today, with what stands beside it.

    `today` is none where the content has it no more, where its template does not show it any more, or where there is no
    content at hand. `content_changed` says whether the content's own value is another than when it was built, if it is
    known.
    """

    field: ReturnedField
    today: ReturnedField | None = None
    standing: Standing = Standing.FOUND
    content_changed: bool | None = None

    @property
    def is_notable(self) -> bool:
        """Whether the field is not as content has it."""
        return self.standing is not Standing.FOUND

    @property
    def is_returned(self) -> bool:
        """Whether somebody changed the field or what stands beside it in the document, or that cannot be ruled out."""
        return self.standing not in (Standing.FOUND, Standing.OUTDATED) or bool(self.beside)

    @property
    def differs(self) -> bool:
        """Whether the field is found, and does not say what it would say if it were built today."""
        return self.field.state is State.FOUND and self.today is not None and self.field.text != self.today.text

    @property
    def beside(self) -> Mapping[str, tuple[str, str]]:
        """The words `before` and `behind` the field where they are not as they would be built: today's, and its own."""
        return words_beside(self.field, self.today) if self.today is not None else {}


def words_beside(field: ReturnedField, today: ReturnedField) -> dict[str, tuple[str, str]]:
    """The words `before` and `behind` a field where they differ from today's: today's, and its own."""
    sides = (("before", today.before, field.before), ("behind", today.after, field.after))
    return {name: (then.words, now.words) for name, then, now in sides if then.words.split() != now.words.split()}


def alone(field: ReturnedField) -> Compared:
    """A field that there is nothing to compare with."""
    return Compared(field, standing=Standing(str(field.state)))


def beside_today(field: ReturnedField, origin: Origin, today: Today) -> Compared:
    """A field beside today's, with what is known for certain of who changed what."""
    now = today.fields[field.address]
    if field.state is not State.FOUND:
        return Compared(field, now, Standing(str(field.state)))
    then, is_now = origin.fields.get(field.address), today.digests.get(field.address)
    changed = None if then is None or is_now is None else bytes.fromhex(is_now)[:SHORT] != then
    return Compared(field, now, _standing(field, now, origin, today, changed), changed)


def _standing(field: ReturnedField, now: ReturnedField, origin: Origin, today: Today, changed: bool | None) -> Standing:
    if field.text == now.text:
        return Standing.EDITED if words_beside(field, now) else Standing.FOUND
    as_built = is_as_built(origin, field.address, field.text)
    if as_built:
        return Standing.OUTDATED
    if today.exact:
        return Standing.EDITED
    value = today.values.get(field.address)
    # The digest is of what the field alone says; where that is not what the document shows, it proves nothing.
    if value is None or as_read(value) != now.text:
        return Standing.UNCLEAR
    if changed is False:
        return Standing.EDITED
    return Standing.BOTH if changed and as_built is False else Standing.UNCLEAR
