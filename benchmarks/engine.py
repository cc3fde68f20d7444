"""The rendering engine beside plain docxtpl, on the project's own edition, interleaved in one run.

    python -m benchmarks.engine [--rounds N]

Each round renders a document for a fresh recipient, in memory, without a layout pass: with plain docxtpl as its README
shows (a new `DocxTemplate`, autoescape, strict undefined, prose handed to it as ready markup), with the engine and the
fast deflate back-end, with the engine and the standard library, and the physical floor: joining, encoding and packing
the finished parts that the recipient changes. Medians of processor time count, in one thread, since the
machine may be busy with other things.

The engine renders what names the recipient for each document, and what does not once for all documents of an extract.
Beside that it is measured in full: as if no document had been made before, when all of the template is rendered.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import platform
import re
import resource
import statistics
import time
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Environment

from benchmarks.command import command_ratios
from benchmarks.plain import PLACES, plain_environment
from iomreport.publish.builder import DocumentBuilder, PreparedExtract
from iomreport.strategy.context import template_values
from iomreport.strategy.extract import extract
from iomreport.strategy.load.loader import load
from iomreport.strategy.origin import field_digests
from iomreport.template.render import Template
from iomreport.template.rendered import DocumentInfo, render_document, to_docx
from iomreport.word.package import pack, write_package

ROOT = Path(__file__).resolve().parent.parent
BACK_ENDS = {"fast": "fast", "standard": "standard", "full": "fast", "full, standard": "standard"}
"""The ways of the engine, and the back-end of each."""
FLOORS = {"fast": "floor", "standard": "floor, standard"}
WARM = 3
"""Rounds that do not count: what is written or made once for a whole run is then there."""
KINDS = {"extract": ("country", "AL"), "strategy": ("strategy", "")}


@dataclass
class Case:
    """One document to make: the template's bytes, and the press and template of each way of the engine."""

    template: bytes
    ready: PreparedExtract
    presses: dict[str, tuple[DocumentBuilder, Template]]
    values: dict[str, Any]
    environment: Environment


def prepare(kind: str, key: str) -> Case:
    strategy = load(ROOT)
    part = extract(strategy, countries=[key]) if key else strategy
    path = ROOT / "templates" / f"{kind}.docx"
    presses: dict[str, tuple[DocumentBuilder, Template]] = {}
    for way, back_end in BACK_ENDS.items():
        press = DocumentBuilder(ROOT, strategy, deflate=back_end, plain=True)
        presses[way] = (press, press.templates.open(path, path.name))
    press, template = presses["fast"]
    ready = press.prepare(part, kind, field_digests(part))
    values = dict(template_values(ready.context))
    values |= PLACES
    environment = plain_environment(template.store)
    return Case(path.read_bytes(), ready, presses, values, environment)


def with_docxtpl(case: Case, recipient: str) -> bytes:
    document = DocxTemplate(io.BytesIO(case.template))
    document.render({**case.values, "recipient": recipient}, jinja_env=case.environment, autoescape=True)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def with_engine(case: Case, way: str, recipient: str) -> bytes:
    press, template = case.presses[way]
    return press.document(case.ready, template, {"recipient": recipient}, plain=True).content


def in_full(case: Case, way: str, recipient: str) -> bytes:
    """A document that is made as if none had been made before; what stays is prose that is written once."""
    case.presses[way][1].merge_templates.clear()
    return with_engine(case, way, recipient)


def values_of(case: Case, recipient: str) -> Mapping[str, Any]:
    context = replace(case.ready.context, recipient=recipient, variables={"recipient": recipient})
    return template_values(context)


def imprint_of(case: Case, press: DocumentBuilder) -> DocumentInfo:
    return DocumentInfo(case.ready.core, None, press.references, press.words, case.ready.placeholders)


def steps(kind: str, rounds: int) -> dict[str, float]:
    """Where the time of a document that is made in full goes: median seconds of each step."""
    case = prepare(*KINDS[kind])
    press, template = case.presses["fast"]
    times: dict[str, list[float]] = {"fill the template": [], "settle and encode": [], "pack": []}
    for number in range(rounds + 1):
        values = values_of(case, f"Ministry number {number}")
        start = time.process_time()
        template.render(values)
        filled = time.process_time()
        made = render_document(template, values, imprint_of(case, press))
        drafted = time.process_time()
        assert made is not None
        to_docx(made, press.packer)
        end = time.process_time()
        if number:
            spent = (filled - start, max(0.0, drafted - filled - (filled - start)), end - drafted)
            for each, value in zip(times.values(), spent, strict=True):
                each.append(value)
    return {step: statistics.median(each) for step, each in times.items()}


def floor_of(case: Case, back_end: str) -> Callable[[], bytes]:
    """Joining, encoding and packing the finished parts that the recipient changes, with nothing else done."""
    press, template = case.presses[back_end]
    one, other = (zipfile.ZipFile(io.BytesIO(with_engine(case, back_end, each))) for each in ("One", "Other"))
    members = {member.name: member for member in template.compiled.members}
    deflater = press.packer.deflater
    members |= {name: pack(name, one.read(name), deflater) for name in one.namelist()}
    changed = {name: one.read(name).decode() for name in one.namelist() if one.read(name) != other.read(name)}
    pieces = {name: re.split(r"(?<=>)(?=<w:p[ >])", text) for name, text in changed.items()}

    def floor() -> bytes:
        made = {name: pack(name, "".join(parts).encode(), deflater) for name, parts in pieces.items()}
        return write_package(made.get(name, member) for name, member in members.items())

    return floor


def measure(kind: str, rounds: int) -> tuple[dict[str, float], dict[str, int]]:
    """Median seconds of each way, and the sizes of what they wrote."""
    case = prepare(*KINDS[kind])
    floors = {back_end: floor_of(case, back_end) for back_end in FLOORS}
    ways: dict[str, Callable[[str], bytes]] = {
        "docxtpl": lambda recipient: with_docxtpl(case, recipient),
        "fast": lambda recipient: with_engine(case, "fast", recipient),
        "standard": lambda recipient: with_engine(case, "standard", recipient),
        "full": lambda recipient: in_full(case, "full", recipient),
        "full, standard": lambda recipient: in_full(case, "full, standard", recipient),
        "floor": lambda recipient: floors["fast"](),
        "floor, standard": lambda recipient: floors["standard"](),
    }
    times: dict[str, list[float]] = {way: [] for way in ways}
    made: dict[str, bytes] = {}
    for number in range(-WARM, rounds):
        for way, make in ways.items():
            start = time.process_time()
            made[way] = make(f"Ministry number {number}")
            if number >= 0:
                times[way].append(time.process_time() - start)
        assert (made["fast"], made["standard"]) == (made["full"], made["full, standard"])
    medians = {way: statistics.median(each) for way, each in times.items()}
    return medians, {way: len(content) for way, content in made.items()}


def growth(documents: int = 5_000, first: int = 100) -> float:
    """By how many megabytes the peak memory grows from the hundredth to the last extract."""
    case = prepare(*KINDS["extract"])
    before = 0
    for number in range(documents):
        if number == first:
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with_engine(case, "fast", f"Ministry number {number}")
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


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

Medians in milliseconds of processor time, in one thread; ratios are to plain docxtpl in the same run. Each round is for
a fresh recipient, in memory, without a layout pass. Plain docxtpl is given prose as ready markup; the notes, lists,
contents, references and the matrix are made by the engine alone. Sizes are to docxtpl's, with isal and with zlib.

| document | docxtpl | isal | ratio | zlib | ratio | floor, isal | over it | floor, zlib | over it | size |
|---|---|---|---|---|---|---|---|---|---|---|
"""
ROW = (
    "| {kind} | {docxtpl:.2f} | {fast:.2f} | {fast_ratio:.0f} × | {standard:.2f} | {standard_ratio:.0f} × | {floor:.2f}"
    " | {over:.2f} × | {standard_floor:.2f} | {standard_over:.2f} × | {size:.2f} ×, {standard_size:.2f} × |\n"
)
FULL = """
A template is cut into the tags that name the recipient, the reference or the date, and all others. The first are
rendered for every document. What the others come to depends on the extract and the template alone: as long as these
are the same and the document's own tags come out in the same shape, it is rendered and settled once, and kept encoded.
The part that the recipient stands in is put together, deflated and checksummed for every document. The floor is that
with the finished text: joining its paragraphs, encoding, deflating, and writing the package; the engine comes below it
where what is shared is encoded already. The first two documents of an extract are made in full. If every document is,
as when each is of another extract:

| document | in full, isal | ratio | zlib | ratio | fill the template | settle and encode | pack |
|---|---|---|---|---|---|---|---|
"""
STEP = (
    "| {kind} | {full:.2f} | {ratio:.0f} × | {full_standard:.2f} | {standard_ratio:.0f} × | {fill:.2f} | {settle:.2f}"
    " | {pack:.2f} |\n"
)
TAIL = """
Both ways give the same bytes; every round compares them. Filling is the template's own loops and fields, some of them
thousands of look-ups that the sandbox proves; settling is the contents, notes, lists, links and references of the
document, and the matrix.

Memory grows by {growth_mb} MB from the 100th to the 5,000th extract; the peak of the whole measurement is {peak_mb} MB.

`iomreport build albania --layout none` takes {cli} of the wall time of a script that loads the same content with the
same models and renders it with plain docxtpl, {cli_changed} of it when a paragraph of one country was written since
the last build, and {cli_first} when nothing is kept of any build. Of an unchanged edition the command hashes the files
and takes the loaded form from the user's cache; of a changed one it takes the countries that did not change.
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=30)
    rounds = options.parse_args().rounds
    results: dict[str, Any] = {"machine": machine(), "rounds": rounds, "ratio": {}, "full": {}, "floor": {}, "size": {}}
    # Memory is measured first, before anything else has raised the peak.
    results["growth_mb"] = round(growth(), 2)
    page, more = HEAD.format(rounds=rounds, machine=results["machine"]), FULL
    for kind in KINDS:
        medians, sizes = measure(kind, rounds)
        ratio = {way: medians["docxtpl"] / medians[way] for way in BACK_ENDS}
        over = {way: medians[way] / medians[floor] for way, floor in FLOORS.items()}
        size = {way: sizes[way] / sizes["docxtpl"] for way in ("fast", "standard")}
        results["ratio"][kind] = {way: round(ratio[way], 1) for way in ("fast", "standard")}
        results["full"][kind] = {"fast": round(ratio["full"], 1), "standard": round(ratio["full, standard"], 1)}
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
            kind=kind,
            full=ms["full"],
            ratio=ratio["full"],
            full_standard=ms["full, standard"],
            standard_ratio=ratio["full, standard"],
            fill=fill,
            settle=settle,
            pack=pack_,
        )
    command = {name: round(ratio, 2) for name, ratio in command_ratios().items()}
    results |= {"cli": command["known"], "cli_changed": command["changed"], "cli_first": command["first"]}
    results["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
    page += more + TAIL.format(**results)
    (ROOT / "benchmarks" / "RESULTS.md").write_text(page, "utf-8")
    (ROOT / "benchmarks" / "results.json").write_text(json.dumps(results, indent=2) + "\n", "utf-8")
    print(page)


if __name__ == "__main__":
    main()
