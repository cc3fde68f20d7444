"""A document that is filled into a master is, to the last byte, the one that is made directly."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from specimen import write_specimen

from iomreport.build.fingerprints import field_digests
from iomreport.build.masters import Masters
from iomreport.build.press import Press, Ready
from iomreport.build.starters import starter_template
from iomreport.diagnostics import TemplateError
from iomreport.document import master
from iomreport.document.extract import extract
from iomreport.document.template import Template
from iomreport.source import load
from iomreport.word.oxml import FORBIDDEN

REPOSITORY = Path(__file__).resolve().parents[2]


class Case:
    """A template with a press that uses masters and one that does not."""

    def __init__(self, project: Path, template: bytes) -> None:
        strategy = load(project)
        self.fast, self.direct = Press(project, strategy), Press(project, strategy)
        self.direct.masters = Direct(self.direct.packer)
        part = extract(strategy, countries=["AL"])
        self.ready: Ready = self.fast.ready(part, "albania", field_digests(part))
        self.templates: list[Template] = [
            press.shelf.open_bytes(template, "country.docx", marked=True) for press in (self.fast, self.direct)
        ]

    def both(self, variables: dict[str, str]) -> tuple[bytes, bytes]:
        made = [
            press.print(self.ready, template, variables)
            for press, template in zip((self.fast, self.direct), self.templates, strict=True)
        ]
        return made[0].content, made[1].content


class Direct(Masters):
    """Makes every document as ever."""

    def make(self, *arguments: object) -> object:  # pyright: ignore
        return arguments[-1]()  # pyright: ignore


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
    project = write_specimen(tmp_path_factory.mktemp("masters") / "project")
    shutil.copy(REPOSITORY / "content/labels.yaml", project / "content/labels.yaml")
    return Case(project, starter_template("country").read_bytes())


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
    made = starter.fast.print(starter.ready, starter.templates[0], {"recipient": "Ministry 3"})
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


def test_a_master_that_does_not_agree_is_not_used(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = Case(project, template("{{ recipient }}"))
    monkeypatch.setattr(master, "escape", lambda text: text.upper())
    for name in ("a", "b", "c", "d"):
        fast, direct = case.both({"recipient": name})
        assert fast == direct
