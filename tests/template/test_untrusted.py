"""A hostile template is stopped, and a good one renders as it always does."""

from __future__ import annotations

import sys

import pytest
from compare import by_engine, members
from corpus import paragraphs
from corpus.drawings import png
from corpus.package import document
from waiting import PATIENCE

from iomreport.diagnostics.finding import TemplateError
from iomreport.markup.nodes import Figure, Prose
from iomreport.template.rendered import DocumentInfo
from iomreport.template.untrusted import Bounds, Request, assemble_untrusted, render_untrusted
from iomreport.word.fragments import Picture
from iomreport.word.properties import CoreProperties

BOUNDS = Bounds(seconds=PATIENCE, memory=300_000_000, output=1_000_000)
IN_TIME = Bounds(seconds=2, memory=2_000_000_000, output=1_000_000)
LIMITED = pytest.mark.skipif(sys.platform == "win32", reason="only time is bounded on Windows")


def stopped(tag: str, bounds: Bounds = BOUNDS) -> tuple[str, str]:
    with pytest.raises(TemplateError) as stop:
        render_untrusted(document("before", tag), {"x": 1}, bounds, "templates/hostile.docx")
    (found,) = stop.value.diagnostics
    return found.code, str(found.location) + ": " + found.message


def test_a_good_template_renders_the_same() -> None:
    for template, values in (
        (paragraphs.loops(), {"people": paragraphs.PEOPLE}),
        (paragraphs.values(), {"name": "N", "number": 1, "a": {"b": {"c": 2}}}),
    ):
        assert render_untrusted(template, values, BOUNDS) == by_engine(template, values)


def test_a_document_comes_back_with_all_that_is_known_of_it() -> None:
    figure = Figure("a.png", "A picture")
    picture = Picture(png(), "png", 2, 2)
    request = Request(
        document("{{p figure }}"),
        "templates/t.docx",
        {"figure": Prose((figure,))},
        DocumentInfo(CoreProperties(title="A title")),
        picture=lambda asked: picture if asked == figure else pytest.fail("another figure"),
    )
    made = assemble_untrusted(request, BOUNDS)
    assert members(made.content)["word/media/picture1.png"] == png()
    assert b"A title" in members(made.content)["docProps/core.xml"]
    assert (made.headings, made.captions, made.notes) == ((), (), 0)


@pytest.mark.parametrize(
    "tag",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{{ (7 ** 9999999) % 1000 }}{{ (7 ** 9999999) ** 3 % 1000 }}",
        "{% for a in range(99999) %}{{ (range(99999) | list | sort | length) }}{% endfor %}",
    ],
    ids=["nested ranges", "power", "sorting"],
)
def test_an_endless_template_is_stopped_in_time(tag: str) -> None:
    code, message = stopped(tag, IN_TIME)
    assert (code, message) == ("T109", "templates/hostile.docx: the template takes more than the 2 seconds that it may")


@LIMITED
@pytest.mark.parametrize(
    "tag",
    [
        "{{ 'a' * 10 ** 9 }}",
        "{{ ('a' * 10 ** 7) | center(10 ** 9) }}",
        "{{ '%1000000000d' | format(1) }}",
        "{% set ns = namespace(x='ab') %}{% for a in range(60) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
        "{{ [0] * 10 ** 9 }}",
    ],
    ids=["repeat", "center", "format", "doubling", "list"],
)
def test_a_greedy_template_is_stopped_where_it_is_greedy(tag: str) -> None:
    code, message = stopped(tag)
    assert code == "T109"
    assert "paragraph 2" in message


@LIMITED
def test_a_document_that_is_too_large_is_stopped() -> None:
    code, message = stopped(
        "{% for a in range(99999) %}{{ a * a * a * 7919 % 999983 }}{% endfor %}", Bounds(PATIENCE, output=20_000)
    )
    assert (code, message.partition(": ")[2]) == ("T109", "the document is larger than the 20,000 bytes that it may be")


@LIMITED
def test_a_power_of_powers_is_stopped() -> None:
    assert stopped("{{ 10 ** (10 ** 10) }}", IN_TIME)[0] == "T109"


def test_deep_recursion_is_an_error_with_a_place() -> None:
    code, message = stopped("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}")
    assert code == "T109"
    assert "paragraph 2" in message


def test_other_mistakes_keep_their_places() -> None:
    assert stopped("{{ nme }}") == ("T101", 'templates/hostile.docx, paragraph 2 "{{ nme }}": nothing is called "nme"')
    assert stopped("{{ ''.__class__ }}")[0] == "T102"


def test_the_environment_is_not_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IOMREPORT_TEST_SECRET", "secret")
    started = {}
    real = __import__("subprocess").Popen

    def popen(*arguments: object, **options: object) -> object:
        started.update(options["env"])
        return real(*arguments, **options)

    monkeypatch.setattr("subprocess.Popen", popen)
    assert render_untrusted(document("{{ x }}"), {"x": 1}, BOUNDS)
    assert "IOMREPORT_TEST_SECRET" not in started
    assert started["IOMREPORT_CACHE"] == ""
