"""What more than one kind of template is made of: headings, cover, facts, acronyms."""

from __future__ import annotations

from typing import Literal

from templates.design.measures import MARGIN_SIDE, PAGE_HEIGHT, TEXT_WIDTH
from templates.design.page import cover_band, cover_section
from templates.design.xml import TAB, cell, each, listed, paragraph, prose, row, row_tag, run, table, when

FOOT = (
    f'<w:framePr w:w="{TEXT_WIDTH}" w:wrap="notBeside" w:vAnchor="page" w:hAnchor="page"'
    f' w:x="{MARGIN_SIDE}" w:y="{PAGE_HEIGHT - 1700}"/>'
)
"""Holds the publisher's lines at the foot of the cover, however long its title is (17.3.1.11)."""
CHAPTER_ROOM, ANNEX_ROOM, LETTER_ROOM = 1701, 1950, 482
NUMBER_ROOM = {1: 1020, 2: 1247, 3: 1020}
"""The width that a number takes before its title, by heading level, in twentieths of a point."""
Place = Literal["text", "top", "page", "clear"]
CLEAR = 900


def heading(
    level: int, title: str, number: str = "", *, room: int = 0, place: Place = "text", large: bool = False
) -> str:
    """A heading, with its number before a tab.

    Its place is in the text, at the `top` of a section, at the top of a `page` that it begins, or `clear` of what is
    before it, where it begins something new on the same page. One that opens a country is `large`.
    """
    stop = room or NUMBER_ROOM[level] if number else 0
    above = "" if place == "text" else f'<w:spacing w:before="{CLEAR if place == "clear" else 0}"/>'
    properties = above
    numbered = ""
    if number:
        properties = (
            f'<w:tabs><w:tab w:val="left" w:pos="{stop}"/></w:tabs>{above}<w:ind w:left="{stop}" w:hanging="{stop}"/>'
        )
        numbered = run(number, "OpenerNumber" if large else "HeadingNumber") + TAB
    if place == "page":
        properties = f"<w:pageBreakBefore/>{properties}"
    return paragraph(
        f"Heading{level}", f"{numbered}{run(title, 'OpenerTitle' if large else '')}", properties=properties
    )


def formatted(field: str, headings: int) -> str:
    """Prose whose own first headings are of the given level."""
    return prose(f"{field} | headings({headings})")


def chosen_countries() -> str:
    """The line of a cover that names the countries of an extract that was made for some."""
    names = listed("chapter in chapters", "chapter.country.names.short")
    return when("strategy.selection.countries and chapters", paragraph("Subtitle", names))


def cover(*titles: str) -> str:
    """The cover: band, titles, who publishes it, and for whom it was made."""
    return "".join(
        (
            cover_band(),
            *titles,
            paragraph("CoverImprint", run("{{ strategy.publisher.name }}", "Strong"), properties=FOOT),
            paragraph("CoverImprint", "{{ strategy.regional_office.name }}", properties=FOOT),
            when(
                "recipient",
                paragraph("CoverLabel", "{{ labels.prepared_for }}"),
                paragraph("CoverNote", run("{{ recipient }}", "Strong")),
            ),
            *(
                when(name, paragraph("CoverNote", run(f"{{{{ labels.{name} }}}}: ", "Muted"), f"{{{{ {name} }}}}"))
                for name in ("reference", "date")
            ),
            when("emblem", prose("emblem")),
            cover_section(),
        )
    )


def status(country: str) -> str:
    """The words for a country's standing towards the European Union."""
    return f"{{{{ labels['status_' ~ {country}.status | replace('-', '_')] }}}}"


def facts(chapter: str) -> str:
    """The box of facts that opens a country: what there is no data for is left out."""
    widths = (2835, TEXT_WIDTH - 2835)
    country, mission = f"{chapter}.country", f"{chapter}.country.mission"

    def fact(label: str, value: str, condition: str = "") -> str:
        made = row(cell(widths[0], paragraph("FactLabel", label)), cell(widths[1], paragraph("FactValue", value)))
        return row_tag(f"if {condition}", widths) + made + row_tag("endif", widths) if condition else made

    return table(
        "FactTable",
        widths,
        row(
            cell(widths[0], paragraph("TableHeading", "{{ labels.at_a_glance }}")),
            cell(widths[1], paragraph("TableHeading", f"{{{{ {country}.names.short }}}}")),
            header=True,
        ),
        fact("{{ labels.eu_status }}", status(country), f"{country}.status"),
        fact("{{ labels.mission }}", f"{{{{ {mission}.office }}}}", mission),
        fact(f"{{{{ {mission}.head.role }}}}", f"{{{{ {mission}.head.name }}}}", f"{mission} and {mission}.head"),
        fact("{{ labels.priorities }}", f"{{{{ {chapter}.priority_count }}}}", f"{chapter}.priority_count"),
        fact("{{ labels.proposals }}", f"{{{{ {chapter}.project_count }}}}", f"{chapter}.project_count"),
        caption="{{ labels.at_a_glance }}",
        description=f"{{{{ {country}.names.long }}}}",
        first_column=True,
    )


def acronyms() -> str:
    """The list of acronyms; one that the edition does not expand is left out."""
    widths = (1985, TEXT_WIDTH - 1985)
    return table(
        "AcronymTable",
        widths,
        row(
            cell(widths[0], paragraph("TableHeading", "{{ labels.acronym }}")),
            cell(widths[1], paragraph("TableHeading", "{{ labels.meaning }}")),
            header=True,
        ),
        row_tag("for entry in acronyms", widths),
        row(
            cell(widths[0], paragraph("TableText", run("{{ entry.acronym }}", "Strong"))),
            cell(widths[1], paragraph("TableText", "{{ entry.expansion or labels.not_expanded }}")),
        ),
        row_tag("endfor", widths),
        caption="{{ labels.acronyms }}",
        first_column=True,
    )


def priorities(country: str, level: int) -> str:
    """The lettered priorities of a country, with their sub-headings, and what follows them without a letter."""
    return each(
        f"priority in {country}.priorities",
        heading(level, "{{ priority.title }}", "({{ priority.letter }})", room=LETTER_ROOM),
        when("priority.body", formatted("priority.body", level + 1)),
        each(
            "part in priority.sections",
            heading(level + 1, "{{ part.title }}"),
            formatted("part.body", level + 2),
        ),
    ) + each(
        f"part in {country}.closing",
        heading(level, "{{ part.title }}"),
        formatted("part.body", level + 1),
    )
