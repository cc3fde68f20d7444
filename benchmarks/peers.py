"""Peers of the rendering engine, from PyPI and npm, on one extract.

    python -m benchmarks.peers [--rounds N]

The same facts, paragraphs and projects of one country are placed by each peer in a template of its own tags, which is
derived from one common document. Each peer runs in a process of its own and renders again and again in it, each time
for a fresh recipient; the processes take turns. Peers are installed into a temporary folder, never into the project;
what cannot be installed is left out, and the page says so.
"""

from __future__ import annotations

import argparse
import io
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
from docxtpl import DocxTemplate

from benchmarks.engine import ROOT, machine
from benchmarks.peer_documents import (
    BRACES,
    COMMANDS,
    JINJA,
    SHOWN,
    carbone_template,
    content_of,
    lost_words,
    saved,
    table_of,
    template_of,
)
from iomreport.template.assemble import Packer, assemble
from iomreport.template.render import TemplateStore
from iomreport.word.package import deflater

NPM = {
    "docxtemplater": "3.71.0",
    "pizzip": "3.3.0",
    "easy-template-x": "7.2.8",
    "docx-templates": "4.15.0",
    "carbone": "3.8.2",
}
PANDOC = "pypandoc_binary==1.17"
NODE_PEERS = ("docxtemplater", "easy-template-x", "docx-templates", "carbone")
WARM = 10
TURNS = 3


Render = Callable[[dict[str, Any]], bytes]


def with_docxtpl(folder: Path) -> Render:
    template = (folder / "jinja.docx").read_bytes()

    def render(values: dict[str, Any]) -> bytes:
        document = DocxTemplate(io.BytesIO(template))
        document.render(values, autoescape=True)
        return saved(document)

    return render


def with_engine(folder: Path, back_end: str) -> Render:
    template = TemplateStore().open_bytes((folder / "jinja.docx").read_bytes(), "jinja.docx")
    packer = Packer(deflater(back_end))
    return lambda values: assemble(template, values, packer).content


def with_python_docx(folder: Path) -> Render:
    base = saved(docx.Document())

    def render(values: dict[str, Any]) -> bytes:
        document = docx.Document(io.BytesIO(base))
        for name, style in (*zip(SHOWN, ("Title", "Subtitle"), strict=True), ("recipient", "Normal")):
            document.add_paragraph(values[name], style)
        for section in values["sections"]:
            document.add_paragraph(section["heading"], "Heading 1")
            for paragraph in section["paragraphs"]:
                document.add_paragraph(paragraph["text"])
        rows = [[each["name"], each["theme"], each["about"]] for each in values["projects"]]
        table_of(document, [["Project", "Theme", "About"], *rows])
        return saved(document)

    return render


def with_pandoc(folder: Path) -> Render:
    sys.path.insert(0, str(folder / "pandoc"))
    pypandoc = __import__("pypandoc")
    pandoc, reference = pypandoc.get_pandoc_path(), folder / "jinja.docx"

    def render(values: dict[str, Any]) -> bytes:
        text = [f"# {values['title']}", values["country"], values["recipient"]]
        for section in values["sections"]:
            text += (f"# {section['heading']}", *(each["text"] for each in section["paragraphs"]))
        rows = [f"| {each['name']} | {each['theme']} | {each['about']} |" for each in values["projects"]]
        text.append("\n".join(("| Project | Theme | About |", "|---|---|---|", *rows)))
        command = [pandoc, "-f", "markdown", "-t", "docx", "--reference-doc", str(reference), "-o", "-"]
        return subprocess.run(command, input="\n\n".join(text).encode(), check=True, capture_output=True).stdout

    return render


PYTHON_PEERS: dict[str, Callable[[Path], Render]] = {
    "docxtpl": with_docxtpl,
    "iomreport, isal": lambda folder: with_engine(folder, "fast"),
    "iomreport, zlib": lambda folder: with_engine(folder, "standard"),
    "python-docx by its API": with_python_docx,
    "pandoc": with_pandoc,
}


def run_one(peer: str, folder: Path, rounds: int) -> None:
    """Render in this process, and print milliseconds and the size as JSON."""
    values = json.loads((folder / "data.json").read_text("utf-8"))
    render = PYTHON_PEERS[peer](folder)
    times: list[float] = []
    made = b""
    for number in range(-WARM, rounds):
        start = time.perf_counter()
        made = render({**values, "recipient": f"Ministry number {number}"})
        if number >= 0:
            times.append((time.perf_counter() - start) * 1000)
    (folder / f"{peer}.out.docx").write_bytes(made)
    print(json.dumps({"times": times, "size": len(made)}))


def install(folder: Path) -> dict[str, str]:
    """Install the peers into a folder; which cannot be measured, and why."""
    missing: dict[str, str] = {}
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        missing |= dict.fromkeys(NODE_PEERS, "Node.js with npm is not installed (on Debian: apt-get install npm)")
    else:
        packages = [f"{name}@{version}" for name, version in NPM.items()]
        command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder), *packages]
        if (why := _failure(command)) is not None:
            missing |= dict.fromkeys(NODE_PEERS, f"npm could not install it: {why}")
        shutil.copy(Path(__file__).with_suffix(".js"), folder)
    command = [sys.executable, "-m", "pip", "install", "-q", "--target", str(folder / "pandoc"), PANDOC]
    if (why := _failure(command)) is not None:
        missing["pandoc"] = f"pip could not install {PANDOC}: {why}"
    return missing


def _failure(command: list[str]) -> str | None:
    done = subprocess.run(command, capture_output=True, text=True)
    return None if done.returncode == 0 else (done.stderr.strip().splitlines() or ["it says nothing"])[-1]


def measure(peer: str, folder: Path, rounds: int) -> tuple[list[float], int]:
    if peer in NODE_PEERS:
        command = ["node", "peers.js", peer, str(folder), str(rounds)]
    else:
        command = [
            sys.executable,
            "-m",
            "benchmarks.peers",
            "--one",
            peer,
            "--in",
            str(folder),
            "--rounds",
            str(rounds),
        ]
    where = folder if peer in NODE_PEERS else ROOT
    done = subprocess.run(command, cwd=where, check=True, capture_output=True, text=True)
    result = json.loads(done.stdout.splitlines()[-1])
    return result["times"], result["size"]


HEAD = """\
# Peers, measured

`make bench-peers` writes this page. {machine}{node}.

Medians over {turns} turns of {rounds} documents, each for a fresh recipient, in a process of its own that is warm;
the peers take turns. All place the same facts, {paragraphs} paragraphs and {projects} projects of one country in a
template of the same look and of their own tags. It is smaller than the project's own extract: it has what all peers can
do, and no notes, lists, contents or references. The engine renders docxtpl's template, with values that say nothing of
what documents share, so every tag is rendered for every document.

| peer | ms | docxtpl's time over it | size in kB |
|---|---|---|---|
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=30)
    options.add_argument("--one", choices=PYTHON_PEERS)
    options.add_argument("--in", dest="folder", type=Path)
    chosen = options.parse_args()
    if chosen.one:
        run_one(chosen.one, chosen.folder, chosen.rounds)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        values = content_of()
        (folder / "data.json").write_text(json.dumps(values), "utf-8")
        for syntax in (JINJA, BRACES, COMMANDS):
            (folder / f"{syntax.name}.docx").write_bytes(template_of(syntax))
        (folder / "carbone.docx").write_bytes(carbone_template())
        missing = install(folder)
        peers = [peer for peer in (*PYTHON_PEERS, *NODE_PEERS) if peer not in missing]
        times: dict[str, list[float]] = {peer: [] for peer in peers}
        sizes: dict[str, int] = {}
        for _ in range(TURNS):
            for peer in peers:
                if peer in missing:
                    continue
                try:
                    spent, sizes[peer] = measure(peer, folder, chosen.rounds)
                    times[peer] += spent
                except subprocess.CalledProcessError as error:
                    missing[peer] = (error.stderr.strip().splitlines() or ["it failed"])[-1]
        for peer in sizes:
            if lost := lost_words(folder / f"{peer}.out.docx", values):
                missing[peer] = f"its document lacks {lost[0]!r}"
    measured = {peer: each for peer, each in times.items() if peer not in missing}
    page = write_page(values, measured, sizes, missing, chosen.rounds)
    (ROOT / "benchmarks" / "PEERS.md").write_text(page, "utf-8")
    print(page)


def write_page(
    values: dict[str, Any],
    times: dict[str, list[float]],
    sizes: dict[str, int],
    missing: dict[str, str],
    rounds: int,
) -> str:
    medians = {peer: statistics.median(each) for peer, each in times.items()}
    node = ""
    if shutil.which("node"):
        node = ", Node.js " + subprocess.run(["node", "--version"], capture_output=True, text=True).stdout.strip()
    page = HEAD.format(
        machine=machine(),
        node=node,
        turns=TURNS,
        rounds=rounds,
        paragraphs=sum(len(section["paragraphs"]) for section in values["sections"]),
        projects=len(values["projects"]),
    )
    for peer, median in sorted(medians.items(), key=lambda each: each[1]):
        version = f" {NPM[peer]}" if peer in NPM else ""
        page += f"| {peer}{version} | {median:.2f} | {medians['docxtpl'] / median:.1f} × | {sizes[peer] / 1000:.0f} |\n"
    page += (
        "\nPandoc fills no template: it reads the text as Markdown and takes its styles from a document, in a process\n"
        "for each. python-docx builds the document from nothing.\n"
    )
    for peer, why in missing.items():
        page += f"\n{peer} is not measured: {why}.\n"
    return page


if __name__ == "__main__":
    main()
