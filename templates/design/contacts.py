"""The mission's contacts as a directory: a card for the mission, a grid for its sub-offices."""

from __future__ import annotations

from templates.design.measures import TEXT_WIDTH
from templates.design.xml import cell, each, field, paragraph, row, row_tag, run, table, when

CARD = (3250, 2402, TEXT_WIDTH - 5652)
GRID = (2200, 2150, 1750, TEXT_WIDTH - 6100)


def _mailbox(style: str, name: str) -> str:
    return paragraph(style, field(f'HYPERLINK "mailto:{{{{ {name} }}}}"', f"{{{{ {name} }}}}", "Hyperlink"))


def _website(style: str, name: str) -> str:
    address = f"{{{{ '' if '://' in {name} else 'http://' }}}}{{{{ {name} }}}}"
    return paragraph(style, field(f'HYPERLINK "{address}"', f"{{{{ {name} }}}}", "Hyperlink"))


def _labelled(label: str, loop: str, entry: str) -> str:
    """A label over one or more lines; nothing where there are none."""
    return when(loop.partition(" in ")[2], paragraph("ContactLabel", label), each(loop, entry))


def _nothing(*fields: str) -> str:
    """A dash where a cell would be empty: a cell must hold a paragraph (17.4.65), and a listener must hear that."""
    return when(" and ".join(f"not {field}" for field in fields), paragraph("ContactText", run("–", "Muted")))


def contact(mission: str) -> str:
    """A mission's card: who heads it and where it is, its telephone, its mailbox and web site."""
    place, phone, network = CARD
    text = "ContactText"
    return table(
        "ContactTable",
        CARD,
        row(
            cell(
                place,
                paragraph("TableHeading", f"{{{{ {mission}.office }}}}"),
                when(f"{mission}.subtitle", paragraph("TableHeading", f"{{{{ {mission}.subtitle }}}}")),
            ),
            cell(phone, paragraph("TableHeading", "{{ labels.phone }} · {{ labels.fax }}")),
            cell(network, paragraph("TableHeading", "{{ labels.email }} · {{ labels.website }}")),
            header=True,
        ),
        row(
            cell(
                place,
                when(
                    f"{mission}.head",
                    paragraph("ContactLabel", f"{{{{ {mission}.head.role }}}}"),
                    paragraph(text, run(f"{{{{ {mission}.head.name }}}}", "Strong")),
                ),
                _labelled("{{ labels.address }}", f"line in {mission}.address", paragraph(text, "{{ line }}")),
                _nothing(f"{mission}.head", f"{mission}.address"),
            ),
            cell(
                phone,
                each(
                    f"phone in {mission}.phones",
                    paragraph("ContactLabel", "{{ phone.label or labels.phone }}"),
                    each("number in phone.numbers", paragraph(text, "{{ number }}")),
                ),
                _labelled("{{ labels.fax }}", f"number in {mission}.fax", paragraph(text, "{{ number }}")),
                _nothing(f"{mission}.phones", f"{mission}.fax"),
            ),
            cell(
                network,
                _labelled("{{ labels.email }}", f"email in {mission}.emails", _mailbox(text, "email")),
                _labelled("{{ labels.website }}", f"site in {mission}.websites", _website(text, "site")),
                _nothing(f"{mission}.emails", f"{mission}.websites"),
            ),
        ),
        caption=f"{{{{ {mission}.office }}}}",
        description="{{ labels.contact }}",
    ) + when(f"{mission}.sub_offices", paragraph("GridTitle", "{{ labels.sub_offices }}"), _grid(mission))


def _grid(mission: str) -> str:
    text = "TableText"
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
                _nothing("office.phones"),
            ),
            cell(
                GRID[2],
                each("number in office.fax", paragraph(text, "{{ number }}")),
                _nothing("office.fax"),
            ),
            cell(
                GRID[3],
                each("email in office.emails", _mailbox(text, "email")),
                each("site in office.websites", _website(text, "site")),
                _nothing("office.emails", "office.websites"),
            ),
        ),
        row_tag("endfor", GRID),
        caption="{{ labels.sub_offices }}",
        first_column=True,
    )
