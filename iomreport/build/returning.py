"""A document that came back, beside what content says today.

What content says is read from the same document, built anew from today's content with its template, by the same
reader: so whatever a template and the writers make of a field, it compares equal when nothing was changed.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Final

from iomreport.build.fingerprints import field_digests
from iomreport.build.origin import Origin, extract_again, read_origin, shows
from iomreport.build.press import Press
from iomreport.codes.origin import NO_ADDRESSES, NO_LONGER_THERE, NO_ORIGIN, UNREADABLE_DOCUMENT
from iomreport.diagnostics import ContentError, Location, UsageError
from iomreport.model.strategy import Strategy
from iomreport.word.opened import OpenedPackage
from iomreport.word.package import PackageError
from iomreport.word.returned import ReturnedDocument, ReturnedField, State, read_returned

_SHIFT: Final = 8
"""LibreOffice can move the end of a bookmark by a character whenever it saves; so many saves are looked for."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A field of a document, and what it says today, with what stands beside it.

    `today` is none where the content has it no more, where its template does not show it any more, or where there is no
    content at hand.
    """

    field: ReturnedField
    today: ReturnedField | None = None

    @property
    def is_changed(self) -> bool:
        """Whether the field is found, and does not say what it would say if it were built today."""
        return self.field.state is State.FOUND and self.today is not None and self.field.text != self.today.text

    @property
    def differs(self) -> bool:
        """Whether the field or the words beside it are not as they would be built today."""
        if self.field.state is not State.FOUND or self.today is None:
            return False
        pairs = ((self.field.before, self.today.before), (self.field.after, self.today.after))
        return self.is_changed or any(now.split() != then.split() for now, then in pairs)


def read_document(path: Path) -> bytes:
    """The bytes of a file; raises `ContentError`."""
    try:
        return path.read_bytes()
    except OSError as error:
        message = f"the document cannot be read: {error.strerror or error}"
        raise ContentError(UNREADABLE_DOCUMENT.at(Location(str(path)), message)) from error


@contextmanager
def reading(name: str) -> Generator[None]:
    """Says of a file that cannot be read what is wrong with it; `name` is what messages call it."""
    try:
        yield
    except PackageError as error:
        raise ContentError(UNREADABLE_DOCUMENT.at(Location(name), f"the document cannot be read: {error}")) from error


def origin_in(package: OpenedPackage, name: str) -> Origin:
    """What a document says of its making; raises `ContentError` where it says nothing."""
    with reading(name):
        origin = read_origin(package.custom())
    if origin is None:
        raise ContentError(NO_ORIGIN.at(Location(name), NO_ORIGIN.title))
    return origin


def returned_in(package: OpenedPackage, name: str) -> ReturnedDocument:
    """The fields of a document; raises `ContentError` where it has none."""
    with reading(name):
        document = read_returned(package)
    if not document.fields:
        raise ContentError(NO_ADDRESSES.at(Location(name), NO_ADDRESSES.title))
    return document


def proved(field: ReturnedField, shown: Callable[[str, str], bool]) -> ReturnedField:
    """A field whose edges may have moved by some characters, as far as `shown` can tell what it said when it was built.

    One that was edited besides, and now ends within a word, is unsure.
    """
    if field.state is not State.FOUND or not (field.before or field.after) or shown(field.address, field.text):
        return field
    for left in range(min(_SHIFT, len(field.before)) + 1):
        for right in range(min(_SHIFT, len(field.after)) + 1):
            middle = len(field.before) - left
            text = f"{field.before[middle:]}{field.text}{field.after[:right]}"
            if (left or right) and shown(field.address, text):
                return replace(field, text=text, before=field.before[:middle], after=field.after[right:])
    edges = (field.before[-1:] + field.text[:1], field.text[-1:] + field.after[:1])
    if any(len(edge) == 2 and edge.isalnum() for edge in edges):
        why = f"its bookmark ends within a word, in “{(field.before + field.text + field.after)[:80]}”"
        return ReturnedField(field.address, State.UNSURE, why=why)
    return field


def compare(
    document: ReturnedDocument, origin: Origin | None, strategy: Strategy | None, project: Path, name: str
) -> list[Compared]:
    """The fields of a document beside those of today's, or alone where it has no origin or there is no content.

    Raises `ContentError`, `UsageError` and `TemplateError`.
    """
    today: Mapping[str, ReturnedField] = {}
    if origin is not None and strategy is not None:
        today = fields_today(origin, strategy, project, name)
    compared: list[Compared] = []
    blocks = [True, *(each.is_block for each in document.fields), True]
    for place, field in enumerate(document.fields):
        now = today.get(field.address)
        if now is None:
            compared.append(Compared(proved(field, partial(shows, origin)) if origin is not None else field))
            continue
        whole = completed(field, now, behind=blocks[place], before=blocks[place + 2])
        compared.append(Compared(whole, now))
        if place:
            compared[-2:] = _parted(compared[-2], compared[-1], document.fields[place - 1].after, field.before)
    return compared


def _parted(one: Compared, other: Compared, after: str, before: str) -> tuple[Compared, Compared]:
    """Two fields, of which what was written between them and belongs to the one is not said of the other."""
    if after == before and one.today is not None and other.today is not None:
        if other.field.before != before:
            one = replace(one, field=replace(one.field, after=one.today.after))
        if one.field.after != after:
            other = replace(other, field=replace(other.field, before=other.today.before))
    return one, other


def completed(field: ReturnedField, today: ReturnedField, *, behind: bool = True, before: bool = True) -> ReturnedField:
    """A field with what was written between it and the template's own words beside it.

    `behind` and `before` tell that it stands behind and before another block-level field. What could as well belong to
    the field on the other side stays beside it.
    """
    if field.state is not State.FOUND:
        return field
    left = _added(field.before, today.before, at_start=True, alone=field.is_block and not behind)
    right = _added(field.after, today.after, at_start=False, alone=field.is_block and not before)
    if field.is_block:
        text = "\n".join(filter(None, (left.strip("\n"), field.text, right.strip("\n"))))
    else:
        text = f"{left}{field.text}{right}"
    return replace(
        field, text=text, before=today.before if left else field.before, after=today.after if right else field.after
    )


def _added(now: str, words: str, *, at_start: bool, alone: bool) -> str:
    """What stands between a field and the words that it stood behind (`at_start`) or before.

    Where no other field can have paragraphs (`alone`), they are this one's even if no words part them from the next.
    """
    if alone and not words.strip():
        return now if now.strip() and now.endswith("\n") and (now.startswith("\n") or not at_start) else ""
    starts, ends = now.startswith(words), now.endswith(words)
    if not words or starts == ends:
        return ""
    if at_start:
        return now[len(words) :] if starts else ""
    return now[: -len(words)] if ends else ""


def fields_today(origin: Origin, strategy: Strategy, project: Path, name: str) -> Mapping[str, ReturnedField]:
    """The fields that a document would show if it were built today, by address."""
    part = extract_today(origin, strategy, name)
    press = Press(project, strategy)
    made = press.make(part, press.open(template_of(origin, project)[0]), {}, origin.target, field_digests(part))
    return {each.address: each for each in read_returned(OpenedPackage(made.content)).fields}


def extract_today(origin: Origin, strategy: Strategy, name: str) -> Strategy:
    """The extract that a document shows, of today's content; raises `ContentError` where that is gone."""
    try:
        return extract_again(origin, strategy)
    except UsageError as error:
        missing = ", ".join(each.message for each in error.diagnostics)
        raise ContentError(NO_LONGER_THERE.at(Location(name), f"{NO_LONGER_THERE.title}: {missing}")) from error


def template_of(origin: Origin, project: Path) -> tuple[Path, bool]:
    """The template that a document was built with, and whether it is the same still; else the one for its kind."""
    folder = project / "templates"
    for file in sorted(folder.glob("*.docx")):
        if sha256(file.read_bytes()).hexdigest().startswith(origin.template or "-"):
            return file, True
    kind = "theme" if origin.themes else "country" if len(origin.countries) == 1 else "strategy"
    return folder / f"{kind}.docx", False
