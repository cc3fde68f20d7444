"""Reading what was written gives the same tree."""

from __future__ import annotations

from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from prose_trees import proses

from iomreport.diagnostics.finding import Findings
from iomreport.markup.nodes import Prose
from iomreport.markup.reader import read
from iomreport.markup.writer import write


@examples(1 / 2)
@given(prose=proses, width=st.sampled_from((0, 0, 20, 80)))
def test_reading_what_was_written_gives_the_same_tree(prose: Prose, width: int) -> None:
    written = write(prose, width)
    findings = Findings()
    again = read(written, findings=findings)
    assert again == prose, written
    # A list may continue one that is not there; everything else is as it should be.
    assert [found for found in findings.items if found.code != "C215"] == [], written
    assert write(again, width) == written
