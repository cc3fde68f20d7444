"""Measure an edit and what follows it, and write what was measured to benchmarks/EDIT.md and edit.json.

    python -m benchmarks.edit              5 rounds
    python -m benchmarks.edit --rounds 3

Ours are whole processes. Beside them a LibreOffice opens the finished documents of the same state, updates their
indexes and saves them. All is measured in one run on one machine, one after the other in each round, so that the ratios
hold where the times do not.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import platform
import re
import shutil
import statistics
import string
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from iomreport.diagnostics.finding import Diagnostic
from iomreport.layout.libreoffice import Installation, find_office

REPOSITORY = Path(__file__).resolve().parent.parent
RESULTS, FIGURES = Path(__file__).with_name("EDIT.md"), Path(__file__).with_name("edit.json")
PEER = Path(__file__).with_name("office_indexes.py")
MEMORY = "/dev/shm"
COPIES, RECIPIENTS = 8, 2_000
WANTED = {
    "edit, strategy": 0.25,
    "edit, all": 0.3,
    "first": 0.6,
    "time of 112 countries": 9.0,
    "memory of 112 countries": 3.0,
    "batch": 0.04,
}
"""What each ratio is to be at the most."""
PLAN = """\
matrices:
  - targets: [countries]
    recipients: recipients.csv
    output: "{country.slug}/{recipient.id}.{format}"
"""


@dataclass(frozen=True, slots=True)
class Spent:
    """The wall time of a process in seconds, and its peak memory in MB."""

    seconds: float
    megabytes: float


def command(project: Path, cache: Path, *arguments: str) -> Spent:
    """What a run of our command takes, with its layouts and all else kept in a folder."""
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "IOMREPORT_CACHE": str(cache)}
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "iomreport", *arguments], cwd=project, env=environment, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"iomreport {' '.join(arguments)} failed")
    return Spent(seconds, usage.ru_maxrss / 1024)


class Peer:
    """LibreOffice, with a profile that it made before."""

    def __init__(self, office: Installation, folder: Path) -> None:
        self.office = office
        self.profile = folder / "profile"
        self.profile.mkdir()
        self.each([])

    def each(self, documents: Iterable[Path]) -> list[float]:
        """The seconds of each document in one process."""
        command = [str(self.office.python), str(PEER), str(self.office.program), str(self.profile)]
        done = subprocess.run([*command, *map(str, documents)], capture_output=True, text=True, check=True)
        seconds: list[float] = json.loads(done.stdout)
        return seconds

    def whole(self, documents: Iterable[Path]) -> float:
        """The seconds of a process from its start to its end."""
        start = time.perf_counter()
        self.each(documents)
        return time.perf_counter() - start


def edit(project: Path, number: int) -> None:
    """Change one paragraph of one country."""
    chapter = project / "content/countries/kosovo/chapter.md"
    heading, paragraph, *rest = chapter.read_text("utf-8").split("\n\n")
    words = re.sub(r" Edited \d+ times\.$", "", paragraph)
    chapter.write_text("\n\n".join((heading, f"{words} Edited {number} times.", *rest)), "utf-8")


def multiply(project: Path, copies: int) -> None:
    """Make an edition of so many times the countries, each under a name and a code of its own."""
    strategy = project / "content/strategy.yaml"
    folders = sorted(path for path in (project / "content/countries").iterdir() if path.is_dir())
    facts = {path: (path / "country.yaml").read_text("utf-8") for path in folders}
    taken = {re.search(r"(?m)^code: (\w\w)", text)[1] for text in facts.values()}  # type: ignore[index]
    free = (code for code in map("".join, itertools.product(string.ascii_uppercase, repeat=2)) if code not in taken)
    added: list[str] = []
    for number, path in itertools.product(range(2, copies + 1), folders):
        slug = f"{path.name}-{number}"
        shutil.copytree(path, path.with_name(slug))
        text = re.sub(r"(?m)^(  (?:short|long|annex|definite): .*?)\"?$", rf"\1 {number}", facts[path])
        text = re.sub(r"(?m)^code: \w\w", f"code: {next(free)}", text)
        (path.with_name(slug) / "country.yaml").write_text(re.sub(r"(?m)^status: .*\n", "", text), "utf-8")
        chapter = path.with_name(slug) / "chapter.md"
        # Other words, so that no chapter looks like another.
        chapter.write_text(
            chapter.read_text("utf-8").replace("# Background\n\n", f"# Background\n\nEdition {number}. ", 1), "utf-8"
        )
        added.append(slug)
    text = strategy.read_text("utf-8")
    listed = "".join(f"  - {slug}\n" for slug in added)
    strategy.write_text(text.replace("  - slovenia\n", f"  - slovenia\n{listed}", 1), "utf-8")


def copy_project(folder: Path) -> Path:
    for name in ("content", "templates"):
        shutil.copytree(REPOSITORY / name, folder / name)
    return folder


def edits(project: Path, folder: Path, peer: Peer, rounds: int) -> dict[str, float]:
    """The medians of builds after an edit and of first builds, and of LibreOffice, in seconds."""
    cache, nothing = folder / "cache", folder / "nothing"
    documents = [project / "output/strategy.docx"]
    times: dict[str, list[float]] = {}
    for number in range(rounds + 1):
        edit(project, 2 * number)
        spent = {"edit, strategy": command(project, cache, "build", "strategy", "-q").seconds}
        spent["LibreOffice, strategy"] = peer.whole(documents)
        edit(project, 2 * number + 1)
        spent["edit, all"] = command(project, cache, "build", "-q").seconds
        shutil.rmtree(nothing, ignore_errors=True)
        shutil.rmtree(project / "output")
        spent["first"] = command(project, nothing, "build", "-q").seconds
        documents = sorted(path for path in (project / "output").rglob("*.docx") if ".saved" not in path.name)
        spent["LibreOffice, all"] = peer.whole(documents)
        documents = [project / "output/strategy.docx"]
        # The first round is for what is compiled and cached by the machine.
        for name, seconds in spent.items() if number else ():
            times.setdefault(name, []).append(seconds)
    return {name: statistics.median(each) for name, each in times.items()}


def growth(folder: Path, rounds: int) -> dict[str, Spent]:
    """First builds of the strategy of 14 and of 112 countries, with nothing kept."""
    found: dict[str, list[Spent]] = {"14 countries": [], f"{14 * COPIES} countries": []}
    few, many = copy_project(folder / "few"), copy_project(folder / "many")
    multiply(many, COPIES)
    for _ in range(rounds):
        for name, project in zip(found, (few, many), strict=True):
            shutil.rmtree(folder / "nothing", ignore_errors=True)
            found[name].append(command(project, folder / "nothing", "build", "strategy", "--force", "-q"))
    return {
        name: Spent(statistics.median(each.seconds for each in all_), max(each.megabytes for each in all_))
        for name, all_ in found.items()
    }


def batch(project: Path, folder: Path, peer: Peer) -> tuple[float, float]:
    """Seconds a document, for recipients of every extract with page numbers, and for a LibreOffice that runs."""
    slugs = sorted(path.name for path in (project / "content/countries").iterdir())
    rows = (f"r{each},Ministry {each},IOM/{each},{slugs[each % len(slugs)]}" for each in range(RECIPIENTS))
    (project / "recipients.csv").write_text("\n".join(("id,recipient,reference,country", *rows)) + "\n")
    (project / "batch.yaml").write_text(PLAN)
    ours = command(project, folder / "batch", "batch", "batch.yaml", "-q").seconds / RECIPIENTS
    documents = [next((project / "output" / slug).glob("*.docx")) for slug in slugs]
    # The first of a process is not warm.
    return ours, statistics.mean(peer.each([documents[0], *documents])[1:])


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.edit")
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    office = find_office()
    if isinstance(office, Diagnostic):
        raise SystemExit(office.message)
    with tempfile.TemporaryDirectory(prefix="edit-", dir=MEMORY if Path(MEMORY).is_dir() else None) as temporary:
        folder = Path(temporary)
        project = copy_project(folder / "project")
        peer = Peer(office, folder)
        times = edits(project, folder, peer, rounds)
        grown = growth(folder, max(rounds // 2, 1))
        ours, warm = batch(project, folder, peer)
    few, many = grown.values()
    ratios = {
        "edit, strategy": times["edit, strategy"] / times["LibreOffice, strategy"],
        "edit, all": times["edit, all"] / times["LibreOffice, strategy"],
        "first": times["first"] / times["LibreOffice, all"],
        "time of 112 countries": many.seconds / few.seconds,
        "memory of 112 countries": many.megabytes / few.megabytes,
        "batch": ours / warm,
    }
    measured = {
        "edit, strategy": ("One paragraph edited, `build strategy`", times["edit, strategy"], "LibreOffice, strategy"),
        "edit, all": ("One paragraph edited, `build`", times["edit, all"], "LibreOffice, strategy"),
        "first": ("First build of all, nothing kept", times["first"], "LibreOffice, all"),
    }
    lines = [
        f"| {what} | {seconds:.2f} s | {times[other]:.2f} s | {ratios[name]:.2f} | {WANTED[name]:.2f} |"
        for name, (what, seconds, other) in measured.items()
    ]
    lines += (
        f"| Strategy of {14 * COPIES} countries for that of 14, nothing kept"
        f" | {many.seconds:.1f} s | {few.seconds:.1f} s"
        f" | {ratios['time of 112 countries']:.1f} | {WANTED['time of 112 countries']:.0f} |",
        f"| Its peak memory | {many.megabytes:.0f} MB | {few.megabytes:.0f} MB"
        f" | {ratios['memory of 112 countries']:.1f} | {WANTED['memory of 112 countries']:.0f} |",
        f"| Batch of {RECIPIENTS:,} with page numbers, a document | {ours * 1000:.1f} ms | {warm * 1000:.0f} ms"
        f" | {ratios['batch']:.3f} | {WANTED['batch']:.2f} |",
    )
    table = "\n".join(("| What | Ours | LibreOffice, or less | Ratio | At most |", "|---|---|---|---|---|", *lines))
    machine = (
        f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()},"
        f" LibreOffice {office.version}"
    )
    report = (
        "# An edit and what follows it, measured\n\n"
        "`make bench-edit` writes this page.\n\n"
        f"On {machine}; medians of {rounds} rounds, in each of which\n"
        "all are measured one after the other. Ours are whole processes that load the content, make the documents\n"
        "and number their pages. Beside them one LibreOffice starts with a profile that it made before, opens the\n"
        "finished documents, updates their indexes and saves them; for the batch it runs already.\n\n"
        f"{table}\n"
    )
    RESULTS.write_text(report, "utf-8")
    FIGURES.write_text(json.dumps({"ratios": ratios, "seconds": times}, indent=1) + "\n", "utf-8")
    print(report)
    return 0


if __name__ == "__main__":
    sys.exit(main())
