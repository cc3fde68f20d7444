"""What takes time takes it in proportion to the text: twice as much of anything costs about twice as long.

Steps are counted, not seconds, so that a busy machine changes nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from iomreport.diagnostics.finding import Code, Location
from iomreport.diagnostics.rendering import printed
from iomreport.markup.html import HtmlNotes
from iomreport.markup.nodes import Note, Paragraph, Text

CODE = Code("C999", "a finding", why="For the test.")


def note(number: int) -> Note:
    return Note(str(number), (Paragraph((Text(f"Note {number}."),)),))


def cite(count: int) -> None:
    notes = HtmlNotes()
    for number in range(count):
        notes.cite(note(number))


def findings_on_one_line(count: int) -> None:
    printed([CODE.at(Location("content/x.md", 1, column + 1, 3), "wrong") for column in range(count)])


def steps(work: Callable[[], object]) -> int:
    """How many lines of Python run, comparisons of values included."""
    count = 0

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(None)
    return count


@pytest.mark.parametrize("work", [cite, findings_on_one_line])
def test_twice_the_work_takes_about_twice_the_steps(work: Callable[[int], None]) -> None:
    work(3)
    once, twice = steps(lambda: work(200)), steps(lambda: work(400))
    assert twice < 2.5 * once
