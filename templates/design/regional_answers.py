"""Tables that look across: where a country stands in the regional strategy, and the countries side by side."""

from __future__ import annotations

from templates.design.measures import TEXT_WIDTH
from templates.design.pieces import status
from templates.design.xml import cell, each, paragraph, row, row_tag, run, table, when


def standing(chapter: str) -> str:
    """The regional priorities, each with the country's own priorities that answer it."""
    widths = (600, 3800, TEXT_WIDTH - 4400)
    text = "TableText"
    return table(
        "ReportTable",
        widths,
        row(
            *(
                cell(width, paragraph("TableHeading", f"{{{{ labels.{label} }}}}"))
                for width, label in zip(widths, ("number", "regional_priority", "answered_by"), strict=True)
            ),
            header=True,
        ),
        row_tag(f"for regional in {chapter}.standing", widths),
        row(
            cell(widths[0], paragraph(text, run("{{ regional.number }}", "Letter"))),
            cell(widths[1], paragraph(text, "{{ regional.title }}")),
            cell(
                widths[2],
                each(
                    "priority in regional.priorities",
                    paragraph(text, run("({{ priority.letter }})", "Letter"), run(" {{ priority.title }}")),
                ),
                when("not regional.answered", paragraph(text, run("{{ labels.not_answered }}", "Muted"))),
            ),
        ),
        row_tag("endfor", widths),
        caption="{{ labels.standing }}",
    )


def overview() -> str:
    """The countries with their chapter, their status and what their chapters count."""
    widths = (960, 2800, 2544, 1100, 1100)
    end = '<w:jc w:val="end"/>'
    labels = ("chapter", "country", "eu_status", "priorities", "proposals")
    values = (
        "{{ chapter.number }}",
        "{{ chapter.country.names.short }}",
        "{% if chapter.country.status %}" + status("chapter.country") + "{% else %}–{% endif %}",
        "{{ chapter.priority_count }}",
        "{{ chapter.project_count }}",
    )
    return table(
        "ReportTable",
        widths,
        row(
            *(
                cell(width, paragraph("TableHeading", f"{{{{ labels.{label} }}}}", properties=end * (place > 2)))
                for place, (width, label) in enumerate(zip(widths, labels, strict=True))
            ),
            header=True,
        ),
        row_tag("for chapter in chapters", widths),
        row(
            *(
                cell(width, paragraph("TableText", value, properties=end * (place > 2)))
                for place, (width, value) in enumerate(zip(widths, values, strict=True))
            )
        ),
        row_tag("endfor", widths),
        caption="{{ labels.overview }}",
    )
