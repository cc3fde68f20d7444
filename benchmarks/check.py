"""How long the check of the whole edition takes, against reading and validating the same files alone.

Run with `python -m benchmarks.check`. Both read content and templates: what is compared with the check is loading the
edition and opening, patching and compiling each template. The check must take less than twice that.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from iomreport.publish.templates import lint_templates
from iomreport.strategy.checks.check_context import label_names
from iomreport.strategy.checks.run import check_content
from iomreport.strategy.load.loader import load_edition
from iomreport.template.compiler import compile_template

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 15
MOST = 2.0
"""How many times as long as reading and validating the check may take."""


def read_and_validate() -> None:
    load_edition(ROOT)
    for file in sorted((ROOT / "templates").glob("*.docx")):
        compile_template(file.read_bytes(), file.name)


def check() -> None:
    checked = check_content(ROOT)
    lint_templates(ROOT, checked.settings.template_models, label_names(ROOT))


def check_first_time() -> None:
    """The check without anything kept from an earlier run."""
    with tempfile.TemporaryDirectory() as folder:
        kept = os.environ.get("IOMREPORT_CACHE")
        os.environ["IOMREPORT_CACHE"] = folder
        try:
            check()
        finally:
            if kept is None:
                del os.environ["IOMREPORT_CACHE"]
            else:
                os.environ["IOMREPORT_CACHE"] = kept


def measured(work: Callable[[], object]) -> float:
    """The median time of some rounds, in milliseconds, after one that does not count."""
    work()
    times: list[float] = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def main() -> int:
    content = measured(lambda: load_edition(ROOT))
    rules = measured(lambda: check_content(ROOT))
    base = measured(read_and_validate)
    first, again = measured(check_first_time), measured(check)
    print(f"content: read and validated in {content:.0f} ms, checked in {rules:.0f} ms ({rules / content:.2f} times)")
    print(f"content and templates: read and validated in {base:.0f} ms")
    print(f"  checked for the first time in {first:.0f} ms ({first / base:.2f} times)")
    print(f"  checked again in {again:.0f} ms ({again / base:.2f} times)")
    return 0 if first < MOST * base and rules < MOST * content else 1


if __name__ == "__main__":
    sys.exit(main())
