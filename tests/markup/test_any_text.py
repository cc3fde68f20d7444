"""Whatever the text: it is read without an accident, every place is in it, and no word is lost in silence."""

from __future__ import annotations

from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from prose_trees import NASTY

from iomreport.diagnostics.finding import Findings, Location
from iomreport.markup import walk
from iomreport.markup.nodes import Figure, Link, Note, Reference, Span
from iomreport.markup.reader import read, read_document
from iomreport.markup.writer import write

STARTS = (
    *("", "- ", "* ", "1. ", "> ", "  ", "    ", "\t", "# ", "## ", "| ", ": ", "```\n", "---\n", "===\n"),
    *(
        "[^n]: ",
        "[^a]: ",
        "{continue}\n1. ",
        "![a](b.png)",
        "| --- | --- |\n",
        "<!-- remark: ",
        "<!-- allow: C404 x -->\n",
    ),
)
# A written text repeats what its own words make wrong: a list that continues nothing, an address, a file, a note.
REPEATED = {"C207", "C215", "C221", "C306"}


@st.composite
def lines(draw: DrawFn) -> str:
    start = draw(st.lists(st.sampled_from(STARTS), max_size=2))
    words = draw(st.lists(st.sampled_from((*NASTY, "\x00", "\x0b")) | st.sampled_from(("qa", "qb", "qc")), max_size=8))
    return "".join((*start, *words))


def check_place(location: Location | None, rows: list[str], begins: tuple[str, ...] = ("",)) -> None:
    assert location is not None
    line, column = location.line or 0, location.column or 0
    assert 1 <= line <= len(rows)
    assert 1 <= column <= len(rows[line - 1]) + 1
    assert rows[line - 1].startswith(begins, column - 1)


@examples(1 / 2)
@given(text=st.lists(lines(), max_size=8).map("\n".join))
def test_any_text_can_be_read(text: str) -> None:
    findings = Findings()
    document = read_document(text, "a.md", findings=findings)
    prose = document.prose
    rows = text.replace("\r\n", "\n").split("\n")

    for finding in findings.items:
        check_place(finding.location, rows)
    for node in walk.inlines(prose, notes=True):
        begins = {Note: ("[^",), Reference: ("[",), Span: ("[",), Link: ("[", "<")}.get(type(node), ("",))
        check_place(node.location, rows, begins)
    for block in walk.blocks(prose, notes=True):
        check_place(block.location, rows, ("![",) if isinstance(block, Figure) else ("",))

    kept = repr(document)
    assert findings.items or all(word in kept for word in ("qa", "qb", "qc") if word in text)

    again = Findings()
    written = write(prose)
    assert read(written, findings=again) == prose, written
    assert {finding.code for finding in again.items} <= REPEATED, written
