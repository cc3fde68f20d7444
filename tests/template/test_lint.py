"""The lint finds each fault at its place with the right advice, and says nothing of a template that is right."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from small_template import LABELS, spoilt, template

from iomreport.publish.templates import surroundings
from iomreport.strategy.checks.check_context import label_names
from iomreport.template_lint.annotate import annotated
from iomreport.template_lint.fields import describe
from iomreport.template_lint.lint import Surroundings, context_of, lint_file, lint_template

ROOT = Path(__file__).resolve().parents[2]
AROUND = surroundings(None, labels=LABELS)

P = "paragraph "
T = "table 1, row "
FAULTS = [
    # right, wrong, place, code, words of the advice
    ("country.names.long", "country.names.lomg", P + "1", "T101", "country.names.long"),
    ("country.names.long", "country.nmes.long", P + "1", "T101", "country.names"),
    ("country.names.long", "contry.names.long", P + "1", "T101", "country"),
    ("country.names.long", "country.long", P + "1", "T101", "country.names.long"),
    ("country.names.long", "country.name.long", P + "1", "T101", "country.names.long"),
    ("country.names.long", "country.priorities.title", P + "1", "T101", "{% for priority in country.priorities %}"),
    ("country.names.long", "country.names", P + "1", "T215", "country.names.short"),
    ("country.names.long", "country.priorities", P + "1", "T215", "for item in country.priorities"),
    ("country.names.long", "country.background", P + "1", "T213", "{{p country.background }}"),
    ("country.names.long", "contents", P + "1", "T213", "{{p contents }}"),
    ("country.names.long", "theme.label", P + "1", "T101", "for theme in strategy.themes"),
    ("country.names.long", "country.names.long()", P + "1", "T216", "country.names.long"),
    ("country.names.long", "country.__class__", P + "1", "T102", ""),
    ("country.names.long", "country['names']['lonh']", P + "1", "T101", "long"),
    ("strategy.title", "strategy.titel", P + "2", "T101", "strategy.title"),
    ("strategy.title", "strategy title", P + "2", "T002", "strategy.title"),
    ("strategy.title", "strategy.title | uper", P + "2", "T212", "upper"),
    ("strategy.title", "strategy.title | round", P + "2", "T211", "upper"),
    ("strategy.title", "strategy.themes | upper", P + "2", "T211", "join"),
    ("strategy.title", "strategy.title - 1", P + "2", "T216", ""),
    ("strategy.title", "strategy.title + 1", P + "2", "T216", "~"),
    ("strategy.title", "strategy.themes | map(attribute='lable') | join(', ')", P + "2", "T101", "label"),
    ("strategy.title", "(strategy.themes | first).lable", P + "2", "T101", "label"),
    ("strategy.title }}", "strategy.title }", P + "2", "T201", "{{ strategy.title }}"),
    ("strategy.title }}", "strategy.title %}", P + "2", "T201", "{{ strategy.title }}"),
    ("{{ strategy.title", "{ strategy.title", P + "2", "T201", "{{"),
    ("{%p for priority in country.priorities %}", "{%p for priority in country.name %}", P + "3", "T210", "priorities"),
    ("in country.priorities", "in country.prioritys", P + "3", "T101", "country.priorities"),
    ("in country.priorities", "in country.mission", P + "3", "T210", "country.mission."),
    ("in country.priorities", "of country.priorities", P + "3", "T002", "for name in list"),
    ("in country.priorities", "in country.background", P + "3", "T210", "{{p country.background }}"),
    ("{%p for priority", "{%p fro priority", P + "3", "T002", "for"),
    ("{%p for priority", "{%pfor priority", P + "3", "T002", "{%p for"),
    ("{%p for priority", "{%tr for priority", P + "3", "T204", "{%p for priority in country.priorities %}"),
    ("{%p for priority", "Priorities: {%p for priority", P + "3", "T205", "a paragraph of its own"),
    ("priority.letter", "priority.leter", P + "4", "T101", "priority.letter"),
    ("({{ priority.letter", "({{ loop.indx", P + "4", "T101", "loop.index"),
    ("({{ priority.letter }})", "({{ letter }})", P + "4", "T101", "priority.letter"),
    ("{{p priority.body", "{{ p priority.body", P + "5", "T002", "{{p priority.body"),
    ("{{p priority.body | headings(3)", "{{ priority.body | headings(3)", P + "5", "T213", "{{p priority.body }}"),
    ("priority.body |", "priority.title |", P + "5", "T211", "upper"),
    ("headings(3)", "heading(3)", P + "5", "T212", "headings"),
    ("{{p priority.body | headings(3) }}", "{{p priority.title }}", P + "5", "T214", "{{ priority.title }}"),
    ("{%p for part in priority.sections %}", "{%p for part in priority.section %}", P + "6", "T101", "sections"),
    ("part.title", "p.titel", P + "7", "T101", ""),
    ("part.title", "part.titel", P + "7", "T101", "part.title"),
    ("{%p for part in priority.sections %}", "", P + "7", "T101", "priority"),
    ("labels.number", "labels.nummber", T + "1, cell 1", "T101", "labels.number"),
    ("{%tr for group in chapter.groups %}", "{%p for group in chapter.groups %}", T + "4, cell 1", "T206", "endfor"),
    ("in chapter.groups", "in chapter.group", T + "2, cell 1", "T101", "chapter.groups"),
    ("group.heading | upper }}", "group.heading", T + "3, cell 1", "T201", "{{ group.heading"),
    ("group.heading", "group.theme", T + "3, cell 1", "T211", "group.theme.label"),
    ("project.title", "project.titel", T + "3, cell 2", "T101", "project.title"),
    ("project.title", "project.description", T + "3, cell 2", "T213", "{{p project.description }}"),
    ("{%p if country.mission and", "{%p if country.mision and", P + "11", "T101", "country.mission"),
    ("country.mission.head %}", "country.mission.haed %}", P + "11", "T101", "country.mission.head"),
    ("country.mission and country", "country.mission && country", P + "11", "T002", "and"),
    ("country.mission.emails |", "country.mission.email |", P + "12", "T101", "country.mission.emails"),
    ("{%p else %}", "{%p elseif %}", P + "13", "T002", "elif"),
    ("{%p endif %}", "{%p endfi %}", P + "15", "T002", "endif"),
    ("count + 1", "cuont + 1", P + "16", "T101", "count"),
    ("count + 1", "count | upperr", P + "16", "T212", "upper"),
    ("office.office", "office.offise", P + "17", "T101", "office.office"),
    ("line(country.mission)", "line()", P + "17", "T216", "line(office)"),
    ("line(country.mission)", "lin(country.mission)", P + "17", "T101", "line"),
    ("strategy.publisher.name", "strategy.publisher.nam", "header (word/header1.xml), paragraph 1", "T101", "name"),
    ("{{ country.name }}", "{{ country.nane }}", 'document property "title"', "T101", "country.name"),
]


def findings(content: bytes, around: Surroundings = AROUND) -> list[Any]:
    return [each.diagnostic for each in lint_template(content, "small.docx", around)]


def test_a_template_that_is_right_is_not_blamed() -> None:
    assert findings(template()) == []


@pytest.mark.parametrize(("right", "wrong", "place", "code", "advice"), FAULTS)
def test_a_fault_is_found_at_its_place(right: str, wrong: str, place: str, code: str, advice: str) -> None:
    found = findings(template(**spoilt(right, wrong)))  # pyright: ignore[reportArgumentType]
    assert [each.code for each in found if each.severity == "error"][:1] == [code], found
    first = found[0]
    assert first.location.place == place or first.location.place.startswith(f"{place} "), first
    assert advice in first.fix
    assert len(found) <= 3, "one fault is said once, not in all that follows from it"


CELLS = (("{{ country", ".name }}"), ("{{ country.code }}", "x"))


def test_a_tag_that_is_split_over_two_cells_is_one_finding() -> None:
    (found,) = findings(template(body=(CELLS,)))
    assert (found.code, found.location.place) == ("T202", 'table 1, row 1, cell 1 "{{ country"')
    assert 'ends in table 1, row 1, cell 2 ".name }}"' in found.message


def test_an_unclosed_tag_does_not_hide_the_faults_after_it() -> None:
    found = findings(template(body=("{{ country.name", "{{ country.nmae }}", "{{ strategy.titel }}")))
    assert [each.code for each in found] == ["T201", "T101", "T101"]


def test_a_statement_that_is_never_ended_is_found_where_it_begins() -> None:
    found = findings(template(body=("{%p if country.mission %}", "{{ country.mission.office }}")))
    assert [(each.code, each.location.place[:11]) for each in found] == [("T203", "paragraph 1")]
    assert found[0].fix == "add {%p endif %}"


def test_ends_that_are_exchanged_are_found() -> None:
    found = findings(template(body=("{%p for p in country.priorities %}", "{{ p.title }}", "{%p endif %}")))
    assert found[0].code == "T203"
    assert [each for each in found if each.code == "T101"] == []


def test_a_condition_that_ends_inside_a_table_is_found() -> None:
    table = (("{%p endif %}",),)
    found = findings(template(body=("{%p if country.mission %}", table)))
    assert [each.code for each in found] == ["T206"]
    assert found[0].location.place.startswith("table 1, row 1, cell 1")


def test_names_that_a_template_sets_are_followed() -> None:
    body = (
        "{% set mission = country.mission %}{{ mission.office }}{{ mission.ofice }}",
        "{% with head = country.mission.head %}{{ head.name }}{{ head.nam }}{% endwith %}",
        "{% if emblem %}{% set who = country %}{% else %}{% set who = country %}{% endif %}{{ who.nmae }}",
        "{% for name, group in chapter.groups | groupby('theme.label') %}{{ group[0].headin }}{% endfor %}",
        "{{ (country.priorities | selectattr('theme', 'equalto', 'research') | first).titl }}",
        "{% set ns = namespace(x=1) %}{% for p in country.priorities %}{% set ns.x = ns.x + 1 %}{% endfor %}{{ ns.x }}",
        "{{ unheard_of | default('nothing') }}{% if unheard_of is defined %}{{ unheard_of.at_all }}{% endif %}",
    )
    found = findings(template(body=body))
    assert [each.location.place[:11] for each in found] == [f"paragraph {n}" for n in (1, 2, 3, 4, 5)]
    assert [each.fix.removeprefix("did you mean ").rstrip("?") for each in found] == [
        "mission.office",
        "head.name",
        "who.name",
        "group[0].heading",
        "title",
    ]


def test_a_macro_is_read_with_the_types_of_each_call() -> None:
    body = (
        "{% macro title(x) %}{{ x.title }}{% endmacro %}",
        "{% for p in country.priorities %}{{ title(p) }}{% endfor %}",
        "{{ title(country) }}",
    )
    (found,) = findings(template(body=body))
    assert (found.code, found.message) == ("T101", 'x (Country) has no field "title"')


@pytest.mark.parametrize("kind", ["strategy", "theme"])
def test_what_a_kind_of_template_does_not_have_is_said(kind: str) -> None:
    found = findings(template(body=("{{ country.name }}",), title="", settings={"iomreport.kind": kind}))
    assert [each.code for each in found] == ["T101"]
    assert "{%p for chapter in chapters %}" in found[0].fix


def test_a_setting_that_is_misspelt_is_found() -> None:
    found = findings(template(settings={"iomreport.kind": "contry", "iomreport.contens-levels": "2"}))
    assert [(each.code, each.fix) for each in found if each.code == "T220"] == [
        ("T220", "did you mean iomreport.contents-levels?"),
        ("T220", "did you mean country?"),
    ]


def test_styles_that_are_not_there_are_found() -> None:
    found = findings(template(style="BodyTxt"))
    assert found[0].code == "T218"
    assert found[0].fix == "did you mean BodyText?"
    found = findings(template(without=["List Bullet"]))
    assert [(each.code, each.fix) for each in found] == [("T219", "define the style List Bullet")]
    without_prose = template(body=("{{ country.name }}",), without=["List Bullet"])
    assert findings(without_prose) == []


def test_words_that_a_tag_would_take_away_are_found() -> None:
    found = findings(template(body=((("{%tr if country.mission %}", "Office"), ("{%tr endif %}", "")),)))
    assert [each.code for each in found] == ["T205"]
    assert '"Office"' in found[0].message


def test_a_json_schema_can_be_the_context(tmp_path: Path) -> None:
    schema = {
        "type": "object",
        "properties": {
            "letter": {"$ref": "#/$defs/letter"},
            "lines": {"type": "array", "items": {"type": "object", "properties": {"amount": {"type": "number"}}}},
            "extra": {"type": "object", "additionalProperties": {"type": "string"}},
        },
        "$defs": {"letter": {"title": "Letter", "type": "object", "properties": {"salutation": {"type": "string"}}}},
    }
    (tmp_path / "letter.json").write_text(json.dumps(schema), "utf-8")
    body = (
        "{{ letter.salutation }} {{ letter.salutaton }}",
        "{% for line in lines %}{{ line.amount | round(2) }} {{ line.amont }}{% endfor %}",
        "{{ extra.anything }} {{ country.name }}",
    )
    file = tmp_path / "letter.docx"
    file.write_bytes(template(body, header="", title="", settings={"iomreport.schema": "letter.json"}))
    found = [each.diagnostic for each in lint_file(file, "letter.docx")]
    assert [each.fix for each in found[:2]] == ["did you mean letter.salutation?", "did you mean line.amount?"]
    assert [each.code for each in found] == ["T101"] * 3


def test_a_class_can_be_the_context_where_the_project_allows_it(tmp_path: Path) -> None:
    file = tmp_path / "period.docx"
    name = "iomreport.strategy.model.strategy:Period"
    file.write_bytes(template(("{{ first }} {{ lst }}",), header="", title="", settings={"iomreport.schema": name}))
    (refused,) = lint_file(file, "period.docx")
    assert refused.diagnostic.code == "T221"
    (found,) = lint_file(file, "period.docx", surroundings(None, {name}))
    assert found.diagnostic.fix == "did you mean last?"


@pytest.mark.parametrize("kind", ["strategy", "country", "theme"])
def test_the_shipped_templates_give_no_false_alarm(kind: str) -> None:
    names = label_names(ROOT)
    assert names is not None
    assert lint_file(ROOT / f"templates/{kind}.docx", f"{kind}.docx", surroundings(None, labels=names)) == []


def test_a_file_that_is_no_template_is_one_finding(tmp_path: Path) -> None:
    (tmp_path / "old.docx").write_bytes(b"\xd0\xcf\x11\xe0")
    for name in ("old.docx", "none.docx"):
        (found,) = lint_file(tmp_path / name, name)
        assert found.diagnostic.code == "T001"


def test_a_copy_carries_the_findings_as_comments_at_their_places() -> None:
    content = template(**spoilt("part.title", "part.titel"))  # pyright: ignore[reportArgumentType]
    copy = Document(BytesIO(annotated(content, lint_template(content, "small.docx", AROUND))))
    (comment,) = copy.comments
    assert "part.title" in comment.text
    marked = [p.text for p in copy.paragraphs if p._p.xpath("./w:commentRangeStart")]  # noqa: SLF001
    assert marked == ["{{ part.titel }}"]


def test_what_an_author_can_use_is_described_from_the_model() -> None:
    lines = "\n".join(describe(context_of(AROUND, "country")))
    assert "{% for priority in country.priorities %}" in lines
    assert "{{p country.background }}" in lines
    assert "ISO 3166-1 alpha-2 code" in lines
    assert "theme " not in lines.partition("\n\n")[0]


TOKENS = ["{{", "}}", "{%", "%}", "{#", "#}", "{%p ", "{%tr ", "for x in ", "if ", "endif", "endfor", "else", "raw"]
TOKENS += ["set a = ", "macro m(a)", "block b", "country", ".", "name", "|", "upper", "(", ")", "'", '"', "[", "]"]
TOKENS += [" ", "x", "1", "+", "~", "<", "&"]
TAGS = st.lists(st.sampled_from(TOKENS), max_size=12).map("".join)


@given(st.lists(TAGS, min_size=1, max_size=4), st.lists(TAGS, min_size=2, max_size=2))
@examples(1 / 2)
def test_nothing_in_a_template_ends_in_a_traceback(lines: list[str], cells: list[str]) -> None:
    for finding in findings(template(body=(*lines, (tuple(cells),)), title=lines[0])):
        assert finding.message
        assert finding.location is not None
