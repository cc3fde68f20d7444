"""What `import iomreport` offers: every name is shown and documented, and works as its example says."""

from __future__ import annotations

import inspect
import pydoc
import re
import shutil
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

import iomreport
from iomreport import TemplateError, UsageError, api, batch, build, check, extract, load, render

ROOT = Path(__file__).resolve().parent.parent


def test_every_name_is_there_and_shown() -> None:
    assert {*api.__all__, "__version__"} == set(iomreport.__all__)
    assert set(iomreport.__all__) <= set(dir(iomreport))
    shown = pydoc.render_doc(iomreport, renderer=pydoc.plaintext)
    for name in iomreport.__all__:
        assert getattr(iomreport, name) is not None
        assert name in shown or name.startswith("__"), name


@pytest.mark.parametrize("name", ["batch", "build", "check", "extract", "load", "render"])
def test_every_function_says_what_it_raises_and_shows_an_example(name: str) -> None:
    text = inspect.getdoc(getattr(iomreport, name)) or ""
    assert "Raises" in text or "raises" in text
    assert re.search(rf"^    .*\b{name}\(", text, re.MULTILINE), f"{name} shows no example"


def test_the_documentation_imports_from_no_room() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "content").glob("*.md")]
    assert [
        page.name for page in pages if re.search(r"from iomreport\.|import iomreport\.", page.read_text("utf-8"))
    ] == []


def test_any_template_is_rendered_with_any_values(tmp_path: Path) -> None:
    template = Document()
    template.add_paragraph("Dear {{ name }}, {% for each in items %}{{ each }} {% endfor %}")
    template.save(str(tmp_path / "letter.docx"))
    values = {"name": "A. Hoxha & Co", "items": [1, 2]}
    made = [render(tmp_path / "letter.docx", values), render((tmp_path / "letter.docx").read_bytes(), values)]
    made.append(render(tmp_path / "letter.docx", values, untrusted=True))
    for content in made:
        assert [each.text for each in Document(BytesIO(content)).paragraphs] == ["Dear A. Hoxha & Co, 1 2 "]
    with pytest.raises(TemplateError, match=r"letter\.docx, .*error\[T101\].*\n.*\n?.*fix"):
        render(tmp_path / "letter.docx", {"name": "x", "item": []})


def test_check_says_what_the_command_says(project: Path) -> None:
    assert [each.severity for each in check(project) if each.severity == "error"] == []
    (project / "content/themes.yaml").write_text("- idd: x\n", "utf-8")
    assert any(each.severity == "error" for each in check(project))
    with pytest.raises(UsageError):
        check(project / "nowhere")


def test_a_plan_is_run(project: Path) -> None:
    shutil.copy(ROOT / "templates/country.docx", project / "templates/country.docx")
    shutil.copy(ROOT / "content/labels.yaml", project / "content/labels.yaml")
    plan = "layout: none\nmatrices:\n  - targets: [countries]\n    output: '{target}.docx'\n"
    (project / "batch.yaml").write_text(plan, "utf-8")
    summary = batch(project / "batch.yaml", project, jobs=1)
    assert (summary.failed, summary.built) == (0, summary.total)
    assert batch(project / "batch.yaml", project).unchanged == summary.total


def test_variables_that_nothing_shows_or_that_are_no_text_are_refused(project: Path) -> None:
    albania = extract(load(project), countries=["AL"])
    wrong: dict[str, object] = {"recipient": 7, "recipent": "x"}
    for name, value in wrong.items():
        with pytest.raises(UsageError, match="did you mean recipient" if name == "recipent" else "no text"):
            build(albania, project / "a.docx", project=project, layout="none", variables={name: value})  # type: ignore[dict-item]
    assert not (project / "a.docx").exists()


def test_str_of_an_error_is_the_message_in_full(project: Path) -> None:
    with pytest.raises(UsageError) as caught:
        extract(load(project), countries=["ALB"])
    assert re.search(r"error\[X001\]: .*\n", str(caught.value))
    assert "fix: " in str(caught.value)
