"""A good project loads with all that it says; whatever is spoilt is found at its place, and never by a traceback."""

from __future__ import annotations

import datetime
import hashlib
import shutil
from pathlib import Path

import pytest
from specimen import FILES, put, spoil

from iomreport.diagnostics.finding import ContentError, Diagnostic, Location, Severity
from iomreport.markup.nodes import BulletList, Heading, Paragraph, Prose, Text
from iomreport.strategy.load.loader import load, load_edition

ALBANIA = "content/countries/albania"
COUNTRY, CHAPTER, PROJECTS = f"{ALBANIA}/country.yaml", f"{ALBANIA}/chapter.md", f"{ALBANIA}/projects.yaml"
STRATEGY, THEMES = "content/strategy.yaml", "content/themes.yaml"
FOREWORD = "content/foreword.md"


def words(prose: Prose) -> list[str]:
    """The plain words of a prose field's paragraphs."""
    return [
        "".join(inline.text for inline in block.content if isinstance(inline, Text))
        for block in prose
        if isinstance(block, Paragraph)
    ]


def brief(findings: tuple[Diagnostic, ...]) -> list[str]:
    return [f"{finding.location} {finding.code}" for finding in findings]


# A good project


def test_the_specimen_has_no_finding(project: Path) -> None:
    assert load_edition(project).findings == ()


def test_the_strategy_says_what_its_file_says(project: Path) -> None:
    strategy = load(project)
    assert strategy.title == "Strategy for Two Countries"
    assert strategy.edition == "2006-2007"
    assert str(strategy.period) == "2006–2007"
    assert strategy.date == datetime.date(2006, 1, 1)
    assert strategy.publisher.acronym == "IOM"
    assert strategy.priorities_headings == ("Programmatic Priorities", "Programme Area Priorities")
    assert [group.countries for group in strategy.groups] == [("AL",)]
    assert strategy.remarks == ("The strategy is a specimen.",)
    assert strategy.labels["en"] == {"contents": "Contents", "background": "Background", "no": "No"}
    assert [(entry.acronym, entry.expansion) for entry in strategy.acronyms][1] == ("SMP", "")
    assert [theme.answers for theme in strategy.themes] == [(1,), (1, 2), ()]


def test_the_front_matter_and_the_regional_part(project: Path) -> None:
    strategy = load(project)
    assert strategy.foreword is not None
    assert strategy.foreword.signatory is not None
    assert strategy.foreword.signatory.name == "Tina Example"
    assert words(strategy.foreword.body) == ["Foreword text."]
    assert strategy.executive_summary is not None
    assert strategy.executive_summary.title == "Executive Summary"
    regional = strategy.regional
    assert [(each.number, each.id, each.title) for each in regional.priorities] == [
        (1, "border-management", "Effective Border Management"),
        (2, "counter-trafficking", "Counter-trafficking in Human Beings"),
    ]
    assert [project.theme for project in regional.projects] == ["counter-trafficking"]


def test_headings_inside_a_titled_text_count_from_the_title(project: Path) -> None:
    body = load(project).regional.trends.body
    (heading,) = [block for block in body if isinstance(block, Heading)]
    assert heading.level == 1


def test_a_country_has_the_parts_of_its_folder(project: Path) -> None:
    albania, kosovo = load(project).countries
    assert (albania.slug, albania.code, albania.number) == ("albania", "AL", 1)
    assert (kosovo.slug, kosovo.counted_with, kosovo.number) == ("kosovo", "AL", 2)
    assert (kosovo.mission, kosovo.projects) == (None, ())
    assert albania.priorities_heading == "Programmatic Priorities"
    assert kosovo.priorities_heading == "Programme Area Priorities"
    assert words(albania.background) == ["Background text."]
    assert [(each.letter, each.title, each.themes) for each in albania.priorities] == [
        ("a", "Border Management", ("border-management",)),
        ("b", "Trafficking and Research", ("counter-trafficking", "research")),
        ("c", "Research", ("research",)),
    ]
    second = albania.priorities[1]
    assert not second.body
    assert [(section.id, section.title) for section in second.sections] == [
        ("research-first", "Research First"),
        ("then-action", "Then Action"),
    ]
    assert [(section.title, words(section.body)) for section in albania.closing] == [
        ("Forum for Migration", ["Forum text."])
    ]


def test_a_mission_has_its_contacts_and_its_offices(project: Path) -> None:
    mission = load(project).countries[0].mission
    assert mission is not None
    assert [(phones.label, phones.numbers) for phones in mission.phones] == [
        ("", ("+355 42 578 36, 37",)),
        ("Mobile", ("+355 1", "+355 2")),
    ]
    assert mission.head is not None
    assert mission.head.name == "Maurizio Example"
    assert [office.office for office in mission.sub_offices] == ["IOM Vlora"]


def test_projects_have_the_theme_of_their_group_and_descriptions_are_prose(project: Path) -> None:
    posts, patrols, study = load(project).countries[0].projects
    assert [each.theme for each in (posts, patrols, study)] == ["border-management", "border-management", "research"]
    assert words(posts.description) == ["A first line and a second line."]
    assert [type(block) for block in patrols.description] == [Paragraph, BulletList]
    assert not study.description


def test_records_know_where_each_field_was_written(project: Path) -> None:
    albania = load(project).countries[0]
    assert albania.mission is not None
    assert albania.place("code") == Location(COUNTRY, 5, 7, 2)
    assert albania.names.place() == Location(COUNTRY, 1, 1, 5)
    assert albania.mission.phones[1].place("numbers[1]") == Location(COUNTRY, 17, 11, 8)
    assert albania.mission.phones[0].place("label") == Location(COUNTRY, 13, 7, 1)
    assert albania.priorities[1].place("theme") == Location(CHAPTER, 16, 40, 19)
    assert albania.priorities[1].place("title") == Location(CHAPTER, 16, 8, 24)
    assert albania.projects[0].place("areas[0]") == Location(PROJECTS, 10, 15, 15)


def test_prose_in_yaml_knows_its_lines(project: Path) -> None:
    posts, patrols, _ = load(project).countries[0].projects
    (paragraph,) = posts.description
    assert paragraph.location is not None
    assert (paragraph.location.line, paragraph.location.column) == (7, 9)
    bullets = patrols.description.blocks[1]
    assert bullets.location is not None
    assert (bullets.location.line, bullets.location.column) == (16, 9)


def test_remarks_of_all_files_are_kept(project: Path) -> None:
    remarks = {remark.text: str(remark.location) for remark in load_edition(project).remarks}
    assert remarks == {
        "The strategy is a specimen.": f"{STRATEGY}:31:5",
        "The words are few.": "content/labels.yaml:6:7",
        "The source never expands it.": "content/acronyms.yaml:5:7",
        "The background is short.": f"{CHAPTER}:5:1",
        "The sub-office has no telephone.": f"{COUNTRY}:27:11",
    }


def test_files_are_those_that_were_read_with_their_digests(project: Path) -> None:
    files = dict(load_edition(project).files)
    assert set(files) == set(FILES)
    assert files[THEMES] == hashlib.sha256(FILES[THEMES].encode()).hexdigest()


def test_what_a_project_need_not_have(project: Path) -> None:
    for path in ("labels.yaml", "acronyms.yaml", "foreword.md", "executive-summary.md", "regional/projects.yaml"):
        (project / "content" / path).unlink()
    edition = load_edition(project)
    assert edition.findings == ()
    assert edition.strategy is not None
    assert (edition.strategy.labels, edition.strategy.acronyms, edition.strategy.foreword) == ({}, (), None)


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_line_ends_and_a_byte_order_mark_make_no_difference(project: Path, ends: str) -> None:
    before = load(project)
    for path, text in FILES.items():
        put(project, path, b"\xef\xbb\xbf" + text.replace("\n", ends).encode())
    after = load(project)
    assert after == before
    assert after.countries[0].place("code") == before.countries[0].place("code")


# A spoilt project. "‸" stands before the character where the finding is expected.

SPOILT = [
    # YAML
    (COUNTRY, "  office: IOM Tirana", "‸\toffice: IOM Tirana", "C111"),
    (COUNTRY, "code: AL", "code: AL‸: BA", "C110"),
    (COUNTRY, 'fax: ["+355 42 578 35"]', 'fax: ‸["+355 42 578 35"', "C110"),
    (COUNTRY, 'fax: ["+355 42 578 35"]', 'fax: [‸"+355 42 578 35]', "C110"),
    (COUNTRY, "office: IOM Tirana", "office: ‸@ Tirana", "C110"),
    (COUNTRY, "code: AL\n", "code: AL\n‸code: BA\n", "C112"),
    (COUNTRY, "long: Albania", "long: ‸*short", "C113"),
    (COUNTRY, "code: AL", "code: ‸&code AL", "C113"),
    (COUNTRY, "code: AL", "code: ‸!!str AL", "C113"),
    (COUNTRY, "office: IOM Tirana", "office: IOM‸\x07 Tirana", "C103"),
    (COUNTRY, "office: IOM Tirana", 'office: ‸"IOM\\x07 Tirana"', "C103"),
    (CHAPTER, "Forum text.", "Forum‸\x0b text.", "C103"),
    (FOREWORD, "signatory:\n  name: Tina", "signatory: x\n  name‸: Tina", "C110"),
    (FOREWORD, "  role: Regional Representative\n---", "  role: Regional Representative\n", "C127"),
    # keys and values
    (COUNTRY, "  short: Albania", "  ‸shrot: Albania", "C120"),
    (COUNTRY, "mission:", "‸mision:", "C120"),
    (COUNTRY, "code: AL", "code: AL\n‸slug: albania", "C120"),
    (COUNTRY, "code: AL", "code: AL\n‸places: {}", "C120"),
    (COUNTRY, "    name: Maurizio Example", "    ‸nmae: Maurizio Example", "C120"),
    (COUNTRY, "  head:\n    role: Chief of Mission", "  ‸head:", "C121"),
    (PROJECTS, "    - id: patrols\n      title: Patrols", "    - ‸id: patrols", "C121"),
    (COUNTRY, '- numbers: ["+355 42 578 36, 37"]', '- numbers: ‸"+355 42 578 36, 37"', "C122"),
    (COUNTRY, '- numbers: ["+355 42 578 36, 37"]', '- ‸"+355 42 578 36, 37"', "C122"),
    (COUNTRY, "office: IOM Tirana", "office: ‸[IOM Tirana]", "C122"),
    (COUNTRY, "office: IOM Tirana", "‸office:", "C122"),
    (COUNTRY, '        - "+355 1"', "        - ‸003551", "C123"),
    (COUNTRY, "short: Albania", "short: ‸true", "C123"),
    (COUNTRY, "status: potential-candidate", "status: ‸potential-candidat", "C124"),
    (COUNTRY, "code: AL", "code: ‸Albania", "C124"),
    (COUNTRY, "office: IOM Tirana", 'office: ‸""', "C124"),
    (PROJECTS, "id: patrols", "id: ‸Patrols and more", "C124"),
    (PROJECTS, "theme: research", "‸them: research", "C120"),
    (PROJECTS, "      title: A study", "      title: A study\n      ‸theme: research", "C120"),
    (PROJECTS, "description: |", "description: >-", "C126"),
    (STRATEGY, "date: 2006-01-01", "date: ‸1 January 2006", "C125"),
    (STRATEGY, "date: 2006-01-01", "date: ‸2006", "C125"),
    (STRATEGY, 'edition: "2006-2007"', "edition: ‸2006", "C123"),
    (STRATEGY, "first: 2006", 'first: ‸"2006"', "C122"),
    (STRATEGY, "  acronym: MRF", "  ‸acronim: MRF", "C120"),
    (STRATEGY, "countries:\n  - albania\n  - kosovo", "countries: ‸albania", "C122"),
    (THEMES, "answers: [1]", "answers: ‸1", "C122"),
    (THEMES, "answers: [1]", 'answers: [‸"1"]', "C122"),
    ("content/labels.yaml", "contents: Contents", "contents: ‸3", "C123"),
    ("content/acronyms.yaml", "  expansion:", "  ‸expantion:", "C120"),
    (FOREWORD, "  name: Tina", "  ‸nam: Tina", "C120"),
    (STRATEGY, "countries:\n  - albania", "‸countriess:\n  - albania", "C120"),
    (STRATEGY, "  - kosovo", "   ‸- kosovo", "C110"),
    (COUNTRY, 'fax: ["+355 42 578 35"]', 'fax: [‸+355 42 578 35"]', "C110"),
    (PROJECTS, "title: A study", "‸title A study: the first", "C120"),
    # headings
    (CHAPTER, "# Background", "# ‸Backgroud", "C250"),
    (CHAPTER, "# Programmatic Priorities", "# ‸Programatic Priorities", "C250"),
    (CHAPTER, "# Background", "‸Text.\n\n# Background", "C254"),
    (CHAPTER, "## (a)", "‸Text.\n\n## (a)", "C254"),
    (CHAPTER, "## (a) Border", "## ‸(b) Border", "C255"),
    (CHAPTER, "## (b) Trafficking", "## ‸(d) Trafficking", "C255"),
    (CHAPTER, "## (c) Research", "‸## c) Research", "C255"),
    (CHAPTER, "## (c) Research", "‸## Research", "C255"),
    (CHAPTER, "## (c) Research {theme=research}", "‸## (c) Research", "C256"),
    (CHAPTER, "## (c) Research {theme=research}", "## (c) Research {theme=research ‸alos=research}", "C257"),
    (CHAPTER, "## Forum for Migration", "## Forum for Migration {‸theem=research}", "C257"),
    (CHAPTER, "## Forum for Migration", "# ‸Forum for Migration", "C250"),
    (CHAPTER, "### Then Action", "‸#### Then Action", "C251"),
    (CHAPTER, "## Forum for Migration", "‸### Forum for Migration", None),
    (CHAPTER, "### Then Action", "‸### Research First", "C252"),
    (CHAPTER, "Research text.\n\n### Then", "### Then", "C258"),
    (CHAPTER, "## Forum for Migration\n\nForum text.", "‸## Forum for Migration", "C258"),
    (CHAPTER, "## Forum for Migration", "‸## Forum for *Migration*", "C259"),
    ("content/regional/trends.md", "# Current Trends\n\n", "", "C253"),
    ("content/regional/trends.md", "## A Closer Look", "‸# A Closer Look", "C251"),
    ("content/regional/introduction.md", "# Introduction", "‸Text.\n\n# Introduction", "C254"),
    ("content/regional/introduction.md", "# Introduction\n\nIntroduction text.", "‸# Introduction", "C258"),
    # across files
    (STRATEGY, "  - kosovo", "  - ‸kosova", "C402"),
    (STRATEGY, "  - kosovo", "  - kosovo\n  - ‸albania", "C413"),
    (STRATEGY, "    countries: [AL]", "    countries: [‸KS]", "C407"),
    (STRATEGY, "[AL, XK]", "[AL, ‸RS]", "C407"),
    (STRATEGY, "[AL, XK]", "[AL, ‸AL]", "C413"),
    (THEMES, "answers: [1, 2]", "answers: [1, ‸3]", "C411"),
    (THEMES, "id: research", "id: ‸border-management", "C413"),
    (CHAPTER, "{theme=research}", "{theme=‸reserch}", "C406"),
    (CHAPTER, 'also="research"', 'also="‸reserch"', "C406"),
    (PROJECTS, "theme: research", "theme: ‸reserch", "C406"),
    (PROJECTS, "countries: [XK]", "countries: [‸KX]", "C407"),
    (PROJECTS, "areas: [western-balkans]", "areas: [‸west-balkans]", "C408"),
    (PROJECTS, "id: study", "id: ‸patrols", "C409"),
    (PROJECTS, "title: A study", "title: ‸Patrols", "C410"),
    ("content/countries/kosovo/country.yaml", "code: XK", "code: ‸AL", "C405"),
    ("content/countries/kosovo/country.yaml", "counted_with: AL", "counted_with: ‸LA", "C412"),
    ("content/countries/kosovo/country.yaml", "counted_with: AL", "counted_with: ‸XK", "C412"),
]
ELSEWHERE = {
    # What is missing has no place of its own: it counts at what should hold it.
    ("C127", FOREWORD): f"{FOREWORD}:1:1",
    ("C126", PROJECTS): f"{PROJECTS}:16:9",
    ("C258", CHAPTER): f"{CHAPTER}:18:1",
    ("C253", "content/regional/trends.md"): "content/regional/trends.md:1:1",
}


@pytest.mark.parametrize(("path", "right", "wrong", "code"), SPOILT, ids=[f"{s[3]}-{s[2]!r}"[:50] for s in SPOILT])
def test_a_spoilt_file_is_found_at_its_place(
    project: Path, path: str, right: str, wrong: str, code: str | None
) -> None:
    text = (project / path).read_text("utf-8")
    before = text[: text.rindex(right)]
    put(project, path, before + wrong.replace("‸", "") + text[len(before) + len(right) :])
    findings = load_edition(project).findings
    if code is None:
        assert findings == ()
        return
    if "‸" in wrong:
        upto = (before + wrong).partition("‸")[0].split("\n")
        place = f"{path}:{len(upto)}:{len(upto[-1]) + 1}"
    else:
        place = ELSEWHERE[code, path]
    assert f"{place} {code}" in brief(findings)
    for finding in findings:
        assert finding.message
        assert finding.why
        assert finding.fix


MISSING = [
    (STRATEGY, f"{STRATEGY} C401"),
    (THEMES, f"{THEMES} C401"),
    (COUNTRY, f"{COUNTRY} C401"),
    (CHAPTER, f"{CHAPTER} C401"),
    ("content/regional/introduction.md", "content/regional/introduction.md C401"),
    (
        "content/regional/priorities/01-border-management.md",
        "content/regional/priorities/02-counter-trafficking.md C415",
    ),
]


@pytest.mark.parametrize(("path", "expected"), MISSING, ids=[path for path, _ in MISSING])
def test_a_missing_file_is_said_once(project: Path, path: str, expected: str) -> None:
    (project / path).unlink()
    findings = brief(load_edition(project).findings)
    assert expected in findings
    assert sum("C401" in finding for finding in findings) <= 1


@pytest.mark.parametrize("path", sorted(FILES))
@pytest.mark.parametrize(
    ("content", "code"), [(b"PK\x03\x04\x00\xff\xfe\x00", "C102"), (b"title: \xe9t\xe9", "C102"), (None, "C101")]
)
def test_a_file_that_cannot_be_read_is_one_finding(project: Path, path: str, content: bytes | None, code: str) -> None:
    (project / path).unlink()
    if content is None:
        (project / path).mkdir()
    else:
        put(project, path, content)
    findings = load_edition(project).findings
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    assert [(error.code, error.location and error.location.path) for error in errors] == [(code, path)]


def test_bytes_that_are_not_utf8_have_a_place(project: Path) -> None:
    put(project, COUNTRY, FILES[COUNTRY].encode().replace(b"IOM Tirana", b"IOM Tiran\xeb"))
    assert brief(load_edition(project).findings) == [f"{COUNTRY}:8:20 C102"]


@pytest.mark.parametrize("path", sorted(FILES))
def test_an_empty_or_cut_file_ends_in_findings(project: Path, path: str) -> None:
    text = FILES[path]
    for cut in ("", "\n", "---", text[: len(text) // 2], text[: len(text) // 3], text + "\n\ufeff{[", "- " * 300):
        put(project, path, cut)
        edition = load_edition(project)
        assert all(finding.location is not None for finding in edition.findings)


def test_all_is_found_at_once(project: Path) -> None:
    spoil(project, COUNTRY, "  short: Albania", "  shrot: Albania")
    spoil(project, COUNTRY, "code: AL", "code: AL\nstatus2: x")
    spoil(project, CHAPTER, "# Background", "# Backgroud")
    spoil(project, PROJECTS, "countries: [XK]", "countries: [KX]")
    spoil(project, PROJECTS, "    - id: patrols", "    - idd: patrols")
    spoil(project, THEMES, "answers: [1, 2]", "answers: [1, 3]")
    spoil(project, STRATEGY, "title: Strategy for Two Countries", "title: 3")
    put(project, "content/labels.yaml", "en:\n\tcontents: Contents\n")
    put(project, "content/regional/trends.md", b"\xff\xfe")
    with pytest.raises(ContentError) as raised:
        load(project)
    assert raised.value.project == project
    assert brief(raised.value.diagnostics) == [
        f"{CHAPTER}:1:3 C250",
        f"{COUNTRY}:2:3 C120",
        f"{COUNTRY}:6:1 C120",
        f"{PROJECTS}:9:19 C407",
        f"{PROJECTS}:11:7 C120",
        "content/labels.yaml:2:1 C111",
        "content/regional/trends.md:1:1 C102",
        f"{STRATEGY}:1:8 C123",
        f"{THEMES}:6:16 C411",
    ]


def test_messages_are_in_an_authors_words(project: Path) -> None:
    spoil(project, COUNTRY, '- numbers: ["+355 42 578 36, 37"]', '- numbers: "+355 42 578 36, 37"')
    spoil(project, COUNTRY, '        - "+355 1"', "        - 003551")
    spoil(project, COUNTRY, "status: potential-candidate", "status: potential-candidat")
    spoil(project, COUNTRY, "    role: Chief of Mission\n", "")
    assert [(finding.message, finding.fix) for finding in load_edition(project).findings] == [
        ('status cannot be "potential-candidat"', "did you mean potential-candidate?"),
        ("mission.phones[0].numbers must be a list of texts, not a text", 'write ["+355 42 578 36, 37"].'),
        ("mission.phones[1].numbers[0] must be a text, not a number", 'write "003551".'),
        ('the key "role" of mission.head is missing', 'add "role: …" (a text).'),
    ]


def test_a_folder_outside_the_order_is_a_warning_and_its_code_stays_known(project: Path) -> None:
    spoil(project, STRATEGY, "  - kosovo\n", "")
    edition = load_edition(project)
    assert brief(edition.findings) == ["content/countries/kosovo C403"]
    assert edition.strategy is not None
    assert [country.code for country in edition.strategy.countries] == ["AL"]


def test_files_that_nothing_reads_are_warnings(project: Path) -> None:
    (project / CHAPTER).rename(project / ALBANIA / "chaptre.md")
    for path in ("content/notes.txt", "content/README.md", f"{ALBANIA}/map.png", f"{ALBANIA}/.~lock.chapter.md#"):
        put(project, path, "x")
    put(project, "content/regoinal/trends.md", "# Trends")
    findings = [finding for finding in load_edition(project).findings if finding.code == "C404"]
    assert [(str(finding.location), finding.severity, finding.fix) for finding in findings] == [
        (f"{ALBANIA}/chaptre.md", Severity.WARNING, "did you mean chapter.md?"),
        ("content/notes.txt", Severity.WARNING, findings[1].fix),
        ("content/regoinal/trends.md", Severity.WARNING, findings[2].fix),
    ]


def test_the_name_of_a_regional_priority_is_its_number_and_id(project: Path) -> None:
    folder = project / "content/regional/priorities"
    (folder / "02-counter-trafficking.md").rename(folder / "two.md")
    assert "content/regional/priorities/two.md C414" in brief(load_edition(project).findings)


def test_a_folder_without_content_is_no_project(tmp_path: Path) -> None:
    assert [finding.code for finding in load_edition(tmp_path).findings] == ["X002"]


def test_without_any_file_each_one_is_named(project: Path) -> None:
    shutil.rmtree(project / "content")
    (project / "content").mkdir()
    assert brief(load_edition(project).findings) == [
        "content/regional/introduction.md C401",
        "content/regional/trends.md C401",
        "content/strategy.yaml C401",
        "content/themes.yaml C401",
    ]
