"""The rendering engine beside plain docxtpl, on the project's own edition, interleaved in one run.

    python -m benchmarks.engine [--rounds N]

Each round renders a document for a fresh recipient, in memory, without a layout pass: with plain docxtpl as its README
shows (a new `DocxTemplate`, autoescape, strict undefined, prose handed to it as ready markup), with the engine and the
fast deflate back-end, with the engine and the standard library, and the physical floor: joining, encoding and packing
the finished parts. Medians count; the machine may be busy, so only ratios within a run say something.

The engine makes the documents that differ in their recipient alone from a master, in which the recipient is left open;
what the recipient stands in is filled, encoded and packed for each. Beside that it is measured without masters, when
every document is rendered from its template.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import platform
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from iomreport.build.fingerprints import field_digests
from iomreport.build.press import Press, Ready
from iomreport.document.assemble import Imprint, assemble, draft, packed
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
FLOORS = {"fast": "floor", "standard": "floor, standard"}
WARM = 3
"""Rounds that do not count: what is written or made once for a whole run is then there."""
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


def rendered(case: Case, back_end: str, recipient: str) -> bytes:
    """A document rendered from its template, as the first of its kind is."""
    press, template = case.presses[back_end]
    return assemble(template, values_of(case, recipient), press.packer, imprint_of(case, press)).content


def values_of(case: Case, recipient: str) -> Mapping[str, Any]:
    context = replace(case.ready.context, recipient=recipient, variables={"recipient": recipient})
    return template_values(context)


def imprint_of(case: Case, press: Press) -> Imprint:
    return Imprint(case.ready.core, None, press.references, press.words)


def steps(kind: str, rounds: int) -> dict[str, float]:
    """Where the time of a document that is rendered from its template goes: median seconds of each step."""
    case = prepare(*KINDS[kind])
    press, template = case.presses["fast"]
    times: dict[str, list[float]] = {"fill the template": [], "settle": [], "encode and pack": []}
    for number in range(rounds + 1):
        values = values_of(case, f"Ministry number {number}")
        start = time.perf_counter()
        template.render(values)
        filled = time.perf_counter()
        made = draft(template, values, imprint_of(case, press))
        drafted = time.perf_counter()
        assert made is not None
        packed(made, press.packer)
        end = time.perf_counter()
        if number:
            spent = (filled - start, max(0.0, drafted - filled - (filled - start)), end - drafted)
            for each, value in zip(times.values(), spent, strict=True):
                each.append(value)
    return {step: statistics.median(each) for step, each in times.items()}


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
        "rendered": lambda recipient: rendered(case, "fast", recipient),
        "floor": lambda recipient: floors["fast"](),
        "floor, standard": lambda recipient: floors["standard"](),
    }
    times: dict[str, list[float]] = {way: [] for way in ways}
    sizes: dict[str, int] = {}
    for number in range(-WARM, rounds):
        for way, make in ways.items():
            start = time.perf_counter()
            content = make(f"Ministry number {number}")
            if number >= 0:
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


def command_ratios(rounds: int = 7) -> tuple[float, float]:
    """The command over a script that loads the same content with the same models and renders it with docxtpl.

    The first is when the content is as it was at the last build, the second when it has changed since.
    """
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "IOMREPORT_CACHE": f"{folder}/cache"}
        naive = [sys.executable, "-c", NAIVE.replace("OUT", repr(f"{folder}/naive.docx"))]
        ours = [sys.executable, "-m", "iomreport", "build", "albania", "--layout", "none", "-q", "-o", folder]
        times: dict[str, list[float]] = {"known": [], "changed": [], "naive": []}
        for number in range(-1, rounds):
            for name, command in (("known", ours), ("changed", ours), ("naive", naive)):
                if name == "changed":
                    shutil.rmtree(f"{folder}/cache/editions")
                start = time.perf_counter()
                subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=environment)
                if number >= 0:
                    times[name].append(time.perf_counter() - start)
        known, changed, base = (statistics.median(each) for each in times.values())
    return known / base, changed / base


def machine() -> str:
    """What was measured on."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        processor = next(line.partition(": ")[2] for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        processor = platform.processor()
    versions = ", ".join(f"{name} {version(name)}" for name in ("docxtpl", "jinja2", "lxml", "isal"))
    return (
        f"{processor or platform.machine()}, {os.cpu_count()} processors, {platform.system()}, "
        f"Python {platform.python_version()}, {versions}"
    )


HEAD = """\
# The rendering engine, measured

`make bench` writes this page. {rounds} interleaved rounds on {machine}.

Medians in milliseconds; ratios are to plain docxtpl in the same run. Each round is for a fresh recipient, in memory,
without a layout pass. Plain docxtpl is given prose as ready markup; the notes, lists, contents, references and the
matrix are made by the engine alone. Sizes are to docxtpl's, with isal and with zlib.

| document | docxtpl | isal | ratio | zlib | ratio | floor, isal | over it | floor, zlib | over it | size |
|---|---|---|---|---|---|---|---|---|---|---|
"""
ROW = (
    "| {kind} | {docxtpl:.2f} | {fast:.2f} | {fast_ratio:.0f} × | {standard:.2f} | {standard_ratio:.0f} × | {floor:.2f}"
    " | {over:.2f} × | {standard_floor:.2f} | {standard_over:.2f} × | {size:.2f} ×, {standard_size:.2f} × |\n"
)
MASTERS = """
Documents that differ in their recipient alone are filled from a master: the template is rendered once with the
recipient left open, and the parts that it stands in are filled, encoded and packed for each. The first two documents of
a kind are rendered in full and compared with it. Without masters, when each is rendered from its template:

| document | rendered, isal | ratio | fill the template | settle | encode and pack |
|---|---|---|---|---|---|
"""
STEP = "| {kind} | {rendered:.2f} | {ratio:.0f} × | {fill:.2f} | {settle:.2f} | {pack:.2f} |\n"
TAIL = """
Filling is the template's own loops and fields, some of them thousands of look-ups that the sandbox proves; settling is
the contents, notes, lists, links and references of the document, and the matrix.

Memory grows by {growth_mb} MB from the 100th to the 5,000th extract; the peak of the whole measurement is {peak_mb} MB.

`iomreport build albania --layout none` takes {cli} of the wall time of a script that loads the same content with the
same models and renders it with plain docxtpl, and {cli_changed} of it when the content has changed since the last build
and is read anew. Of an unchanged edition the command hashes the files and takes the loaded form from the user's cache.
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=30)
    rounds = options.parse_args().rounds
    results: dict[str, Any] = {"machine": machine(), "rounds": rounds, "ratio": {}, "floor": {}, "size": {}}
    # Memory is measured first, before anything else has raised the peak.
    results["growth_mb"] = round(growth(), 2)
    page, more = HEAD.format(rounds=rounds, machine=results["machine"]), MASTERS
    for kind in KINDS:
        medians, sizes = measure(kind, rounds)
        ratio = {way: medians["docxtpl"] / medians[way] for way in ("fast", "standard", "rendered")}
        over = {way: medians[way] / medians[floor] for way, floor in FLOORS.items()}
        size = {way: sizes[way] / sizes["docxtpl"] for way in ("fast", "standard")}
        results["ratio"][kind] = {way: round(value, 1) for way, value in ratio.items()}
        results["floor"][kind] = round(over["fast"], 2)
        results["floor"][f"{kind}_standard"] = round(over["standard"], 2)
        results["size"][kind] = {way: round(value, 2) for way, value in size.items()}
        ms = {way: value * 1000 for way, value in medians.items()}
        page += ROW.format(
            kind=kind,
            docxtpl=ms["docxtpl"],
            fast=ms["fast"],
            standard=ms["standard"],
            floor=ms["floor"],
            standard_floor=ms["floor, standard"],
            fast_ratio=ratio["fast"],
            standard_ratio=ratio["standard"],
            over=over["fast"],
            standard_over=over["standard"],
            size=size["fast"],
            standard_size=size["standard"],
        )
        fill, settle, pack_ = (value * 1000 for value in steps(kind, rounds).values())
        more += STEP.format(
            kind=kind, rendered=ms["rendered"], ratio=ratio["rendered"], fill=fill, settle=settle, pack=pack_
        )
    known, changed = command_ratios()
    results["cli"], results["cli_changed"] = round(known, 2), round(changed, 2)
    results["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
    page += more + TAIL.format(**results)
    (ROOT / "benchmarks" / "RESULTS.md").write_text(page, "utf-8")
    (ROOT / "benchmarks" / "results.json").write_text(json.dumps(results, indent=2) + "\n", "utf-8")
    print(page)


if __name__ == "__main__":
    main()
