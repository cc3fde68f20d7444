"""The mission's contacts as a directory: a card for the mission, a grid for its sub-offices."""

from __future__ import annotations

from iomreport.starter.palette import TEXT_WIDTH
from iomreport.starter.xml import cell, each, field, paragraph, row, row_tag, run, table, when

CARD = (TEXT_WIDTH // 2, TEXT_WIDTH - TEXT_WIDTH // 2)
GRID = (2200, 2150, 1750, TEXT_WIDTH - 6100)


def _mailbox(style: str, name: str) -> str:
    return paragraph(style, field(f'HYPERLINK "mailto:{{{{ {name} }}}}"', f"{{{{ {name} }}}}", "Hyperlink"))


def _website(style: str, name: str) -> str:
    address = f"{{{{ '' if '://' in {name} else 'http://' }}}}{{{{ {name} }}}}"
    return paragraph(style, field(f'HYPERLINK "{address}"', f"{{{{ {name} }}}}", "Hyperlink"))


def _labelled(label: str, loop: str, entry: str) -> str:
    """A label over one or more lines; nothing where there are none."""
    return when(loop.partition(" in ")[2], paragraph("ContactLabel", label), each(loop, entry))


def contact(mission: str) -> str:
    """A mission's card: where it is and who heads it at the left, how to reach it at the right."""
    left, right = CARD
    text = "ContactText"
    return table(
        "ContactTable",
        CARD,
        row(
            cell(
                left + right,
                paragraph("TableHeading", f"{{{{ {mission}.office }}}}"),
                when(f"{mission}.subtitle", paragraph("TableHeading", f"{{{{ {mission}.subtitle }}}}")),
                span=2,
            ),
            header=True,
        ),
        row(
            cell(
                left,
                when(
                    f"{mission}.head",
                    paragraph("ContactLabel", f"{{{{ {mission}.head.role }}}}"),
                    paragraph(text, run(f"{{{{ {mission}.head.name }}}}", "Strong")),
                ),
                _labelled("{{ labels.address }}", f"line in {mission}.address", paragraph(text, "{{ line }}")),
            ),
            cell(
                right,
                each(
                    f"phone in {mission}.phones",
                    paragraph("ContactLabel", "{{ phone.label or labels.phone }}"),
                    each("number in phone.numbers", paragraph(text, "{{ number }}")),
                ),
                _labelled("{{ labels.fax }}", f"number in {mission}.fax", paragraph(text, "{{ number }}")),
                _labelled("{{ labels.email }}", f"email in {mission}.emails", _mailbox(text, "email")),
                _labelled("{{ labels.website }}", f"site in {mission}.websites", _website(text, "site")),
            ),
        ),
        caption=f"{{{{ {mission}.office }}}}",
        description="{{ labels.contact }}",
    ) + when(f"{mission}.sub_offices", paragraph("GridTitle", "{{ labels.sub_offices }}"), _grid(mission))


def _grid(mission: str) -> str:
    text = "TableText"
    none = paragraph(text, run("–", "Muted"))
    labels = ("office", "phone", "fax", "email")
    return table(
        "ReportTable",
        GRID,
        row(
            *(
                cell(width, paragraph("TableHeading", f"{{{{ labels.{label} }}}}"))
                for width, label in zip(GRID, labels, strict=True)
            ),
            header=True,
        ),
        row_tag(f"for office in {mission}.sub_offices", GRID),
        row(
            cell(
                GRID[0],
                paragraph(text, run("{{ office.office }}", "Strong")),
                each("line in office.address", paragraph(text, "{{ line }}")),
            ),
            cell(
                GRID[1],
                each(
                    "phone in office.phones",
                    when("phone.label", paragraph(text, run("{{ phone.label }}", "Muted"))),
                    each("number in phone.numbers", paragraph(text, "{{ number }}")),
                ),
                when("not office.phones", none),
            ),
            cell(
                GRID[2],
                each("number in office.fax", paragraph(text, "{{ number }}")),
                when("not office.fax", none),
            ),
            cell(
                GRID[3],
                each("email in office.emails", _mailbox(text, "email")),
                each("site in office.websites", _website(text, "site")),
                when("not office.emails and not office.websites", none),
            ),
        ),
        row_tag("endfor", GRID),
        caption="{{ labels.sub_offices }}",
        first_column=True,
    )
