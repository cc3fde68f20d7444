"""Measure how long the PDFs of all extracts take, and write what was measured to benchmarks/PDF.md.

    python -m benchmarks.pdf

Everything is measured in one run on one machine, so that the ratios hold where the times do not.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from iomreport.diagnostics.finding import Diagnostic, Findings
from iomreport.layout.libreoffice import PDF_OPTIONS, find_office
from iomreport.pdf import remediation as pdf_mending
from iomreport.pdf.printer import open_printer
from iomreport.pdf.source import read_source
from iomreport.publish.builder import DocumentBuilder, open_engine
from iomreport.strategy.extract import extract
from iomreport.strategy.load.loader import load
from iomreport.strategy.origin import field_digests

REPOSITORY = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).with_name("PDF.md")
MEMORY = "/dev/shm"
ROUNDS = 5
WANTED = 5


def documents(project: Path) -> dict[str, bytes]:
    """The extracts of all countries as Word documents, by their slugs."""
    strategy = load(project)
    digests = field_digests(strategy)
    press = DocumentBuilder(project, strategy, layout=open_engine("auto", Findings()))
    template = press.open(project / "templates" / "country.docx")
    made = {
        country.slug: press.make(extract(strategy, countries=[country.code]), template, {}, country.slug, digests)
        for country in strategy.countries
    }
    press.close()
    return {name: document.content for name, document in made.items()}


def printed(made: Mapping[str, bytes], engines: int) -> float:
    """Seconds to print the documents, from engines that do not run yet to engines that are closed."""
    start = time.perf_counter()
    printer = open_printer("libreoffice", Findings(), engines)
    printer.start()
    try:
        # One more than engines, so that one document is mended while the next is laid out.
        with ThreadPoolExecutor(engines + 1) as pool:
            pdfs = list(pool.map(lambda each: printer.print(each[1], each[0]), made.items()))
    finally:
        printer.close()
    assert all(pdf.startswith(b"%PDF") for pdf in pdfs)
    return time.perf_counter() - start


def cold(made: Mapping[str, bytes]) -> float:
    """Seconds for one LibreOffice each with a fresh profile, asked for the same kind of PDF, unmended."""
    office = find_office()
    assert not isinstance(office, Diagnostic)
    kinds = {name: "boolean" if isinstance(value, bool) else "long" for name, value in PDF_OPTIONS.items()}
    options = {name: {"type": kinds[name], "value": str(value).lower()} for name, value in PDF_OPTIONS.items()}
    seconds = 0.0
    for name, document in made.items():
        with tempfile.TemporaryDirectory(prefix="cold-") as folder:
            source = Path(folder, f"{name}.docx")
            source.write_bytes(document)
            start = time.perf_counter()
            subprocess.run(
                [
                    str(office.program),
                    f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
                    "--headless",
                    "--convert-to",
                    f"pdf:writer_pdf_Export:{json.dumps(options)}",
                    "--outdir",
                    folder,
                    str(source),
                ],
                check=True,
                capture_output=True,
            )
            seconds += time.perf_counter() - start
            assert source.with_suffix(".pdf").exists()
    return seconds


def command(project: Path) -> float:
    """Seconds of the whole command, which loads the content, makes the documents and prints them; nothing is kept."""
    shutil.rmtree(project / "output", ignore_errors=True)
    with _nothing_kept() as environment:
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "iomreport", "build", "countries", "-f", "pdf", "-q"],
            cwd=project,
            env={**environment, "PYTHONPATH": str(REPOSITORY)},
            check=True,
            stdout=subprocess.DEVNULL,
        )
        return time.perf_counter() - start


@contextmanager
def _nothing_kept() -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory() as cache:
        yield {**os.environ, "IOMREPORT_CACHE": cache}


def shares(made: Mapping[str, bytes]) -> tuple[float, float, float]:
    """Milliseconds a document costs one running printer: made ready, laid out and written, mended."""
    mending = pdf_mending
    printer = open_printer("libreoffice", Findings(), 1)
    engine = printer.engines[0]
    spent = [0.0, 0.0, 0.0]
    try:
        printer.print(next(iter(made.values())), "warm")
        for name, document in made.items():
            times = [time.perf_counter()]
            manuscript = read_source(document, name)
            times.append(time.perf_counter())
            printout = engine.printout(manuscript.copy, manuscript.numbers, name)
            times.append(time.perf_counter())
            mending.RawPdf(printout, manuscript, engine.name, tagged=True).finish()
            times.append(time.perf_counter())
            for index in range(3):
                spent[index] += times[index + 1] - times[index]
    finally:
        printer.close()
    ready, laid, mended = (seconds / len(made) * 1000 for seconds in spent)
    return ready, laid, mended


def main() -> int:
    """Run the command."""
    with tempfile.TemporaryDirectory(prefix="pdf-", dir=MEMORY if Path(MEMORY).is_dir() else None) as folder:
        project = Path(folder)
        for name in ("content", "templates"):
            shutil.copytree(REPOSITORY / name, project / name)
        report = _measure(project)
    RESULTS.write_text(report, "utf-8")
    print(report)
    return 0


def _measure(project: Path) -> str:
    made = documents(project)
    # One after the other in each round, so that what else runs on the machine meets all alike.
    rounds = [(printed(made, 2), printed(made, 1), command(project), cold(made)) for _ in range(ROUNDS)]
    two, one, whole, each = (min(times) for times in zip(*rounds, strict=True))
    ready, laid, mended = shares(made)
    count = len(made)
    rows = (
        (f"{count} PDFs by one cold soffice each", f"{each:.1f} s, {each / count:.2f} s a document", "", ""),
        ("Our printer, two processes", f"{two:.1f} s", f"{each / two:.1f} ×", f"at least {WANTED} ×"),
        ("Our printer, one process", f"{one:.1f} s", f"{each / one:.1f} ×", ""),
        ("The whole command, `iomreport build countries -f pdf`", f"{whole:.1f} s", f"{each / whole:.1f} ×", ""),
        ("Of a document in a running printer: made ready", f"{ready:.0f} ms", "", ""),
        ("laid out and written by LibreOffice", f"{laid:.0f} ms", "", ""),
        ("mended and sealed", f"{mended:.0f} ms", "", ""),
    )
    lines = (
        "| What | Measured | Faster than cold | Wanted |",
        "|---|---|---|---|",
        *(f"| {' | '.join(row)} |" for row in rows),
    )
    table = "\n".join(lines)
    office = find_office()
    version = "" if isinstance(office, Diagnostic) else office.version
    machine = (
        f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}, LibreOffice {version}"
    )
    return (
        "# PDFs, measured\n\n"
        "`make bench-pdf` writes this page.\n\n"
        f"On {machine}; the best of {ROUNDS} rounds, in each\n"
        "of which all are measured one after the other. The documents are the extracts of all countries, assembled\n"
        "before. Our times hold everything from the start of the processes, each with a copy of the kept profile, to\n"
        "their end, and the mending. One cold soffice each has a fresh profile, is asked for the same tagged PDF, and\n"
        "its PDF is left as it is. The whole command starts, loads the content, makes the documents, numbers their\n"
        "contents and prints them, with nothing kept from before.\n\n"
        f"{table}\n"
    )


if __name__ == "__main__":
    sys.exit(main())
