"""A document that comes from a merge template is, to the last byte, the one that is made in full."""

from __future__ import annotations

import shutil
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from specimen import write_specimen

from iomreport.diagnostics.finding import TemplateError
from iomreport.publish.builder import DocumentBuilder, PreparedExtract
from iomreport.publish.pipeline import starter_template
from iomreport.strategy.extract import extract
from iomreport.strategy.load.loader import load
from iomreport.strategy.origin import field_digests
from iomreport.template.assemble import Packer
from iomreport.template.mail_merge import MergeTemplate
from iomreport.template.render import Template
from iomreport.template.rendered import Document
from iomreport.word.oxml import FORBIDDEN

REPOSITORY = Path(__file__).resolve().parents[2]


class Case:
    """A template with a builder that uses merge templates and one that does not."""

    def __init__(self, project: Path, template: bytes) -> None:
        strategy = load(project)
        self.fast, self.direct = DocumentBuilder(project, strategy), DocumentBuilder(project, strategy)
        part = extract(strategy, countries=["AL"])
        self.ready: PreparedExtract = self.fast.prepare(part, "albania", field_digests(part))
        self.templates: list[Template] = [
            builder.templates.open_bytes(template, "country.docx", marked=True) for builder in (self.fast, self.direct)
        ]
        self.templates[1].merge_templates = Nothing()

    def both(self, variables: dict[str, str]) -> tuple[bytes, bytes]:
        made = [
            builder.document(self.ready, template, variables)
            for builder, template in zip((self.fast, self.direct), self.templates, strict=True)
        ]
        return made[0].content, made[1].content


class Nothing(OrderedDict[Any, Any]):
    """Keeps nothing."""

    def __setitem__(self, key: Any, value: Any) -> None:
        pass


def template(*paragraphs: str, title: str = "") -> bytes:
    document = docx.Document()
    document.core_properties.title = title
    for text in paragraphs:
        document.add_paragraph(text)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Case:
    project = write_specimen(tmp_path_factory.mktemp("mail-merge") / "project")
    shutil.copy(REPOSITORY / "content/labels.yaml", project / "content/labels.yaml")
    return Case(project, starter_template("country").read_bytes())


@examples(1 / 2)
@given(st.text(st.characters(exclude_categories=["Cs"])), st.text("AZ &<>\"'{}%ÀЖ\u0627\U0001f600"))
def test_any_words_come_out_as_if_made_directly(starter: Case, recipient: str, reference: str) -> None:
    variables = {"recipient": recipient, "reference": reference, "date": "May"}
    if FORBIDDEN.search(recipient):
        with pytest.raises(TemplateError):
            starter.both(variables)
        return
    fast, direct = starter.both(variables)
    assert fast == direct


def test_from_the_third_document_on_nothing_is_rendered(starter: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(2):
        starter.both({"recipient": f"Ministry {number}"})
    monkeypatch.setattr(Template, "render", None)
    made = starter.fast.document(starter.ready, starter.templates[0], {"recipient": "Ministry 3"})
    assert "Ministry 3" in "\n".join(each.text for each in docx.Document(BytesIO(made.content)).paragraphs)


@pytest.mark.parametrize(
    "text",
    [
        "{{ recipient | upper }}",
        "{{ recipient | length }}",
        "{{ recipient[0] }}",
        "{{ recipient ~ '!' }}",
        "{{ recipient.upper() }}",
        "{{ '%s' | format(recipient) }}",
        "{% if recipient == 'Ministry 5' %}five{% endif %}",
        "{% if recipient != 'Ministry 5' %}not five{% endif %}",
        "{% if 'y 5' in recipient %}five{% endif %}",
        "{% if recipient is string %}a string{% endif %}",
        "{% if recipient > 'Ministry 3' %}behind{% endif %}",
        "{{ [recipient, 'Ministry 4'] | sort | join(',') }}",
        "{{ [recipient, 'Ministry 4'] | unique | list | length }}",
        "{{ {'Ministry 5': 'five'}.get(recipient, 'other') }}",
        "{{ recipient | replace('y', 'ies') }}",
        "{{ recipient | default('nobody', true) }}",
        "{% for name, value in variables.items() %}{{ name }}={{ value }} {% endfor %}",
        "{% for letter in recipient %}{{ letter }}.{% endfor %}",
        "{{ variables | tojson }}",
        "{{ variables }}",
        "{{ variables.values() | join(', ') }}",
        "{% set name = recipient %}{{ name or 'nobody' }}",
        "{% if recipient and reference %}{{ recipient if reference else reference }}{% endif %}",
    ],
)
def test_whatever_a_template_does_with_a_variable(project: Path, text: str) -> None:
    case = Case(project, template(text))
    for number in range(8):
        fast, direct = case.both({"recipient": f"Ministry {number}", "reference": "x" * (number % 2)})
        assert fast == direct


def test_a_variable_in_a_property_and_with_breaks(project: Path) -> None:
    case = Case(project, template("{{ recipient }}", title="For {{ recipient }}"))
    for name in ("A", "B & C", "D\nE", "F\tG", "", "H <x>", "I"):
        fast, direct = case.both({"recipient": name})
        assert fast == direct


@pytest.mark.parametrize("text", ["{{ recipient }}", "{{ strategy.title }}", "{% if date %}{{ reference }}{% endif %}"])
def test_a_merge_template_that_does_not_agree_is_not_used(
    project: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    case = Case(project, template(text))
    whole = MergeTemplate.filled

    def wrong(merged: MergeTemplate, words: Sequence[str], packer: Packer) -> Document:
        return replace(whole(merged, words, packer), notes=99)

    monkeypatch.setattr(MergeTemplate, "filled", wrong)
    for name in ("a", "b", "c", "d"):
        fast, direct = case.both({"recipient": name, "reference": name, "date": name})
        assert fast == direct


def heading(text: str) -> bytes:
    document = docx.Document()
    document.add_heading(text)
    document.add_paragraph("{{p contents }}")
    document.add_heading("{{ reference }}")
    document.add_paragraph("{{ recipient }}")
    for name in ("toc 1", "toc 2", "toc 3"):
        cast(Any, document.styles).add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.mark.parametrize("text", ["For {{ recipient }}", "{% if recipient %}For {{ recipient }}{% endif %}", "Plain"])
def test_words_that_the_contents_repeat(project: Path, text: str) -> None:
    case = Case(project, heading(text))
    for name in ("A", "B  B", "C & C", " D ", "", "E"):
        fast, direct = case.both({"recipient": name, "reference": name and "x"})
        assert fast == direct


def test_words_in_a_name(project: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("{{ reference }}")
    start = OxmlElement("w:bookmarkStart")
    start.set(qn("w:id"), "7")
    start.set(qn("w:name"), "of_{{ recipient }}")
    paragraph._p.append(start)  # noqa: SLF001
    file = BytesIO()
    document.save(file)
    case = Case(project, file.getvalue())
    for name in ("a", "b", "c", "d"):
        fast, direct = case.both({"recipient": name, "reference": name})
        assert fast == direct
    assert all(not isinstance(each, MergeTemplate) for each in case.templates[0].merge_templates.values())


def test_nothing_is_reused_when_the_content_differs(project: Path) -> None:
    case = Case(project, template("{{ labels.annex }} {{ country.names.short }} {{ recipient }}"))
    labels = case.ready.context.labels
    for number in range(6):
        # The words are changed in place, so the extract is the very same.
        labels["annex"] = f"Annex {number // 3}"
        fast, direct = case.both({"recipient": f"Ministry {number}"})
        assert fast == direct
    core = replace(case.ready.core, title="Another title")
    case.ready = replace(case.ready, core=core, context=replace(case.ready.context, country=None))
    for number in range(3):
        with pytest.raises(TemplateError, match="country"):
            case.both({"recipient": f"Ministry {number}"})
