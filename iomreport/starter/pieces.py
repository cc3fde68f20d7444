"""What more than one kind of template is made of: headings, cover, facts, acronyms."""

from __future__ import annotations

from iomreport.starter.page import cover_band, cover_section
from iomreport.starter.palette import TEXT_WIDTH
from iomreport.starter.xml import (
    TAB,
    cell,
    each,
    paragraph,
    prose,
    row,
    row_tag,
    run,
    table,
    when,
)


def heading(level: int, title: str, number: str = "", *, new_page: bool = False) -> str:
    """A heading, with its number before a tab; on request it opens a page."""
    numbered = (run(number, "HeadingNumber"), TAB) if number else ()
    properties = "<w:pageBreakBefore/>" if new_page else ""
    return paragraph(f"Heading{level}", *numbered, title, properties=properties)


def formatted(field: str, headings: int) -> str:
    """Prose whose own first headings are of the given level."""
    return prose(f"{field} | headings({headings})")


def cover(eyebrow: str, title: str, *subtitles: str) -> str:
    """The cover: band, title, for whom it was made, and who publishes it."""
    given = (("recipient", "prepared_for"), ("reference", "reference"), ("date", "date"))
    return "".join(
        (
            cover_band(),
            paragraph("CoverEyebrow", eyebrow),
            paragraph("Title", title),
            *(paragraph("Subtitle", subtitle) for subtitle in subtitles),
            *(
                when(
                    name,
                    paragraph("CoverLabel", f"{{{{ labels.{label} }}}}"),
                    paragraph("CoverNote", f"{{{{ {name} }}}}"),
                )
                for name, label in given
            ),
            when("emblem", "<w:p><w:r><w:t>{{p emblem }}</w:t></w:r></w:p>"),
            paragraph("CoverLabel", "{{ labels.published_by }}"),
            paragraph("CoverNote", "{{ strategy.publisher.name }}"),
            paragraph("CoverNote", "{{ strategy.regional_office.name }}"),
            cover_section(),
        )
    )


def facts(chapter: str) -> str:
    """The box of facts that opens a country: what there is no data for is left out."""
    widths = (2835, TEXT_WIDTH - 2835)

    def fact(label: str, value: str, condition: str = "") -> str:
        made = row(cell(widths[0], paragraph("FactLabel", label)), cell(widths[1], paragraph("FactValue", value)))
        return row_tag(f"if {condition}", widths) + made + row_tag("endif", widths) if condition else made

    mission = f"{chapter}.country.mission"
    return table(
        "FactTable",
        widths,
        row(cell(sum(widths), paragraph("FactLabel", "{{ labels.at_a_glance }}"), span=2), header=True),
        fact("{{ labels.eu_status }}", f"{{{{ {chapter}.status }}}}", f"{chapter}.status"),
        fact("{{ labels.mission }}", f"{{{{ {mission}.office }}}}", mission),
        fact(f"{{{{ {mission}.head.role }}}}", f"{{{{ {mission}.head.name }}}}", f"{mission} and {mission}.head"),
        fact("{{ labels.priorities }}", f"{{{{ {chapter}.priority_count }}}}", f"{chapter}.priority_count"),
        fact("{{ labels.proposals }}", f"{{{{ {chapter}.project_count }}}}", f"{chapter}.project_count"),
        caption="{{ labels.at_a_glance }}",
        description=f"{{{{ {chapter}.country.names.long }}}}",
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
        row_tag("for entry in acronyms if entry.expansion", widths),
        row(
            cell(widths[0], paragraph("FactValue", "{{ entry.acronym }}")),
            cell(widths[1], paragraph("TableText", "{{ entry.expansion }}")),
        ),
        row_tag("endfor", widths),
        caption="{{ labels.acronyms }}",
        first_column=True,
    )


def priorities(country: str, level: int) -> str:
    """The lettered priorities of a country, with their sub-headings, and what follows them without a letter."""
    return each(
        f"priority in {country}.priorities",
        paragraph(f"Heading{level}", run("({{ priority.letter }})", "Letter"), TAB, "{{ priority.title }}"),
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
