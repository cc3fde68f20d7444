"""Project proposals as cards: a table a theme, a row a proposal."""

from __future__ import annotations

from templates.design.measures import TEXT_WIDTH
from templates.design.pieces import formatted, heading
from templates.design.xml import cell, each, paragraph, row, row_tag, table, when

WIDTHS = (680, TEXT_WIDTH - 680)


def proposals(groups: str, level: int = 0) -> str:
    """The proposals of a country or of the region under the headings of their themes.

    Without a heading level a theme's heading is the head of its table alone.
    """
    number, words = WIDTHS
    head = "{{ labels.proposal }}" if level else "{{ group.heading }}"
    return each(
        f"group in {groups}",
        heading(level, "{{ group.heading }}") if level else "",
        table(
            "CardTable",
            WIDTHS,
            row(
                cell(number, paragraph("TableHeading", "{{ labels.number }}")),
                cell(words, paragraph("TableHeading", head)),
                header=True,
            ),
            row_tag("for project in group.projects", WIDTHS),
            row(
                cell(number, paragraph("CardNumber", "{{ loop.index }}")),
                cell(
                    words,
                    paragraph("CardTitle", "{{ project.title }}"),
                    when("project.description", formatted("project.description", (level or 3) + 1)),
                ),
            ),
            row_tag("endfor", WIDTHS),
            caption="{{ group.heading }}",
        ),
    )
