"""A document that came back, beside what content says today.

What content says is read from the same document, built anew from today's content with its template, by the same
reader: so whatever a template and the writers make of a field, it compares equal when nothing was changed.

What a finished document of any format says of itself: its core properties and where it comes from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Final

from iomreport.diagnostics.codes.publish import NO_ADDRESSES, NO_LONGER_THERE, NO_ORIGIN, UNREADABLE_DOCUMENT
from iomreport.diagnostics.finding import ContentError, Location, UsageError
from iomreport.html import page_state as html_seal
from iomreport.publish.builder import DocumentBuilder
from iomreport.returned.compare import FieldDiff, Today, alone, beside_today
from iomreport.returned.read import Beside, ReturnedDocument, ReturnedField, State, read_returned
from iomreport.strategy.addresses import fields
from iomreport.strategy.model.strategy import Strategy
from iomreport.strategy.origin import Origin, extract_again, field_digests, read_origin, shows
from iomreport.word.document import WordDocument
from iomreport.word.package import PackageError
from iomreport.word.properties import is_as_built

_SHIFT: Final = 8
"""LibreOffice can move the end of a bookmark by a character whenever it saves; so many saves are looked for."""


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


def origin_in(properties: Mapping[str, str], name: str) -> Origin:
    """What a document's own properties say of its making; raises `ContentError` where they say nothing."""
    origin = read_origin(properties)
    if origin is None:
        raise ContentError(NO_ORIGIN.at(Location(name), NO_ORIGIN.title))
    return origin


def returned_in(package: WordDocument, name: str) -> ReturnedDocument:
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
    before, after = field.before.words, field.after.words
    if field.state is not State.FOUND or not (before or after) or shown(field.address, field.text):
        return field
    for left in range(min(_SHIFT, len(before)) + 1):
        for right in range(min(_SHIFT, len(after)) + 1):
            text = f"{before[len(before) - left :]}{field.text}{after[:right]}"
            if (left or right) and shown(field.address, text):
                return replace(field, text=text)
    edges = (before[-1:] + field.text[:1], field.text[-1:] + after[:1])
    if any(len(edge) == 2 and edge.isalnum() for edge in edges):
        why = f"its bookmark ends within a word, in “{(before + field.text + after).strip()[:80]}”"
        return ReturnedField(field.address, State.UNSURE, why=why)
    return field


def compare(
    document: ReturnedDocument, origin: Origin | None, strategy: Strategy | None, project: Path, name: str
) -> list[FieldDiff]:
    """The fields of a document beside those of today's, or alone where it has no origin or there is no content.

    Raises `ContentError`, `UsageError` and `TemplateError`.
    """
    own = {each.address: each for each in document.fields}
    if origin is None:
        return [alone(each) for each in own.values()]
    shown = partial(shows, origin)
    if strategy is None:
        return [alone(proved(each, shown)) for each in own.values()]
    today = fields_today(origin, strategy, project, name)
    then = today.fields
    added = {name: _added_to(each, then[name], own) for name, each in own.items() if name in then}
    return [
        beside_today(_completed(each, then[address], added, exact=today.exact), origin, today)
        if address in then
        else alone(proved(each, shown))
        for address, each in own.items()
    ]


_Added = tuple[str, str]
"""What was written beside a field, and belongs to it: before and behind it."""


def _added_to(field: ReturnedField, today: ReturnedField, own: Mapping[str, ReturnedField]) -> _Added:
    """What was written between a field and the template's own words beside it.

    What could as well belong to the field on the other side of those words belongs to neither.
    """
    if field.state is not State.FOUND:
        return "", ""

    def is_alone(side: Beside) -> bool:
        """Whether no other field can have paragraphs on this side."""
        return field.is_block and bool(side.field) and not own[side.field].is_block

    left = _between(field.before, today.before, at_start=True, alone=is_alone(field.before))
    return left, _between(field.after, today.after, at_start=False, alone=is_alone(field.after))


def _between(now: Beside, then: Beside, *, at_start: bool, alone: bool) -> str:
    """What stands between a field and the words that it stood behind (`at_start`) or before."""
    text, words = now.words, then.words
    if now.field != then.field:
        return ""
    if alone and not words.strip():
        return text if text.strip() and text.endswith("\n") and (text.startswith("\n") or not at_start) else ""
    starts, ends = text.startswith(words), text.endswith(words)
    if not words or starts == ends:
        return ""
    if at_start:
        return text[len(words) :] if starts else ""
    return text[: -len(words)] if ends else ""


def _completed(
    field: ReturnedField, today: ReturnedField, added: Mapping[str, _Added], *, exact: bool
) -> ReturnedField:
    """A field with what was added to it; the words beside it only as far as somebody must have changed them.

    Where content or template are not what they were (`exact`), words can differ without anybody's doing.
    """
    left, right = added[field.address]
    if field.is_block:
        text = "\n".join(filter(None, (left.strip("\n"), field.text, right.strip("\n"))))
    else:
        text = f"{left}{field.text}{right}"
    others = (added.get(field.before.field, ("", ""))[1], added.get(field.after.field, ("", ""))[0])
    before = field.before if _is_told(field.before, today.before, exact) and not (left or others[0]) else today.before
    after = field.after if _is_told(field.after, today.after, exact) and not (right or others[1]) else today.after
    return replace(field, text=text, before=before, after=after)


def _is_told(now: Beside, then: Beside, exact: bool) -> bool:
    if exact:
        return True
    words = iter(now.words.split())
    return now.field == then.field and all(each in words for each in then.words.split())


def fields_today(origin: Origin, strategy: Strategy, project: Path, name: str) -> Today:
    """The fields that a document would show if it were built today, and whether it would be the same."""
    part = extract_today(origin, strategy, name)
    template, same = template_of(origin, project)
    builder = DocumentBuilder(project, strategy)
    digests = field_digests(part)
    ready = builder.prepare(part, origin.target, digests)
    made = builder.document(ready, builder.open(template), {})
    returned = {each.address: each for each in read_returned(WordDocument(made.content)).fields}
    values = {each.address: each.value for each in fields(part)}
    return Today(returned, values, digests, same and ready.content == origin.content)


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
        if sha256(file.read_bytes()).hexdigest()[:32] == origin.template:
            return file, True
    kind = "theme" if origin.themes else "country" if len(origin.countries) == 1 else "strategy"
    return folder / f"{kind}.docx", False


PREFIX: Final = "iomreport."
_META = re.compile(r'<meta name="([^"]{1,200})" content="([^"]*)">')
_HEAD: Final = 1_000_000
"""Bytes of a page within which its head ends."""
_CORE: Final = {"dcterms.created": "created", "dcterms.modified": "modified"}
_TITLE = re.compile(r"<title>([^<]*)</title>")


@dataclass(frozen=True, slots=True)
class StatedOrigin:
    """What a document says of itself. `properties` are its custom ones by name; `core` has title and dates."""

    properties: Mapping[str, str]
    core: Mapping[str, str]
    as_built: bool


def read_stated_origin(content: bytes) -> StatedOrigin:
    """What a Word document, a PDF or a page says of itself; raises `PackageError` where it is none of them."""
    if is_pdf(content):
        return _of_pdf(content)
    if is_page(content):
        return _of_page(content)
    package = WordDocument(content)
    return StatedOrigin(package.custom(), package.core(), is_as_built(content))


def is_pdf(content: bytes) -> bool:
    """Whether a file is a PDF, sound or not."""
    return content.startswith(b"%PDF-")


def is_page(content: bytes) -> bool:
    """Whether a file is a page in HTML."""
    return content[:200].lstrip()[:14].lower() == b"<!doctype html"


def _of_pdf(content: bytes) -> StatedOrigin:
    try:
        from iomreport.pdf.metadata import is_as_built, read_metadata

        metadata = read_metadata(content)
    except ImportError as error:
        raise PackageError("reading a PDF needs the package pikepdf: pip install 'iomreport[pdf]'") from error
    except ValueError as error:
        raise PackageError(f"it is not a readable PDF ({error})") from error
    return StatedOrigin(metadata.origin, metadata.core, is_as_built(content))


def _of_page(content: bytes) -> StatedOrigin:
    head = content[:_HEAD].decode("utf-8", "replace").partition("</head>")[0]
    named = {unescape(name): unescape(text) for name, text in _META.findall(head)}
    properties = {name: text for name, text in named.items() if name.startswith(PREFIX)}
    title = _TITLE.search(head)
    core = {_CORE[name]: text for name, text in named.items() if name in _CORE}
    return StatedOrigin(
        properties, {"title": unescape(title[1]) if title else "", **core}, html_seal.is_as_built(content)
    )
