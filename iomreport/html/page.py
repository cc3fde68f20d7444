"""One self-contained reading page of a strategy or an extract, from the same trees as the Word document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from iomreport.diagnostics.codes.publish import UNPRINTABLE, WORD_MISSING
from iomreport.diagnostics.finding import ContentError, Location, OutputError
from iomreport.html.page_state import BLANK, Page, Place, is_as_built, sealed, tree_of
from iomreport.html.templates import environment
from iomreport.markup.html import write_html_notes
from iomreport.markup.nodes import Figure, Prose
from iomreport.markup.walk import plain_text
from iomreport.strategy.context import Context
from iomreport.strategy.matrix import matrix_of
from iomreport.template.rendered import ReferenceTarget, leads_nowhere
from iomreport.word.fragments import Picture
from iomreport.word.oxml import FORBIDDEN
from iomreport.word.properties import SEAL, CoreProperties

__all__ = ("is_as_built", "write_page")

LABELS = "content/labels.yaml"
_LONGEST_DESCRIPTION = 200


def write_page(
    context: Context,
    words: Mapping[str, str],
    references: Mapping[str, ReferenceTarget],
    variables: Mapping[str, str],
    picture: Callable[[Figure], Picture],
    core: CoreProperties,
    origin: Mapping[str, str] | None,
    *,
    target: str = "",
) -> bytes:
    """The page of an extract, complete in itself: no script, no file beside it.

    `words` are the labels of its language; `references` what references can point to, by address; `variables` are
    `recipient`, `reference` and `date`. `core` and `origin` are what the page says of itself; without an origin it
    carries neither addresses nor a seal. `target` is how messages call the page. Raises `ContentError` and
    `OutputError`.
    """
    names = {name: variables.get(name, "") for name in ("recipient", "reference", "date")}
    context = replace(context, **names, variables=dict(variables))

    def new(known: Mapping[str, Place]) -> Page:
        return Page(words=words, references=references, images=picture, marked=origin is not None, known=known)

    page, body = _write(context, new({}))
    if page.referred:
        # A reference may lead to a place that comes after it, so places are known once the page has been written.
        page, body = _write(context, new(page.places))
    frame = environment().get_template("page.html")
    written = frame.render(
        _names(context, page),
        body=body,
        contents=tree_of(page.headings),
        core=core,
        description=_description(context, page, core),
        origin={**origin, SEAL: BLANK} if origin is not None else {},
    )
    _refuse(page, written, target)
    return sealed(written)


def kind_of(context: Context) -> str:
    """What kind of page shows an extract: that of a country, of themes, or of a strategy."""
    if context.country is not None:
        return "country"
    return "theme" if context.strategy.selection.themes else "strategy"


def _write(context: Context, page: Page) -> tuple[Page, Markup]:
    """The main part of a page, with the notes at its end."""
    names = _names(context, page)
    body = environment().get_template(f"{names['kind']}.html").render(names, matrix=matrix_of(context.strategy))
    notes = [Markup(note) for note in write_html_notes(page)]
    if notes:
        body += environment().get_template("notes.html").render(names, notes=notes)
    return page, Markup(body)


def _names(context: Context, page: Page) -> dict[str, Any]:
    """What templates can name."""
    return {
        "context": context,
        "strategy": context.strategy,
        "kind": kind_of(context),
        "page": page,
        "word": page.word,
    }


def _description(context: Context, page: Page, core: CoreProperties) -> str:
    """The first words of the page's own text, for those who meet it in a list."""
    summary = context.strategy.executive_summary
    prose = context.country.background if context.country else summary.body if summary else Prose()
    text = plain_text(prose.blocks[:1]) if prose else page.word("theme_lead") if kind_of(context) == "theme" else ""
    text = " ".join(text.split()) or core.title
    if len(text) <= _LONGEST_DESCRIPTION:
        return text
    return f"{text[:_LONGEST_DESCRIPTION].rpartition(' ')[0]}…"


def _refuse(page: Page, written: str, target: str) -> None:
    """Raise all that keeps the page from being what it should."""
    if page.nowhere:
        raise ContentError(leads_nowhere(each.address, each.location) for each in dict.fromkeys(page.nowhere))
    if page.missing:
        raise ContentError(WORD_MISSING.at(Location(LABELS), f'the word "{name}" is missing') for name in page.missing)
    if found := FORBIDDEN.search(written):
        around = Markup(written[max(0, found.start() - 40) : found.start()]).striptags()
        message = f"the character U+{ord(found[0]):04X} stands behind “…{around[-20:]}”"
        raise OutputError(UNPRINTABLE.at(Location(target) if target else None, message))
