"""The main job as a user meets it: change, build, spoil, mend."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import pytest
from as_user import REPOSITORY, run
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ALBANIA = "content/countries/albania"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the edition to change."""
    for name in ("content", "templates"):
        shutil.copytree(REPOSITORY / name, tmp_path / name)
    return tmp_path


def edit(project: Path, file: str, old: str, new: str) -> None:
    path = project / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def paragraphs(path: Path) -> list[bytes]:
    """The paragraphs of the body as canonical XML."""
    body = docx.Document(str(path)).element.body
    return [etree.tostring(each, method="c14n") for each in body.iter(f"{W}p")]


def texts_of(path: Path) -> list[str | None]:
    return [each.text for each in docx.Document(str(path)).element.body.iter(f"{W}t")]


def build(project: Path, *targets: str) -> None:
    result = run("-C", project, "build", *targets)
    assert result.exit_code == 0, result.output


def test_a_build_writes_the_strategy_and_all_extracts(documents: dict[str, Path]) -> None:
    countries = [name for name in documents if name.startswith("countries/")]
    assert len(countries) == 14
    assert "strategy" in documents


def test_one_phone_number_changes_one_paragraph(project: Path) -> None:
    build(project, "albania", "strategy", "kosovo")
    output = project / "output"
    files = {name: output / f"{name}.docx" for name in ("strategy", "countries/albania", "countries/kosovo")}
    before = {name: paragraphs(path) for name, path in files.items()}
    edit(project, f"{ALBANIA}/country.yaml", "+355 42 578 36, 37", "+355 42 578 99")
    result = run("-C", project, "build", "albania", "strategy", "kosovo")
    assert "changed since the last build: AL/mission/phones" in result.output
    for name, path in files.items():
        after = paragraphs(path)
        assert len(after) == len(before[name])
        changed = [(old, new) for old, new in zip(before[name], after, strict=True) if old != new]
        assert len(changed) == (0 if name == "countries/kosovo" else 1), name
        assert all(b"+355 42 578 99" in new for _, new in changed)


SPOILT = {
    "a misspelt key": ("country.yaml", "mission:", "misson:", "country.yaml:"),
    "a tab": ("country.yaml", "  office:", "\toffice:", "country.yaml:"),
    "an undefined footnote": ("chapter.md", "\n\n", " and more.[^nothing]\n\n", "chapter.md:1:"),
    "an unknown heading": ("chapter.md", "# Background", "# Backgroud", "chapter.md:1:"),
}


@pytest.mark.parametrize("spoilt", SPOILT)
def test_a_spoilt_file_is_located_and_touches_no_output(project: Path, spoilt: str) -> None:
    build(project, "albania")
    output = project / "output/countries/albania.docx"
    before = output.read_bytes()
    file, old, new, place = SPOILT[spoilt]
    edit(project, f"{ALBANIA}/{file}", old, new)
    result = run("-C", project, "build", "albania")
    assert result.exit_code == 1
    assert f"{ALBANIA}/{place}" in result.output
    assert "error[" in result.output
    assert "Traceback" not in result.output
    assert output.read_bytes() == before


def test_a_binary_file_is_located(project: Path) -> None:
    (project / ALBANIA / "chapter.md").write_bytes(b"# Background\n\n\xff\xfe\x00\x01")
    result = run("-C", project, "build", "albania")
    assert result.exit_code == 1
    assert f"{ALBANIA}/chapter.md:3:1: error[" in result.output


def test_every_error_of_a_run_is_shown_at_once(project: Path) -> None:
    edit(project, f"{ALBANIA}/country.yaml", "mission:", "misson:")
    edit(project, "content/countries/kosovo/chapter.md", "# Background", "# Backgroud")
    result = run("-C", project, "build")
    assert "albania/country.yaml" in result.output
    assert "kosovo/chapter.md" in result.output


HOSTILE = "A {{ x }} and {% if y %} & <b>bold</b> < > \"quoted\" 'single' emoji 🎉 Кирилица עברית {name} end."


def test_hostile_text_comes_out_as_commonmark_reads_it(project: Path) -> None:
    path = project / ALBANIA / "chapter.md"
    path.write_text(path.read_text("utf-8").replace("\n\n", f"\n\n{HOSTILE}\n\n", 1), "utf-8")
    build(project, "albania")
    texts = [
        each.text for each in docx.Document(str(project / "output/countries/albania.docx")).element.body.iter(f"{W}t")
    ]
    assert HOSTILE in texts


def test_an_edited_document_is_kept(project: Path) -> None:
    build(project, "slovenia")
    path = project / "output/countries/slovenia.docx"
    document = docx.Document(str(path))
    document.paragraphs[-1].add_run("A correction by the ministry.")
    document.save(str(path))
    edited = path.read_bytes()
    edit(project, "content/countries/slovenia/country.yaml", "short: Slovenia", "short: Slovenija")
    refused = run("-C", project, "build", "slovenia", "albania")
    assert refused.exit_code == 1
    assert "error[X103]" in refused.output
    assert path.read_bytes() == edited
    assert (project / "output/countries/albania.docx").exists(), "the other targets are still written"
    forced = run("-C", project, "build", "slovenia", "--force")
    assert forced.exit_code == 0
    assert path.read_bytes() != edited
    assert path.with_name("slovenia.edited-1.docx").read_bytes() == edited


@pytest.mark.parametrize("owner", [".~lock.albania.docx#", "~$albania.docx", "~$lbania.docx"])
def test_a_document_that_is_open_elsewhere_is_left_alone(project: Path, owner: str) -> None:
    build(project, "albania", "slovenia")
    path = project / "output/countries/albania.docx"
    before = path.read_bytes()
    (path.parent / owner).write_text("")
    edit(project, f"{ALBANIA}/country.yaml", "+355 42 578 36, 37", "+355 42 578 99")
    result = run("-C", project, "build", "albania", "slovenia")
    assert result.exit_code == 1
    assert "error[X102]" in result.output
    assert "close it and build again" in result.output
    assert path.read_bytes() == before


def test_recipient_and_reference_are_shown(project: Path) -> None:
    result = run("-C", project, "build", "albania", "--set", "recipient=Ministry of Labour", "--set", "reference=AL/7")
    assert result.exit_code == 0, result.output
    texts = [
        each.text for each in docx.Document(str(project / "output/countries/albania.docx")).element.body.iter(f"{W}t")
    ]
    assert "Ministry of Labour" in texts
    assert "AL/7" in texts


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("build", "albanai"), "did you mean albania?"),
        (("build", "theme:counter-traficking"), "did you mean counter-trafficking?"),
        (("build", "albania", "--set", "recipent=X"), "did you mean recipient?"),
        (("build", "strategy", "albania", "-t", "templates/country.docx"), "error[X003]"),
        (("build", "albania", "-t", "nowhere.docx"), "error[X104]"),
    ],
)
def test_a_wrong_word_is_usage(project: Path, words: tuple[str, ...], said: str) -> None:
    result = run("-C", project, *words)
    assert result.exit_code == 2
    assert said in result.output
    assert not (project / "output").exists()


def test_two_builds_give_the_same_bytes(project: Path) -> None:
    build(project, "kosovo")
    first = (project / "output/countries/kosovo.docx").read_bytes()
    shutil.rmtree(project / "output")
    build(project, "strategy", "kosovo")
    assert (project / "output/countries/kosovo.docx").read_bytes() == first
