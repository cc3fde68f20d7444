"""Measure batches, and write what was measured to benchmarks/BATCH.md.

    python -m benchmarks.batch             10,000 documents
    python -m benchmarks.batch --short     2,000 documents

Everything is measured in one run on one machine, so that the ratios hold where the times do not.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate

from benchmarks.plain import PLACES, plain_environment
from iomreport.publish.batch import Options, run_batch
from iomreport.publish.builder import DocumentBuilder
from iomreport.publish.report import ReportRow, Summary
from iomreport.strategy.context import make_context, template_values
from iomreport.strategy.extract import extract
from iomreport.strategy.load.loader import load

REPOSITORY = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).with_name("BATCH.md")
MEMORY = "/dev/shm"
"""A file system in memory, where there is one, so that both sides are measured and not the disk."""
ROUNDS = 5
WARM = 500
"""Documents after which memory is first looked at."""
PLAN = """\
layout: none
matrices:
  - targets: [countries]
    recipients: recipients.csv
    output: "{country.slug}/{recipient.id}.{format}"
"""
EDITION = """\
layout: none
output: edition
matrices:
  - targets: [strategy, countries]
    output: "{target}.{format}"
"""
NAIVE = r"""import re
from pathlib import Path
import jinja2, yaml
from docxtpl import DocxTemplate

def read(path):
    return yaml.safe_load(Path(path).read_text("utf-8"))

def prose(text):
    part = template.new_subdoc()
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        part.add_paragraph(paragraph)
    return part

folder = Path("content/countries/albania")
template = DocxTemplate("templates/country.docx")
country, strategy, labels = read(folder / "country.yaml"), read("content/strategy.yaml"), read("content/labels.yaml")
head, *parts = re.split(r"(?m)^## ", (folder / "chapter.md").read_text("utf-8"))
sections = [(title, body) for title, _, body in (part.partition("\n") for part in parts)]
country["background"] = prose(head)
country["priorities"] = [{"title": title, "body": prose(body)} for title, body in sections]
environment = jinja2.Environment(undefined=jinja2.ChainableUndefined)
environment.filters["headings"] = lambda value, level=0: value
chapter = {"country": country, "groups": read(folder / "projects.yaml")}
names = {"country": country, "chapter": chapter, "strategy": strategy, "labels": labels["en"]}
template.render(names, environment)
template.save("naive.docx")
"""


@dataclass(slots=True)
class Memory:
    """Looks at the resident memory of this process and of its workers, in MB."""

    warm: dict[int, float] = field(default_factory=dict[int, float])
    most: dict[int, float] = field(default_factory=dict[int, float])
    seen: int = 0

    def begin(self, total: int) -> None:
        pass

    def row(self, row: ReportRow) -> None:
        self.seen += 1
        if self.seen < WARM or self.seen % 100:
            return
        workers = [process.pid for process in multiprocessing.active_children() if process.pid]
        for pid in (os.getpid(), *workers):
            now = resident(pid)
            self.warm.setdefault(pid, now)
            self.most[pid] = max(self.most.get(pid, 0.0), now)

    def end(self, summary: Summary) -> None:
        pass

    @property
    def growth(self) -> tuple[float, float]:
        """MB by which this process, and the worker that grew most, grew after the first documents."""
        grown = {pid: self.most[pid] - self.warm[pid] for pid in self.warm}
        own = grown.pop(os.getpid(), 0.0)
        return own, max(grown.values(), default=0.0)


def resident(pid: int) -> float:
    """Resident memory of a process in MB."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")), 0.0)


def prepare(project: Path, documents: int) -> None:
    """Write the edition with a list of recipients, each of a country in turn."""
    for name in ("content", "templates"):
        shutil.copytree(REPOSITORY / name, project / name)
    slugs = sorted(path.name for path in (project / "content/countries").iterdir())
    rows = (
        f"r{number},Ministry of the Interior {number},IOM/{number},{slugs[number % len(slugs)]}"
        for number in range(documents)
    )
    (project / "recipients.csv").write_text("\n".join(("id,recipient,reference,country", *rows)) + "\n")
    (project / "batch.yaml").write_text(PLAN)
    (project / "edition.yaml").write_text(EDITION)
    (project / "naive.py").write_text(NAIVE)


def batch_seconds(project: Path, jobs: int, memory: Memory | None = None) -> float:
    """The wall time of a run that makes everything."""
    for folder in ("output", ".iomreport"):
        shutil.rmtree(project / folder, ignore_errors=True)
    start = time.perf_counter()
    summary = run_batch(project / "batch.yaml", project, Options(jobs=jobs), [memory] if memory is not None else ())
    seconds = time.perf_counter() - start
    if summary.failed:
        raise SystemExit(f"{summary.failed} documents failed")
    return seconds


def burn(rounds: int) -> int:
    """Work that only a processor does."""
    value = 1
    for number in range(rounds):
        value = (value * 1_103_515_245 + number) & 0x7FFFFFFF
    return value


def bare_gain(rounds: int) -> float:
    """How many times the work of one bare process two do in the same time."""
    context = multiprocessing.get_context("fork")

    def seconds(count: int) -> float:
        processes = [context.Process(target=burn, args=(rounds,)) for _ in range(count)]
        start = time.perf_counter()
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        return time.perf_counter() - start

    return 2 * seconds(1) / seconds(2)


def docxtpl_seconds(project: Path, documents: int) -> float:
    """The wall time of plain docxtpl in one process, for documents of the same extracts and templates.

    Prose comes as finished WordprocessingML, and notes, lists and contents are left out: docxtpl is spared that work.
    """
    strategy = load(project)
    press = DocumentBuilder(project, strategy)
    environment = plain_environment(press.templates.open(project / "templates/country.docx", "country.docx").store)
    contexts = [
        {**template_values(make_context(extract(strategy, countries=[country.code]))), **PLACES}
        for country in strategy.countries
    ]
    output = project / "docxtpl"
    output.mkdir()

    def make(number: int) -> None:
        template: Any = DocxTemplate(project / "templates/country.docx")
        values = {**contexts[number % len(contexts)], "recipient": f"Ministry {number}"}
        template.render(values, environment, autoescape=True)
        template.save(output / f"{number}.docx")

    for number in range(len(contexts)):
        make(number)
    start = time.perf_counter()
    for number in range(documents):
        make(number)
    return time.perf_counter() - start


def disk_gain(documents: int, peer: int) -> float:
    """How many times plain docxtpl two processes are where both write to the disk."""
    with tempfile.TemporaryDirectory(prefix="batch-") as folder:
        project = Path(folder)
        prepare(project, documents)
        two = best(lambda: batch_seconds(project, 2), 2)
        return docxtpl_seconds(project, peer) / peer * documents / two


def best(measure: Callable[[], float], times: int) -> float:
    """The least of some measurements: what the machine can do when nothing else runs on it."""
    return min(measure() for _ in range(times))


def command_seconds(project: Path, *arguments: str) -> float:
    """The wall time of a Python process."""
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=project, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def layout_costs(project: Path) -> Iterator[tuple[str, float]]:
    """Seconds that the layout pass of each engine adds to a document, as an average over the extracts."""
    plan = project / "edition.yaml"
    plan.write_text(EDITION.replace("[strategy, countries]", "[countries]"))
    seconds: dict[str, float] = {}
    for engine in ("none", "embedded", "libreoffice"):
        with tempfile.TemporaryDirectory() as cache:
            os.environ["IOMREPORT_CACHE"] = cache
            try:
                run_batch(plan, project, Options(jobs=1, force=True, layout="none"))
                start = time.perf_counter()
                summary = run_batch(plan, project, Options(jobs=1, force=True, layout=engine))
                seconds[engine] = (time.perf_counter() - start) / summary.total
            except Exception as error:
                print(f"{engine}: {error}", file=sys.stderr)
            finally:
                del os.environ["IOMREPORT_CACHE"]
    plan.write_text(EDITION)
    yield from ((engine, spent - seconds["none"]) for engine, spent in seconds.items() if engine != "none")


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.batch")
    parser.add_argument("--short", action="store_true", help="2,000 documents instead of 10,000")
    parser.add_argument("--docxtpl", type=int, default=300, help="documents for plain docxtpl (default: 300)")
    parser.add_argument("--folder", default=MEMORY if Path(MEMORY).is_dir() else None, help="where to write")
    asked = parser.parse_args()
    documents = 2_000 if asked.short else 10_000
    peer = asked.docxtpl
    with tempfile.TemporaryDirectory(prefix="batch-", dir=asked.folder) as folder:
        project = Path(folder)
        prepare(project, documents)
        report = _measure(project, documents, peer)
    RESULTS.write_text(report, "utf-8")
    print(report)
    return 0


def _measure(project: Path, documents: int, peer: int) -> str:
    folder = str(project)
    memory = Memory()
    # The first run of all, in which the state of the batch grows too.
    batch_seconds(project, 2, memory)
    # One after the other in each round, so that what else runs on the machine meets all three alike.
    rounds = [(batch_seconds(project, 1), batch_seconds(project, 2), bare_gain(8_000_000)) for _ in range(ROUNDS)]
    one, two = min(each[0] for each in rounds), min(each[1] for each in rounds)
    # The round in the middle: its three times were measured within seconds.
    alone, together, bare = sorted(rounds, key=lambda each: each[0] / each[1] / each[2])[ROUNDS // 2]
    gain = alone / together
    plain = docxtpl_seconds(project, peer) / peer
    own, worker = memory.growth
    on_disk = disk_gain(documents, peer)
    many = best(lambda: command_seconds(project, "-m", "iomreport", "batch", "batch.yaml", "-q"), 4)
    command_seconds(project, "-m", "iomreport", "batch", "edition.yaml", "-q")
    nothing = best(lambda: command_seconds(project, "-m", "iomreport", "batch", "edition.yaml", "-q"), 8)
    naive = best(lambda: command_seconds(project, "naive.py"), 8)
    rows = (
        ("Documents", f"{documents:,}", ""),
        ("One process", f"{one:.1f} s, {documents / one:,.0f} a second", ""),
        ("Two processes", f"{two:.1f} s, {documents / two:,.0f} a second", ""),
        ("Gain of two processes", f"{gain:.2f}", ""),
        ("Gain of two bare processor-bound processes", f"{bare:.2f}", ""),
        ("Gain against the bare gain", f"{gain / bare:.2f}", "at least 0.85"),
        ("Plain docxtpl, one process", f"{1 / plain:,.1f} a second, over {peer:,} documents", ""),
        ("One process against plain docxtpl", f"{plain * documents / one:,.0f} ×", ""),
        ("Two processes against plain docxtpl", f"{plain * documents / two:,.0f} ×", "at least 60 ×"),
        ("The same with both on disk", f"{on_disk:,.0f} ×", ""),
        (f"Memory of the parent after the first {WARM}", f"+{own:.1f} MB", "under 20 MB"),
        (f"Memory of a worker after the first {WARM}", f"+{worker:.1f} MB", "under 20 MB"),
        ("A run with nothing to do, the edition", f"{nothing * 1000:.0f} ms", ""),
        ("One extract by a plain docxtpl script", f"{naive * 1000:.0f} ms", ""),
        ("Nothing to do against one extract by docxtpl", f"{nothing / naive:.2f}", "under 0.4"),
        (f"A run with nothing to do, {documents:,} documents", f"{many * 1000:.0f} ms", ""),
        *(
            (f"Layout by {engine}", f"+{seconds * 1000:.0f} ms a document", "")
            for engine, seconds in layout_costs(project)
        ),
    )
    lines = ("| What | Measured | Wanted |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows))
    table = "\n".join(lines)
    machine = f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    return (
        "# Batches, measured\n\n"
        "`make bench-batch` writes this page.\n\n"
        f"On {machine}. There is no layout pass on either side, but for\n"
        "the last lines. Documents are the extracts of all countries, each for a recipient of its own, written to\n"
        f"files {'in memory (/dev/shm)' if folder.startswith(MEMORY) else 'on disk'} on both sides. Plain docxtpl is\n"
        "given finished WordprocessingML for prose, and leaves notes, lists and contents out.\n"
        "Its script for one extract reads the country's files and makes a sub-document of each text.\n\n"
        f"{table}\n"
    )


if __name__ == "__main__":
    sys.exit(main())
