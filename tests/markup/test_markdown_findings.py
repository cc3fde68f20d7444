"""Every mistake is found at its place, and its words are kept."""

from __future__ import annotations

import pytest

from iomreport.diagnostics.codes import markup as codes
from iomreport.diagnostics.finding import Code, Findings
from iomreport.markup import walk
from iomreport.markup.reader import read_document

CODES = [code for code in vars(codes).values() if isinstance(code, Code)]
# A character and a depth cannot be shown on a page.
SHOWN = {
    codes.CHARACTER: ("Arrivals\x0brose.", "Arrivals rose."),
    codes.DEPTH: ("- " * 60 + "a", "- - a"),
}


def findings_of(text: str) -> Findings:
    findings = Findings()
    read_document(text, "a.md", findings=findings)
    return findings


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.id)
def test_the_examples_of_a_code_are_wrong_and_right(code: Code) -> None:
    wrong, right = SHOWN.get(code, (code.wrong, code.right))
    found = {finding.code for finding in findings_of(wrong).items}
    assert code.id in found
    assert findings_of(right).items == []


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "length"),
    [
        ("a\n\nb `c d` e", "C202", 3, 3, 5),
        ("- a\n\n      code", "C202", 3, 7, 1),
        ("a\n\n> ***", "C203", 3, 3, 3),
        ("a\nb ![c](d.png) e", "C204", 2, 3, 11),
        ("a\n\n[b]: http://c.d", "C205", 3, 1, 1),
        ('a\nb [c](http://d.e "f")', "C206", 2, 3, 19),
        ("a [b](c.md)", "C207", 1, 3, 9),
        ("a\n[b](see below)", "C207", 2, 1, 3),
        ("a **b {lang=bs}**", "C208", 1, 7, 9),
        ("# a {theme=}", "C208", 1, 5, 8),
        ("a\n<!-- b -->", "C209", 2, 1, 10),
        ("a\n\n<!-- remark: b", "C210", 3, 1, 4),
        ("| a | b |\n|---|---|\n| 1 |", "C212", 3, 1, 5),
        ("| a | b |\n|---|---|\n| 1 | 2 | 3 |", "C212", 3, 1, 13),
        ("| a | b |\n|---|---|\n| 1 | ^ |", "C213", 3, 7, 1),
        ("| a | b |\n|---|---|\n| 1 | < |\n| ^ | 2 |", "C213", 3, 3, 1),
        ("- ![a](b.png){width=0}", "C214", 1, 3, 20),
        ("{continue}\n\n1. a", "C215", 1, 1, 10),
        ("a[^b c] d", "C305", 1, 2, 6),
        ("- a[^x]\n\n[^y]: b", "C301", 1, 4, 4),
        ("a[^x]\n\n[^x]: b\n\n[^x]: c", "C303", 5, 1, 4),
        ("a[^x]\n\n[^x]: b [^x]", "C304", 3, 9, 4),
        ("a[^x]\n\n[^x]:", "C306", 3, 1, 4),
        ("&#12; a", "C201", 1, 1, 5),
    ],
)
def test_a_mistake_is_found_at_its_place(text: str, code: str, line: int, column: int, length: int) -> None:
    [place] = [found.location for found in findings_of(text).items if found.code == code]
    assert place is not None
    assert (place.path, place.line, place.column, place.length) == ("a.md", line, column, length)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("    x = 1\n    y = 2", "x = 1 y = 2"),
        ("```python\nx = 1\n```", "x = 1"),
        ("a `x` b", "a x b"),
        ("a ![alternative](b.png) c", "a alternative c"),
        ("* * *", "* * *"),
        ("[a]: http://b.c", "[a]: http://b.c"),
        ("<!-- todo -->", "<!-- todo -->"),
        ("a[^x] b", "a[^x] b"),
        ("[a](not a link)", "[a](not a link)"),
        ("| a |\n|---|\n| 1 | 2 |", "a\t\n1\t2"),
        ("# a {b=}", "a {b=}"),
        ("[a]{class=x}", "[a]{class=x}"),
    ],
)
def test_the_words_of_a_mistake_are_kept(text: str, kept: str) -> None:
    findings = Findings()
    document = read_document(text, findings=findings)
    assert findings.items
    assert walk.plain_text(document.prose) == kept


def test_an_undefined_footnote_names_the_nearest() -> None:
    [found] = findings_of("Rose.[^unhrc] Fell.[^unhcr]\n\n[^unhcr]: N.").items
    assert found.message == "footnote [^unhrc] is not defined"
    assert found.fix == 'write [^unhcr] (defined on line 3), or add "[^unhrc]: …"'


def test_a_footnote_defined_twice_names_the_first_place() -> None:
    [found] = findings_of("a[^x]\n\n[^x]: b\n\n[^x]: c").items
    assert "the first is on line 3" in found.message


def test_all_mistakes_come_at_once() -> None:
    text = "# a {b=}\n\n`c` [^d] [e](f)\n\n***\n\n[^g]: h"
    assert sorted(found.code for found in findings_of(text).items) == ["C202", "C203", "C207", "C208", "C301", "C302"]


def test_what_looks_like_markup_of_templates_is_no_mistake() -> None:
    assert findings_of("{{ a }} {%p if b %} {#c#} {{#d}} {e}").items == []
