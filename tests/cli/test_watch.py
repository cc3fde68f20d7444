"""`iomreport build --watch` builds again what a saved change touches, and survives what is wrong."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest
from waiting import PATIENCE

from iomreport.publish.executor import BuildOptions
from iomreport.publish.watch import Watch

ROOT = Path(__file__).resolve().parents[2]
CHAPTER = "content/countries/albania/chapter.md"


@pytest.fixture
def watched(project: Path) -> Path:
    for kind in ("strategy", "country", "theme"):
        shutil.copy(ROOT / f"templates/{kind}.docx", project / f"templates/{kind}.docx")
    shutil.copy(ROOT / "content/labels.yaml", project / "content/labels.yaml")
    return project


def edit(project: Path, old: str, new: str) -> None:
    file = project / CHAPTER
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")


def test_only_what_a_change_touches_is_built_again(watched: Path) -> None:
    watch = Watch(watched, ["albania", "kosovo", "strategy"], BuildOptions(watched / "output", layout="none"))
    assert len(watch.rebuild().built) == 3
    assert watch.rebuild().built == ()
    edit(watched, "Background text.", "Another background.")
    again = watch.rebuild()
    assert (set(again.built), again.unchanged) == ({"countries/albania.docx", "strategy.docx"}, 1)
    template = watched / "templates/country.docx"
    template.write_bytes(template.read_bytes() + b"")
    assert watch.rebuild().built == ()


def test_an_error_is_shown_and_mended_content_is_built(watched: Path) -> None:
    watch = Watch(watched, ["albania"], BuildOptions(watched / "output", layout="none"))
    watch.rebuild()
    before = (watched / "output/countries/albania.docx").read_bytes()
    edit(watched, "Background text.", "Background text.[^nowhere]")
    broken = watch.rebuild()
    assert [each.code for each in broken.findings if each.severity == "error"] == ["C301"]
    assert (watched / "output/countries/albania.docx").read_bytes() == before
    edit(watched, "Background text.[^nowhere]", "Mended text.")
    assert watch.rebuild().built == ("countries/albania.docx",)


class Command:
    """A running `iomreport build --watch`, and the lines that it prints."""

    def __init__(self, project: Path) -> None:
        command = [
            sys.executable,
            "-m",
            "iomreport",
            "-C",
            str(project),
            "build",
            "albania",
            "--layout",
            "none",
            "--watch",
        ]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
            start_new_session=True,
        )
        self.lines: Queue[str] = Queue()
        Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line)

    def until(self, words: str) -> str:
        """The first line that holds some words."""
        while words not in (line := self.lines.get(timeout=PATIENCE)):
            pass
        return line


@pytest.fixture
def command(watched: Path) -> Iterator[Command]:
    running = Command(watched)
    yield running
    running.process.kill()
    running.process.wait()


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal of Unix")
def test_the_command_follows_saves_in_every_way_that_editors_have_and_ends_with_ctrl_c(
    watched: Path, command: Command
) -> None:
    pytest.importorskip("watchfiles")
    command.until("built countries/albania.docx in")
    edit(watched, "Background text.", "Saved in place.")
    assert CHAPTER in command.until("built countries/albania.docx in")
    beside = (watched / CHAPTER).with_name(".chapter.md.swp")
    beside.write_text((watched / CHAPTER).read_text("utf-8").replace("Saved in place.", "Saved beside."), "utf-8")
    beside.replace(watched / CHAPTER)
    command.until("built countries/albania.docx in")
    edit(watched, "Saved beside.", "Broken.[^nowhere]")
    command.until("error[C301]")
    command.until("1 error")
    edit(watched, "Broken.[^nowhere]", "Mended.")
    command.until("built countries/albania.docx in")
    command.process.send_signal(signal.SIGINT)
    assert command.process.wait(PATIENCE) == 0
