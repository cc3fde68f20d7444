"""A build that Ctrl-C cuts short says how far it came and leaves no part of a file behind."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from iomreport import load
from iomreport.publish.executor import BuildOptions, build_targets
from iomreport.publish.pools import Dispatcher
from iomreport.publish.targets import parse_targets

ROOT = Path(__file__).resolve().parents[2]


def test_what_a_stopped_worker_had_begun_is_removed(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(ROOT / "templates/country.docx", project / "templates/country.docx")
    output = project / "output"

    def stopped(self: Dispatcher, *_: object) -> None:
        mark = self.key.rpartition("-")[0]
        (output / "countries").mkdir(parents=True)
        (output / "countries" / f".albania.docx.1{mark}.part").write_bytes(b"half")
        (output / "countries" / ".albania.docx.1-another.part").write_bytes(b"of another run")
        raise KeyboardInterrupt

    monkeypatch.setattr(Dispatcher, "run", stopped)
    strategy = load(project)
    result = build_targets(project, strategy, parse_targets(strategy, ["albania"]), BuildOptions(output, layout="none"))
    assert result.summary.interrupted
    assert [path.name for path in output.rglob("*") if path.is_file()] == [".albania.docx.1-another.part"]
