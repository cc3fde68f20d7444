"""A plan is expanded into its documents, and what is wrong with it is found at its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from batches import plan_of
from specimen import put

from iomreport.diagnostics.finding import ContentError
from iomreport.publish.pipeline import Job
from iomreport.publish.plan import ExpandedPlan, read_plan
from iomreport.strategy.load.loader import load

UNUSED = """- id: unused
  label: Unused
"""


def batch(project: Path, text: str, **variables: str) -> ExpandedPlan:
    return ExpandedPlan(read_plan(plan_of(project, text), project), load(project), project, variables)


def jobs(project: Path, text: str, **variables: str) -> list[Job]:
    found = batch(project, text, **variables)
    made = list(found.jobs())
    assert found.count == len(made)
    return made


def outputs(project: Path, text: str) -> list[str]:
    return [job.output for job in jobs(project, text)]


def matrix(*lines: str) -> str:
    return "matrices:\n  - " + "\n    ".join(lines) + "\n"


def refused(project: Path, text: str) -> list[tuple[str, str]]:
    """The codes and places of everything that is wrong with a plan."""
    with pytest.raises(ContentError) as stopped:
        batch(project, text)
    return [(item.code, str(item.location)) for item in stopped.value.diagnostics]


def test_words_mean_documents_in_their_order(batch_project: Path) -> None:
    plan = matrix(
        'targets: [strategy, XK, countries, "theme:counter-trafficking", "countries:potential-candidate"]',
        'output: "{kind}/{target}.{format}"',
    )
    assert outputs(batch_project, plan) == [
        "strategy/strategy.docx",
        "country/kosovo.docx",
        "country/albania.docx",
        "theme/theme-counter-trafficking.docx",
    ]


def test_themes_are_those_that_anything_belongs_to(batch_project: Path) -> None:
    put(batch_project, "content/themes.yaml", (batch_project / "content/themes.yaml").read_text() + UNUSED)
    made = jobs(batch_project, matrix("targets: [themes]", 'output: "{theme.id}.{format}"'))
    assert [job.target.themes for job in made] == [(job.output.removesuffix(".docx"),) for job in made]
    assert "unused.docx" not in [job.output for job in made]


def test_a_selection_is_one_document_of_countries_and_themes(batch_project: Path) -> None:
    plan = matrix(
        "selections:",
        "  - {id: balkans, countries: [western-balkans, AL], themes: [counter-trafficking]}",
        "templates: [templates/theme.docx]",
        'output: "{target}.{format}"',
    )
    (job,) = jobs(batch_project, plan)
    assert job.target.countries == ("AL", "XK")
    assert job.target.themes == ("counter-trafficking",)
    assert job.target.kind == "theme"


def test_a_group_is_one_document_of_all_its_countries(batch_project: Path) -> None:
    (job,) = jobs(batch_project, matrix('targets: ["group:western-balkans"]', 'output: "{target}.{format}"'))
    assert job.target.countries == ("AL", "XK")
    assert job.output == "group-western-balkans.docx"


def test_recipients_give_names_and_variables(batch_project: Path) -> None:
    put(batch_project, "list.csv", "id;recipient;reference;country\nmoi;Ministry;1/06;AL\nun;UNHCR;2/06;\n")
    plan = "variables: {date: May, reference: none}\n" + matrix(
        "targets: [countries]", "recipients: list.csv", 'output: "{country.slug}-{recipient.id}.{format}"'
    )
    made = jobs(batch_project, plan, date="June")
    assert [job.output for job in made] == ["albania-moi.docx", "albania-un.docx", "kosovo-un.docx"]
    assert dict(made[0].variables) == {"date": "June", "reference": "1/06", "recipient": "Ministry"}


def test_what_fits_an_exclusion_is_left_out(batch_project: Path) -> None:
    plan = matrix(
        "targets: [countries]",
        "templates: [templates/country.docx, templates/letter.docx]",
        "exclude: [{targets: [albania], templates: [templates/letter.docx]}]",
        'output: "{template}/{country.code}.{format}"',
    )
    assert outputs(batch_project, plan) == ["country/AL.docx", "country/XK.docx", "letter/XK.docx"]


def test_settings_of_one_target_differ_from_the_matrix(batch_project: Path) -> None:
    plan = matrix(
        "targets: [countries]",
        "variables: {minister: Sir}",
        "overrides: [{targets: [albania], marks: none, variables: {minister: Madam}}]",
        'output: "{country.code}.{format}"',
    )
    albania, kosovo = jobs(batch_project, plan)
    assert (albania.marked, dict(albania.variables)) == (False, {"minister": "Madam"})
    assert (kosovo.marked, dict(kosovo.variables)) == (True, {"minister": "Sir"})


def test_everything_that_is_wrong_is_said_at_once_and_in_its_place(batch_project: Path) -> None:
    plan = matrix(
        'targets: [albanai, "theme:traficking", "group:balkans"]',
        "templates: [templates/cuntry.docx]",
        "formats: [docs]",
        "languages: [fr]",
        "variables: {my-name: x}",
        'output: "{country.slgu}.{format}"',
        "exclude: [{recipients: [me]}]",
    )
    assert refused(batch_project, plan) == [
        ("B002", "batch.yaml:2:15"),
        ("B002", "batch.yaml:2:24"),
        ("B002", "batch.yaml:2:44"),
        ("X104", "batch.yaml:3:17"),
        ("B002", "batch.yaml:4:15"),
        ("B010", "batch.yaml:5:17"),
        ("B011", "batch.yaml:6:26"),
        ("B003", "batch.yaml:7:13"),
        ("B002", "batch.yaml:8:29"),
    ]


def test_a_misspelt_key_is_found_where_it_stands(batch_project: Path) -> None:
    with pytest.raises(ContentError) as stopped:
        read_plan(plan_of(batch_project, matrix("tagets: [countries]", "output: x")), batch_project)
    assert [(item.code, str(item.location)) for item in stopped.value.diagnostics] == [("C120", "batch.yaml:2:5")]


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("all.{format}", "B004"),
        ("../{country.slug}.{format}", "B005"),
        ("/tmp/{country.slug}.{format}", "B005"),
        ("C:/{country.slug}.{format}", "B005"),
        ("{country.slug}/../../x.{format}", "B005"),
        ("a//{country.slug}.{format}", "B006"),
        ("con.{format}", "B006"),
        ("{country.slug}?.{format}", "B006"),
        ("{country.slug}.{format} ", "B006"),
        ("{country.slug.{format}", "B003"),
        ("{theme.id}.{format}", "B003"),
    ],
)
def test_a_path_that_cannot_be_used_is_an_error(batch_project: Path, pattern: str, code: str) -> None:
    codes = {found for found, _ in refused(batch_project, matrix("targets: [countries]", f'output: "{pattern}"'))}
    assert codes == {code}


def test_a_value_cannot_lead_out_of_the_output_folder(batch_project: Path) -> None:
    put(batch_project, "list.csv", "id,recipient\n../../etc/passwd,A\na/b,B\n")
    plan = matrix("targets: [albania]", "recipients: list.csv", 'output: "{recipient.id}.{format}"')
    assert [code for code, _ in refused(batch_project, plan)] == ["B005", "B006"]


def test_paths_that_differ_in_capitals_alone_are_one(batch_project: Path) -> None:
    put(batch_project, "list.csv", "id,recipient\nmoi,A\nMoI,B\n")
    plan = matrix("targets: [albania]", "recipients: list.csv", 'output: "{recipient.id}.{format}"')
    assert refused(batch_project, plan) == [("B004", "batch.yaml:4:13")]


def test_a_document_cannot_be_where_a_folder_or_the_manifest_is(batch_project: Path) -> None:
    plan = matrix("targets: [albania]", 'output: "x"') + "  - targets: [kosovo]\n    output: x/{target}\n"
    assert [code for code, _ in refused(batch_project, plan)] == ["B004"]
    assert [code for code, _ in refused(batch_project, matrix("targets: [albania]", 'output: "manifest"'))] == ["B004"]


def test_a_matrix_that_gives_nothing_is_a_warning(batch_project: Path) -> None:
    plan = matrix("targets: [albania]", "exclude: [{targets: [albania]}]", 'output: "x.{format}"')
    assert [item.code for item in batch(batch_project, plan).findings.items] == ["B012"]


def test_a_recipient_of_an_unknown_country_is_an_error_at_its_row(batch_project: Path) -> None:
    put(batch_project, "list.csv", "id,country\na,AL\nb,ALBANAI\n")
    plan = matrix("targets: [countries]", "recipients: list.csv", 'output: "{target}-{recipient.id}.{format}"')
    assert refused(batch_project, plan) == [("B009", "list.csv:3")]
