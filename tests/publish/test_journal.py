"""The journal of a batch is read back as it was written, however it was cut short."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iomreport.diagnostics.finding import OutputError
from iomreport.publish.journal import End, Entry, Journal, State, read_state

ENTRY = Entry("albania", "a.b.c.d.e", "1:2", 1, "0" * 64, 0.1)
END = End({"content/strategy.yaml": "1"}, "settings", "output", "3:4")


def journal(path: Path, *outputs: str, end: End | None = None) -> bytes:
    with Journal(path, State(), "run1", "output", sync=False) as book:
        for output in outputs:
            book.add(output, ENTRY)
        book.flush()
        if end is not None:
            book.end(end, outputs)
    return path.read_bytes()


def test_a_complete_run_is_remembered(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.jsonl"
    journal(path, "é.docx", "b.docx", end=END)
    state = read_state(path)
    assert state.end == END
    assert state.entries == {"é.docx": ENTRY, "b.docx": ENTRY}
    assert not state.unfinished


def test_a_run_that_was_cut_off_is_known_by_its_name(tmp_path: Path) -> None:
    journal(tmp_path / "j", "a.docx")
    assert read_state(tmp_path / "j").unfinished == ("run1",)
    with Journal(tmp_path / "j", State(), "run2", "output", sync=False) as book:
        assert book.cut_off == ("run1",)
    assert read_state(tmp_path / "j").unfinished == ("run1", "run2")
    with Journal(tmp_path / "j", State(), "run3", "output", sync=False) as book:
        book.end(None)
    assert read_state(tmp_path / "j").unfinished == ()


def test_cut_off_at_any_byte_only_the_last_line_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "j"
    whole = journal(path, *(f"{number}.docx" for number in range(4)))
    lines = whole.splitlines(keepends=True)
    for cut in range(len(whole)):
        path.write_bytes(whole[:cut])
        complete = whole[:cut].count(b"\n")
        assert len(read_state(path).entries) == max(0, complete - 1)
        with Journal(path, State(), "run2", "output", sync=False) as book:
            book.add("next.docx", ENTRY)
            book.flush()
        after = path.read_bytes()
        assert after.startswith(b"".join(lines[:complete]))
        assert "next.docx" in read_state(path).entries


@given(st.binary())
def test_no_bytes_whatever_stop_a_run(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("state") / "j"
    path.write_bytes(content)
    assert read_state(path).end is None


def test_another_destination_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "j"
    journal(path, "a.docx", end=END)
    state = State()
    with Journal(path, state, "run2", "elsewhere", sync=True):
        assert state.entries == {}
    assert read_state(path).entries == {}


def test_a_second_run_at_the_same_time_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "j"
    code = (
        "import sys; from pathlib import Path; from iomreport.publish.journal import Journal, State\n"
        "from iomreport.diagnostics.finding import OutputError\n"
        "try: Journal(Path(sys.argv[1]), State(), 'x', 'output', sync=False)\n"
        "except OutputError as error: print(error.diagnostics[0].code)"
    )
    with Journal(path, State(), "run1", "output", sync=False):
        found = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "B102"


def test_a_state_that_cannot_be_kept_is_a_plain_message(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError) as stopped:
        Journal(tmp_path / "file" / "j", State(), "run1", "output", sync=False)
    assert stopped.value.diagnostics[0].code == "B101"
