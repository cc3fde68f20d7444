"""Styles: those that a template uses and does not define, and those that prose could need of it."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from iomreport.diagnostics.codes.templates import STYLE_POSSIBLE, STYLE_UNDEFINED
from iomreport.diagnostics.finding import Location
from iomreport.diagnostics.suggest import nearest
from iomreport.template.locations import paragraph_place, paragraphs
from iomreport.template.source import TemplatePackage
from iomreport.template_lint.tags import Found
from iomreport.word.oxml import W
from iomreport.word.styles import STYLE_NAMES

_NS = f"{{{W}}}"
_NEEDED = (
    "paragraph",
    *(f"heading-{n}" for n in (3, 4)),
    *(f"{kind}-{n}" for kind in ("bullet", "number", "continue") for n in (1, 2)),
    "quote",
    "caption",
    "table",
    "table-text",
    "table-heading",
    "figure",
    "hyperlink",
)
"""The roles of what Markdown can hold."""


def undefined_styles(element: etree._Element, defined: frozenset[str], name: str) -> Iterator[Found]:
    """Paragraphs, runs and tables in a style that is not there; each style is reported once, where it is first used."""
    seen: set[str] = set()
    for index, (paragraph, number, text) in enumerate(paragraphs(element)):
        for used in paragraph.iter(f"{_NS}pStyle", f"{_NS}rStyle"):
            style = str(used.get(f"{_NS}val"))
            if style in defined or style in seen:
                continue
            seen.add(style)
            near = nearest(style, defined)
            place = Location(name, place=paragraph_place(paragraph, number, text))
            fix = f"did you mean {near}?" if near else ""
            yield Found(STYLE_UNDEFINED.at(place, f"the style {style} is not defined", fix=fix), index)


def possible_styles(package: TemplatePackage, name: str) -> Iterator[Found]:
    """Roles that prose could need and no style of the template fills."""
    note = "endnote" if package.endnotes else "footnote"
    for role in (*_NEEDED, f"{note}-text", f"{note}-reference"):
        if package.styles.has(role):
            continue
        wanted = package.settings.get(f"iomreport.style.{role}") or " or ".join(STYLE_NAMES[role])
        first = wanted.partition(" or ")[0]
        message = f"prose could need the style “{first}”, which the template does not define"
        yield Found(STYLE_POSSIBLE.at(Location(name, place="its styles"), message, fix=f"define the style {first}"))


def defined_styles(package: TemplatePackage) -> frozenset[str]:
    """The ids of the styles that a template defines."""
    member = package.members_by_name.get("word/styles.xml")
    if member is None:
        return frozenset()
    root = etree.fromstring(member.content(), package.parser())
    return frozenset(str(style.get(f"{_NS}styleId")) for style in root.iter(f"{_NS}style"))
