"""The rendering engine beside plain docxtpl, on the project's own edition, interleaved in one run.

    python -m benchmarks.engine [--rounds N]

Each round renders a document for a fresh recipient, in memory, without a layout pass: with plain docxtpl as its README
shows (a new `DocxTemplate`, autoescape, strict undefined, prose handed to it as ready markup), with the engine and the
fast deflate back-end, with the engine and the standard library, and the physical floor: joining, encoding and packing
the finished parts. Medians count; the machine may be busy, so only ratios within a run say something.
"""

from __future__ import annotations

import argparse
import io
import json
import platform
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from iomreport.build.fingerprints import field_digests
from iomreport.build.press import Press, Ready
from iomreport.document.extract import extract
from iomreport.document.template import Template
from iomreport.document.view import template_values
from iomreport.markup.nodes import Prose
from iomreport.source import load
from iomreport.word.markers import END, START
from iomreport.word.package import pack, write_package
from iomreport.word.prose import HEADINGS_START, write_prose

ROOT = Path(__file__).resolve().parent.parent
MARKER = re.compile(f"{START}[^{END}]*{END}")
KINDS = {"extract": ("country", "AL"), "strategy": ("strategy", "")}


@dataclass
class Case:
    """One document to make: the template's bytes, and the press and template of each back-end."""

    template: bytes
    ready: Ready
    presses: dict[str, tuple[Press, Template]]
    values: dict[str, Any]
    environment: Environment


def prepare(kind: str, key: str) -> Case:
    strategy = load(ROOT)
    part = extract(strategy, countries=[key]) if key else strategy
    path = ROOT / "templates" / f"{kind}.docx"
    presses: dict[str, tuple[Press, Template]] = {}
    for back_end in ("fast", "standard"):
        press = Press(ROOT, strategy, deflate=back_end, plain=True)
        presses[back_end] = (press, press.open(path))
    press, template = presses["fast"]
    ready = press.ready(part, kind, field_digests(part))
    values = dict(template_values(ready.context))
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    known: dict[tuple[int, int], Markup] = {}

    def markup(prose: Prose, level: int = HEADINGS_START) -> Markup:
        # Prose is ready before the clock starts: the first, uncounted round fills this.
        at = (id(prose), level)
        if at not in known:
            known[at] = Markup(MARKER.sub("1", write_prose(prose, template.store, level)))
        return known[at]

    environment.filters["headings"] = markup
    environment.finalize = lambda value: markup(value) if isinstance(value, Prose) else value
    values |= {name: Markup("<w:p/>") for name in ("contents", "matrix", "tables", "figures")}
    return Case(path.read_bytes(), ready, presses, values, environment)


def with_docxtpl(case: Case, recipient: str) -> bytes:
    document = DocxTemplate(io.BytesIO(case.template))
    document.render({**case.values, "recipient": recipient}, jinja_env=case.environment, autoescape=True)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def with_engine(case: Case, back_end: str, recipient: str) -> bytes:
    press, template = case.presses[back_end]
    return press.print(case.ready, template, {"recipient": recipient}, plain=True).content


def floor_of(case: Case, back_end: str) -> Callable[[], bytes]:
    """Joining, encoding and packing the finished parts, with nothing else done."""
    press, template = case.presses[back_end]
    archive = zipfile.ZipFile(io.BytesIO(with_engine(case, back_end, "Floor")))
    members = {member.name: member for member in template.compiled.members}
    changed = {
        name: archive.read(name).decode()
        for name in archive.namelist()
        if name not in members or archive.read(name) != members[name].content()
    }
    pieces = {name: re.split(r"(?<=>)(?=<w:p[ >])", text) for name, text in changed.items()}
    deflater = press.packer.deflater

    def floor() -> bytes:
        made = {name: pack(name, "".join(parts).encode(), deflater) for name, parts in pieces.items()}
        return write_package([made.pop(name, member) for name, member in members.items()] + list(made.values()))

    return floor


def measure(kind: str, rounds: int) -> tuple[dict[str, float], dict[str, int]]:
    """Median seconds of each way, and the sizes of what they wrote."""
    case = prepare(*KINDS[kind])
    floors = {back_end: floor_of(case, back_end) for back_end in case.presses}
    ways: dict[str, Callable[[str], bytes]] = {
        "docxtpl": lambda recipient: with_docxtpl(case, recipient),
        "fast": lambda recipient: with_engine(case, "fast", recipient),
        "standard": lambda recipient: with_engine(case, "standard", recipient),
        "floor": lambda recipient: floors["fast"](),
    }
    times: dict[str, list[float]] = {way: [] for way in ways}
    sizes: dict[str, int] = {}
    for number in range(rounds + 1):
        for way, make in ways.items():
            start = time.perf_counter()
            content = make(f"Ministry number {number}")
            if number:
                times[way].append(time.perf_counter() - start)
            sizes[way] = len(content)
    return {way: statistics.median(each) for way, each in times.items()}, sizes


def growth(documents: int = 5_000, first: int = 100) -> float:
    """By how many megabytes the peak memory grows from the hundredth to the last extract."""
    case = prepare(*KINDS["extract"])
    before = 0
    for number in range(documents):
        if number == first:
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with_engine(case, "fast", f"Ministry number {number}")
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


NAIVE = """
from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup
from iomreport import extract, load
from iomreport.document.view import make_context, template_values
from iomreport.markup.nodes import Prose
from iomreport.markup.walk import plain_text
def markup(prose, level=2):
    return Markup("<w:p><w:r><w:t>{}</w:t></w:r></w:p>").format(plain_text(prose))
environment = Environment(autoescape=True, undefined=StrictUndefined)
environment.filters["headings"] = markup
environment.finalize = lambda value: markup(value) if isinstance(value, Prose) else value
values = dict(template_values(make_context(extract(load("."), countries=["AL"]))))
values |= {name: Markup("<w:p/>") for name in ("contents", "matrix", "tables", "figures")}
document = DocxTemplate("templates/country.docx")
document.render(values, jinja_env=environment, autoescape=True)
document.save(OUT)
"""


def command_ratio(rounds: int = 7) -> float:
    """The command over a script that loads the same content with the same models and renders it with docxtpl."""
    with tempfile.TemporaryDirectory() as folder:
        naive = [sys.executable, "-c", NAIVE.replace("OUT", repr(f"{folder}/naive.docx"))]
        ours = [sys.executable, "-m", "iomreport", "build", "albania", "--layout", "none", "-q", "-o", folder]
        times: dict[str, list[float]] = {"ours": [], "naive": []}
        for number in range(rounds + 1):
            for name, command in (("ours", ours), ("naive", naive)):
                start = time.perf_counter()
                subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
                if number:
                    times[name].append(time.perf_counter() - start)
    return statistics.median(times["ours"]) / statistics.median(times["naive"])


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=30)
    rounds = options.parse_args().rounds
    results: dict[str, Any] = {"ratio": {}, "floor": {}}
    lines = [
        "# The rendering engine, measured",
        "",
        f"`make bench`, {rounds} interleaved rounds, Python {platform.python_version()}, {platform.machine()},"
        f" {platform.system()}. Medians in milliseconds; ratios are to plain docxtpl in the same run.",
        "",
        "| document | docxtpl | engine, isal | ratio | engine, zlib | ratio | floor | over the floor |"
        " size to docxtpl's |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for kind in KINDS:
        medians, sizes = measure(kind, rounds)
        ratio = {way: medians["docxtpl"] / medians[way] for way in ("fast", "standard")}
        results["ratio"][kind] = {way: round(value, 1) for way, value in ratio.items()}
        results["floor"][kind] = round(medians["fast"] / medians["floor"], 2)
        ms = {way: f"{value * 1000:.2f}" for way, value in medians.items()}
        lines.append(
            f"| {kind} | {ms['docxtpl']} | {ms['fast']} | {ratio['fast']:.0f} × | {ms['standard']} |"
            f" {ratio['standard']:.0f} × | {ms['floor']} | {results['floor'][kind]} × |"
            f" {sizes['fast'] / sizes['docxtpl']:.2f} × |"
        )
    results["growth_mb"] = round(growth(), 2)
    results["cli"] = round(command_ratio(), 2)
    results["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
    lines += [
        "",
        f"Memory grows by {results['growth_mb']} MB from the 100th to the 5,000th extract; the peak of the whole"
        f" measurement is {results['peak_mb']} MB.",
        "",
        f"`iomreport build albania --layout none` takes {results['cli']} of the wall time of a script that loads the"
        " same content with the same models and renders it with plain docxtpl.",
        "",
    ]
    (ROOT / "benchmarks" / "RESULTS.md").write_text("\n".join(lines), "utf-8")
    (ROOT / "benchmarks" / "results.json").write_text(json.dumps(results, indent=2) + "\n", "utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
