"""The command beside a script that loads the same content with the same models and renders it with plain docxtpl."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAIVE = """
from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup
from iomreport import extract, load
from iomreport.strategy.context import make_context, template_values
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


def command_ratios(rounds: int = 9) -> dict[str, float]:
    """The wall time of the command over that of the script, in a copy of the project.

    `known` is when the content is as it was at the last build, `changed` when a paragraph of one country was written
    since, and `first` when nothing is kept of any earlier build, not even the compiled template.
    """
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        project = folder / "project"
        for name in ("content", "templates"):
            shutil.copytree(ROOT / name, project / name)
        chapter = project / "content/countries/albania/chapter.md"
        text = chapter.read_text("utf-8")
        # The modules of both are compiled once, as they are where they are installed.
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(folder / "pycache")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        naive = [sys.executable, "-c", NAIVE.replace("OUT", repr(str(folder / "naive.docx")))]
        ours = [sys.executable, "-m", "iomreport", "build", "albania", "--layout", "none", "-q", "-o", str(folder)]
        times: dict[str, list[float]] = {"known": [], "changed": [], "first": [], "naive": []}
        for number in range(-1, rounds):
            for name, spent in times.items():
                cache = folder / ("nothing" if name == "first" else "cache")
                shutil.rmtree(folder / "nothing", ignore_errors=True)
                if name == "changed":
                    chapter.write_text(f"{text}\nParagraph {number}.\n", "utf-8")
                start = time.perf_counter()
                subprocess.run(
                    naive if name == "naive" else ours,
                    cwd=project,
                    check=True,
                    capture_output=True,
                    env={**environment, "IOMREPORT_CACHE": str(cache)},
                )
                if number >= 0:
                    spent.append(time.perf_counter() - start)
        medians = {name: statistics.median(each) for name, each in times.items()}
        return {name: median / medians["naive"] for name, median in medians.items() if name != "naive"}


if __name__ == "__main__":
    print(command_ratios())
